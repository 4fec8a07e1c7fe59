/*
 * Owns: the way of a capture's texts through parser, join and report into a result.
 * Must not know: which texts belong together, other workers.
 */
#ifndef CLI_CAPTURE_H
#define CLI_CAPTURE_H

#include "cli/engine.h"

/*
 * Reads a capture. False: what was trusted does not hold, and nothing was told; what the texts hold
 * is known then.
 */
bool capture_run(struct engine *engine, const struct pair_capture *capture, struct item *items,
                 enum engine_trust trust);
/* Of a join, but for the name of the capture. */
oc_join_options capture_join_options(const struct engine *engine);
/*
 * Reads a capture, which is certain, into a join and finishes that. False: it could not, and that
 * was told.
 */
bool capture_into(struct engine *engine, const struct pair_capture *capture, struct item *items,
                  oc_join *join);

#endif
