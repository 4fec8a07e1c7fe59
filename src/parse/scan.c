#include "parse/scan.h"

#include "base/text.h"
#include "text/utf8.h"

#include <string.h>

#define NO_BREAK_SPACE 0xA0u
#define NARROW_NO_BREAK_SPACE 0x202Fu
#define IDEOGRAPHIC_SPACE 0x3000u

struct scan scan_of(oc_text text)
{
    return (struct scan){text.data, text.size == 0 ? text.data : text.data + text.size};
}

char scan_peek(const struct scan *scan)
{
    return scan->at == scan->end ? '\0' : *scan->at;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_word_byte(char byte)
{
    return is_digit(byte) || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (unsigned char)byte >= 0x80;
}

bool scan_digit_next(const struct scan *scan)
{
    return is_digit(scan_peek(scan));
}

bool scan_byte(struct scan *scan, char byte)
{
    if (scan->at == scan->end || *scan->at != byte)
        return false;
    scan->at++;
    return true;
}

bool scan_literal(struct scan *scan, const char *literal)
{
    size_t size = strlen(literal);
    if ((size_t)(scan->end - scan->at) < size || memcmp(scan->at, literal, size) != 0)
        return false;
    scan->at += size;
    return true;
}

size_t scan_number(struct scan *scan, size_t max, int *number)
{
    size_t left = (size_t)(scan->end - scan->at);
    size_t count = 0;
    int value = 0;
    for (; count < left && is_digit(scan->at[count]); count++) {
        if (count == max)
            return 0;
        value = value * 10 + (scan->at[count] - '0');
    }
    scan->at += count;
    *number = value;
    return count;
}

/* How many bytes the blank has that stands here, 0 if none does. */
static size_t blank_size(const struct scan *scan)
{
    size_t size;
    char byte = scan_peek(scan);
    if (byte == ' ' || byte == '\t')
        return 1;
    if ((unsigned char)byte < 0x80)
        return 0;
    uint32_t c = utf8_decode(scan->at, (size_t)(scan->end - scan->at), &size);
    bool blank = c == NO_BREAK_SPACE || c == NARROW_NO_BREAK_SPACE || c == IDEOGRAPHIC_SPACE;
    return blank ? size : 0;
}

void scan_blanks(struct scan *scan)
{
    for (size_t size = blank_size(scan); size > 0; size = blank_size(scan))
        scan->at += size;
}

bool scan_word(struct scan *scan, oc_text *word)
{
    const char *start = scan->at;
    while (is_word_byte(scan_peek(scan)) && blank_size(scan) == 0)
        scan->at++;
    *word = (oc_text){start, (size_t)(scan->at - start)};
    return word->size > 0;
}

bool scan_at_word_end(const struct scan *scan)
{
    static const char ends[] = "()[]{}<>\"'|;=*#~!";
    struct scan next = *scan;
    if (scan->at == scan->end || blank_size(scan) > 0)
        return true;
    next.at++;
    char byte = *scan->at;
    if (byte == '.' || byte == ',' || byte == ':' || byte == '-')
        return !is_word_byte(scan_peek(&next)) || blank_size(&next) > 0;
    return memchr(ends, byte, sizeof ends - 1) != NULL;
}
