/*
 * Owns: the label of the server that a row goes to, found by its remote end.
 * Must not know: where labels come from, what is written.
 */
#ifndef REPORT_LABELS_H
#define REPORT_LABELS_H

#include "outconn.h"

/* A target's remote ends in an order in which they are found. */
struct labels {
    const oc_remote **ends; /* NULL: none has a label */
    size_t count;
};

/* Borrows from the target. False: out of memory. labels_free is called either way. */
bool labels_init(struct labels *labels, const oc_target *target);
void labels_free(struct labels *labels);
/* Unknown where none is. */
oc_text labels_find(const struct labels *labels, const oc_endpoint *end);

#endif
