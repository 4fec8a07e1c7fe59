/*
 * Owns: what a join has to know for readings, from the built-in grammars, and joins of a few rows
 * by it.
 * Must not know: which reading is right.
 */
#ifndef SUPPORT_MEANING_H
#define SUPPORT_MEANING_H

#include "cli/networks.h"
#include "support/join_script.h"

struct meaning {
    oc_grammars *grammars;
    struct networks networks;
    struct options options;
    oc_network servers[4]; /* those of --server */
};

/* servers: arguments of --server with blanks between, or NULL. False when that fails. */
bool meaning_init(struct meaning *meaning, const char *servers);
void meaning_free(struct meaning *meaning);

/* The rows of one process with PID 4028 and that image. */
struct meaning_case {
    const char *image;
    const char *processes; /* lines "p PID IMAGE" of others, or NULL */
    /*
     * Rows with ; between: "COUNT REMOTE STATE" for so many of the process, or any line of a join
     * script, as "l 4028 0.0.0.0:80 LISTENING" and "c 0 10.0.0.1:443 TIME_WAIT".
     */
    const char *rows;
};

/* Appends the log of the join, with details; no process list for an image that is NULL. */
oc_status meaning_run(const struct meaning *meaning, const struct meaning_case *at, bool streams,
                      struct buffer *log);
/* The first reading in the log, "CODE CONFIDENCE", cut off behind it; "none". */
const char *meaning_reading(struct buffer *log);

#endif
