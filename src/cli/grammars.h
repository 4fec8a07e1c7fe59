/*
 * Owns: the way from --grammars and --check-grammars to sealed grammars; their listing.
 * Must not know: what is in a grammar file.
 */
#ifndef CLI_GRAMMARS_H
#define CLI_GRAMMARS_H

#include "cli/message.h"
#include "cli/output.h"

/*
 * The grammars to work with, sealed: the built-in ones, or with a directory those in it, checked.
 * NULL: what is wrong was told.
 */
oc_grammars *grammars_load(const char *directory, struct messages *messages);
/* One line for each to the output, which says whether it failed. */
void grammars_list(const oc_grammars *grammars, struct output *output);
/* Checks them all, and says so in one line to the output, or what is wrong in a message. */
void grammars_check(oc_grammars *grammars, struct output *output, struct messages *messages);

#endif
