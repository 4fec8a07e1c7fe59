#include "base/map.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#define CAPACITY_MIN 64

void map_init(struct map *map)
{
    memset(map, 0, sizeof *map);
    arena_init(&map->keys);
}

void map_free(struct map *map)
{
    free(map->entries);
    arena_free(&map->keys);
    map_init(map);
}

void map_clear(struct map *map)
{
    if (map->entries != NULL)
        memset(map->entries, 0, map->capacity * sizeof *map->entries);
    map->count = 0;
    arena_reset(&map->keys);
}

/* Eight bytes at a time, mixed so that the low bits depend on all of the key. */
static uint64_t hash_of(oc_text key)
{
    const uint64_t odd = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t hash = key.size;
    uint64_t word;
    size_t i = 0;
    for (; i + sizeof word <= key.size; i += sizeof word) {
        memcpy(&word, key.data + i, sizeof word);
        hash = (hash ^ word) * odd;
        hash ^= hash >> 32;
    }
    for (word = 0; i < key.size; i++)
        word = word << 8 | (unsigned char)key.data[i];
    hash = (hash ^ word) * odd;
    return hash ^ hash >> 32;
}

/* The entry of the key, or the free place where it belongs. */
static struct map_entry *place_of(const struct map *map, oc_text key, uint64_t hash)
{
    size_t i = (size_t)hash & (map->capacity - 1);
    while (text_known(map->entries[i].key) &&
           (map->entries[i].hash != hash || !text_equal(map->entries[i].key, key)))
        i = (i + 1) & (map->capacity - 1);
    return &map->entries[i];
}

static bool grow(struct map *map)
{
    struct map bigger = *map;
    bigger.capacity = map->capacity == 0 ? CAPACITY_MIN : map->capacity * 2;
    bigger.entries = calloc(bigger.capacity, sizeof *bigger.entries);
    if (bigger.entries == NULL)
        return false;
    for (size_t i = 0; i < map->capacity; i++)
        if (text_known(map->entries[i].key))
            *place_of(&bigger, map->entries[i].key, map->entries[i].hash) = map->entries[i];
    free(map->entries);
    *map = bigger;
    return true;
}

uint64_t *map_find(const struct map *map, oc_text key)
{
    if (map->count == 0)
        return NULL;
    struct map_entry *entry = place_of(map, key, hash_of(key));
    return text_known(entry->key) ? &entry->value : NULL;
}

uint64_t *map_put(struct map *map, oc_text key)
{
    if (map->failed || (map->count + 1 > map->capacity / 2 && !grow(map))) {
        map->failed = true;
        return NULL;
    }
    uint64_t hash = hash_of(key);
    struct map_entry *entry = place_of(map, key, hash);
    if (text_known(entry->key))
        return &entry->value;
    entry->key = arena_text(&map->keys, key);
    if (!text_known(entry->key)) {
        map->failed = true;
        return NULL;
    }
    entry->hash = hash;
    entry->value = 0;
    map->count++;
    return &entry->value;
}
