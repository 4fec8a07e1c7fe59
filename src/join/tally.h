/*
 * Owns: what is counted of every row of a connection list, wanted or not, also while the list waits
 * for its process list.
 * Must not know: targets.
 */
#ifndef JOIN_TALLY_H
#define JOIN_TALLY_H

#include "join/closed.h"
#include "join/pid_table.h"

struct tally {
    uint64_t rows;
    uint64_t anonymous; /* rows with neither PID nor owner */
    bool has_owners;
    struct pid_table pids; /* of rows that were told, all but 0 */
    struct closed closed;  /* remote ends of TIME_WAIT rows with PID 0 */
};

void tally_init(struct tally *tally);
void tally_free(struct tally *tally);
void tally_clear(struct tally *tally);
/* How much memory it has, itself apart, in bytes. */
size_t tally_memory(const struct tally *tally);
/* false: out of memory */
bool tally_add(struct tally *tally, const oc_connection *row);
/* No row comes any more: before its counts are asked for. False: out of memory. */
bool tally_settle(struct tally *tally);

#endif
