/*
 * Owns: the main job: inputs become captures, captures go through parser, join and report.
 * Must not know: what is in any of them.
 */
#ifndef CLI_RUN_H
#define CLI_RUN_H

#include "cli/message.h"
#include "cli/options.h"
#include "cli/output.h"

/*
 * The exit status. The output is opened, and finished by the caller, who tells its failure; here
 * it is discarded when there is no result to keep.
 */
int run_report(const struct options *options, const oc_grammars *grammars, struct output *output,
               struct messages *messages);

#endif
