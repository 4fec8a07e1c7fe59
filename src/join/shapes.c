#include "join/shapes.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#define CAPACITY_MIN 16
#define SLOTS (2u << SHAPES_BITS)

void shapes_init(struct shapes *shapes)
{
    memset(shapes, 0, sizeof *shapes);
    lexicon_init(&shapes->lexicon);
}

void shapes_free(struct shapes *shapes)
{
    free(shapes->at);
    lexicon_free(&shapes->lexicon);
    shapes_init(shapes);
}

#define HALF sizeof(uint64_t)

static bool is_usual(oc_text text)
{
    return text.size >= HALF && text.size <= 2 * HALF;
}

/* Of two usual texts. */
static inline bool same_usual(oc_text a, oc_text b)
{
    uint64_t starts[2];
    uint64_t ends[2];
    if (a.size != b.size)
        return false;
    memcpy(&starts[0], a.data, HALF);
    memcpy(&starts[1], b.data, HALF);
    memcpy(&ends[0], a.data + a.size - HALF, HALF);
    memcpy(&ends[1], b.data + a.size - HALF, HALF);
    return starts[0] == starts[1] && ends[0] == ends[1];
}

static inline bool is_alike(const struct row_shape *shape, const oc_connection *row)
{
    return shape->kind == (uint8_t)row->kind && shape->state == (uint8_t)row->state &&
           shape->has_pid == (row->pid != OC_NONE) && text_equal(shape->proto, row->proto);
}

static bool is_shape(const struct row_shape *shape, const oc_connection *row)
{
    return is_alike(shape, row) && text_equal(shape->local, row->local.address) &&
           text_equal(shape->word, row->state_word);
}

/* The same for most rows, in fewer steps: the shape says which texts it can be asked so. */
static inline bool is_usual_shape(const struct row_shape *shape, const oc_connection *row)
{
    return shape->usual && is_alike(shape, row) && same_usual(shape->local, row->local.address) &&
           same_usual(shape->word, row->state_word);
}

static bool make_room(struct shapes *shapes)
{
    if (shapes->count < shapes->capacity)
        return true;
    size_t capacity = shapes->capacity == 0 ? CAPACITY_MIN : shapes->capacity * 2;
    struct row_shape *at = realloc(shapes->at, capacity * sizeof *at);
    if (at == NULL)
        return false;
    shapes->at = at;
    shapes->capacity = capacity;
    return true;
}

static oc_text own(struct shapes *shapes, oc_text text)
{
    return lexicon_text(&shapes->lexicon, lexicon_number(&shapes->lexicon, text));
}

static uint32_t add_shape(struct shapes *shapes, const oc_connection *row)
{
    const struct row_shape shape = {.kind = (uint8_t)row->kind,
                                    .state = (uint8_t)row->state,
                                    .has_pid = row->pid != OC_NONE,
                                    .usual =
                                        is_usual(row->local.address) && is_usual(row->state_word),
                                    .proto = own(shapes, row->proto),
                                    .word = own(shapes, row->state_word),
                                    .local = own(shapes, row->local.address)};
    if (!make_room(shapes))
        shapes->lexicon.failed = true;
    if (shapes->lexicon.failed)
        return 0;
    shapes->at[shapes->count++] = shape;
    return (uint32_t)shapes->count;
}

/* A state has one word in most lists. */
static size_t hash_of(const oc_connection *row)
{
    return lexicon_hash(row->local.address) + (uint32_t)row->state * 64 + (uint32_t)row->kind * 16 +
           (uint32_t)row->state_word.size;
}

/* For the few rows that shapes_number does not know at once. */
__attribute__((noinline)) static uint32_t find_or_add(struct shapes *shapes,
                                                      const oc_connection *row)
{
    size_t i = hash_of(row) % SLOTS;
    for (; shapes->slots[i] != 0; i = (i + 1) % SLOTS)
        if (is_shape(&shapes->at[shapes->slots[i] - 1], row))
            return shapes->slots[i];
    if (shapes->count == SHAPES_MAX)
        return 0;
    uint32_t number = add_shape(shapes, row);
    shapes->slots[i] = (uint16_t)number;
    return number;
}

uint32_t shapes_number(struct shapes *shapes, const oc_connection *row)
{
    uint16_t *last = &shapes->last[(size_t)row->state % OC_STATES];
    if (*last == 0 || !is_usual_shape(&shapes->at[*last - 1], row))
        *last = (uint16_t)find_or_add(shapes, row);
    return *last;
}
