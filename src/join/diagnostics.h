/*
 * Owns: the diagnostics of a snapshot, at most so many in a capture; those that only the join can
 * see.
 * Must not know: who prints them.
 */
#ifndef JOIN_DIAGNOSTICS_H
#define JOIN_DIAGNOSTICS_H

#include "base/arena.h"

/* In a capture; all are counted. */
#define DIAGNOSTICS_MAX 100

struct diagnostics {
    oc_diagnostic list[DIAGNOSTICS_MAX]; /* since the last clear; texts live in the arena */
    size_t count;
    size_t cleared; /* how many came before */
    uint64_t left_out;
    struct arena texts;
    bool failed; /* sticks: out of memory */
};

void diagnostics_init(struct diagnostics *diagnostics);
void diagnostics_free(struct diagnostics *diagnostics);
/* A snapshot has told them. */
void diagnostics_clear(struct diagnostics *diagnostics);
bool diagnostics_failed(const struct diagnostics *diagnostics);
/* The text is copied; the path must live as long as the diagnostics. */
void diagnostics_add(struct diagnostics *diagnostics, oc_text path,
                     const oc_diagnostic *diagnostic);
/* Two rows of a process list name one PID differently. */
void diagnostics_add_process(struct diagnostics *diagnostics, oc_text path,
                             const oc_process *process, oc_text first_image);
/* The owner line of a row and the process list name one PID differently. */
void diagnostics_add_owner(struct diagnostics *diagnostics, oc_text path, const oc_connection *row,
                           oc_text image);

#endif
