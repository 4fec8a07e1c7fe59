/*
 * Owns: what of the languages tells code pages apart: pieces of their words, their letters.
 * Must not know: how a page is told (see charset.h), captures.
 */
#ifndef GRAMMAR_HINTS_H
#define GRAMMAR_HINTS_H

#include "grammar/grammar.h"

/* Sets grammars->hints, one for each code page that a language names. */
oc_status hints_seal(oc_grammars *grammars);

#endif
