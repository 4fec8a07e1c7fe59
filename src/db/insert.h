/*
 * Owns: captures on their way into a database: which are there already, transactions, ids.
 * Must not know: how captures are read, what the columns mean.
 *
 * Only whole captures are ever committed, so that a run may be killed at any moment and started
 * again. What a run enters replaces what earlier ones did, never each other. For one thread at a
 * time. Failure sticks, see database_problem(&insert->database).
 */
#ifndef DB_INSERT_H
#define DB_INSERT_H

#include "db/database.h"
#include "db/entered.h"
#include "db/stage.h"

#include <time.h>

struct insert {
    struct database database;
    sqlite3_stmt *rows[SCHEMA_TABLES];
    sqlite3_stmt *finish;
    sqlite3_stmt *copy;
    struct entered entered;
    int64_t last_id[SCHEMA_TABLES];
    bool begun;          /* a transaction */
    unsigned unfinished; /* captures of which a part was written */
    unsigned finished;   /* captures in the transaction */
    struct timespec since;
};

/* False: database_problem; call insert_close either way. */
bool insert_open(struct insert *insert, const char *path, unsigned wait);
/*
 * The id of a capture of that name with that content that an earlier run has entered, 0: there is
 * none; an unknown content never is there. It counts as entered by this run from now on: the next
 * capture of that name is another one.
 */
int64_t insert_known(struct insert *insert, oc_text name, oc_text content);
/* Writes what the stage holds; the first time it replaces what earlier runs had of that name. */
bool insert_put(struct insert *insert, struct stage *stage);
/* Whether a part of the stage's capture was written. */
bool insert_begun_with(const struct stage *stage);
/*
 * The capture is over. Content that does not last: it is to be read again in the next run; problem:
 * a word for what was wrong, or unknown.
 */
bool insert_end(struct insert *insert, struct stage *stage, oc_text content, bool lasts,
                oc_text problem);
/* Something came into no capture, though it should; the message may be unknown. */
bool insert_unread(struct insert *insert, oc_text name, oc_text problem, oc_text message);
/* Behind insert_settle: all that lies in the input of that name was read, or told of as unread. */
bool insert_reread(struct insert *insert, oc_text name);
/* All captures of the run are over: what they replace goes, and their copies are numbered. */
bool insert_settle(struct insert *insert);
/* Commits, unless a capture that was begun has not ended: then insert_close gives up what there is
 * since the last time. */
bool insert_commit(struct insert *insert);
/* Gives up what was not committed. */
void insert_close(struct insert *insert);

/* For copies from another database: inside a transaction, with the columns behind id and parent
 * bound at insert_first_cell. */
bool insert_begin(struct insert *insert);
int insert_first_cell(enum schema_table table);
/* Inserts that row below its parent, if it has one, and gives its new id, 0 where the table has
 * none. */
int64_t insert_row(struct insert *insert, enum schema_table table, int64_t parent);
bool insert_copy(struct insert *insert, int64_t id, int64_t copy);

#endif
