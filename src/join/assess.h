/*
 * Owns: the table of readings: what a target's connections mean, and why.
 * Must not know: text, grammars, formats; how the counts came about (see evidence.h).
 */
#ifndef JOIN_ASSESS_H
#define JOIN_ASSESS_H

#include "join/evidence.h"

/*
 * The reading of the evidence, or NULL when no row of the table fits. It lives in the arena, which
 * says whether it failed.
 */
const oc_reading *assess(struct arena *arena, const struct evidence *evidence);

#endif
