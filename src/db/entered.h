/*
 * Owns: which rows are of this run, and what of earlier runs gives way to them.
 * Must not know: how rows are written, transactions.
 *
 * The database itself remembers, in tables that end with the connection: so memory is bounded.
 * Rows of this run never give way to each other. Failure sticks, see database_problem.
 */
#ifndef DB_ENTERED_H
#define DB_ENTERED_H

#include "db/database.h"

struct entered {
    struct database *database; /* borrowed */
    sqlite3_stmt *find;
    sqlite3_stmt *forget;
    sqlite3_stmt *same;
    sqlite3_stmt *capture;
    sqlite3_stmt *unread;
    sqlite3_stmt *reread;
    bool several; /* captures of one name are, or may be, among them */
};

/* False: database_problem. */
bool entered_open(struct entered *entered, struct database *database);
/* Another run begins. */
bool entered_clear(struct entered *entered);
/* The id of a capture of an earlier run with that name and content, which is one of this run from
 * now on; 0: there is none. */
int64_t entered_find(struct entered *entered, oc_text name, oc_text content);
/* A capture of that name comes: those of earlier runs go. Whether it is not this run's first of
 * that name: then its copy is another than 1. */
bool entered_forget(struct entered *entered, oc_text name);
/*
 * The row was written. Of several captures of one name the one with the lowest content is the
 * first, in whatever order they came.
 */
bool entered_capture(struct entered *entered, int64_t id, oc_text content);
bool entered_unread(struct entered *entered, int64_t id);
/*
 * The run is over. Captures of earlier runs go that have a name or a text of one of this run, and
 * what could not be read then if this run has read it, or what lies in it, or has told of it again.
 */
bool entered_replace(struct entered *entered);
/* The run has read all that lies in the input of that name: what could not be read in it before,
 * and was not told of again, goes. */
bool entered_reread(struct entered *entered, oc_text name);
/* Captures of one name get the numbers of their copies. */
bool entered_number(struct entered *entered);

#endif
