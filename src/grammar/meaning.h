/*
 * Owns: that one printed word has one meaning, in each language and over all of them.
 * Must not know: patterns, samples, captures.
 */
#ifndef GRAMMAR_MEANING_H
#define GRAMMAR_MEANING_H

#include "grammar/grammar.h"

/* Compares every word with every other: a part of oc_grammars_check, which costs time. */
oc_status meaning_check(oc_grammars *grammars);

#endif
