#include "text/lines.h"

#include <string.h>

/* CR CR LF in UTF-16: so much may be there while it is not clear yet that the line ends. */
#define LINE_END_MAX 6
/* A line feed in UTF-16. */
#define LINE_FEED_MAX 2

/* A line of size bytes behind mark bytes; the next one begins at next. */
struct found {
    size_t mark;
    size_t size;
    size_t next;
    bool ended;
};

enum search { SEARCH_FOUND, SEARCH_MORE, SEARCH_TOO_LONG };

void lines_init(struct lines *lines, size_t longest)
{
    memset(lines, 0, sizeof *lines);
    buffer_init(&lines->carry);
    lines->longest = longest < 2 ? 2 : longest;
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

static enum search found_line(struct found *found, size_t mark, size_t end, size_t next, bool ended)
{
    *found = (struct found){mark, end - mark, next, ended};
    return SEARCH_FOUND;
}

/* A line feed between text on both sides: nearly all are, and they need no more questions. */
static bool is_plain_feed(struct view view, size_t i)
{
    return i > 0 && unit_is_text(view.data[i - 1]) && i + 1 < view.size &&
           unit_is_text(view.data[i + 1]);
}

/* The line feed that may end a line of bytes, as far as its beginning shows. */
static const char *find_feed(struct view view, size_t from, bool may_change)
{
    const char *feed = memchr(view.data + from, '\n', view.size - from);
    while (feed != NULL && may_change && !is_plain_feed(view, (size_t)(feed - view.data)) &&
           unit_half_of_letter(view, (size_t)(feed - view.data)))
        feed = memchr(feed + 1, '\n', view.size - (size_t)(feed + 1 - view.data));
    return feed;
}

/* start: the size of a mark, which decides the unit. */
static enum search search_bytes(const struct lines *lines, struct view view, size_t start,
                                size_t from, struct found *found, enum unit *unit)
{
    bool may_change = !lines->fixed && start == 0;
    const char *feed = find_feed(view, from, may_change);
    if (feed == NULL && !view.final)
        return SEARCH_MORE;
    if (feed == NULL) {
        if (may_change)
            *unit = unit_of_letters(view);
        return found_line(found, start, view.size, view.size, false);
    }
    size_t i = (size_t)(feed - view.data);
    if (may_change && !is_plain_feed(view, i)) {
        if (unit_line_feed_open(view, i))
            return SEARCH_MORE;
        *unit = unit_of_line_feed(view, i);
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
    bool may_change = !lines->fixed && start == 0;
    for (const char *feed; (feed = memchr(view.data + from, '\n', view.size - from)) != NULL;) {
        size_t i = (size_t)(feed - view.data);
        size_t end = unit_utf16_feed_end(view, start, i, *unit);
        if (end == 0 && may_change)
            end = unit_utf16_odd_feed_end(view, i, unit);
        if (end > view.size)
            return SEARCH_MORE;
        if (end > 0)
            return found_line(found, start, end - 2, end, true);
        from = i + 1;
        if (may_change && unit_surely_bytes(view.data, i)) {
            *unit = UNIT_BYTE;
            return search_bytes(lines, view, start, start, found, unit);
        }
    }
    if (!view.final)
        return SEARCH_MORE;
    if (may_change && unit_surely_bytes(view.data, view.size)) {
        *unit = UNIT_BYTE;
        return search_bytes(lines, view, start, start, found, unit);
    }
    return found_line(found, start, view.size, view.size, false);
}

/* The bytes that are kept of a line in this unit. */
static size_t longest(const struct lines *lines, enum unit unit)
{
    return unit == UNIT_BYTE ? lines->longest : lines->longest & ~(size_t)1;
}

/*
 * Only so many bytes are looked at as tell whether the line is too long, so the answer does not
 * depend on how many are there. The bytes before from are known to hold no line end.
 */
static enum search search_line(struct lines *lines, struct view view, size_t from,
                               struct found *found)
{
    enum unit unit = lines->unit;
    if (unit_mark_open(view))
        return SEARCH_MORE;
    size_t start = unit_mark_size(view, &unit);
    if (lines->fixed && unit != lines->unit) {
        unit = lines->unit;
        start = 0;
    }
    size_t most = start + lines->longest + LINE_END_MAX + 1;
    bool all = view.size < most;
    if (!all)
        view = (struct view){view.data, most, false};
    if (from < start)
        from = start;
    enum search search = unit == UNIT_BYTE ? search_bytes(lines, view, start, from, found, &unit)
                                           : search_utf16(lines, view, start, from, found, &unit);
    if (search == SEARCH_MORE && all)
        return SEARCH_MORE;
    lines->unit = unit;
    if (search == SEARCH_FOUND)
        return SEARCH_FOUND;
    found_line(found, start, start + longest(lines, unit), start + longest(lines, unit), true);
    return SEARCH_TOO_LONG;
}

/* ---- chunk and carry
 * ------------------------------------------------------------------------------ */

static void drop_used(struct lines *lines)
{
    size_t left = lines->carry.size - lines->used;
    if (lines->used > 0 && left > 0)
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

/* Leaves the carry for the chunk again when all that is behind the line came from it just now. */
static void take_from_carry(struct lines *lines, size_t taken, size_t next)
{
    size_t left = lines->carry.size - next;
    if (left > 0 && left <= taken) {
        lines->chunk -= left;
        lines->chunk_size += left;
        lines->carry.size = next;
    }
    lines->used = next;
}

static void give(struct lines *lines, const char *data, const struct found *found,
                 enum search search, struct raw_line *line)
{
    size_t most = longest(lines, lines->unit);
    line->data = data + found->mark;
    line->too_long = search == SEARCH_TOO_LONG ||
                     unit_without_returns(line->data, found->size, lines->unit) > most;
    line->size =
        line->too_long ? unit_whole_characters(line->data, most, lines->unit) : found->size;
    line->unit = lines->unit;
    line->place = lines->next;
    line->ended = found->ended;
    lines->skipping = search == SEARCH_TOO_LONG;
    lines->next.line++;
    lines->next.byte += found->next;
}

static bool next_in_chunk(struct lines *lines, struct raw_line *line)
{
    struct view view = {lines->chunk, lines->chunk_size, lines->finished};
    struct found found;
    if (view.size == 0)
        return false;
    enum search search = search_line(lines, view, 0, &found);
    if (search == SEARCH_MORE)
        return false;
    give(lines, view.data, &found, search, line);
    lines->chunk += found.next;
    lines->chunk_size -= found.next;
    return true;
}

static bool next_in_carry(struct lines *lines, struct raw_line *line)
{
    do {
        size_t taken = top_up(lines);
        if (lines->carry.failed || lines->carry.size == 0)
            return false;
        struct view view = {lines->carry.data, lines->carry.size,
                            lines->finished && lines->chunk_size == 0};
        struct found found;
        enum search search = search_line(lines, view, lines->scanned, &found);
        if (search != SEARCH_MORE) {
            take_from_carry(lines, taken, found.next);
            give(lines, view.data, &found, search, line);
            return true;
        }
        lines->scanned = view.size - 1;
    } while (lines->chunk_size > 0);
    return false;
}

/* The end of the line feed of the unit that the line had, or 0. */
static size_t skip_end(const struct lines *lines)
{
    struct view view = {lines->carry.data, lines->carry.size, false};
    size_t from = 0;
    for (const char *feed;
         from < view.size && (feed = memchr(view.data + from, '\n', view.size - from)) != NULL;) {
        size_t i = (size_t)(feed - view.data);
        size_t end =
            lines->unit == UNIT_BYTE ? i + 1 : unit_utf16_feed_end(view, 0, i, lines->unit);
        if (end > 0 && end <= view.size)
            return end;
        from = i + 1;
    }
    return 0;
}

/* Drops the rest of a line that is too long; false when more bytes are needed for that. */
static bool skip_rest(struct lines *lines)
{
    do {
        size_t taken = top_up(lines);
        size_t end = skip_end(lines);
        if (end > 0) {
            take_from_carry(lines, taken, end);
            lines->next.byte += end;
            lines->skipping = false;
            return true;
        }
        /* Half a code unit, and half a line feed, may be waiting for the other half. */
        size_t keep = lines->unit == UNIT_BYTE ? 0 : LINE_FEED_MAX + lines->carry.size % 2;
        lines->used = lines->carry.size > keep ? lines->carry.size - keep : 0;
        lines->next.byte += lines->used;
        drop_used(lines);
    } while (lines->chunk_size > 0 && !lines->carry.failed);
    return false;
}

bool lines_next(struct lines *lines, struct raw_line *line)
{
    if (lines->used > 0)
        drop_used(lines);
    if (lines->skipping && !skip_rest(lines))
        return false;
    if (lines->used > 0)
        drop_used(lines);
    bool given = lines->carry.size == 0 && next_in_chunk(lines, line);
    if (!given)
        given = next_in_carry(lines, line);
    /* Nothing but a mark at the end of the text is no line. */
    return given && (line->ended || line->size > 0);
}

struct view lines_ahead(const struct lines *lines)
{
    if (lines->skipping || lines->carry.size != lines->used)
        return (struct view){"", 0, false};
    return (struct view){lines->chunk, lines->chunk_size, false};
}

void lines_take(struct lines *lines, size_t bytes, uint64_t count)
{
    lines->chunk += bytes;
    lines->chunk_size -= bytes;
    lines->next.line += count;
    lines->next.byte += bytes;
}
