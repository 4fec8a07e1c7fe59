#include "text/charset.h"

#include "base/text.h"
#include "text/utf8.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

/* After so many lines that no page made readable, a text is not asked about any more. */
#define FRUITLESS_MAX 4096
/* Few encodings need more UTF-8 bytes for one of their own, and those need no more than this. */
#define GROWTH 4
#define GROWTH_MAX 64

#define NO_ICONV ((iconv_t)-1)

struct page {
    const struct charset_hint *hint;
    iconv_t iconv; /* opened when it is first needed */
};

struct charset {
    const char *encoding; /* the caller's, or NULL */
    bool fixes_unit;
    enum unit unit;
    struct page fixed; /* of the caller's encoding, when it is a code page */
    struct page *pages;
    size_t page_count;
    size_t current; /* page_count: none yet */
    size_t fruitless;
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

/* Lines are found and ASCII is kept before decoding, so an encoding must hold ASCII as it is. */
static bool keeps_ascii(iconv_t iconv_handle)
{
    static const char probe[] = "\r\n\t TCP [::1%9]:=\"\\{}~";
    char in[sizeof probe];
    char out[GROWTH * sizeof probe];
    memcpy(in, probe, sizeof probe);
    char *from = in;
    char *to = out;
    size_t in_left = sizeof probe - 1;
    size_t out_left = sizeof out;
    if (iconv(iconv_handle, &from, &in_left, &to, &out_left) == (size_t)-1)
        return false;
    /* Japanese pages read a backslash as a yen sign and a tilde as an overline in some libraries.
     */
    size_t compared = strcspn(probe, "\\");
    return sizeof out - out_left >= compared && memcmp(out, probe, compared) == 0;
}

/* iconv reads more into a name than a name: options behind slashes, the environment for none. */
static bool plain_name(const char *name)
{
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:+";
    return name[0] != '\0' && name[strspn(name, allowed)] == '\0';
}

static oc_status open_fixed(struct charset *charset)
{
    charset->fixes_unit = true;
    if (name_unit(charset))
        return OC_OK;
    charset->unit = UNIT_BYTE;
    if (!plain_name(charset->encoding))
        return OC_NO_ENCODING;
    charset->fixed.iconv = iconv_open("UTF-8", charset->encoding);
    if (charset->fixed.iconv == NO_ICONV)
        return errno == ENOMEM ? OC_NO_MEMORY : OC_NO_ENCODING;
    return keeps_ascii(charset->fixed.iconv) ? OC_OK : OC_NO_ENCODING;
}

static oc_status open_pages(struct charset *charset, const struct charset_hint *hints, size_t count)
{
    charset->pages = calloc(count + 1, sizeof *charset->pages);
    if (charset->pages == NULL)
        return OC_NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        charset->pages[i] = (struct page){&hints[i], NO_ICONV};
    charset->page_count = count;
    charset->current = count;
    return OC_OK;
}

oc_status charset_new(struct charset **out, const char *encoding, const struct charset_hint *hints,
                      size_t hint_count)
{
    struct charset *charset = calloc(1, sizeof *charset);
    if (charset == NULL)
        return OC_NO_MEMORY;
    charset->encoding = encoding;
    charset->fixed.iconv = NO_ICONV;
    buffer_init(&charset->out);
    buffer_init(&charset->best);
    oc_status status =
        encoding != NULL ? open_fixed(charset) : open_pages(charset, hints, hint_count);
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
    for (size_t i = 0; i < charset->page_count; i++)
        if (charset->pages[i].iconv != NO_ICONV)
            iconv_close(charset->pages[i].iconv);
    if (charset->fixed.iconv != NO_ICONV)
        iconv_close(charset->fixed.iconv);
    free(charset->pages);
    buffer_free(&charset->out);
    buffer_free(&charset->best);
    free(charset);
}

bool charset_fixes_unit(const struct charset *charset, enum unit *unit)
{
    *unit = charset->unit;
    return charset->fixes_unit;
}

static void escape_byte(struct buffer *out, char byte)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char value = (unsigned char)byte;
    char escaped[4] = {'\\', 'x', digits[value >> 4], digits[value & 15]};
    buffer_append(out, escaped, sizeof escaped);
}

/* Text that should be UTF-8, or that nothing explains: what is no UTF-8 is escaped. */
static size_t escape_invalid(struct buffer *out, const char *data, size_t size)
{
    size_t bad = 0;
    size_t length;
    for (size_t i = 0; i < size; i += length) {
        uint32_t code_point = utf8_decode(data + i, size - i, &length);
        if (code_point == UTF8_REPLACEMENT && length == 1) {
            escape_byte(out, data[i]);
            bad++;
        } else {
            buffer_append(out, data + i, length);
        }
    }
    return bad;
}

/* Non-ASCII bytes all escaped: they may look like UTF-8 here and there by accident. */
static size_t escape_high(struct buffer *out, const char *data, size_t size)
{
    size_t bad = 0;
    for (size_t i = 0; i < size; i++) {
        if ((unsigned char)data[i] < 0x80) {
            buffer_byte(out, data[i]);
        } else {
            escape_byte(out, data[i]);
            bad++;
        }
    }
    return bad;
}

/* from NULL: what the page still holds back, because a mark might have followed. */
static bool convert(iconv_t handle, struct buffer *out, char **from, size_t *left)
{
    size_t room = *left * GROWTH + GROWTH_MAX;
    size_t room_left = room;
    char *to = buffer_reserve(out, room);
    if (to == NULL)
        return true;
    size_t done = iconv(handle, from, left, &to, &room_left);
    out->size += room - room_left;
    return done != (size_t)-1 || errno == E2BIG;
}

/* Returns how many bytes the page could not read. */
static size_t decode_page(iconv_t handle, struct buffer *out, const char *data, size_t size)
{
    size_t bad = 0;
    buffer_clear(out);
    char *from =
        (char *)(uintptr_t)data; /* iconv takes it without const and does not write there */
    size_t left = size;
    iconv(handle, NULL, NULL, NULL, NULL);
    while (left > 0 && !out->failed)
        if (!convert(handle, out, &from, &left)) {
            escape_byte(out, *from);
            from++;
            left--;
            bad++;
        }
    convert(handle, out, NULL, &left);
    return bad;
}

static bool page_open(struct page *page)
{
    if (page->iconv == NO_ICONV)
        page->iconv = iconv_open("UTF-8", page->hint->encoding);
    return page->iconv != NO_ICONV;
}

static size_t count_keys(const struct charset_hint *hint, oc_text text)
{
    size_t count = 0;
    for (size_t i = 0; i < hint->key_count; i++)
        count += text_contains(text, hint->keys[i]);
    return count;
}

/* How much speaks for the page: known words that it makes readable, none if it cannot read all. */
static size_t page_evidence(struct charset *charset, struct page *page, const struct raw_line *raw)
{
    if (!page_open(page) || decode_page(page->iconv, &charset->out, raw->data, raw->size) > 0)
        return 0;
    return count_keys(page->hint, buffer_view(&charset->out));
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
        page_evidence(charset, &charset->pages[charset->current], raw) > 0) {
        swap(&charset->out, &charset->best);
        return true;
    }
    if (charset->fruitless == FRUITLESS_MAX)
        return false;
    size_t most = 0;
    for (size_t i = 0; i < charset->page_count; i++) {
        size_t evidence = page_evidence(charset, &charset->pages[i], raw);
        if (evidence > most) {
            most = evidence;
            charset->current = i;
            swap(&charset->out, &charset->best);
        }
    }
    charset->fruitless = most > 0 ? 0 : charset->fruitless + 1;
    return most > 0;
}

static size_t count_letters(oc_text text)
{
    size_t count = 0;
    size_t length;
    for (size_t i = 0; i < text.size; i += length) {
        utf8_decode(text.data + i, text.size - i, &length);
        count++;
    }
    return count;
}

/*
 * Letters of two bytes in a code page can be UTF-8 by accident (in one-byte pages no word is):
 * where the text's page is known, and no known word says that UTF-8 goes on from here, they are the
 * page's.
 */
static bool utf8_by_accident(struct charset *charset, const struct raw_line *raw)
{
    oc_text text = {raw->data, raw->size};
    if (charset->current == charset->page_count)
        return false;
    for (size_t i = 0; i < charset->page_count; i++)
        if (count_keys(charset->pages[i].hint, text) > 0) {
            charset->current = charset->page_count;
            return false;
        }
    iconv_t handle = charset->pages[charset->current].iconv;
    return decode_page(handle, &charset->out, raw->data, raw->size) == 0 &&
           count_letters(buffer_view(&charset->out)) < raw->size &&
           count_letters(text) >= count_letters(buffer_view(&charset->out));
}

static void detect(struct charset *charset, const struct raw_line *raw, struct decoded *decoded)
{
    if (utf8_valid(raw->data, raw->size) && !utf8_by_accident(charset, raw)) {
        decoded->text = (oc_text){raw->data, raw->size};
        decoded->encoding = "UTF-8";
        return;
    }
    if (!choose_page(charset, raw)) {
        buffer_clear(&charset->best);
        if (charset->current == charset->page_count) {
            decoded->encoding = NULL;
            decoded->bad_bytes = escape_high(&charset->best, raw->data, raw->size);
            decoded->text = buffer_view(&charset->best);
            return;
        }
        struct page *page = &charset->pages[charset->current];
        decoded->bad_bytes = decode_page(page->iconv, &charset->best, raw->data, raw->size);
    }
    decoded->text = buffer_view(&charset->best);
    decoded->encoding = charset->pages[charset->current].hint->encoding;
}

static void decode_named(struct charset *charset, const struct raw_line *raw,
                         struct decoded *decoded)
{
    buffer_clear(&charset->out);
    if (charset->fixed.iconv != NO_ICONV)
        decoded->bad_bytes = decode_page(charset->fixed.iconv, &charset->out, raw->data, raw->size);
    else
        decoded->bad_bytes = escape_invalid(&charset->out, raw->data, raw->size);
    decoded->text = buffer_view(&charset->out);
    decoded->encoding = charset->encoding;
}

static uint32_t unit_at(const struct raw_line *raw, size_t i)
{
    unsigned char first = (unsigned char)raw->data[i];
    unsigned char second = (unsigned char)raw->data[i + 1];
    return raw->unit == UNIT_UTF16LE ? (uint32_t)(second << 8 | first)
                                     : (uint32_t)(first << 8 | second);
}

static bool surrogate(uint32_t unit, uint32_t first)
{
    return (unit & 0xFC00u) == first;
}

static size_t decode_utf16(struct buffer *out, const struct raw_line *raw)
{
    size_t bad = 0;
    size_t i = 0;
    for (; i + 1 < raw->size; i += 2) {
        uint32_t unit = unit_at(raw, i);
        if (surrogate(unit, 0xD800) && i + 3 < raw->size &&
            surrogate(unit_at(raw, i + 2), 0xDC00)) {
            unit = 0x10000u + ((unit & 0x3FFu) << 10) + (unit_at(raw, i + 2) & 0x3FFu);
            i += 2;
        } else if ((unit & 0xF800u) == 0xD800u) {
            bad++;
        }
        char encoded[4];
        buffer_append(out, encoded, utf8_encode(unit, encoded));
    }
    /* Where a line end was damaged, half of it is left, and that is no character. */
    if (i < raw->size && memchr("\0\r\n", raw->data[i], 3) == NULL) {
        escape_byte(out, raw->data[i]);
        bad++;
    }
    return bad;
}

oc_status charset_decode(struct charset *charset, const struct raw_line *raw,
                         struct decoded *decoded)
{
    *decoded = (struct decoded){{raw->data, raw->size}, "ASCII", 0};
    if (raw->unit != UNIT_BYTE) {
        buffer_clear(&charset->out);
        decoded->bad_bytes = decode_utf16(&charset->out, raw);
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
