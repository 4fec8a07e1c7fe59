/*
 * Owns: where a line begins and ends in bytes of any code unit (one byte, UTF-16LE, UTF-16BE), byte
 * order marks, line numbers, byte offsets, the longest line.
 * Must not know: what the bytes spell; code pages, tables.
 *
 * A text may change its code unit at any line (outputs appended in different shells): a byte order
 * mark or the form of a line end decides, line by line. What a chunk leaves open waits.
 */
#ifndef TEXT_LINES_H
#define TEXT_LINES_H

#include "base/buffer.h"
#include "text/unit.h"

struct raw_line {
    const char *data; /* valid until the next call */
    size_t size;      /* bytes, without mark and line feed; carriage returns are still there */
    enum unit unit;
    oc_place place;
    bool too_long; /* the rest, past the longest line, was dropped */
    bool ended;    /* with a line feed; false only for the last line */
};

struct lines {
    struct buffer carry; /* the beginning of a line whose end is not there yet */
    const char *chunk;
    size_t chunk_size;
    size_t scanned; /* bytes of carry that hold no line end */
    size_t used;    /* bytes of carry that the line given last took */
    size_t longest;
    oc_place next;
    enum unit unit;
    bool fixed; /* the caller named the encoding: no line changes the unit */
    bool skipping;
    bool finished;
};

void lines_init(struct lines *lines, size_t longest);
void lines_free(struct lines *lines);
void lines_fix_unit(struct lines *lines, enum unit unit);
/* Borrows the chunk until lines_next returns false. */
void lines_feed(struct lines *lines, const void *bytes, size_t size);
/* From now on what is left is the last line. */
void lines_finish(struct lines *lines);
/* The next line; false when more bytes are needed, all is given, or memory ran out. */
bool lines_next(struct lines *lines, struct raw_line *line);
/* What of the chunk is in no line yet; of size 0 unless a line begins at its first byte. */
struct view lines_ahead(const struct lines *lines);
/* Takes so many bytes off it, which are so many whole lines of the unit that lines have now. */
void lines_take(struct lines *lines, size_t bytes, uint64_t count);
bool lines_failed(const struct lines *lines);

#endif
