/*
 * Owns: what many rows of a list have in common, known by a number: all but both ports, the PID and
 * the remote address.
 * Must not know: how rows are kept.
 */
#ifndef JOIN_SHAPES_H
#define JOIN_SHAPES_H

#include "join/lexicon.h"

#define SHAPES_BITS 10
/* Each state that a machine's rows are in, at each of its addresses, is one. */
#define SHAPES_MAX ((1u << SHAPES_BITS) - 1)

struct row_shape {
    uint8_t kind;
    uint8_t state;
    bool has_pid;
    bool usual; /* word and local address have 8 to 16 bytes */
    oc_text proto;
    oc_text word; /* of the state */
    oc_text local;
};

/* The words of rows, and their shapes. */
struct shapes {
    struct lexicon lexicon;
    struct row_shape *at; /* a shape's number is its index and 1 */
    size_t count;
    size_t capacity;
    uint16_t last[OC_STATES];         /* of a row in that state: most often the next one's; or 0 */
    uint16_t slots[2 << SHAPES_BITS]; /* numbers; 0: the place is free */
};

void shapes_init(struct shapes *shapes);
void shapes_free(struct shapes *shapes);
/* The number of the row's shape; 0: there are too many, or memory ran out. */
uint32_t shapes_number(struct shapes *shapes, const oc_connection *row);
/* How much memory they and their lexicon take, in bytes. */
static inline size_t shapes_size(const struct shapes *shapes)
{
    return shapes->lexicon.size + shapes->capacity * sizeof *shapes->at;
}

static inline bool shapes_failed(const struct shapes *shapes)
{
    return shapes->lexicon.failed;
}

#endif
