/* Captures of several runs in one database: what stays, what gives way, copies, what was not read.
 */
#include "base/text.h"
#include "support/db_fill.h"
#include "support/place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/db_check.h"

bool oc_target_next_row(const oc_target *target, oc_row_cursor *cursor, oc_connection *row)
{
    return snapshots_next_row(target->rows, cursor, row);
}

/* A capture with those texts. */
static void enter(struct insert *insert, const char *name, const char *content, const char *first,
                  const char *second)
{
    const oc_source sources[] = {{.path = text_of(first)}, {.path = text_of(second)}};
    oc_snapshot snapshot = snapshots_mixed;
    snapshot.sources = sources;
    snapshot.source_count = second == NULL ? 1 : 2;
    assert_true(db_fill_capture(insert, name, content, &snapshot));
}

static void end_run(struct insert *insert)
{
    assert_true(insert_settle(insert) && insert_commit(insert));
    insert_close(insert);
    open_insert(insert);
}

static const char names[] = "SELECT name, copy, content FROM captures ORDER BY name, copy";

/* In whatever order they come. */
static void captures_of_one_name_are_numbered(void **state)
{
    static const char *const contents[][4] = {
        {"1", "2", "2", "3"}, {"3", "2", "1", "2"}, {"2", "3", "2", "1"}};
    struct insert insert;
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        open_insert(&insert);
        for (size_t j = 0; j < 4; j++) {
            enter(&insert, "a", contents[i][j], "a", NULL);
        }
        enter(&insert, "b", "0", "b", NULL);
        end_run(&insert);
        assert_query(names, "'a'|1|'1'\n'a'|2|'2'\n'a'|3|'2'\n'a'|4|'3'\n'b'|1|'0'\n");
        assert_query("SELECT DISTINCT capture FROM report ORDER BY 1",
                     "'a'\n'a (2)'\n'a (3)'\n'a (4)'\n'b'\n");
        insert_close(&insert);
        unlink(PATH);
    }
}

static void copies_that_are_no_more_go(void **state)
{
    struct insert insert;
    (void)state;
    open_insert(&insert);
    enter(&insert, "a", "1", "a", NULL);
    enter(&insert, "a", "2", "a", NULL);
    end_run(&insert);
    /* Nothing has changed. */
    assert_int_not_equal(insert_known(&insert, text_of("a"), text_of("2")), 0);
    assert_int_not_equal(insert_known(&insert, text_of("a"), text_of("1")), 0);
    end_run(&insert);
    assert_query(names, "'a'|1|'1'\n'a'|2|'2'\n");
    /* One is new, one is known, whichever comes first. */
    assert_int_not_equal(insert_known(&insert, text_of("a"), text_of("2")), 0);
    enter(&insert, "a", "0", "a", NULL);
    end_run(&insert);
    assert_query(names, "'a'|1|'0'\n'a'|2|'2'\n");
    /* One is left. */
    assert_int_not_equal(insert_known(&insert, text_of("a"), text_of("2")), 0);
    end_run(&insert);
    assert_query(names, "'a'|1|'2'\n");
    insert_close(&insert);
}

static void a_text_is_in_the_captures_of_one_run(void **state)
{
    struct insert insert;
    (void)state;
    open_insert(&insert);
    enter(&insert, "c/n", NULL, "c/n", NULL);
    enter(&insert, "d", "1", "d/n", "d/t");
    enter(&insert, "gone", "1", "gone/n", NULL);
    end_run(&insert);
    /* Two of one run share a text. */
    enter(&insert, "c/1", "1", "c/t", "c/n");
    enter(&insert, "c/2", "1", "c/t", "c/m");
    assert_int_not_equal(insert_known(&insert, text_of("d"), text_of("1")), 0);
    end_run(&insert);
    assert_query(names, "'c/1'|1|'1'\n'c/2'|1|'1'\n'd'|1|'1'\n'gone'|1|'1'\n");
    assert_query("PRAGMA foreign_key_check", "");
    insert_close(&insert);
}

static void tell(struct insert *insert, const char *name, const char *message)
{
    assert_true(insert_unread(insert, text_of(name), text_of("unreadable"), text_of(message)));
}

static void what_was_not_read_goes_when_it_is(void **state)
{
    static const char unread[] = "SELECT name, message FROM unread ORDER BY 1, id";
    struct insert insert;
    (void)state;
    open_insert(&insert);
    tell(&insert, "a/x", "1");
    tell(&insert, "a.zip", NULL);
    tell(&insert, "a0", "1");
    tell(&insert, "b", "1");
    tell(&insert, "b", "2");
    tell(&insert, "c", "1");
    tell(&insert, "c/x", "1");
    tell(&insert, "d", "1");
    end_run(&insert);
    assert_query(unread, "'a.zip'|-\n'a/x'|'1'\n'a0'|'1'\n'b'|'1'\n'b'|'2'\n'c'|'1'\n'c/x'|'1'\n"
                         "'d'|'1'\n");
    /* What lies in a.zip is read, b is told again, d is a capture. */
    enter(&insert, "h", "1", "a.zip/h/n", NULL);
    enter(&insert, "d", "1", "d/n", NULL);
    tell(&insert, "b", "3");
    end_run(&insert);
    assert_query(unread, "'a/x'|'1'\n'a0'|'1'\n'b'|'3'\n'c'|'1'\n'c/x'|'1'\n");
    /* An input is read again, and all that is in it. */
    tell(&insert, "c/y", "4");
    assert_true(insert_settle(&insert) && insert_reread(&insert, text_of("a")) &&
                insert_reread(&insert, text_of("c")) && insert_commit(&insert));
    insert_close(&insert);
    assert_query(unread, "'a0'|'1'\n'b'|'3'\n'c/y'|'4'\n");
}

static void names_are_valid_utf_8(void **state)
{
    struct insert insert;
    (void)state;
    open_insert(&insert);
    enter(&insert, "\xFF", "1", "\xFF/\xC3\xB6", "\\xff");
    end_run(&insert);
    insert_close(&insert);
    assert_query("SELECT name, path FROM captures JOIN snapshots ON capture_id = captures.id "
                 "JOIN sources ON snapshot_id = snapshots.id",
                 "'\\xff'|'\\xff/\xC3\xB6'\n'\\xff'|'\\x5cxff'\n");
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_enter, place_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(captures_of_one_name_are_numbered),
        IN_PLACE(copies_that_are_no_more_go),
        IN_PLACE(a_text_is_in_the_captures_of_one_run),
        IN_PLACE(what_was_not_read_goes_when_it_is),
        IN_PLACE(names_are_valid_utf_8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
