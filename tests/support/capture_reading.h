/*
 * Owns: what the program reads from some bytes, as a log like that of the truth. Of the files
 * capture_*, this one alone knows the program, by its public header.
 * Must not know: what should be read.
 */
#ifndef SUPPORT_CAPTURE_READING_H
#define SUPPORT_CAPTURE_READING_H

#include "outconn.h"
#include "support/capture_dice.h"
#include "support/capture_sheet.h"

/* Start it with {0}. */
struct reading {
    struct sheet lists;     /* lists, their rows, the ledger */
    struct sheet snapshots; /* snapshots, and their targets when outlook.exe is asked for */
    oc_join *join;
    bool in_processes; /* the last list was one of processes */
};

void reading_free(struct reading *reading);
/*
 * Reads the bytes in chunks of that size, 0: of sizes that the dice say. Each chunk is memory of
 * its exact size, so that the address sanitizer sees a read past it. Returns the first error.
 */
oc_status reading_take(struct reading *reading, const oc_grammars *grammars,
                       const struct sheet *bytes, size_t chunk, struct dice dice);
/* The line of the ledger: all lines of the text, and its rows. */
void reading_log_lines(struct sheet *log, uint64_t total, uint64_t processes, uint64_t connections,
                       uint64_t rejected);

#endif
