/*
 * Owns: the last lines that are not understood yet, in order: a heading shows by the row below it,
 * a record by its end, a stray line by the row that follows; and those before them, of which only
 * that is open.
 * Must not know: what makes a line understood.
 */
#ifndef PARSE_HELD_H
#define PARSE_HELD_H

#include "parse/emit.h"

#define HELD_MAX 64

/* HELD_DETAIL: adds to a row whose last line may still be to come. */
enum held_kind { HELD_TEXT, HELD_BLANK, HELD_DETAIL };

struct held_line {
    struct line line; /* its text shows the copy */
    struct buffer copy;
    enum held_kind kind;
};

struct held {
    struct held_line lines[HELD_MAX];
    size_t first;
    size_t count;
};

/* More stray lines between two rows than this many bytes are no part of a list. */
#define STRAYS_MAX ((size_t)1 << 20)

/* Lines behind the last row, before the held ones. */
struct strays {
    struct buffer bytes; /* one after the other */
    size_t read;
};

void held_init(struct held *held);
void held_free(struct held *held);
/* Copies the line behind the last one; there must be room. false: out of memory. */
bool held_push(struct held *held, const struct line *line, enum held_kind kind);
bool held_full(const struct held *held);
/* Counted from the oldest. */
const struct held_line *held_at(const struct held *held, size_t index);
/* The number of the last line before end that is not blank, or SIZE_MAX. */
size_t held_text_before(const struct held *held, size_t end);
/* Takes the oldest one off; it stays readable until the next push. */
const struct held_line *held_pop(struct held *held);

/* The oldest line held goes behind the strays. false: out of memory. */
bool strays_push(struct strays *strays, struct held *held);
bool strays_wait(const struct strays *strays);
/* Whether there is no room for more. */
bool strays_full(const struct strays *strays);
/* Takes the oldest one off: all but its copy, its text lives until the next push; false if there is
 * none. */
bool strays_pop(struct strays *strays, struct held_line *line);

#endif
