/*
 * Owns: rows that follow each other and are plain: read many at a time, or only counted.
 * Must not know: what any other line is; joining, output.
 *
 * This is where the time goes in a long list. A row is taken here when the line behind it is one as
 * well, so that nothing below it can belong to it, and when what the grammar declares as plain (see
 * grammar/plain.h) shows that it would be read in full; every other line is left to classify.c. A
 * row whose PID nobody asked for is told as a number.
 */
#ifndef PARSE_RUN_H
#define PARSE_RUN_H

#include "parse/run_read.h"
#include "parse/section.h"

struct run {
    struct emit *emit;
    const oc_pids *counted;
    run_reader *read;
    struct run_memory *memory;
    struct run_remotes closed; /* of PID 0 in TIME_WAIT, that were not told yet */
    uint64_t rows;             /* that were read */
};

/* The memory may be another's, of texts before. */
void run_init(struct run *run, struct run_memory *memory, const oc_pids *counted,
              struct emit *emit);
void run_free(struct run *run);
/* Takes rows of the open list off the lines, none or many. The line before must be its row. */
void run_rows(struct run *run, struct lines *lines, struct section *section);

#endif
