/*
 * Owns: rows of process tables, of all widths and kinds, with random damage.
 * Must not know: how rows are read.
 */
#ifndef SUPPORT_MUTATE_TABLE_H
#define SUPPORT_MUTATE_TABLE_H

#include "support/mutate.h"

/* The tables are numbered from 0. */
enum { MUTATE_TABLES = 8 };

const char *mutate_table_rule(size_t table);
/* A row that is as tasklist prints it. */
const char *mutate_table_usual(size_t table);
/* Appends one of the rows, not all of them usual, without its line end; up to damage characters of
 * it are changed, added or lost. */
void mutate_table_row(struct mutate *mutate, struct buffer *out, size_t table, size_t damage);

#endif
