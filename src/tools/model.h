/*
 * Owns: a sealed model as C source: one constant, which points to constant arrays.
 * Must not know: where the model comes from.
 */
#ifndef TOOLS_MODEL_H
#define TOOLS_MODEL_H

#include "grammar/grammar.h"

/* Defines what grammar/builtin.h declares. The bytes of the files are those of file_0, file_1 and
 * so on, which model_write_files defines. False: no memory, or the model points to something
 * outside. */
bool model_write(struct buffer *out, const oc_grammars *grammars);
void model_write_files(struct buffer *out, const oc_grammars *grammars);

#endif
