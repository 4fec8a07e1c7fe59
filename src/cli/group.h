/*
 * Owns: the texts of one directory, or those named on the command line: which of them are captures
 * of their own, which are paired, in which order they are told.
 * Must not know: where the texts come from, threads.
 *
 * First come the texts that hold both lists, in their order, then those that are paired. A text
 * that is in memory is read once where that is enough: it is taken for what it seems to be, and
 * only if that was wrong it is read again.
 */
#ifndef CLI_GROUP_H
#define CLI_GROUP_H

#include "cli/engine.h"

struct group {
    struct item *items;
    size_t count;
    bool named; /* by the user */
};

/* All of it, in one go. */
void group_run(struct engine *engine, const struct group *group);

/* The same in steps. Each text first: a capture of its own is told now. */
void group_run_own(struct engine *engine, const struct group *group, size_t index);
/*
 * Then the others are paired. Some of the captures may have been told: see group_is_told. False:
 * out of memory, which was told. pair_free is called either way.
 */
bool group_pair(struct engine *engine, const struct group *group, struct pairing *pairing);
bool group_is_told(const struct group *group, const struct pair_capture *capture);
void group_run_capture(struct engine *engine, const struct group *group,
                       const struct pair_capture *capture);

#endif
