/*
 * Owns: what one capture adds to a database, as cells in memory, until it is written.
 * Must not know: SQLite, files, other captures.
 *
 * Captures that are read at the same time each have a stage of their own. Snapshots are copied;
 * memory that runs out makes stage_failed true.
 */
#ifndef DB_STAGE_H
#define DB_STAGE_H

#include "base/buffer.h"
#include "db/schema.h"

struct stage {
    struct buffer name;         /* the capture's, as escape_name writes it */
    struct buffer bytes;        /* rows, see stage_next_row */
    size_t read;                /* bytes that were given out */
    int64_t ids[SCHEMA_TABLES]; /* of the rows written last, for their children; 0: none yet */
};

struct stage_cell {
    bool is_text;
    int64_t number; /* OC_NONE with is_text false: not known */
    oc_text text;
};

void stage_init(struct stage *stage);
void stage_free(struct stage *stage);
/* Starts over with a capture of that name; keeps the memory. */
void stage_begin(struct stage *stage, oc_text name);
void stage_snapshot(struct stage *stage, const oc_snapshot *snapshot);
/* So much waits in memory that it had better be written now, before the capture is over. */
bool stage_is_large(const struct stage *stage);
/* Forgets what waits. */
void stage_drop(struct stage *stage);
bool stage_failed(const struct stage *stage);

/* The table of the next row, whose cells follow; SCHEMA_TABLES at the end, which empties it. */
enum schema_table stage_next_row(struct stage *stage);
/* Texts live until the next stage_snapshot. */
struct stage_cell stage_next_cell(struct stage *stage);

#endif
