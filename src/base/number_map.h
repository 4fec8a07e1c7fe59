/*
 * Owns: a hash map from numbers of 32 bits to others that are not 0.
 * Must not know: what keys and numbers mean.
 */
#ifndef BASE_NUMBER_MAP_H
#define BASE_NUMBER_MAP_H

#include "outconn.h"

struct number_entry {
    uint32_t key;
    uint32_t value; /* 0: the place is free */
};

struct number_map {
    struct number_entry *entries;
    unsigned bits; /* there are 2 to the power of so many places, or none */
    size_t count;
    size_t most; /* for so many keys there is room */
    bool failed; /* sticks: out of memory */
};

void number_map_init(struct number_map *map);
void number_map_free(struct number_map *map);
/* Empties it and keeps the memory. */
void number_map_clear(struct number_map *map);
/* The value of the key, or 0. */
uint32_t number_map_find(const struct number_map *map, uint32_t key);
/* Where the value of the key is; 0: it is new, and the caller puts another number there before the
 * next call. NULL: out of memory. Valid until the next put. */
uint32_t *number_map_put(struct number_map *map, uint32_t key);

#endif
