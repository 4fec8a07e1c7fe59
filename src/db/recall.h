/*
 * Owns: a capture in a database as snapshots again, for what is told of a capture without its
 * rows: counts, states, servers, readings, diagnostics.
 * Must not know: who asks, how captures are written.
 */
#ifndef DB_RECALL_H
#define DB_RECALL_H

#include "base/arena.h"
#include "db/database.h"

struct recall {
    struct database *database; /* borrowed */
    sqlite3_stmt *snapshots;
    sqlite3_stmt *targets;
    sqlite3_stmt *states;
    sqlite3_stmt *servers;
    sqlite3_stmt *diagnostics;
    struct arena arena;
};

/* False: database_problem; call recall_free either way. */
bool recall_init(struct recall *recall, struct database *database);
void recall_free(struct recall *recall);
/*
 * Tells the snapshots of the capture, which is told under that name, in their order; rows, sources
 * and near images are not known. Texts live until the call returns. False: database_problem.
 */
bool recall_capture(struct recall *recall, int64_t id, oc_text name,
                    void (*tell)(void *user, const oc_snapshot *snapshot), void *user);

#endif
