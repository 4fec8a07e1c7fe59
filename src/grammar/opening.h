/*
 * Owns: what a line must begin with for a pattern to match it, as far as the pattern plainly says
 * so.
 * Must not know: lines that match, rows.
 *
 * Most lines that are tried are no rows, and begin otherwise: they need no pattern, and a pattern
 * that no line needs is not compiled.
 */
#ifndef GRAMMAR_OPENING_H
#define GRAMMAR_OPENING_H

#include "outconn.h"

#define OPENING_WORDS 4

/* One of these words, behind blanks; count 0: the pattern does not say. */
struct opening {
    oc_text words[OPENING_WORDS]; /* in the pattern */
    size_t count;
    bool any_case; /* of the words */
    bool indented; /* at least one blank */
};

/*
 * Of a pattern in extended syntax, that must match from the beginning of a line: blanks, then
 * (?<name> A | B ), (?: A | B ), (?i: A | B ) or an escaped character.
 */
struct opening opening_of(oc_text pattern);
/* False: the pattern does not match the line. */
bool opening_fits(const struct opening *opening, oc_text line);

#endif
