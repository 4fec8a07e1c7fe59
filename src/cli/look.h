/*
 * Owns: finding out which lists a text holds, before the texts are paired.
 * Must not know: pairing, joining, reports.
 */
#ifndef CLI_LOOK_H
#define CLI_LOOK_H

#include "cli/input.h"

struct look {
    bool has_processes;
    bool has_connections;
    oc_seems seems; /* what it seems to be, when it has neither */
};

/*
 * Reads the input until both kinds were seen or it ends, and rewinds it. False: it cannot be read,
 * input.problem says why. Else *status says whether the parser failed.
 */
bool look_at(struct look *look, struct input *input, const oc_grammars *grammars,
             const oc_parser_options *options, oc_status *status);

#endif
