#include "base/arena.h"

#include "base/load.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_FIRST_BLOCK ((size_t)4 << 10)
#define ARENA_LARGEST_BLOCK ((size_t)1 << 20)

struct arena_block {
    struct arena_block *next;
    size_t size;
    size_t used;
    alignas(max_align_t) char data[];
};

void arena_init(struct arena *arena)
{
    *arena = (struct arena){.blocks = NULL};
}

static void arena_free_blocks(struct arena_block *block)
{
    while (block != NULL) {
        struct arena_block *next = block->next;
        free(block);
        block = next;
    }
}

void arena_free(struct arena *arena)
{
    arena_free_blocks(arena->blocks);
    arena_init(arena);
}

void arena_reset(struct arena *arena)
{
    arena->used = 0;
    if (arena->blocks == NULL) {
        return;
    }
    arena_free_blocks(arena->blocks->next);
    arena->blocks->next = NULL;
    arena->blocks->used = 0;
}

/* Blocks double, so that a large round needs few of them and a small one little memory. */
static size_t arena_next_block(const struct arena *arena, size_t needed)
{
    size_t size = ARENA_FIRST_BLOCK;
    if (arena->blocks != NULL) {
        size = arena->blocks->size < ARENA_LARGEST_BLOCK / 2 ? arena->blocks->size * 2
                                                             : ARENA_LARGEST_BLOCK;
    }
    return size > needed ? size : needed;
}

static struct arena_block *arena_grow(struct arena *arena, size_t needed)
{
    size_t size = arena_next_block(arena, needed);
    if (size > SIZE_MAX - sizeof(struct arena_block)) {
        return NULL;
    }
    struct arena_block *block = malloc(sizeof *block + size);
    if (block == NULL) {
        return NULL;
    }
    block->next = arena->blocks;
    block->size = size;
    block->used = 0;
    arena->blocks = block;
    return block;
}

/* A new block for what the last one has no room for; NULL, which sticks, on failure. */
static struct arena_block *arena_room(struct arena *arena, size_t size)
{
    struct arena_block *block = arena->failed ? NULL : arena_grow(arena, size);
    arena->failed = block == NULL;
    return block;
}

/* Asked for every name of every process: most often there is room. */
static inline void *arena_take(struct arena *arena, size_t size, size_t alignment)
{
    struct arena_block *block = arena->blocks;
    size_t start = block == NULL ? 0 : (block->used + alignment - 1) & ~(alignment - 1);
    if (block == NULL || arena->failed || start > block->size || block->size - start < size) {
        block = arena_room(arena, size);
        start = 0;
    }
    if (block == NULL) {
        return NULL;
    }
    block->used = start + size;
    arena->used += size;
    return block->data + start;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    return arena_take(arena, size, alignof(max_align_t));
}

void *arena_calloc(struct arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size) {
        arena->failed = true;
        return NULL;
    }
    void *place = arena_alloc(arena, count * size);
    return place == NULL ? NULL : memset(place, 0, count * size);
}

/*
 * Most names have 8 to 32 bytes, each another number of them: four words that may overlap need no
 * branch that nobody foresees.
 */
static inline void copy_text(char *to, oc_text text)
{
    const size_t word = sizeof(uint64_t);
    if (text.size < word || text.size > 4 * word) {
        memcpy(to, text.data, text.size);
        return;
    }
    const size_t last = text.size - word;
    const size_t second = last < word ? last : word;
    const size_t third = last < 2 * word ? last : 2 * word;
    const uint64_t words[] = {load_word(text.data), load_word(text.data + second),
                              load_word(text.data + third), load_word(text.data + last)};
    memcpy(to, &words[0], word);
    memcpy(to + second, &words[1], word);
    memcpy(to + third, &words[2], word);
    memcpy(to + last, &words[3], word);
}

oc_text arena_text(struct arena *arena, oc_text text)
{
    if (text.data == NULL) {
        return text;
    }
    char *copy = arena_take(arena, text.size, 1);
    if (copy == NULL) {
        return (oc_text){.data = NULL};
    }
    copy_text(copy, text);
    return (oc_text){.data = copy, .size = text.size};
}

bool arena_failed(const struct arena *arena)
{
    return arena->failed;
}
