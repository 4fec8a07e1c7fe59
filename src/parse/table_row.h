/*
 * Owns: plain rows of a table below a rule: what stands in their columns, and whether they would be
 * read in full.
 * Must not know: sections, events, what comes before or after them.
 */
#ifndef PARSE_TABLE_ROW_H
#define PARSE_TABLE_ROW_H

#include "parse/table_columns.h"

/* So many are read together. */
#define TABLE_ROWS 32

struct table_rows {
    oc_process at[TABLE_ROWS]; /* texts lie in what was read */
    size_t count;
    size_t taken; /* characters of them */
};

/* Characters of a text. */
struct table_text {
    oc_text text;
    oc_place place;
    size_t width; /* bytes that a character has in the input, for places */
};

/*
 * Rows from the beginning of the text on. It stops at a line that is none, or not certain to be
 * read in full, and where fewer than columns->reach characters are left.
 */
typedef void table_reader(const struct table_columns *columns, const struct table_text *from,
                          struct table_rows *rows);

/* One reader, compiled for what every processor has and for what newer ones have. */
#define TABLE_READERS 2
table_reader table_read, table_read_v3;

/* Those that this processor can run, the best one first; returns how many. */
size_t table_readers(table_reader *readers[TABLE_READERS]);

#endif
