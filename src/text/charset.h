/*
 * Owns: one raw line of any encoding to valid UTF-8; which code page a text is in.
 * Must not know: tables, PIDs, where lines end.
 *
 * A line that is ASCII or UTF-8 is borrowed. Else the code pages of the hints are tried: the one
 * that makes a known word readable is the text's, until another does. Where no word tells, the
 * letters of its language do, if all pages that make letters of the line give the same text. What
 * no page explains is read as bytes and escaped (\x9f).
 */
#ifndef TEXT_CHARSET_H
#define TEXT_CHARSET_H

#include "text/lines.h"

/* The letters that a language is written with, without those of ASCII. */
struct charset_alphabet {
    oc_text language; /* its name */
    oc_text letters;
};

/*
 * A code page; pieces of words, in UTF-8, whose presence speaks for it; short words that must stand
 * alone for that; the letters of languages that are written in it. All is borrowed.
 */
struct charset_hint {
    const char *encoding; /* as iconv names it, upper case */
    const oc_text *keys;
    size_t key_count;
    const oc_text *words;
    size_t word_count;
    const struct charset_alphabet *alphabets;
    size_t alphabet_count;
};

struct charset;
struct page;

struct decoded {
    oc_text text;         /* valid UTF-8; lives until the raw line goes or the next call */
    const char *encoding; /* static, of a hint, or of the caller; "ASCII" fits every other one */
    size_t bad_bytes;     /* how many could not be decoded and were escaped or replaced */
};

/*
 * encoding NULL: detect. Else it is used for every line; OC_NO_ENCODING when there is none of that
 * name, or none whose ASCII part is ASCII. The name, the hints and the pages, which are those of
 * the hints, must outlive the charset. Pages NULL: it has its own.
 */
oc_status charset_new(struct charset **charset, const char *encoding,
                      const struct charset_hint *hints, size_t hint_count, struct page *pages);

/* Pages for so many hints, to be lent to one charset after the other, which keep open what was
 * opened: to open a code page takes longer than to read a small text. NULL: out of memory. */
struct page *charset_pages(const struct charset_hint *hints, size_t count);
void charset_pages_free(struct page *pages, size_t count);
void charset_free(struct charset *charset);
/* Where the name of the language stands that the list is in, as far as that is known at a line: its
 * letters count. Borrowed. */
void charset_watch_language(struct charset *charset, const oc_text *language);
/* Whether the encoding that the caller named fixes the code unit of lines. */
bool charset_fixes_unit(const struct charset *charset, enum unit *unit);
oc_status charset_decode(struct charset *charset, const struct raw_line *raw,
                         struct decoded *decoded);

#endif
