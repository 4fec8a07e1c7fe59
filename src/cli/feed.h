/*
 * Owns: the way of an input's bytes into a parser.
 * Must not know: what comes out of the parser.
 */
#ifndef CLI_FEED_H
#define CLI_FEED_H

#include "cli/input.h"

/* Called with each block, after the parser had it; false stops the reading with OC_STOPPED. */
typedef bool feed_after(void *user, const char *bytes, size_t size);

/*
 * Reads the input to its end, through block of INPUT_BLOCK bytes, and finishes the parser. False:
 * the input cannot be read, input.problem says why. Else *status is what the parser returned last.
 */
bool feed_input(struct input *input, char *block, oc_parser *parser, feed_after *after, void *user,
                oc_status *status);

#endif
