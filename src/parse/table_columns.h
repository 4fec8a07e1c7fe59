/*
 * Owns: where the columns of a process table stand in a row of ASCII, and which of them are read.
 * Must not know: rows, sections.
 */
#ifndef PARSE_TABLE_COLUMNS_H
#define PARSE_TABLE_COLUMNS_H

#include "grammar/grammar.h"

/* So many blocks of characters are looked at, see text/block.h: the verbose table needs all. */
#define TABLE_BLOCKS 4
/* Behind them may stand the rest of a line end, and the first character of the next line. */
#define TABLE_ROW_MORE 3

/* Narrower than a number has bits; of width 0 where the table has no such column. */
struct table_column {
    size_t start;
    size_t width;
    uint64_t mask; /* as many ones */
};

/* The columns from which something is read, and bits of the characters of a row. */
struct table_columns {
    struct table_column image;
    struct table_column pid;
    struct table_column session;
    struct table_column session_id;
    struct table_column memory;
    struct table_column last; /* as much of it as is looked at: it is not empty; width 0: another of
                                 these is the last one */
    bool last_names;          /* it is of TYPE_NAMES */
    uint64_t number[TABLE_BLOCKS]; /* in a column of a number: digits that end where it does */
    uint64_t filled[TABLE_BLOCKS]; /* never blank */
    uint64_t blank[TABLE_BLOCKS];  /* always blank, as what is between the columns */
    size_t blocks;                 /* 2 or TABLE_BLOCKS */
    size_t reach;                  /* so many bytes are read from where a row may begin */
};

/* false: rows of this shape below this rule have to be read in full. */
bool table_columns_of(struct table_columns *columns, const struct shape *shape,
                      const struct ruler *ruler);

#endif
