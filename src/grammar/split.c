#include "grammar/matcher.h"

#include "base/text.h"
#include "text/utf8.h"

#include <string.h>

/* Shorter runs of = are decoration, or the marks of a merge conflict. */
#define GROUP_MIN 3

bool ruler_read(oc_text line, struct ruler *ruler)
{
    struct ruler read = {.count = 0};
    size_t i = 0;
    while (i < line.size) {
        if (line.data[i] == ' ' || (line.data[i] == '\t' && read.count == 0)) {
            i++;
            continue;
        }
        size_t start = i;
        while (i < line.size && line.data[i] == '=')
            i++;
        if (i - start < GROUP_MIN || read.count == RULER_MAX)
            return false;
        read.starts[read.count] = start;
        read.widths[read.count++] = i - start;
    }
    if (read.count < 2)
        return false;
    *ruler = read;
    return true;
}

/* The high bit of each byte that is below limit, of bytes that are ASCII. */
static uint64_t bytes_below(uint64_t word, unsigned char limit)
{
    return (word - UINT64_C(0x0101010101010101) * limit) & UINT64_C(0x8080808080808080);
}

/* The same of each byte that is the character. */
static uint64_t bytes_equal(uint64_t word, unsigned char character)
{
    return bytes_below(word ^ UINT64_C(0x0101010101010101) * character, 1);
}

/* Whole words of eight bytes that are plain. A borrow can only find too much, and then a byte that
 * is not plain stands below it. */
static size_t plain_words(oc_text line)
{
    size_t size = 0;
    for (uint64_t word; size + sizeof word <= line.size; size += sizeof word) {
        memcpy(&word, line.data + size, sizeof word);
        if ((word & UINT64_C(0x8080808080808080)) != 0 || bytes_below(word, ' ') != 0 ||
            bytes_equal(word, 0x7F) != 0 || bytes_equal(word, '\\') != 0)
            break;
    }
    return size;
}

/* How many bytes at the beginning take one column each, whatever is behind them. */
static size_t plain_size(oc_text line)
{
    size_t size = plain_words(line);
    while (size < line.size && line.data[size] >= ' ' && line.data[size] < 0x7F &&
           line.data[size] != '\\')
        size++;
    return size;
}

/*
 * Where the character begins that stands at or behind the given column, of which the first plain
 * ones are bytes; the columns go to *at. A tab is one, because a table that is indented by it is so
 * in all its lines.
 */
static inline size_t byte_of_column(oc_text line, size_t column, size_t plain, bool cells,
                                    size_t *at)
{
    size_t byte = column < plain ? column : plain;
    size_t length;
    for (*at = byte; byte < line.size && *at < column; byte += length) {
        uint32_t code_point = utf8_decode_escaped(line.data + byte, line.size - byte, &length);
        *at += cells && code_point != '\t' ? utf8_cells_of(code_point) : 1;
    }
    return byte;
}

size_t ruled_cells(oc_text piece)
{
    size_t cells;
    byte_of_column(piece, SIZE_MAX, plain_size(piece), true, &cells);
    return cells;
}

bool ruled_digit_ends(oc_text line, size_t start, size_t end)
{
    size_t plain = plain_size(text_sub(line, 0, end));
    size_t at;
    for (int cells = 1; cells >= 0; cells--) {
        size_t to = byte_of_column(line, end, plain, cells == 1, &at);
        if (at > start && line.data[to - 1] >= '0' && line.data[to - 1] <= '9')
            return true;
        if (plain == to)
            break;
    }
    return false;
}

static bool split_at(const struct ruler *ruler, oc_text line, size_t plain, bool cells,
                     oc_text *pieces)
{
    size_t at;
    for (size_t i = 0; i < ruler->count; i++) {
        size_t start = ruler->starts[i];
        size_t end = start + ruler->widths[i];
        size_t from = byte_of_column(line, start, plain, cells, &at);
        /* No character stands across the edges of a column. */
        if (at > start)
            return false;
        size_t to = byte_of_column(line, end, plain, cells, &at);
        if (at > end || (i + 1 < ruler->count && to < line.size && line.data[to] != ' ') ||
            (i + 1 == ruler->count && !text_blank(text_sub(line, to, line.size))))
            return false;
        pieces[i] = text_sub(line, from, to - from);
    }
    return true;
}

size_t ruled_split(const struct ruler *ruler, oc_text line, oc_text *pieces)
{
    size_t plain = plain_size(line);
    /* A text that lost its wide characters on the way has as many characters, not cells. */
    if (split_at(ruler, line, plain, true, pieces) ||
        (plain < line.size && split_at(ruler, line, plain, false, pieces)))
        return ruler->count;
    return 0;
}

/* tasklist does not double the quotes inside a cell, so a cell ends at the next "," only. */
size_t csv_split(oc_text line, size_t most, oc_text *pieces)
{
    oc_text rest = text_trim(line);
    if (rest.size < 2 || rest.data[0] != '"' || rest.data[rest.size - 1] != '"')
        return 0;
    rest = text_sub(rest, 1, rest.size - 2);
    size_t count = 0;
    while (count + 1 < most) {
        size_t i = 0;
        while (i + 3 <= rest.size && memcmp(rest.data + i, "\",\"", 3) != 0)
            i++;
        if (i + 3 > rest.size)
            break;
        pieces[count++] = text_sub(rest, 0, i);
        rest = text_sub(rest, i + 3, rest.size);
    }
    pieces[count++] = rest;
    return count;
}

bool record_split(oc_text line, oc_text *key, oc_text *value)
{
    size_t indent = 0;
    while (indent < line.size && (line.data[indent] == ' ' || line.data[indent] == '\t'))
        indent++;
    line = text_sub(line, indent, line.size);
    const char *colon = line.size == 0 ? NULL : memchr(line.data, ':', line.size);
    if (indent > INDENT_MAX || colon == NULL || colon == line.data)
        return false;
    size_t size = (size_t)(colon - line.data);
    *key = text_trim(text_sub(line, 0, size));
    *value = text_trim(text_sub(line, size + 1, line.size));
    return size + 1 == line.size || line.data[size + 1] == ' ';
}
