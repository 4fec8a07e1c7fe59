#include "text/lines.h"

#include <string.h>

/* Enough plain ASCII bytes in a row that no UTF-16 text of a table can look like it. */
#define SURELY_BYTES 16
/* Bytes of a line end that may be there while it is not clear yet that they are one. */
#define LONGEST_LINE_END 2

struct view {
    const char *data;
    size_t size;
    bool final; /* nothing comes after it */
};

/* What a search found: a line of size bytes after mark bytes; the next line begins at next. */
struct found {
    size_t mark;
    size_t size;
    size_t next;
    bool ended;
};

enum search { SEARCH_FOUND, SEARCH_MORE };

void lines_init(struct lines *lines, size_t longest)
{
    memset(lines, 0, sizeof *lines);
    buffer_init(&lines->carry);
    lines->longest = longest & ~(size_t)1;
    lines->next.line = 1;
}

void lines_free(struct lines *lines)
{
    buffer_free(&lines->carry);
}

void lines_fix_unit(struct lines *lines, enum unit unit)
{
    lines->unit = unit;
    lines->fixed = true;
}

void lines_feed(struct lines *lines, const void *bytes, size_t size)
{
    lines->chunk = bytes;
    lines->chunk_size = size;
}

void lines_finish(struct lines *lines)
{
    lines->finished = true;
}

bool lines_failed(const struct lines *lines)
{
    return lines->carry.failed;
}

static bool starts_with(struct view view, const char *mark, size_t size)
{
    return view.size >= size && memcmp(view.data, mark, size) == 0;
}

/* Whether the bytes may still become a byte order mark when more of them come. */
static bool mark_open(struct view view)
{
    if (view.final || view.size == 0 || view.size > 2)
        return false;
    return memcmp(view.data, "\xEF\xBB", view.size) == 0 || (view.size == 1 && (view.data[0] == '\xFF' || view.data[0] == '\xFE'));
}

static size_t mark_size(struct view view, enum unit *unit)
{
    if (starts_with(view, "\xFF\xFE", 2)) {
        *unit = UNIT_UTF16LE;
        return 2;
    }
    if (starts_with(view, "\xFE\xFF", 2)) {
        *unit = UNIT_UTF16BE;
        return 2;
    }
    if (starts_with(view, "\xEF\xBB\xBF", 3)) {
        *unit = UNIT_BYTE;
        return 3;
    }
    return 0;
}

static bool surely_bytes(const char *data, size_t size)
{
    if (size < SURELY_BYTES)
        return false;
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)data[i];
        if (c > 0x7E || (c < 0x20 && c != '\r' && c != '\n' && c != '\t'))
            return false;
    }
    return true;
}

static enum search found_line(struct found *found, size_t mark, size_t end, size_t next, bool ended)
{
    found->mark = mark;
    found->size = end - mark;
    found->next = next;
    found->ended = ended;
    return SEARCH_FOUND;
}

/* The line feed at i of a line of bytes: is it one of UTF-16 in truth? */
static enum unit unit_of_line_feed(struct view view, size_t start, size_t i)
{
    if ((i - start) % 2 == 1 && view.data[i - 1] == 0)
        return UNIT_UTF16BE;
    if ((i - start) % 2 == 0 && i + 1 < view.size && view.data[i + 1] == 0 &&
        (i == start || view.data[start + 1] == 0))
        return UNIT_UTF16LE;
    return UNIT_BYTE;
}

/* A line feed that ends the chunk says nothing yet where the byte behind it may be its other half. */
static bool line_feed_open(struct view view, size_t start, size_t i)
{
    if (view.final || i + 1 < view.size || (i - start) % 2 == 1)
        return false;
    return i == 0 || memchr(view.data + start, 0, i - start) != NULL;
}

static enum search search_bytes(const struct lines *lines, struct view view, size_t start,
                                size_t from, struct found *found, enum unit *unit)
{
    const char *feed = memchr(view.data + from, '\n', view.size - from);
    if (feed == NULL)
        return view.final ? found_line(found, start, view.size, view.size, false) : SEARCH_MORE;
    size_t i = (size_t)(feed - view.data);
    if (!lines->fixed) {
        if (line_feed_open(view, start, i))
            return SEARCH_MORE;
        *unit = unit_of_line_feed(view, start, i);
    }
    if (*unit == UNIT_UTF16LE)
        return found_line(found, start, i, i + 2, true);
    if (*unit == UNIT_UTF16BE)
        return found_line(found, start, i - 1, i + 1, true);
    return found_line(found, start, i, i + 1, true);
}

static enum search search_utf16(const struct lines *lines, struct view view, size_t start,
                                size_t from, struct found *found, enum unit *unit)
{
    size_t low = *unit == UNIT_UTF16LE ? 0 : 1;
    for (const char *feed; (feed = memchr(view.data + from, '\n', view.size - from)) != NULL;) {
        size_t i = (size_t)(feed - view.data);
        from = i + 1;
        bool aligned = (i - start) % 2 == low;
        if (aligned && low == 0 && i + 1 == view.size && !view.final)
            return SEARCH_MORE;
        if (aligned && low == 0 && i + 1 < view.size && view.data[i + 1] == 0)
            return found_line(found, start, i, i + 2, true);
        if (aligned && low == 1 && view.data[i - 1] == 0)
            return found_line(found, start, i - 1, i + 1, true);
        if (!lines->fixed && surely_bytes(view.data + start, i - start)) {
            *unit = UNIT_BYTE;
            return search_bytes(lines, view, start, start, found, unit);
        }
    }
    if (!view.final)
        return SEARCH_MORE;
    if (!lines->fixed && surely_bytes(view.data + start, view.size - start))
        *unit = UNIT_BYTE;
    return found_line(found, start, view.size, view.size, false);
}

/* from: the bytes before it are known to hold no line end. */
static enum search search_line(const struct lines *lines, struct view view, size_t from,
                               struct found *found, enum unit *unit)
{
    size_t start = 0;
    if (!lines->skipping) {
        if (mark_open(view))
            return SEARCH_MORE;
        enum unit marked = *unit;
        start = mark_size(view, &marked);
        if (!lines->fixed)
            *unit = marked;
        else if (marked != *unit)
            start = 0;
    }
    if (from < start)
        from = start;
    return *unit == UNIT_BYTE ? search_bytes(lines, view, start, from, found, unit)
                              : search_utf16(lines, view, start, from, found, unit);
}

/* Gives up the line that lies in the carry and goes back to the chunk behind it, if it can. */
static void drop_used(struct lines *lines)
{
    size_t left = lines->carry.size - lines->used;
    memmove(lines->carry.data, lines->carry.data + lines->used, left);
    lines->carry.size = left;
    lines->used = 0;
    lines->scanned = 0;
}

/* Moves bytes of the chunk behind the carry: through the next line feed and the byte after it. */
static size_t top_up(struct lines *lines)
{
    if (lines->chunk_size == 0)
        return 0;
    const char *feed = memchr(lines->chunk, '\n', lines->chunk_size);
    size_t take = feed == NULL ? lines->chunk_size : (size_t)(feed - lines->chunk) + 1;
    if (feed != NULL && take < lines->chunk_size)
        take++;
    buffer_append(&lines->carry, lines->chunk, take);
    lines->chunk += take;
    lines->chunk_size -= take;
    return take;
}

static void give(struct lines *lines, const char *data, const struct found *found,
                 struct raw_line *line)
{
    line->data = data + found->mark;
    line->size = found->size > lines->longest ? lines->longest : found->size;
    line->too_long = found->size > lines->longest;
    line->unit = lines->unit;
    line->place = lines->next;
    line->ended = found->ended;
    lines->next.line++;
    lines->next.byte += found->next;
}

/* The line goes on past what is kept: its beginning is given now, the rest is skipped. */
static bool give_too_long(struct lines *lines, struct view view, struct raw_line *line)
{
    enum unit unit = lines->unit;
    size_t mark = mark_size(view, &unit);
    if (view.size - mark <= lines->longest + LONGEST_LINE_END)
        return false;
    struct found found = {mark, lines->longest + 1, 0, true};
    give(lines, view.data, &found, line);
    lines->skipping = true;
    return true;
}

/* While skipping only so much stays as a line end can be spread over. */
static void skip(struct lines *lines, size_t scanned)
{
    size_t drop = scanned > 2 ? (scanned - 2) & ~(size_t)1 : 0;
    lines->next.byte += drop;
    lines->used = drop;
    drop_used(lines);
}

static bool next_in_chunk(struct lines *lines, struct raw_line *line)
{
    struct view view = {lines->chunk, lines->chunk_size, lines->finished};
    struct found found;
    if (view.size == 0 || lines->skipping ||
        search_line(lines, view, 0, &found, &lines->unit) != SEARCH_FOUND)
        return false;
    give(lines, view.data, &found, line);
    lines->chunk += found.next;
    lines->chunk_size -= found.next;
    return true;
}

/* Leaves the carry for the chunk again when all that is behind the line came from it just now. */
static void take_from_carry(struct lines *lines, size_t taken, size_t next)
{
    size_t left = lines->carry.size - next;
    if (left <= taken) {
        lines->chunk -= left;
        lines->chunk_size += left;
        lines->carry.size = next;
    }
    lines->used = next;
}

enum step { STEP_GIVEN, STEP_SKIPPED, STEP_MORE };

static enum step next_in_carry(struct lines *lines, struct raw_line *line)
{
    do {
        size_t taken = top_up(lines);
        if (lines->carry.failed || lines->carry.size == 0)
            return STEP_MORE;
        struct view view = {lines->carry.data, lines->carry.size,
                            lines->finished && lines->chunk_size == 0};
        struct found found;
        if (search_line(lines, view, lines->scanned, &found, &lines->unit) == SEARCH_FOUND) {
            take_from_carry(lines, taken, found.next);
            if (!lines->skipping) {
                give(lines, view.data, &found, line);
                return STEP_GIVEN;
            }
            lines->skipping = false;
            lines->next.byte += found.next;
            return STEP_SKIPPED;
        }
        lines->scanned = view.size - 1;
        if (lines->skipping)
            skip(lines, view.size);
        else if (give_too_long(lines, view, line))
            return STEP_GIVEN;
    } while (lines->chunk_size > 0);
    return STEP_MORE;
}

bool lines_next(struct lines *lines, struct raw_line *line)
{
    enum step step;
    do {
        if (lines->used > 0)
            drop_used(lines);
        if (lines->carry.size == 0 && next_in_chunk(lines, line))
            step = STEP_GIVEN;
        else
            step = next_in_carry(lines, line);
    } while (step == STEP_SKIPPED);
    /* Nothing but a mark at the end of the text is no line. */
    return step == STEP_GIVEN && (line->ended || line->size > 0);
}
