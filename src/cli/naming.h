/*
 * Owns: what a capture is called.
 * Must not know: why its texts belong together.
 */
#ifndef CLI_NAMING_H
#define CLI_NAMING_H

#include "cli/pair.h"

/*
 * Sets the name of every capture: its file; else the deepest common directory of its files, with
 * the common rest of their names where the directory holds several captures; else its first file.
 * Names live in the arena, which says whether it failed.
 */
void naming_captures(struct arena *arena, struct pair_capture *captures, size_t count,
                     const struct pair_text *texts);

#endif
