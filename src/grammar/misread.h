/*
 * Owns: rows of a table in which characters were read wrongly on their way, so that one became
 * several or two cells became one, and the columns behind it moved.
 * Must not know: shapes, what the cells mean.
 */
#ifndef GRAMMAR_MISREAD_H
#define GRAMMAR_MISREAD_H

#include "grammar/grammar.h"

/* By how many cells the columns may have moved; 0: no character looks as if it was read wrongly. */
size_t misread_most(oc_text line);
/*
 * The pieces of a line whose first column is so many cells wider, or less wide, than the ruler
 * says; a column behind it that does not end where it should goes on to the next blank. 0: it does
 * not fall so.
 */
size_t misread_split(const struct ruler *ruler, oc_text line, ptrdiff_t wider, oc_text *pieces);

#endif
