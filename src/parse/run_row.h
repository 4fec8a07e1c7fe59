/*
 * Owns: one plain row: where its words are, and whether it would be read in full.
 * Must not know: sections, events, what comes before or after.
 */
#ifndef PARSE_RUN_ROW_H
#define PARSE_RUN_ROW_H

#include "outconn.h"

#define RUN_PLAINS 4

/* A plain row of a lead, two endpoints, a state or none, and a PID. */
struct run_plain {
    oc_text lead;
    uint64_t bytes; /* the lead and a blank, as they lie in memory */
    uint64_t mask;  /* of as many bytes */
    bool has_state;
};

struct run_plains {
    struct run_plain at[RUN_PLAINS];
    size_t count;
};

/* Offsets in the line: where something starts and where it has ended. */
struct run_span {
    size_t start;
    size_t end;
};

/* An end; colon, behind its address, is known where both ends of a row are IPv4. */
struct run_end {
    struct run_span span;
    size_t colon;
};

struct run_row {
    const struct run_plain *plain;
    const char *line;
    size_t end;  /* of its text */
    size_t next; /* where the next line starts */
    struct run_end local;
    struct run_end remote;
    bool ipv4;             /* both ends are */
    struct run_span state; /* with plain->has_state */
    uint32_t pid;
    size_t number; /* among rows that were read together; the caller's */
};

/* So many bytes are read from where a row may begin. */
#define RUN_ROW_REACH 136
/* No row that is read here is longer. */
#define RUN_ROW_LONGEST 128

/*
 * The row that begins at line, of which RUN_ROW_REACH bytes are there. False: it is none, or not
 * one of the plains, or not certain to be read in full.
 */
typedef bool run_row_reader(const struct run_plains *plains, const char *line, struct run_row *row);

/* One reader, compiled for what every processor has and for what newer ones have. */
#define RUN_ROW_READERS 3
run_row_reader run_row_read, run_row_read_v3, run_row_read_v4;

/* Those that this processor can run, the best one first; returns how many. */
size_t run_row_usable(run_row_reader *readers[RUN_ROW_READERS]);

/* An end of a row that was read. */
oc_endpoint run_row_endpoint(const struct run_row *row, const struct run_end *end);

#endif
