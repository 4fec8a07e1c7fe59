#include "text/unit.h"

#include <string.h>

/* Enough plain ASCII bytes in a row that no UTF-16 text of a table can look like it. */
#define SURELY_BYTES 16
/* As many pairs of ASCII marks and digits are. */
#define SURELY_PAIRS 4

static const struct {
    const char *bytes;
    size_t size;
    enum unit unit;
} marks[] = {
    {"\xFF\xFE", 2, UNIT_UTF16LE},
    {"\xFE\xFF", 2, UNIT_UTF16BE},
    {"\xEF\xBB\xBF", 3, UNIT_BYTE},
    {"\0\0\xFE\xFF", 4, UNIT_UTF16BE}, /* of UTF-32; the other one begins like that of UTF-16 */
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

/* A blank, a digit, a punctuation mark. */
static bool is_mark(unsigned char c)
{
    return c >= 0x20 && c <= 0x40;
}

/* Neither a letter of some code page nor ASCII that can be seen, nor what ends lines. */
static bool is_control(unsigned char c)
{
    return c == 0x7F || (c < 0x20 && c != '\r' && c != '\n' && c != '\t');
}

/*
 * Text in bytes holds no zero. It is that and not UTF-16 when it is printable and ends with a
 * carriage return, which would be half a character; when so much is plain ASCII; or when there are
 * pairs of marks and digits, as between the columns of a table: as a code unit of UTF-16 they would
 * be daggers and rare signs.
 */
bool unit_surely_bytes(const char *data, size_t size)
{
    size_t pairs = 0;
    size_t high = 0;
    size_t controls = 0;
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)data[i];
        if (c == 0)
            return false;
        high += c >= 0x80;
        controls += is_control(c);
        pairs += i % 2 == 1 && is_mark(c) && is_mark((unsigned char)data[i - 1]);
    }
    if (controls == 0 && size > 0 && data[size - 1] == '\r')
        return true;
    return size >= SURELY_BYTES && ((high == 0 && controls == 0) || pairs >= SURELY_PAIRS);
}

/*
 * What speaks for UTF-16: a zero is half of an ASCII letter; it is the second half when the low
 * byte comes first. A few other letters have a zero as their low byte.
 */
struct halves {
    size_t first; /* zeros that are first halves */
    size_t second;
    bool plain; /* all bytes are ASCII that can be seen */
};

static struct halves count_halves(const char *data, size_t size)
{
    struct halves halves = {0, 0, true};
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)data[i];
        halves.first += c == 0 && i % 2 == 0;
        halves.second += c == 0 && i % 2 == 1;
        halves.plain &= c < 0x80 && !is_control(c);
    }
    return halves;
}

/* Where the text went through a program that puts a carriage return before each line feed byte,
 * one stands straight before it, as a byte and not as a code unit. */
static bool behind_added_return(struct view view, size_t i)
{
    return i > 0 && view.data[i - 1] == '\r';
}

/* The line feed at i of a line of bytes: is it one of UTF-16 in truth? */
enum unit unit_of_line_feed(struct view view, size_t i)
{
    bool added = behind_added_return(view, i);
    if (i % 2 == 1 && view.data[i - 1] == 0)
        return UNIT_UTF16BE;
    if (i + 1 >= view.size || view.data[i + 1] != 0 || (i % 2 == 1 && !added))
        return UNIT_BYTE;
    struct halves halves = count_halves(view.data, i);
    if (i % 2 == 0 && added && halves.first > halves.second)
        return UNIT_UTF16BE;
    bool letters =
        halves.first == 0 && i % 2 == 0 && !halves.plain && !unit_surely_bytes(view.data, i);
    return i == 0 || halves.second > halves.first || letters ? UNIT_UTF16LE : UNIT_BYTE;
}

bool unit_half_of_letter(struct view view, size_t i)
{
    size_t other = i % 2 == 0 ? i + 1 : i - 1;
    unsigned char half = other < view.size ? (unsigned char)view.data[other] : 0;
    if (half == 0 || !is_control(half))
        return false;
    struct halves halves = count_halves(view.data, i);
    return i % 2 == 0 ? halves.second > halves.first : halves.first > halves.second;
}

/* Without a line feed: letters with a zero beside many of them are UTF-16. */
enum unit unit_of_letters(struct view view)
{
    struct halves halves = count_halves(view.data, view.size);
    size_t most = halves.first > halves.second ? halves.first : halves.second;
    if (view.size < 4 || view.size % 2 == 1 || most * 4 < view.size / 2 ||
        (halves.first + halves.second - most) * 4 > most)
        return UNIT_BYTE;
    return most == halves.second ? UNIT_UTF16LE : UNIT_UTF16BE;
}

/* A line feed that ends the chunk says nothing yet where the byte behind it may be its other half.
 */
bool unit_line_feed_open(struct view view, size_t i)
{
    if (view.final || i + 1 < view.size || (i % 2 == 1 && !behind_added_return(view, i)))
        return false;
    return i == 0 || !count_halves(view.data, i).plain;
}

/* The end of the line feed whose first byte is at i, when its other half, a zero, follows; 0 if it
 * does not, view.size + 1 if it is not there yet. */
static size_t end_with_zero(struct view view, size_t i)
{
    if (i + 1 == view.size)
        return view.final ? 0 : view.size + 1;
    return view.data[i + 1] == 0 ? i + 2 : 0;
}

/* The end of the line feed at i, 0 if it is none, view.size + 1 if its other half is not there yet.
 */
size_t unit_utf16_feed_end(struct view view, size_t start, size_t i, enum unit unit)
{
    bool second = (i - start) % 2 == 1;
    bool added = i > start && behind_added_return(view, i);
    if (unit == UNIT_UTF16LE)
        return !second || added ? end_with_zero(view, i) : 0;
    if (added)
        return i > start + 1 && view.data[i - 2] == 0 ? i + 1 : 0;
    return second && view.data[i - 1] == 0 ? i + 1 : 0;
}

/* Whether the line begins in that order, by its first zero. */
static bool begins_in(struct view view, size_t i, enum unit unit)
{
    const char *zero = memchr(view.data, 0, i);
    return zero != NULL && ((zero - view.data) % 2 == 1) == (unit == UNIT_UTF16LE);
}

/* Low byte first, and the line feed at i is a second half. */
static size_t odd_feed_end_little(struct view view, size_t i, enum unit *unit)
{
    bool zero_before = view.data[i - 1] == 0;
    bool moved = !zero_before || begins_in(view, i, UNIT_UTF16LE);
    size_t end = moved ? end_with_zero(view, i) : 0;
    if (end > 0 || !zero_before)
        return end;
    *unit = UNIT_UTF16BE;
    return i + 1;
}

/* High byte first, and the line feed at i is a first half. */
static size_t odd_feed_end_big(struct view view, size_t i, enum unit *unit)
{
    bool zero_before = i > 0 && view.data[i - 1] == 0;
    bool moved = begins_in(view, i, UNIT_UTF16BE);
    size_t end = moved && zero_before ? i + 1 : end_with_zero(view, i);
    if (end > view.size)
        return end;
    if (end == 0 || moved)
        return end > 0 || zero_before ? i + 1 : 0;
    *unit = UNIT_UTF16LE;
    return end;
}

size_t unit_utf16_odd_feed_end(struct view view, size_t i, enum unit *unit)
{
    if ((*unit == UNIT_UTF16LE) != (i % 2 == 1))
        return 0;
    return *unit == UNIT_UTF16LE ? odd_feed_end_little(view, i, unit)
                                 : odd_feed_end_big(view, i, unit);
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
        uint16_t unit = units[i];
        if (swapped)
            unit = (uint16_t)(unit >> 8 | unit << 8);
        seen = (uint16_t)(seen | unit);
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
