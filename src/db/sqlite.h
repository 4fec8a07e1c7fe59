/*
 * Owns: the functions of SQLite, loaded when a database is first opened. The one file that
 * includes <sqlite3.h>.
 * Must not know: tables, captures.
 */
#ifndef DB_SQLITE_H
#define DB_SQLITE_H

#include <stdbool.h>

#include <sqlite3.h>

#define SQLITE_FILE "libsqlite3.so.0"
#define SQLITE_PACKAGE "libsqlite3-0"

#define SQLITE_FUNCTION_MAP(X)                                                                     \
    X(open_v2)                                                                                     \
    X(close_v2)                                                                                    \
    X(busy_timeout)                                                                                \
    X(errmsg)                                                                                      \
    X(errstr)                                                                                      \
    X(system_errno)                                                                                \
    X(exec)                                                                                        \
    X(get_autocommit)                                                                              \
    X(prepare_v2)                                                                                  \
    X(next_stmt)                                                                                   \
    X(finalize)                                                                                    \
    X(step)                                                                                        \
    X(reset)                                                                                       \
    X(bind_null)                                                                                   \
    X(bind_int64)                                                                                  \
    X(bind_text)                                                                                   \
    X(bind_value)                                                                                  \
    X(column_count)                                                                                \
    X(column_type)                                                                                 \
    X(column_int64)                                                                                \
    X(column_text)                                                                                 \
    X(column_bytes)                                                                                \
    X(column_value)

struct sqlite {
#define SQLITE_MEMBER(name) __typeof__(sqlite3_##name) *name;
    SQLITE_FUNCTION_MAP(SQLITE_MEMBER)
#undef SQLITE_MEMBER
};

/* False: missing names what is not there, the library or a function of it. */
bool sqlite_load(struct sqlite *sqlite, const char **missing);

#endif
