/*
 * Owns: the way of an input's bytes into a parser.
 * Must not know: what comes out of the parser.
 */
#ifndef CLI_FEED_H
#define CLI_FEED_H

#include "cli/input.h"
#include "cli/output.h"

/*
 * Reads the input to its end and finishes the parser. After each block the output, which may be
 * NULL, is flushed: a live pipe shows its snapshots when they are complete. False: the input cannot
 * be read, input.problem says why. Else *status is what the parser returned last; OC_NO_WRITE
 * where the output failed.
 */
bool feed_input(struct input *input, oc_parser *parser, struct output *output, oc_status *status);

#endif
