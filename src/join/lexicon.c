#include "join/lexicon.h"

#include "base/load.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/*
 * Texts lie at positions from FIRST on, blocks one after the other: block i begins at FIRST << i
 * and ends where the next one begins. So the highest bit of a position says which block it is in.
 */
#define FIRST_BITS 10
#define FIRST (UINT64_C(1) << FIRST_BITS)
/* What stands before each text: its size. */
#define SIZE_BYTES sizeof(uint16_t)
/* Numbers count these. */
#define UNIT 8
#define CAPACITY_MIN 64

void lexicon_init(struct lexicon *lexicon)
{
    *lexicon = (struct lexicon){.end = FIRST + UNIT};
}

void lexicon_free(struct lexicon *lexicon)
{
    for (size_t i = 0; i < LEXICON_BLOCKS; i++)
        free(lexicon->blocks[i]);
    free(lexicon->slots);
    lexicon_init(lexicon);
}

/* ---- where texts lie ------------------------------------------------------------------------- */

static unsigned highest_bit(uint64_t position)
{
    return 63 - (unsigned)__builtin_clzll(position);
}

static char *place_at(const struct lexicon *lexicon, uint64_t position)
{
    unsigned bit = highest_bit(position);
    return lexicon->blocks[bit - FIRST_BITS] + (position - (UINT64_C(1) << bit));
}

oc_text lexicon_text(const struct lexicon *lexicon, uint32_t number)
{
    uint16_t size;
    if (number == 0)
        return (oc_text){NULL, 0};
    const char *place = place_at(lexicon, FIRST + (uint64_t)number * UNIT);
    memcpy(&size, place, sizeof size);
    return (oc_text){place + SIZE_BYTES, size};
}

/* The position of so many bytes that lie in one block; 0: there is no room. */
static uint64_t make_room(struct lexicon *lexicon, size_t size)
{
    uint64_t position = lexicon->end;
    uint64_t block_end = UINT64_C(2) << highest_bit(position);
    for (; size > block_end - position; block_end *= 2)
        position = block_end;
    unsigned index = highest_bit(position) - FIRST_BITS;
    if (index >= LEXICON_BLOCKS)
        return 0;
    if (lexicon->blocks[index] == NULL)
        lexicon->blocks[index] = malloc(FIRST << index);
    if (lexicon->blocks[index] == NULL)
        return 0;
    lexicon->end = position + size;
    return position;
}

static uint32_t add_text(struct lexicon *lexicon, oc_text text)
{
    const uint16_t size = (uint16_t)text.size;
    size_t all = (SIZE_BYTES + text.size + UNIT - 1) / UNIT * UNIT;
    uint64_t position = text.size > UINT16_MAX ? 0 : make_room(lexicon, all);
    if (position == 0)
        return 0;
    char *place = place_at(lexicon, position);
    memcpy(place, &size, sizeof size);
    memcpy(place + SIZE_BYTES, text.data, text.size);
    return (uint32_t)((position - FIRST) / UNIT);
}

/* ---- the table ------------------------------------------------------------------------------- */

static uint64_t mixed(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 32;
}

/* The first and the last eight bytes of a text of 8 to 16, which are all of it: almost every one.
 */
struct usual {
    uint64_t first;
    uint64_t last;
};

#define HALF sizeof(uint64_t)

static inline bool is_usual(oc_text text)
{
    return text.size - HALF <= HALF;
}

static inline struct usual usual_of(const char *data, size_t size)
{
    return (struct usual){load_word(data), load_word(data + size - HALF)};
}

static inline bool same_usual(struct usual a, struct usual b)
{
    return a.first == b.first && a.last == b.last;
}

static inline uint32_t usual_hash(struct usual usual, size_t size)
{
    uint64_t hash = mixed(mixed(size, usual.first), usual.last);
    return (uint32_t)(hash ^ hash >> 16);
}

uint32_t lexicon_hash(oc_text text)
{
    uint64_t hash = text.size;
    uint64_t last = 0;
    size_t i = 0;
    if (is_usual(text))
        return usual_hash(usual_of(text.data, text.size), text.size);
    for (; i + HALF <= text.size; i += HALF)
        hash = mixed(hash, load_word(text.data + i));
    for (; i < text.size; i++)
        last = last << 8 | (unsigned char)text.data[i];
    hash = mixed(hash, last);
    return (uint32_t)(hash ^ hash >> 16);
}

/* 0: the text is not there. The table has a place. */
static uint32_t find(const struct lexicon *lexicon, oc_text text, uint32_t hash)
{
    size_t i = hash & (lexicon->capacity - 1);
    for (; lexicon->slots[i].number != 0; i = (i + 1) & (lexicon->capacity - 1))
        if (lexicon->slots[i].hash == hash &&
            text_equal(lexicon_text(lexicon, lexicon->slots[i].number), text))
            break;
    return lexicon->slots[i].number;
}

/* The same of a usual text. */
static inline uint32_t find_usual(const struct lexicon *lexicon, struct usual usual, size_t size,
                                  uint32_t hash)
{
    size_t i = hash & (lexicon->capacity - 1);
    for (; lexicon->slots[i].number != 0; i = (i + 1) & (lexicon->capacity - 1)) {
        if (lexicon->slots[i].hash != hash)
            continue;
        oc_text text = lexicon_text(lexicon, lexicon->slots[i].number);
        if (text.size == size && same_usual(usual_of(text.data, size), usual))
            break;
    }
    return lexicon->slots[i].number;
}

static void put_slot(struct lexicon *lexicon, struct lexicon_slot slot)
{
    size_t i = slot.hash & (lexicon->capacity - 1);
    while (lexicon->slots[i].number != 0)
        i = (i + 1) & (lexicon->capacity - 1);
    lexicon->slots[i] = slot;
}

static bool grow(struct lexicon *lexicon)
{
    struct lexicon bigger = *lexicon;
    bigger.capacity = lexicon->capacity == 0 ? CAPACITY_MIN : lexicon->capacity * 2;
    bigger.slots = calloc(bigger.capacity, sizeof *bigger.slots);
    if (bigger.slots == NULL)
        return false;
    for (size_t i = 0; i < lexicon->capacity; i++)
        if (lexicon->slots[i].number != 0)
            put_slot(&bigger, lexicon->slots[i]);
    free(lexicon->slots);
    lexicon->slots = bigger.slots;
    lexicon->capacity = bigger.capacity;
    return true;
}

/* Once for each text: what is done for every row must not make room for it. */
__attribute__((noinline)) static uint32_t add(struct lexicon *lexicon, oc_text text, uint32_t hash)
{
    const struct lexicon_slot slot = {hash, add_text(lexicon, text)};
    if (slot.number == 0 || (lexicon->count + 1 > lexicon->capacity / 4 * 3 && !grow(lexicon))) {
        lexicon->failed = true;
        return 0;
    }
    put_slot(lexicon, slot);
    lexicon->count++;
    lexicon->size = (size_t)(lexicon->end - FIRST) + lexicon->capacity * sizeof *lexicon->slots;
    return slot.number;
}

uint32_t lexicon_number(struct lexicon *lexicon, oc_text text)
{
    uint32_t hash;
    uint32_t number = 0;
    if (!text_known(text) || lexicon->failed)
        return 0;
    if (is_usual(text)) {
        const struct usual usual = usual_of(text.data, text.size);
        hash = usual_hash(usual, text.size);
        number = lexicon->capacity == 0 ? 0 : find_usual(lexicon, usual, text.size, hash);
    } else {
        hash = lexicon_hash(text);
        number = lexicon->capacity == 0 ? 0 : find(lexicon, text, hash);
    }
    return number != 0 ? number : add(lexicon, text, hash);
}
