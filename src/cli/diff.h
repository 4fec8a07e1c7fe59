/*
 * Owns: two captures compared: which of their snapshots, and what is reported of them.
 * Must not know: how an input becomes a capture.
 */
#ifndef CLI_DIFF_H
#define CLI_DIFF_H

#include "cli/verdict.h"

struct diff {
    const oc_join_options *options; /* but for the name of the capture */
    /* Reads an input as one capture into the join and finishes it; false: it could not, and has
     * said why. */
    bool (*read)(void *user, const char *path, oc_join *join);
    void *user;
    struct verdict *verdict;
    struct messages *messages;
    oc_report *report;
    /* what came out */
    bool compared;
    bool connected;     /* a target had a connection in the snapshot that was compared */
    uint64_t snapshots; /* of the input that is read */
};

/*
 * Reports what is different in the first snapshot of AFTER since the last one of BEFORE, and says
 * which they are where there are more. The verdict is that of the snapshot of AFTER. Returns why
 * it could not go on; what else went wrong is told.
 */
oc_status diff_inputs(struct diff *diff, const char *before, const char *after);

#endif
