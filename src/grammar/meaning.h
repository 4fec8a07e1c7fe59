/*
 * Owns: that one printed word has one meaning, and one prefix of addresses one label, over all
 * files.
 * Must not know: patterns, samples, captures.
 *
 * Each is compared with every other: parts of oc_grammars_check, which costs time.
 */
#ifndef GRAMMAR_MEANING_H
#define GRAMMAR_MEANING_H

#include "grammar/grammar.h"

oc_status meaning_check(oc_grammars *grammars);
/* check_endpoints.c */
oc_status check_endpoints(oc_grammars *grammars);

#endif
