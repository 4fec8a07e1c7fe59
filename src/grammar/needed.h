/*
 * Owns: words of which a line must hold one for a pattern to match it, as far as the pattern
 * plainly says so.
 * Must not know: lines that match, rows.
 *
 * The same use as opening.h: what a line must begin with tells more, but not every pattern says it.
 */
#ifndef GRAMMAR_NEEDED_H
#define GRAMMAR_NEEDED_H

#include "outconn.h"

#define NEEDED_WORDS 4

/* One of these; count 0: the pattern does not say. */
struct needed {
    oc_text words[NEEDED_WORDS]; /* in the pattern */
    size_t count;
    bool any_case; /* of the words */
};

/* Of a pattern in extended syntax. What is not read here says nothing. */
struct needed needed_of(oc_text pattern);
/* False: the pattern does not match the line. */
bool needed_fits(const struct needed *needed, oc_text line);

#endif
