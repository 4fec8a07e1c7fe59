/*
 * Owns: what came out of a piece of work and was not written yet.
 * Must not know: how it came about, where it goes.
 */
#ifndef CLI_RESULT_H
#define CLI_RESULT_H

#include "base/buffer.h"

struct result {
    struct buffer out;      /* of the report */
    struct buffer messages; /* whole lines */
    uint64_t errors;
    uint64_t captures;    /* told by at least one snapshot, or read to their end */
    uint64_t passed_over; /* files that are no captures */
    bool reported;        /* at least one snapshot */
    bool connected;       /* a target had a connection */
    bool unanswered;      /* a list had no partner */
};

/* A place to go back to. */
struct result_mark {
    struct result at;
};

void result_init(struct result *result);
void result_free(struct result *result);
struct result_mark result_mark(const struct result *result);
/* Forgets what came since. */
void result_return(struct result *result, struct result_mark mark);
/* Adds what is counted. */
void result_add(struct result *into, const struct result *from);
/* What was written and counted is taken out. */
void result_written(struct result *result);
size_t result_size(const struct result *result);

#endif
