/*
 * Owns: a hash map from short byte strings to numbers.
 * Must not know: what keys and numbers mean.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/arena.h"

struct map_entry {
    oc_text key; /* unknown: the place is free */
    uint64_t hash;
    uint64_t value;
};

struct map {
    struct map_entry *entries;
    size_t capacity; /* a power of two, or 0 */
    size_t count;
    struct arena keys;
    bool failed; /* sticks: out of memory */
};

void map_init(struct map *map);
void map_free(struct map *map);
/* Empties it and keeps the memory. */
void map_clear(struct map *map);
/* The value of the key, or NULL. */
uint64_t *map_find(const struct map *map, oc_text key);
/* The value of the key, which is put there as 0 if it is new; the key is copied. NULL: out of
 * memory. Valid until the next put. */
uint64_t *map_put(struct map *map, oc_text key);

#endif
