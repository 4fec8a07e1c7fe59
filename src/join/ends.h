/*
 * Owns: the remote ends of some rows, each once, with how many connections are in which state.
 * Must not know: targets, what an end means.
 */
#ifndef JOIN_ENDS_H
#define JOIN_ENDS_H

#include "outconn.h"

struct ends {
    oc_remote *at;
    size_t count;
    size_t capacity;
    uint32_t *slots; /* an index and 1; 0: the place is free */
    size_t slot_count;
    bool failed; /* sticks: out of memory */
};

void ends_init(struct ends *ends);
void ends_free(struct ends *ends);
/* The remote end of a kept row: its texts are known by where they lie (see rows.h). */
void ends_add(struct ends *ends, const oc_connection *row);
/* Most connections first, then as remote_compare says. */
void ends_sort(struct ends *ends);

#endif
