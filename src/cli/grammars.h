/*
 * Owns: the way from --grammars and --check-grammars to sealed grammars; their listing.
 * Must not know: what is in a grammar file.
 */
#ifndef CLI_GRAMMARS_H
#define CLI_GRAMMARS_H

#include "cli/message.h"
#include "cli/output.h"

/*
 * Those in the files of the directory, or, if that is NULL, in those that were built in; sealed and
 * checked. NULL: what is wrong was told.
 */
oc_grammars *grammars_read(const char *directory, struct messages *messages);
/* One line for each to the output, which says whether it failed. */
void grammars_list(const oc_grammars *grammars, struct output *output);
/* One line to the output: that they hold, and how many. */
void grammars_all_hold(const oc_grammars *grammars, struct output *output);

#endif
