/*
 * Owns: what the join has to know of servers and programs: the user's own, the tables of the
 * grammars or what --endpoints puts in their place, the target files.
 * Must not know: captures, reports.
 */
#ifndef CLI_NETWORKS_H
#define CLI_NETWORKS_H

#include "base/arena.h"
#include "cli/message.h"
#include "cli/options.h"

struct networks {
    oc_network *networks; /* for oc_join_options, as the programs */
    size_t count;
    oc_target_info *programs;
    size_t program_count;
    struct arena arena;
};

/* False: what is wrong was told. Options and grammars must outlive the networks; networks_free is
 * called either way. */
bool networks_init(struct networks *networks, const struct options *options,
                   const oc_grammars *grammars, struct messages *messages);
void networks_free(struct networks *networks);

#endif
