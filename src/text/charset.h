/*
 * Owns: one raw line of any encoding to valid UTF-8; which code page a text is in.
 * Must not know: tables, PIDs, where lines end. charset.c alone includes <iconv.h>.
 *
 * A line that is ASCII or UTF-8 is borrowed. Else the code pages of the hints are tried: the one
 * that makes a known word readable is the text's, until another does. What no page explains is
 * read as bytes and escaped (\x9f).
 */
#ifndef TEXT_CHARSET_H
#define TEXT_CHARSET_H

#include "text/lines.h"

/* A code page and pieces of words, in UTF-8, whose presence speaks for it. All is borrowed. */
struct charset_hint {
    const char *encoding; /* as iconv names it, upper case */
    const oc_text *keys;
    size_t key_count;
};

struct charset;

struct decoded {
    oc_text text;         /* valid UTF-8; lives until the raw line goes or the next call */
    const char *encoding; /* static, of a hint, or of the caller; "ASCII" fits every other one */
    size_t bad_bytes;     /* how many could not be decoded and were escaped or replaced */
};

/*
 * encoding NULL: detect. Else it is used for every line; OC_NO_ENCODING when there is none of that
 * name, or none whose ASCII part is ASCII. The name and the hints must outlive the charset.
 */
oc_status charset_new(struct charset **charset, const char *encoding,
                      const struct charset_hint *hints, size_t hint_count);
void charset_free(struct charset *charset);
/* Whether the encoding that the caller named fixes the code unit of lines. */
bool charset_fixes_unit(const struct charset *charset, enum unit *unit);
oc_status charset_decode(struct charset *charset, const struct raw_line *raw,
                         struct decoded *decoded);

#endif
