/*
 * Owns: everything that is in a database, as lines that people can read.
 * Must not know: what should be in it.
 */
#ifndef SUPPORT_DB_DUMP_H
#define SUPPORT_DB_DUMP_H

#include "base/buffer.h"

/*
 * Appends "TABLE: CELL|CELL|..." for each row of each table, in the order of their keys; NULL is
 * "-", a text has quotes around it. Terminated, the NUL not counted. False: it cannot be read.
 */
bool db_dump(const char *path, struct buffer *out);
/* Appends the rows of one query without its name. */
bool db_dump_query(const char *path, const char *sql, struct buffer *out);

#endif
