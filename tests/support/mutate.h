/*
 * Owns: rows, those of netstat and others, with random damage, the same for the same seed.
 * Must not know: how rows are read.
 */
#ifndef SUPPORT_MUTATE_H
#define SUPPORT_MUTATE_H

#include "base/buffer.h"

struct mutate {
    uint64_t state; /* the seed, then what the next number comes from */
};

/* A number below bound, which is not 0. */
size_t mutate_below(struct mutate *mutate, size_t bound);
/* Appends a row without its line end; up to damage characters of it are changed, added or lost. */
void mutate_row(struct mutate *mutate, struct buffer *out, size_t damage);
/* The same with another row; letters are what damage brings. */
void mutate_text(struct mutate *mutate, struct buffer *out, oc_text row, oc_text letters,
                 size_t damage);
/* ASCII becomes the same in UTF-16LE. */
void mutate_widen(struct buffer *text);

#endif
