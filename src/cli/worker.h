/*
 * Owns: one thread's tools: engine and loader, and how pieces of work use them.
 * Must not know: which pieces there are, what becomes of results.
 */
#ifndef CLI_WORKER_H
#define CLI_WORKER_H

#include "cli/group.h"
#include "cli/loader.h"
#include "cli/ordered.h"
#include "cli/progress.h"
#include "cli/shard.h"

/* What all workers of a batch share. */
struct shared {
    const struct job *job;
    struct ordered ordered;
    struct libarchive *library;
    struct progress progress;
    struct shard shard;
    /* Work was added: more threads may be of use. */
    void (*grow)(struct shared *shared);
};

struct worker {
    struct shared *shared;
    struct engine engine;
    struct loader loader;
    struct piece *piece; /* that is done now */
    struct piece *next;  /* to be done right after it, and running already; or NULL */
};

void worker_init(struct worker *worker, struct shared *shared);
void worker_free(struct worker *worker);
/* Does pieces until none is left. */
void worker_run(struct worker *worker);

/* The pieces of the chain behind that one, or all, are such that find texts; before they are there.
 */
void worker_chain_finds(const struct piece_chain *chain, const struct piece *after);
/* Takes note of those before they are put in the order. */
void worker_expect(struct shared *shared, const struct piece_chain *chain);
/* Puts pieces behind the one that is done now. */
void worker_insert(struct worker *worker, struct piece_chain *chain);
void worker_found(struct worker *worker, size_t texts);
/* An error about the path; or, when it is unknown, about nothing in particular. */
void worker_error(struct worker *worker, const char *path, const char *problem);
void worker_no_memory(struct worker *worker);

/* A problem with that text, which is not read then. */
void worker_fail_item(struct worker *worker, struct item *item, const char *problem);
/* Reads a file into memory, or finds out that it is something else. */
void worker_load_file(struct worker *worker, struct item *item, int directory, const char *name,
                      int flags);
/* Runs the group and forgets its texts. */
void worker_run_group(struct worker *worker, const struct group *group);

#endif
