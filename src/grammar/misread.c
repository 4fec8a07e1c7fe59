#include "grammar/misread.h"

#include "base/text.h"
#include "text/utf8.h"

#include <string.h>

/* No name has more characters than a table shows of it, and each is read as a few at most. */
#define MOVES_MAX 64

size_t misread_most(oc_text line)
{
    size_t most = 0;
    size_t length;
    for (size_t i = 0; i < line.size && most < MOVES_MAX; i += length) {
        uint32_t c = utf8_decode(line.data + i, line.size - i, &length);
        most += c >= 0x80 || c == '?';
    }
    return most;
}

static oc_text rest_from(oc_text line, size_t cells)
{
    return text_sub(line, utf8_cut(line, cells), line.size);
}

/* How many bytes up to the next blank. */
static size_t size_of_word(oc_text text)
{
    const char *blank = text.size == 0 ? NULL : memchr(text.data, ' ', text.size);
    return blank == NULL ? text.size : (size_t)(blank - text.data);
}

size_t misread_split(const struct ruler *ruler, oc_text line, ptrdiff_t wider, oc_text *pieces)
{
    size_t first = ruler->widths[0] + (size_t)wider;
    if (wider < 0 && (size_t)-wider >= ruler->widths[0])
        return 0;
    oc_text rest = rest_from(line, ruler->starts[0]);
    for (size_t i = 0; i + 1 < ruler->count; i++) {
        size_t size = utf8_cut(rest, i == 0 ? first : ruler->widths[i]);
        size_t more = size_of_word(text_sub(rest, size, rest.size));
        if (i == 0 && more > 0)
            return 0;
        pieces[i] = text_sub(rest, 0, size + more);
        rest = text_sub(rest, size + more + 1, rest.size);
    }
    pieces[ruler->count - 1] = rest;
    return ruler->count;
}
