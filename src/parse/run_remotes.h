/*
 * Owns: remote ends of rows that are told together, as they fill their column, and how many rows of
 * each there were.
 * Must not know: what rows they are; what is in an end.
 *
 * A machine talks to few servers: of millions of rows in TIME_WAIT a few thousand ends are left.
 * What there is no room for is told by itself, so that running out of memory is no failure.
 */
#ifndef PARSE_RUN_REMOTES_H
#define PARSE_RUN_REMOTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The column, the blanks behind the end included. */
#define RUN_REMOTE_WIDTH 23

struct run_remote {
    char text[RUN_REMOTE_WIDTH + 1]; /* zeros: free */
    uint32_t colon;                  /* behind the address that it begins with */
    uint32_t rows;
};

/* In so many slots a text may be. */
#define RUN_REMOTE_WAYS 2

struct run_remotes {
    struct run_remote *slots; /* NULL: none yet */
    unsigned shift;           /* of a hash, to the number of its ways */
    size_t count;             /* of slots that are taken */
    bool stays;               /* it cannot grow */
};

void run_remotes_init(struct run_remotes *remotes);
void run_remotes_free(struct run_remotes *remotes);
/* Room for so many ends more, where there can be. False: there is none at all. */
bool run_remotes_reserve(struct run_remotes *remotes, size_t count);
/* The slots that an end may be in, asked of memory long before they are needed; until the next
 * reserve. There must be slots. */
struct run_remote *run_remotes_expect(const struct run_remotes *remotes, const char *column);
/* One row more that has the remote end, in those slots. False: there is no room for it. */
bool run_remotes_add(struct run_remotes *remotes, struct run_remote *ways, const char *column,
                     uint32_t colon);
/* One after the other; start with *next 0. NULL after the last. */
const struct run_remote *run_remotes_next(const struct run_remotes *remotes, size_t *next);
/* Forgets all, and keeps the memory. */
void run_remotes_clear(struct run_remotes *remotes);

#endif
