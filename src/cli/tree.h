/*
 * Owns: directories as pieces of work: what lies in them, one after the other.
 * Must not know: what the texts say, what is in archives.
 */
#ifndef CLI_TREE_H
#define CLI_TREE_H

#include "cli/worker.h"

/* A piece for the directory of that path, which is copied; NULL: out of memory. */
struct piece *tree_piece(oc_text path);

#endif
