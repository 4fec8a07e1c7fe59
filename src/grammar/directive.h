/*
 * Owns: the form of a grammar file: lines of "word rest", comments, indented lines that continue.
 * Must not know: what the words mean.
 *
 * Nothing is quoted and nothing is escaped, so a pattern can be pasted elsewhere as it stands.
 */
#ifndef GRAMMAR_DIRECTIVE_H
#define GRAMMAR_DIRECTIVE_H

#include "outconn.h"

struct directive {
    oc_text word;
    oc_text rest; /* trimmed; empty, not unknown, when there is none */
    oc_text body; /* the indented lines below, as they stand; empty when there are none */
};

/* The next directive of *rest; false at the end. A line that begins with # is a comment. */
bool directive_next(oc_text *rest, struct directive *directive);

#endif
