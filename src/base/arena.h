/*
 * Owns: memory that is given back all at once.
 * Must not know: what the bytes mean.
 *
 * Failure sticks: after the first allocation that failed every further call returns NULL and
 * arena_failed is true, so that a caller may check once at the end of a piece of work.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "outconn.h"

struct arena_block;

struct arena {
    struct arena_block *blocks;
    size_t used; /* bytes given out since the last reset */
    bool failed;
};

void arena_init(struct arena *arena);
void arena_free(struct arena *arena);
/* Gives all memory back but one block, which the next round starts with. */
void arena_reset(struct arena *arena);
/* Aligned for any type; not cleared; NULL on failure. */
void *arena_alloc(struct arena *arena, size_t size);
/* count items of size bytes, cleared; NULL on failure or overflow. */
void *arena_calloc(struct arena *arena, size_t count, size_t size);
/* A copy that lives in the arena; an unknown text stays unknown; on failure unknown. */
oc_text arena_text(struct arena *arena, oc_text text);
bool arena_failed(const struct arena *arena);

#endif
