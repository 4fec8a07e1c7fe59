#include "base/number_map.h"

#include <stdlib.h>
#include <string.h>

/* A quarter of them holds the processes of most machines: few share a place then. */
#define BITS_MIN 10
#define BITS_MAX 31

static size_t capacity_of(const struct number_map *map)
{
    return map->entries == NULL ? 0 : (size_t)1 << map->bits;
}

void number_map_init(struct number_map *map)
{
    memset(map, 0, sizeof *map);
}

void number_map_free(struct number_map *map)
{
    free(map->entries);
    number_map_init(map);
}

void number_map_clear(struct number_map *map)
{
    if (map->count > 0)
        memset(map->entries, 0, capacity_of(map) * sizeof *map->entries);
    map->count = 0;
}

/* The entry of the key, or the free place where it belongs. The highest bits of the product depend
 * on all of the key. */
static inline struct number_entry *place_of(const struct number_map *map, uint32_t key)
{
    size_t last = ((size_t)1 << map->bits) - 1;
    size_t i = key * UINT32_C(0x9E3779B1) >> (32 - map->bits);
    while (map->entries[i].value != 0 && map->entries[i].key != key)
        i = (i + 1) & last;
    return &map->entries[i];
}

static bool grow(struct number_map *map)
{
    struct number_map bigger = *map;
    bigger.bits = map->entries == NULL ? BITS_MIN : map->bits + 1;
    if (bigger.bits > BITS_MAX)
        return false;
    bigger.most = (size_t)1 << bigger.bits >> 1;
    bigger.entries = calloc((size_t)1 << bigger.bits, sizeof *bigger.entries);
    if (bigger.entries == NULL)
        return false;
    for (size_t i = 0; i < capacity_of(map); i++)
        if (map->entries[i].value != 0)
            *place_of(&bigger, map->entries[i].key) = map->entries[i];
    free(map->entries);
    *map = bigger;
    return true;
}

uint32_t number_map_find(const struct number_map *map, uint32_t key)
{
    return map->count == 0 ? 0 : place_of(map, key)->value;
}

uint32_t *number_map_put(struct number_map *map, uint32_t key)
{
    if (map->count == map->most && (map->failed || !grow(map))) {
        map->failed = true;
        return NULL;
    }
    struct number_entry *entry = place_of(map, key);
    if (entry->value == 0) {
        entry->key = key;
        map->count++;
    }
    return &entry->value;
}
