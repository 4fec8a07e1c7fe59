/*
 * Owns: captures made for databases, written as the program does.
 * Must not know: what a database must make of them.
 */
#ifndef SUPPORT_DB_FILL_H
#define SUPPORT_DB_FILL_H

#include "db/insert.h"
#include "support/snapshots.h"

/* The snapshot as a capture of that name with that content. False: the database failed. */
bool db_fill_capture(struct insert *insert, const char *name, const char *content,
                     const oc_snapshot *snapshot);
/*
 * Captures "host<first>" up to before "host<end>", with some rows that differ by number and by
 * version; after each, told (may be NULL) is called. False: the database failed.
 */
bool db_fill_hosts(struct insert *insert, unsigned first, unsigned end, unsigned version,
                   void (*told)(void *user), void *user);
/* The same in a database that is opened and closed for it. */
bool db_fill_file(const char *path, unsigned first, unsigned end, unsigned version);

#endif
