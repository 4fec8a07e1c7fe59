/*
 * Owns: one database file: opened, recognised or made, statements run on it, what went wrong.
 * Must not know: what is in the tables.
 *
 * Failure sticks: after the first one nothing more is done, and database_problem says in a
 * sentence what is wrong and what to do.
 */
#ifndef DB_DATABASE_H
#define DB_DATABASE_H

#include "base/buffer.h"
#include "db/sqlite.h"

enum database_mode {
    DATABASE_WRITE, /* made when it is not there */
    DATABASE_READ,  /* must be there */
};

struct database {
    struct sqlite sqlite;
    sqlite3 *handle;
    bool failed;
    struct buffer problem;
};

/*
 * How long another program's lock is waited for, in milliseconds. False: database_problem; call
 * database_close either way.
 */
bool database_open(struct database *database, const char *path, enum database_mode mode,
                   unsigned wait);
/* Ends a transaction that is open without effect. Harmless after a failure, and twice. */
void database_close(struct database *database);
/* Terminated; "" without a failure. */
const char *database_problem(const struct database *database);

/* What the caller wanted to write did not fit into memory: that is a failure, too. */
void database_no_memory(struct database *database);

/* One or more statements without results. */
bool database_run(struct database *database, const char *sql);
/* Lives until database_close; NULL after a failure. A buffer that failed is one. */
sqlite3_stmt *database_prepare(struct database *database, const struct buffer *sql);
sqlite3_stmt *database_prepare_string(struct database *database, const char *sql);
/* Whether there is a row; at the end and after a failure the statement is ready to start over. */
bool database_step(struct database *database, sqlite3_stmt *statement);
/* Runs a statement without rows. */
bool database_do(struct database *database, sqlite3_stmt *statement);
/* The first cell of the first row of a query, 0 if there is none. */
int64_t database_number(struct database *database, const char *sql);
/* The text lives until the next run of the statement; unknown: NULL. */
void database_bind_text(struct database *database, sqlite3_stmt *statement, int at, oc_text text);
void database_bind_number(struct database *database, sqlite3_stmt *statement, int at,
                          int64_t number);
/* A cell of the row that the statement stands on; lives until its next step. */
oc_text database_text(const struct database *database, sqlite3_stmt *statement, int column);

#endif
