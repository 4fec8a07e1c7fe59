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
        if (line.data[i] == ' ') {
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

/* How many characters at the head of the line are one byte and one column each: all that are ASCII,
 * up to one that may begin an escaped byte. */
static size_t plain_size(oc_text line)
{
    size_t size = 0;
    while (size < line.size && line.data[size] >= ' ' && line.data[size] < 0x7F &&
           line.data[size] != '\\')
        size++;
    return size;
}

/* Where the character begins that stands at or behind the given column; the columns go to *at.
 * plain: so many characters at the head of the line are one byte and one column each. */
static size_t byte_of_column(oc_text line, size_t plain, size_t column, bool cells, size_t *at)
{
    size_t byte = plain < column ? plain : column;
    size_t length;
    for (*at = byte; byte < line.size && *at < column; byte += length) {
        uint32_t code_point = utf8_decode_escaped(line.data + byte, line.size - byte, &length);
        *at += cells ? utf8_cells_of(code_point) : 1;
    }
    return byte;
}

size_t ruled_cells(oc_text piece)
{
    size_t cells;
    byte_of_column(piece, plain_size(piece), SIZE_MAX, true, &cells);
    return cells;
}

/* The piece from one column up to another; false when a character stands across either of them. */
static bool piece_at(oc_text line, size_t plain, size_t start, size_t width, bool cells,
                     oc_text *piece)
{
    size_t at;
    size_t from = byte_of_column(line, plain, start, cells, &at);
    if (at > start)
        return false;
    plain = plain > from ? plain - from : 0;
    size_t size = byte_of_column(text_sub(line, from, line.size), plain, width, cells, &at);
    *piece = text_sub(line, from, size);
    return at <= width;
}

static bool split_at(const struct ruler *ruler, oc_text line, bool cells, oc_text *pieces)
{
    size_t at;
    size_t plain = plain_size(line);
    for (size_t i = 0; i < ruler->count; i++) {
        size_t end = ruler->starts[i] + ruler->widths[i];
        if (!piece_at(line, plain, ruler->starts[i], ruler->widths[i], cells, &pieces[i]))
            return false;
        size_t between = byte_of_column(line, plain, end, cells, &at);
        if (i + 1 < ruler->count && between < line.size && line.data[between] != ' ')
            return false;
        if (i + 1 == ruler->count && text_trim(text_sub(line, between, line.size)).size > 0)
            return false;
    }
    return true;
}

size_t ruled_split(const struct ruler *ruler, oc_text line, oc_text *pieces)
{
    /* A text that lost its wide characters on the way has as many characters, not cells. */
    if (split_at(ruler, line, true, pieces) || split_at(ruler, line, false, pieces))
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
    while (indent < line.size && line.data[indent] == ' ')
        indent++;
    line = text_sub(line, indent, line.size);
    const char *colon = line.size == 0 ? NULL : memchr(line.data, ':', line.size);
    if (indent > INDENT_MAX || colon == NULL || colon == line.data || line.data[0] == '\t')
        return false;
    size_t size = (size_t)(colon - line.data);
    *key = text_trim(text_sub(line, 0, size));
    *value = text_trim(text_sub(line, size + 1, line.size));
    return size + 1 == line.size || line.data[size + 1] == ' ';
}
