/*
 * Owns: remote ends of connections that were closed lately, and how many of each.
 * Must not know: rows, targets, why the ends are asked for.
 *
 * A long list has millions of them, so that ends of short addresses, as those of IPv4 are, have a
 * table that compares them as two numbers; the others are in a map.
 */
#ifndef JOIN_CLOSED_H
#define JOIN_CLOSED_H

#include "base/map.h"

#define CLOSED_SHORT 16

struct closed_end {
    union {
        char address[CLOSED_SHORT]; /* zeros behind it */
        uint64_t halves[2];         /* of the same */
    } as;
    uint32_t port;
    uint32_t count; /* 0: the place is free */
};

/* So many are put into the table together: the processor need not wait for one place of it before
 * it asks memory for the next. */
#define CLOSED_LATER 64

struct closed {
    struct closed_end later[CLOSED_LATER]; /* added, and not yet in the table */
    size_t later_count;
    struct closed_end *ends;
    size_t capacity; /* a power of two, or 0 */
    size_t count;
    struct map others;
    bool overflows; /* more ends than are kept */
    bool failed;    /* sticks: out of memory */
};

void closed_init(struct closed *closed);
void closed_free(struct closed *closed);
/* How much memory it has, itself apart, in bytes. */
size_t closed_memory(const struct closed *closed);
/* Empties it and keeps the memory. */
void closed_clear(struct closed *closed);
/* false: out of memory */
bool closed_add(struct closed *closed, const oc_endpoint *end, uint32_t count);
/* All that was added is in the table: called before the rest of these. False: out of
 * memory. */
bool closed_settle(struct closed *closed);
/* How many were closed at the end; 0 as well where it is longer than a name and a port can be. */
uint64_t closed_count(const struct closed *closed, const oc_endpoint *end);
/* The ends one after the other, connections being how many were closed at each; start with *next 0.
 * Texts live as long as the closed. False after the last. */
bool closed_next(const struct closed *closed, size_t *next, oc_remote *end);

#endif
