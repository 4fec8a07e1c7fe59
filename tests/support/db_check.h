/*
 * Owns: the database that a test writes, and what must be found in it.
 * Must not know: what is written.
 *
 * Include it behind <cmocka.h>. It is no part of libsupport.a, which is built without cmocka.
 */
#ifndef SUPPORT_DB_CHECK_H
#define SUPPORT_DB_CHECK_H

#include "db/insert.h"
#include "support/db_dump.h"

#define PATH "a.sqlite"

static inline void open_insert(struct insert *insert)
{
    if (!insert_open(insert, PATH, 0)) {
        fail_msg("%s", database_problem(&insert->database));
    }
}

static inline void assert_dump(const char *expected)
{
    struct buffer out;
    buffer_init(&out);
    assert_true(db_dump(PATH, &out));
    assert_string_equal(out.data, expected);
    buffer_free(&out);
}

static inline void assert_query(const char *sql, const char *expected)
{
    struct buffer out;
    buffer_init(&out);
    assert_true(db_dump_query(PATH, sql, &out));
    assert_string_equal(out.data, expected);
    buffer_free(&out);
}

#endif
