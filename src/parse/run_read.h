/*
 * Owns: plain rows that follow each other: where their words are, and whether they would be read in
 * full.
 * Must not know: sections, events, what comes before or after them.
 *
 * Rows of a list lie in the same columns, so a row is first held against the layout of the one
 * before it (run_read.c); one that is laid out otherwise, of UDP, or has ends that are not IPv4 is
 * taken apart word by word (run_apart.c).
 */
#ifndef PARSE_RUN_READ_H
#define PARSE_RUN_READ_H

#include "grammar/matcher.h"
#include "parse/run_remotes.h"

/* The columns of both ends are so wide, and that of states, the blanks behind them included. */
#define RUN_END_WIDTH RUN_REMOTE_WIDTH
#define RUN_STATE_WIDTH 16

/* What stands before the local end has so many bytes, where a layout is learnt from it. */
#define RUN_LEAD_LEAST sizeof(uint64_t)
#define RUN_LEAD_MOST (2 * sizeof(uint64_t))

/* Offsets in the line: where something starts and where it has ended. */
struct run_span {
    uint8_t start;
    uint8_t end;
};

/* Where the words of a row are. */
struct run_places {
    struct run_span lead;
    uint8_t local;
    uint8_t remote;
    uint8_t state; /* where it has one */
    bool has_state;
};

/* The columns of the last row that was laid out so, be it of this text or of one before. */
struct run_layout {
    struct run_places places;
    uint64_t lead[2]; /* what stands before the local end, its first and last bytes */
    size_t local;
    size_t remote;
    size_t state;
    size_t pid;
    uint32_t line_end;
    uint32_t line_end_mask; /* of as many bytes */
    size_t line_end_size;
};

/* A word of a state as it was read. */
struct run_known {
    uint32_t size; /* 0: none */
    oc_state state;
};

/* A word of a state as it fills its column. */
struct run_state {
    uint64_t text[2]; /* zeros: none */
    struct run_known known;
};

/* Slots for words of states: a list has few of them; words with the same slot take turns. */
#define RUN_STATES_LOG 6
#define RUN_STATES (1 << RUN_STATES_LOG)

/* An address of IPv6 with the brackets around it, as it was read: a machine has few of them. */
#define RUN_BRACKET_MOST 48
#define RUN_BRACKETS 16

struct run_bracket {
    char text[RUN_BRACKET_MOST];
    size_t size; /* 0: none */
};

/* What was learnt from rows. */
struct run_memory {
    const oc_grammars *grammars;
    const struct shape *shape;
    bool plain; /* rows of the shape are read here */
    struct run_layout layout;
    struct run_state states[RUN_STATES];
    struct run_bracket brackets[RUN_BRACKETS];
    size_t next_bracket; /* which is learnt next */
};

void run_memory_init(struct run_memory *memory, const oc_grammars *grammars);
/* Rows of another shape come now. */
void run_memory_shape(struct run_memory *memory, const struct shape *shape);

struct run_row {
    const char *line;
    uint32_t number; /* among rows that were read together */
    uint32_t pid;
    struct run_places places;
    struct run_known state;
    /* Where the colons are behind the addresses, where they are IPv4; else 0. */
    uint32_t local_colon;
    uint32_t remote_colon;
};

oc_endpoint run_local(const struct run_row *row);
oc_endpoint run_remote(const struct run_row *row);
oc_endpoint run_remote_end(const struct run_remote *remote);

/* Rows that are told together. */
#define RUN_BATCH 32

/* Rows that were read together. */
struct run_batch {
    struct run_row told[RUN_BATCH]; /* those that are not only counted */
    size_t told_count;
    size_t rows;
    const char *last; /* where the first row that is no part of the batch begins */
};

/* So many bytes are read from where a row may begin. */
#define RUN_REACH 144
/* No row that is read here is longer. */
#define RUN_LONGEST 128

/*
 * Reads rows up to the first line that is none, not one of the plains, or not certain to be read in
 * full; up to RUN_BATCH of those that are not only counted. The last of them is no part of the
 * batch: a row stays until one is seen behind it, because something below may belong to it.
 */
typedef void run_reader(struct run_memory *memory, const oc_pids *counted, const char *text,
                        size_t size, struct run_batch *batch);

/* One reader, compiled for what every processor has and for what newer ones have. */
#define RUN_READERS 2
run_reader run_read, run_read_v3;

/* Those that this processor can run, the best one first; returns how many. */
size_t run_usable(run_reader *readers[RUN_READERS]);

/* ---- what readers have in common ----------------------------------------------------------- */

/* A row in whatever columns; where they are and what is in them are learnt. Returns the bytes of
 * the row and its line end; 0: it is no row that is read here. */
size_t run_apart(struct run_memory *memory, const char *line, struct run_row *row);
size_t run_apart_v3(struct run_memory *memory, const char *line, struct run_row *row);

static inline size_t run_state_slot(const uint64_t text[2])
{
    uint64_t mixed = (text[0] ^ text[1] << 1) * UINT64_C(0x9E3779B97F4A7C15);
    return (size_t)(mixed >> (64 - RUN_STATES_LOG));
}

#endif
