/*
 * Owns: a group of so many texts that several workers share them.
 * Must not know: where the texts lie.
 *
 * Its pieces: texts, a few in each; the gate, which waits for all of these; behind it the captures
 * that are paired, and the archives.
 */
#ifndef CLI_LARGE_H
#define CLI_LARGE_H

#include "cli/worker.h"

#define LARGE_LEAST 65 /* texts */

struct large {
    struct group group; /* its items are freed with it */
    struct arena arena; /* what the items borrow */
    struct pairing pairing;
    struct piece *gate;
    int flags; /* for openat */
    atomic_size_t parts;
    atomic_size_t holders;
};

/* Room for so many texts; NULL: out of memory. */
struct large *large_new(size_t count, bool named);
/* Gives back what large_begin was not called for. */
void large_release(struct large *large);
/* Takes over the group, and puts its pieces behind the one that is done now. */
void large_begin(struct worker *worker, struct large *large);

#endif
