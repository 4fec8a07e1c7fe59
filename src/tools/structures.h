/*
 * Owns: the structures of a model as C initialisers: every member, in the order of its declaration
 * and without its name, so that the compiler refuses what is written when one is forgotten.
 * Must not know: arrays, files.
 */
#ifndef TOOLS_STRUCTURES_H
#define TOOLS_STRUCTURES_H

#include "tools/writer.h"

/* One object of the array. */
void structures_write(struct writer *writer, enum place_array array, const void *object);
void structures_write_grammars(struct writer *writer, const oc_grammars *grammars);

#endif
