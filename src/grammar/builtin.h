/*
 * Owns: the model of the grammar files that are part of the library, as they were when it was
 * built.
 * Must not know: what is in them. The model itself is generated from grammars/ into
 * build/grammars.c.
 */
#ifndef GRAMMAR_BUILTIN_H
#define GRAMMAR_BUILTIN_H

#include "grammar/grammar.h"

/* Sealed and checked. The names of its files are as in "grammars/de.lang". */
extern const oc_grammars builtin_grammars;

#endif
