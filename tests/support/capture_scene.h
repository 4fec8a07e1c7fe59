/*
 * Owns: which lists a capture holds, in which order, and what stands between them.
 * Must not know: how lists are laid out, how a capture is changed on its way.
 */
#ifndef SUPPORT_CAPTURE_SCENE_H
#define SUPPORT_CAPTURE_SCENE_H

#include "support/capture_draft.h"

enum scene { SCENE_PROCESSES, SCENE_CONNECTIONS, SCENE_BOTH, SCENE_COUNT };

/* The capture of that seed, and its truth; the same for the same seed. */
void scene_write(struct draft *draft, enum scene scene, uint64_t seed);

#endif
