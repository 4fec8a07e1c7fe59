/*
 * Owns: names in a process list that people may mean when no target is found.
 * Must not know: rows, output.
 */
#ifndef JOIN_NEAR_H
#define JOIN_NEAR_H

#include "join/processes.h"
#include "join/wanted.h"

#define NEAR_MAX 8

/* Different names, in the order of the list; texts are those of the list. Returns how many. */
size_t near_images(const struct processes *processes, const struct wanted *wanted,
                   const oc_text *patterns, size_t pattern_count, oc_text names[NEAR_MAX]);

#endif
