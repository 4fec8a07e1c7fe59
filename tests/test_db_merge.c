/* Databases put together: what is in the result, who has the last word, all or nothing. */
#include "base/text.h"
#include "db/merge.h"
#include "support/db_dump.h"
#include "support/db_fill.h"
#include "support/fail_alloc.h"
#include "support/place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define OUT "out.sqlite"
#define MOST_PARTS 4

bool oc_target_next_row(const oc_target *target, oc_row_cursor *cursor, oc_connection *row)
{
    return snapshots_next_row(target->rows, cursor, row);
}

/* Parts are the names up to NULL. "" or what was wrong, "FILE: SENTENCE". */
static void merge(const char *const parts[MOST_PARTS], char told[256])
{
    char *copies[MOST_PARTS];
    size_t count = 0;
    for (; count < MOST_PARTS && parts[count] != NULL; count++) {
        copies[count] = (char *)parts[count];
    }
    const char *wrong = NULL;
    struct buffer problem;
    buffer_init(&problem);
    *told = '\0';
    if (!merge_parts(OUT, copies, count, 0, &wrong, &problem)) {
        snprintf(told, 256, "%s: %s", wrong, problem.failed ? "out of memory" : problem.data);
    }
    buffer_free(&problem);
}

#define MERGE(told, ...) merge((const char *const[MOST_PARTS]){__VA_ARGS__}, told)

static void assert_same_rows(const char *left, const char *right)
{
    struct buffer rows[2];
    buffer_init(&rows[0]);
    buffer_init(&rows[1]);
    assert_true(db_dump(left, &rows[0]) && db_dump(right, &rows[1]));
    assert_string_equal(rows[0].data, rows[1].data);
    buffer_free(&rows[0]);
    buffer_free(&rows[1]);
}

static void assert_captures(const char *expected)
{
    struct buffer out;
    buffer_init(&out);
    assert_true(db_dump_query(OUT, "SELECT name, content FROM captures ORDER BY name", &out));
    assert_string_equal(out.data, expected);
    buffer_free(&out);
}

static void write_part(const char *path, const char *name, const char *content,
                       const oc_snapshot *snapshot)
{
    struct insert insert;
    assert_true(insert_open(&insert, path, 0));
    assert_true(db_fill_capture(&insert, name, content, snapshot));
    assert_true(insert_commit(&insert));
    insert_close(&insert);
}

static void parts_are_one_run(void **state)
{
    char told[256];
    (void)state;
    assert_true(db_fill_file("one", 0, 60, 0));
    assert_true(db_fill_file("a", 0, 25, 0));
    assert_true(db_fill_file("b", 25, 26, 0));
    assert_true(db_fill_file("c", 26, 60, 0));
    MERGE(told, "a", "b", "c");
    assert_string_equal(told, "");
    assert_same_rows(OUT, "one");
    /* Once more, and a part into what is there. */
    MERGE(told, "b", "a");
    assert_string_equal(told, "");
    assert_same_rows(OUT, "one");
}

static void every_cell_is_taken_along(void **state)
{
    char told[256];
    (void)state;
    write_part("a", "-", "1", &snapshots_mixed);
    write_part("a", "plain", NULL, &snapshots_plain);
    MERGE(told, "a");
    assert_string_equal(told, "");
    assert_same_rows(OUT, "a");
}

static void the_last_part_has_the_last_word(void **state)
{
    char told[256];
    (void)state;
    write_part("a", "x", "1", &snapshots_plain);
    write_part("a", "y", "1", &snapshots_plain);
    write_part("b", "x", "2", &snapshots_mixed);
    write_part("c", "y", NULL, &snapshots_mixed);
    MERGE(told, "a", "b", "c");
    assert_string_equal(told, "");
    assert_captures("'x'|'2'\n'y'|-\n");
    MERGE(told, "b", "c", "a");
    assert_string_equal(told, "");
    assert_captures("'x'|'1'\n'y'|'1'\n");
}

static void add(struct insert *insert, const char *name, const char *content)
{
    assert_true(db_fill_capture(insert, name, content, &snapshots_mixed));
}

static void end_part(struct insert *insert)
{
    assert_true(insert_settle(insert) && insert_commit(insert));
    insert_close(insert);
}

static void assert_query(const char *sql, const char *expected)
{
    struct buffer out;
    buffer_init(&out);
    assert_true(db_dump_query(OUT, sql, &out));
    assert_string_equal(out.data, expected);
    buffer_free(&out);
}

static void copies_are_taken_along(void **state)
{
    static const char copies[] = "SELECT name, copy, content FROM captures ORDER BY 1, 2";
    struct insert insert;
    char told[256];
    (void)state;
    assert_true(insert_open(&insert, "a", 0));
    add(&insert, "x", "3");
    add(&insert, "x", NULL);
    add(&insert, "x", "2");
    add(&insert, "y", "1");
    end_part(&insert);
    assert_true(insert_open(&insert, "b", 0));
    add(&insert, "x", "3");
    add(&insert, "x", "1");
    end_part(&insert);
    for (int i = 0; i < 2; i++) {
        MERGE(told, "a");
        assert_string_equal(told, "");
        assert_query(copies, "'x'|1|-\n'x'|2|'2'\n'x'|3|'3'\n'y'|1|'1'\n");
    }
    /* One of them is known and becomes the second, whichever comes first. */
    MERGE(told, "b");
    assert_query(copies, "'x'|1|'1'\n'x'|2|'3'\n'y'|1|'1'\n");
    MERGE(told, "a", "b");
    assert_query(copies, "'x'|1|'1'\n'x'|2|'3'\n'y'|1|'1'\n");
}

static void tell(struct insert *insert, const char *name, const char *message)
{
    assert_true(insert_unread(insert, text_of(name), text_of("unreadable"), text_of(message)));
}

static void what_was_not_read_is_taken_along(void **state)
{
    struct insert insert;
    char told[256];
    (void)state;
    assert_true(insert_open(&insert, "a", 0));
    tell(&insert, "everywhere", "1");
    tell(&insert, "twice", "1");
    tell(&insert, "twice", NULL);
    tell(&insert, "x", "1");
    end_part(&insert);
    assert_true(insert_open(&insert, "b", 0));
    tell(&insert, "everywhere", "2");
    add(&insert, "x", "1");
    end_part(&insert);
    for (int i = 0; i < 2; i++) {
        MERGE(told, "a", "b");
        assert_string_equal(told, "");
        assert_query("SELECT name, problem, message FROM unread ORDER BY 1, id",
                     "'everywhere'|'unreadable'|'2'\n'twice'|'unreadable'|'1'\n"
                     "'twice'|'unreadable'|-\n");
    }
}

static void a_part_that_is_none_changes_nothing(void **state)
{
    char told[256];
    (void)state;
    assert_true(db_fill_file("a", 0, 3, 0));
    MERGE(told, "a", "missing");
    assert_string_equal(told, "missing: cannot be opened: No such file or directory");
    assert_int_not_equal(access(OUT, F_OK), 0);
    assert_int_not_equal(access("missing", F_OK), 0);

    FILE *file = fopen("empty", "w");
    assert_true(file != NULL && fclose(file) == 0);
    assert_true(db_fill_file(OUT, 7, 8, 0));
    MERGE(told, "a", "empty");
    assert_string_equal(
        told, "empty: no database of outconn, it holds something else: name another file");
    assert_captures("'host7'|'content 0 of 7'\n");
}

static void the_result_is_no_part(void **state)
{
    char told[256];
    (void)state;
    assert_true(db_fill_file(OUT, 0, 1, 0));
    assert_int_equal(link(OUT, "a"), 0);
    MERGE(told, "a");
    assert_string_equal(told, "a: it is also the database to merge into: name it once");
}

static void a_result_that_cannot_be_written_is_told(void **state)
{
    char told[256];
    struct database other;
    (void)state;
    assert_true(db_fill_file("a", 0, 3, 0));
    assert_true(database_open(&other, OUT, DATABASE_WRITE, 0));
    assert_true(database_run(&other, "BEGIN IMMEDIATE"));
    MERGE(told, "a");
    assert_string_equal(told,
                        OUT ": another run or program has it locked: try again when that is done");
    database_close(&other);
}

static void memory_that_runs_out(void **state)
{
    bool failed = true;
    (void)state;
    assert_true(db_fill_file("a", 0, 3, 0));
    for (uint64_t n = 0; failed && n < 1000; n++) {
        char told[256];
        fail_alloc_start(n);
        MERGE(told, "a");
        failed = fail_alloc_stop();
        assert_int_equal(*told != '\0', failed);
        assert_int_equal(access(OUT, F_OK) != 0, failed);
    }
    assert_false(failed);
    assert_same_rows(OUT, "a");
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_enter, place_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(parts_are_one_run),
        IN_PLACE(every_cell_is_taken_along),
        IN_PLACE(the_last_part_has_the_last_word),
        IN_PLACE(copies_are_taken_along),
        IN_PLACE(what_was_not_read_is_taken_along),
        IN_PLACE(a_part_that_is_none_changes_nothing),
        IN_PLACE(the_result_is_no_part),
        IN_PLACE(a_result_that_cannot_be_written_is_told),
        IN_PLACE(memory_that_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
