#include "text/unit.h"

#include <string.h>

/* Enough plain ASCII bytes in a row that no UTF-16 text of a table can look like it. */
#define SURELY_BYTES 16
#define SURELY_DAGGERS 4

static const struct {
    const char *bytes;
    size_t size;
    enum unit unit;
} marks[] = {
    {"\xFF\xFE", 2, UNIT_UTF16LE},
    {"\xFE\xFF", 2, UNIT_UTF16BE},
    {"\xEF\xBB\xBF", 3, UNIT_BYTE},
};

#define MARKS (sizeof marks / sizeof *marks)

/* Whether the bytes may still become a byte order mark when more of them come. */
bool unit_mark_open(struct view view)
{
    for (size_t i = 0; i < MARKS && !view.final; i++)
        if (view.size > 0 && view.size < marks[i].size &&
            memcmp(view.data, marks[i].bytes, view.size) == 0)
            return true;
    return false;
}

size_t unit_mark_size(struct view view, enum unit *unit)
{
    for (size_t i = 0; i < MARKS; i++)
        if (view.size >= marks[i].size && memcmp(view.data, marks[i].bytes, marks[i].size) == 0) {
            *unit = marks[i].unit;
            return marks[i].size;
        }
    return 0;
}

/* So many bytes without a zero, and all of them plain, or pairs of blanks among them, as between
 * the columns of a table: as a code unit of UTF-16 they would be daggers. */
bool unit_surely_bytes(const char *data, size_t size)
{
    size_t daggers = 0;
    size_t special = 0;
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)data[i];
        if (c == 0)
            return false;
        special += c > 0x7E || (c < 0x20 && c != '\r' && c != '\n' && c != '\t');
        daggers += i % 2 == 1 && c == ' ' && data[i - 1] == ' ';
    }
    return size >= SURELY_BYTES && (special == 0 || daggers >= SURELY_DAGGERS);
}

/* The line feed at i of a line of bytes: is it one of UTF-16 in truth? */
enum unit unit_of_line_feed(struct view view, size_t i)
{
    if (i % 2 == 1 && view.data[i - 1] == 0)
        return UNIT_UTF16BE;
    if (i % 2 == 0 && i + 1 < view.size && view.data[i + 1] == 0 &&
        (i == 0 || view.data[1] == 0 || view.data[i - 1] == 0))
        return UNIT_UTF16LE;
    return UNIT_BYTE;
}

/* Without a line feed: letters with a zero beside each of them are UTF-16. */
enum unit unit_of_letters(struct view view)
{
    if (view.size < 4 || view.size % 2 == 1)
        return UNIT_BYTE;
    if (view.data[1] == 0 && view.data[3] == 0 && view.data[0] != 0)
        return UNIT_UTF16LE;
    return view.data[0] == 0 && view.data[2] == 0 && view.data[1] != 0 ? UNIT_UTF16BE : UNIT_BYTE;
}

/* A line feed that ends the chunk says nothing yet where the byte behind it may be its other half.
 */
bool unit_line_feed_open(struct view view, size_t i)
{
    if (view.final || i + 1 < view.size || i % 2 == 1)
        return false;
    return i == 0 || memchr(view.data, 0, i) != NULL;
}

/* The end of the line feed at i, 0 if it is none, view.size + 1 if its other half is not there yet.
 */
size_t unit_utf16_feed_end(struct view view, size_t start, size_t i, enum unit unit)
{
    bool second = (i - start) % 2 == 1;
    if (unit == UNIT_UTF16BE)
        return second && view.data[i - 1] == 0 ? i + 1 : 0;
    if (second || (i + 1 < view.size && view.data[i + 1] != 0))
        return 0;
    return i + 1 < view.size ? i + 2 : view.final ? 0 : view.size + 1;
}

size_t unit_without_returns(const char *data, size_t size, enum unit unit)
{
    size_t low = unit == UNIT_UTF16BE ? 1 : 0;
    if (unit == UNIT_BYTE)
        while (size > 0 && data[size - 1] == '\r')
            size--;
    else
        while (size >= 2 && size % 2 == 0 && data[size - 2 + low] == '\r' &&
               data[size - 1 - low] == 0)
            size -= 2;
    return size;
}

/* Without a character at the end of which the limit cut something off. */
size_t unit_whole_characters(const char *data, size_t size, enum unit unit)
{
    if (unit != UNIT_BYTE) {
        unsigned char high = (unsigned char)data[unit == UNIT_UTF16LE ? size - 1 : size - 2];
        return high >= 0xD8 && high < 0xDC ? size - 2 : size;
    }
    size_t end = size;
    while (end > 0 && size - end < 3 && ((unsigned char)data[end - 1] & 0xC0) == 0x80)
        end--;
    if (end == 0 || ((unsigned char)data[end - 1] & 0xC0) != 0xC0)
        return size;
    unsigned char lead = (unsigned char)data[end - 1];
    size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    return end - 1 + length > size ? end - 1 : size;
}

/* So many at a time that a compiler makes vectors of them. */
#define NARROW_STEP 32

/* Whether all of them are ASCII. */
static bool narrow_step(const char *data, bool swapped, char *out)
{
    uint16_t units[NARROW_STEP];
    uint16_t seen = 0;
    memcpy(units, data, sizeof units);
    for (size_t i = 0; i < NARROW_STEP; i++) {
        uint16_t unit = swapped ? (uint16_t)(units[i] >> 8 | units[i] << 8) : units[i];
        seen |= unit;
        out[i] = (char)unit;
    }
    return seen < 0x80;
}

size_t unit_narrow(const char *data, size_t units, enum unit unit, char *out)
{
    size_t done = 0;
    while (done + NARROW_STEP <= units &&
           narrow_step(data + done * 2, unit == UNIT_UTF16BE, out + done))
        done += NARROW_STEP;
    size_t high = unit == UNIT_UTF16BE ? 0 : 1;
    while (done < units && data[done * 2 + high] == 0 && data[done * 2 + 1 - high] >= 0) {
        out[done] = data[done * 2 + 1 - high];
        done++;
    }
    return done;
}
