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

struct table_row {
    const char *line;
    size_t end;         /* of its text */
    size_t next;        /* where the next line starts */
    oc_process process; /* all but its place; texts lie in the line */
};

/*
 * Rows from the beginning of the text on; returns how many. It stops at a line that is none, or not
 * certain to be read in full, and where fewer than columns->reach bytes are left.
 */
typedef size_t table_reader(const struct table_columns *columns, oc_text text,
                            struct table_row rows[TABLE_ROWS]);

/* One reader, compiled for what every processor has and for what newer ones have. */
#define TABLE_READERS 2
table_reader table_read, table_read_v3;

/* Those that this processor can run, the best one first; returns how many. */
size_t table_readers(table_reader *readers[TABLE_READERS]);

#endif
