/*
 * Owns: rows that are read without their pattern, because they are words with blanks between.
 * Must not know: sections, what the words mean.
 *
 * What is plain is declared by the grammar (plain ROW LEAD COLUMN...), and checked there: a line
 * that is plain must be the same row, with the same cells, by its pattern. A line that is not goes
 * to the patterns.
 */
#ifndef GRAMMAR_PLAIN_H
#define GRAMMAR_PLAIN_H

#include "grammar/matcher.h"

/* Whether a plain row may have the word in a column of that type. */
bool plain_fits(enum type type, oc_text word);
/* The row of the shape that the line is plainly, or NULL: its patterns have to say. */
const struct row *plain_row(const struct shape *shape, oc_text line, struct cells *cells);

#endif
