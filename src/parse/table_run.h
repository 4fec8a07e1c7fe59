/*
 * Owns: rows of a table below a rule that follow each other and are plain, read many at a time.
 * Must not know: what any other line is; joining, output.
 *
 * As run.h for connections. What a row is follows from its rule and its shape, and nothing below a
 * row changes it; a row that is not certain to be read in full is left to classify.c.
 */
#ifndef PARSE_TABLE_RUN_H
#define PARSE_TABLE_RUN_H

#include "parse/section.h"
#include "parse/table_row.h"
#include "text/lines.h"

struct table_run {
    table_reader *read;
    const struct shape *shape; /* whose columns, by the ruler, are known */
    struct ruler ruler;
    bool usable; /* rows can be read here */
    struct table_columns columns;
};

void table_run_init(struct table_run *run);
/* Takes rows of the open list off the lines, none or many. The line before must be its row. */
void table_run_rows(struct table_run *run, struct lines *lines, struct section *section);

#endif
