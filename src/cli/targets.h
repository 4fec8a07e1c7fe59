/*
 * Owns: which processes are asked for, by the command line and the target files.
 * Must not know: captures, reports.
 */
#ifndef CLI_TARGETS_H
#define CLI_TARGETS_H

#include "base/arena.h"
#include "base/buffer.h"
#include "cli/options.h"

struct targets {
    oc_text *images; /* for oc_join_options */
    size_t image_count;
    oc_text *near;
    size_t near_count;
    const char *names; /* for messages: "outlook.exe", "olk.exe or PID 4028" */
    struct arena arena;
    struct buffer name_bytes;
};

/* False: out of memory. Borrows from options and grammars; targets_free is called either way. */
bool targets_init(struct targets *targets, const struct options *options,
                  const oc_grammars *grammars);
void targets_free(struct targets *targets);

#endif
