#include "text/charset.h"

#include "base/text.h"
#include "text/letters.h"
#include "text/page.h"
#include "text/unexplained.h"
#include "text/utf16.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

/* After so many lines that no page made readable, a text is not asked about any more. */
#define FRUITLESS_MAX 4096
struct charset {
    const char *encoding; /* the caller's, or NULL */
    bool fixes_unit;
    enum unit unit;
    struct page fixed; /* of the caller's encoding, when it is a code page */
    const struct charset_hint *hints;
    struct page *pages; /* one for each hint */
    size_t page_count;
    bool borrows;            /* the pages */
    size_t current;          /* the page that a known word told last; page_count: none yet */
    size_t supposed;         /* the page that letters told last; page_count: none yet */
    const oc_text *language; /* of the list that is read; NULL: nobody says */
    size_t fruitless;
    size_t letterless; /* lines that letters did not tell either */
    struct buffer out;
    struct buffer best;
};

static bool named(const char *encoding, const char *name)
{
    return text_equal_nocase(text_of(encoding), text_of(name));
}

/* Encodings that are decoded here, without iconv. */
static bool name_unit(struct charset *charset)
{
    static const struct {
        const char *name;
        enum unit unit;
    } names[] = {
        {"UTF-8", UNIT_BYTE},      {"UTF8", UNIT_BYTE},        {"UTF-16LE", UNIT_UTF16LE},
        {"UTF16LE", UNIT_UTF16LE}, {"UTF-16BE", UNIT_UTF16BE}, {"UTF16BE", UNIT_UTF16BE},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (named(charset->encoding, names[i].name)) {
            charset->encoding = names[i & ~(size_t)1].name;
            charset->unit = names[i].unit;
            return true;
        }
    return false;
}

static oc_status open_fixed(struct charset *charset)
{
    charset->fixes_unit = true;
    if (name_unit(charset))
        return OC_OK;
    charset->unit = UNIT_BYTE;
    page_init(&charset->fixed, charset->encoding);
    return page_open_checked(&charset->fixed);
}

struct page *charset_pages(const struct charset_hint *hints, size_t count)
{
    struct page *pages = calloc(count + 1, sizeof *pages);
    for (size_t i = 0; pages != NULL && i < count; i++)
        page_init(&pages[i], hints[i].encoding);
    return pages;
}

void charset_pages_free(struct page *pages, size_t count)
{
    for (size_t i = 0; pages != NULL && i < count; i++)
        page_close(&pages[i]);
    free(pages);
}

static oc_status list_pages(struct charset *charset, const struct charset_hint *hints, size_t count,
                            struct page *pages)
{
    charset->borrows = pages != NULL;
    charset->pages = charset->borrows ? pages : charset_pages(hints, count);
    if (charset->pages == NULL)
        return OC_NO_MEMORY;
    charset->hints = hints;
    charset->page_count = count;
    charset->current = count;
    charset->supposed = count;
    return OC_OK;
}

oc_status charset_new(struct charset **out, const char *encoding, const struct charset_hint *hints,
                      size_t hint_count, struct page *pages)
{
    struct charset *charset = calloc(1, sizeof *charset);
    if (charset == NULL)
        return OC_NO_MEMORY;
    charset->encoding = encoding;
    buffer_init(&charset->out);
    buffer_init(&charset->best);
    oc_status status =
        encoding != NULL ? open_fixed(charset) : list_pages(charset, hints, hint_count, pages);
    if (status != OC_OK) {
        charset_free(charset);
        return status;
    }
    *out = charset;
    return OC_OK;
}

void charset_free(struct charset *charset)
{
    if (charset == NULL)
        return;
    if (!charset->borrows)
        charset_pages_free(charset->pages, charset->page_count);
    page_close(&charset->fixed);
    buffer_free(&charset->out);
    buffer_free(&charset->best);
    free(charset);
}

void charset_watch_language(struct charset *charset, const oc_text *language)
{
    charset->language = language;
}

bool charset_fixes_unit(const struct charset *charset, enum unit *unit)
{
    *unit = charset->unit;
    return charset->fixes_unit;
}

static oc_text bytes_of(const struct raw_line *raw)
{
    return (oc_text){raw->data, raw->size};
}

/* Whether a word may end beside this place: nothing is there, or ASCII that is no letter. */
static bool borders(oc_text text, size_t i)
{
    unsigned char c = i < text.size ? (unsigned char)text.data[i] : ' ';
    return c < 'A' || (c > 'Z' && c < 'a') || (c > 'z' && c < 0x80);
}

static bool holds_word(oc_text text, oc_text word)
{
    for (size_t i = 0; i + word.size <= text.size; i++)
        if (text_starts(text_sub(text, i, text.size), word) && borders(text, i + word.size) &&
            (i == 0 || borders(text, i - 1)))
            return true;
    return false;
}

static size_t count_keys(const struct charset_hint *hint, oc_text text)
{
    size_t count = 0;
    for (size_t i = 0; i < hint->key_count; i++)
        count += text_contains(text, hint->keys[i]);
    for (size_t i = 0; i < hint->word_count; i++)
        count += holds_word(text, hint->words[i]);
    return count;
}

/* Whether the page can read all of the line; then out is its text. */
static bool reads(struct charset *charset, size_t page, const struct raw_line *raw)
{
    return page_open(&charset->pages[page]) &&
           page_decode(&charset->pages[page], &charset->out, bytes_of(raw)) == 0;
}

/* How much speaks for the page: known words that it makes readable, none if it cannot read all. */
static size_t page_evidence(struct charset *charset, size_t page, const struct raw_line *raw)
{
    return reads(charset, page, raw) ? count_keys(&charset->hints[page], buffer_view(&charset->out))
                                     : 0;
}

static void swap(struct buffer *a, struct buffer *b)
{
    struct buffer c = *a;
    *a = *b;
    *b = c;
}

/* Whether some page makes a known word readable: then it is the current one, and best its text. */
static bool choose_page(struct charset *charset, const struct raw_line *raw)
{
    if (charset->current < charset->page_count &&
        page_evidence(charset, charset->current, raw) > 0) {
        swap(&charset->out, &charset->best);
        return true;
    }
    if (charset->fruitless == FRUITLESS_MAX)
        return false;
    size_t most = 0;
    for (size_t i = 0; i < charset->page_count; i++) {
        size_t evidence = page_evidence(charset, i, raw);
        if (evidence > most) {
            most = evidence;
            charset->current = i;
            swap(&charset->out, &charset->best);
        }
    }
    charset->fruitless = most > 0 ? 0 : charset->fruitless + 1;
    return most > 0;
}

static size_t count_characters(oc_text text, bool ascii)
{
    size_t count = 0;
    size_t length;
    for (size_t i = 0; i < text.size; i += length)
        count += utf8_decode(text.data + i, text.size - i, &length) < 0x80 || !ascii;
    return count;
}

/*
 * Letters of two bytes in a code page can be UTF-8 by accident (in one-byte pages no word is):
 * where the text's page is known, and no known word says that UTF-8 goes on from here, they are the
 * page's.
 */
static bool utf8_by_accident(struct charset *charset, const struct raw_line *raw)
{
    oc_text text = bytes_of(raw);
    if (charset->current == charset->page_count)
        return false;
    for (size_t i = 0; i < charset->page_count; i++)
        if (count_keys(&charset->hints[i], text) > 0) {
            charset->current = charset->page_count;
            return false;
        }
    if (!reads(charset, charset->current, raw))
        return false;
    size_t letters = count_characters(buffer_view(&charset->out), false);
    return letters < raw->size && count_characters(text, false) >= letters;
}

/* A page that makes letters of two bytes of ASCII, too, changes what is certain. */
static bool keeps_ascii_of(const struct charset *charset, const struct raw_line *raw)
{
    size_t ascii = 0;
    for (size_t i = 0; i < raw->size; i++)
        ascii += (unsigned char)raw->data[i] < 0x80;
    return count_characters(buffer_view(&charset->out), true) == ascii;
}

/* Whether the page makes the line letters of its language; then out is the text. */
static bool explains(struct charset *charset, size_t page, const struct raw_line *raw)
{
    const struct charset_hint *hint = &charset->hints[page];
    for (size_t i = 0; i < hint->alphabet_count; i++)
        if (text_equal(hint->alphabets[i].language, *charset->language))
            return reads(charset, page, raw) && keeps_ascii_of(charset, raw) &&
                   letters_explain(buffer_view(&charset->out), hint->alphabets[i].letters);
    return false;
}

/*
 * Whether a page makes the line letters of its language: then it is the supposed one, and best its
 * text. Pages that give different texts tell nothing, unless one of them told a line before.
 */
static bool ask_letters(struct charset *charset, const struct raw_line *raw)
{
    size_t found = charset->page_count;
    if (charset->supposed < charset->page_count && explains(charset, charset->supposed, raw)) {
        swap(&charset->out, &charset->best);
        return true;
    }
    for (size_t i = 0; i < charset->page_count; i++) {
        if (!explains(charset, i, raw))
            continue;
        if (found == charset->page_count) {
            found = i;
            swap(&charset->out, &charset->best);
        } else if (!text_equal(buffer_view(&charset->out), buffer_view(&charset->best))) {
            return false;
        }
    }
    if (found < charset->page_count)
        charset->supposed = found;
    return found < charset->page_count;
}

/* The page that a word told stays the text's where the line is made of letters in it. */
static bool letters_tell(struct charset *charset, const struct raw_line *raw)
{
    if (charset->language == NULL || !text_known(*charset->language) ||
        charset->letterless == FRUITLESS_MAX)
        return false;
    if (charset->current < charset->page_count && explains(charset, charset->current, raw))
        return false;
    bool tell = ask_letters(charset, raw);
    charset->letterless = tell ? 0 : charset->letterless + 1;
    return tell;
}

/* Which page a line is in that is no UTF-8; page_count: none is known. best is its text. */
static size_t detect_page(struct charset *charset, const struct raw_line *raw, size_t *bad_bytes)
{
    if (choose_page(charset, raw))
        return charset->current;
    if (letters_tell(charset, raw))
        return charset->supposed;
    buffer_clear(&charset->best);
    *bad_bytes = charset->current < charset->page_count
                     ? page_decode(&charset->pages[charset->current], &charset->best, bytes_of(raw))
                     : unexplained_bytes(&charset->best, bytes_of(raw));
    return charset->current;
}

static void detect(struct charset *charset, const struct raw_line *raw, struct decoded *decoded)
{
    if (utf8_valid(raw->data, raw->size) && !utf8_by_accident(charset, raw)) {
        decoded->text = bytes_of(raw);
        decoded->encoding = "UTF-8";
        return;
    }
    size_t page = detect_page(charset, raw, &decoded->bad_bytes);
    decoded->text = buffer_view(&charset->best);
    decoded->encoding = page < charset->page_count ? charset->hints[page].encoding : NULL;
}

static void decode_named(struct charset *charset, const struct raw_line *raw,
                         struct decoded *decoded)
{
    buffer_clear(&charset->out);
    if (charset->fixed.handle != NULL)
        decoded->bad_bytes = page_decode(&charset->fixed, &charset->out, bytes_of(raw));
    else
        decoded->bad_bytes = unexplained_utf8(&charset->out, bytes_of(raw));
    decoded->text = buffer_view(&charset->out);
    decoded->encoding = charset->encoding;
}

oc_status charset_decode(struct charset *charset, const struct raw_line *raw,
                         struct decoded *decoded)
{
    *decoded = (struct decoded){{raw->data, raw->size}, "ASCII", 0};
    if (raw->unit != UNIT_BYTE) {
        buffer_clear(&charset->out);
        decoded->bad_bytes = utf16_decode(&charset->out, bytes_of(raw), raw->unit);
        decoded->text = buffer_view(&charset->out);
        decoded->encoding = raw->unit == UNIT_UTF16LE ? "UTF-16LE" : "UTF-16BE";
    } else if (utf8_ascii(raw->data, raw->size)) {
        return OC_OK;
    } else if (charset->encoding != NULL) {
        decode_named(charset, raw, decoded);
    } else {
        detect(charset, raw, decoded);
    }
    return charset->out.failed || charset->best.failed ? OC_NO_MEMORY : OC_OK;
}
