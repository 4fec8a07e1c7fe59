/*
 * Owns: the way of an input's bytes into a parser.
 * Must not know: what comes out of the parser.
 */
#ifndef CLI_FEED_H
#define CLI_FEED_H

#include "cli/harvest.h"
#include "cli/input.h"
#include "cli/output.h"

/*
 * Reads the input to its end and finishes the parser; the harvest gets the bytes, too. After each
 * block the output, which may be NULL, is flushed: a live pipe shows its snapshots when they are
 * complete. False: the input cannot be read, input.problem says why. Else *status is what the
 * parser returned last; OC_NO_WRITE where the output failed.
 */
bool feed_input(struct input *input, oc_parser *parser, struct output *output,
                struct harvest_capture *harvest, oc_status *status);
/*
 * Gives the bytes of a regular file to the harvest alone, so that it may know the capture before
 * it is read. False: it is none, or cannot be read whole.
 */
bool feed_harvest(const char *path, struct harvest_capture *harvest);

#endif
