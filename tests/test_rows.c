/* Kept rows come back as they were, in order, over block ends and whatever form they take. */
#include "join/rows.h"

#include "base/text.h"
#include "support/fail_alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/row_check.h"

enum { TEXT_LARGEST = 512 };

/* Room for the texts of one row. */
struct texts {
    char local[TEXT_LARGEST];
    char remote[TEXT_LARGEST];
    char word[32];
    char owner[32];
};

static oc_text filled(char *bytes, size_t size, char byte)
{
    memset(bytes, byte, size);
    return (oc_text){bytes, size};
}

static oc_text numbered(char *bytes, size_t room, const char *word, size_t number)
{
    int size = snprintf(bytes, room, "%s%zu", word, number);
    return (oc_text){bytes, (size_t)size};
}

/* The index-th row: sizes, ports, PIDs and words that change from row to row. */
static oc_connection make_row(size_t index, size_t words, struct texts *texts)
{
    char letter = (char)('a' + index % 26);
    oc_connection row = {
        .kind = (oc_row_kind)(index % 3),
        .proto = text_of(index % 3 == OC_UDP ? "UDP" : "TCP"),
        .local = {.address = filled(texts->local, index * 7 % (TEXT_LARGEST + 1), letter),
                  .port = (int32_t)(index * 31 % 65536)},
        .remote = {.port = OC_NONE},
        .state = (oc_state)(index % OC_STATES),
        .state_word = numbered(texts->word, sizeof texts->word, "WORD_", index % words),
        .pid = (int64_t)index * 1000003 % 4294967296,
    };
    if (index % 4 == 1) {
        row.remote.address = filled(texts->remote, index * 13 % TEXT_LARGEST, letter);
        row.remote.port = 65535 - (int32_t)(index % 65536);
    } else if (index % 4 == 2) {
        row.remote.address = text_of("");
        row.remote.service = filled(texts->remote, index % 40, letter);
    } else if (index % 4 == 3) {
        row.pid = OC_NONE;
        row.state_word = text_of(NULL);
        row.owner = numbered(texts->owner, sizeof texts->owner, "owner", index % words);
    }
    return row;
}

static void check_rows(size_t count, size_t words)
{
    struct texts texts;
    struct shapes shapes;
    struct oc_rows rows;
    oc_row_cursor cursor = {0};
    oc_connection got;
    shapes_init(&shapes);
    rows_init(&rows, &shapes);
    for (size_t i = 0; i < count; i++) {
        oc_connection row = make_row(i, words, &texts);
        rows_add(&rows, &row);
    }
    assert_false(rows.failed);
    memset(&texts, '?', sizeof texts);
    for (size_t i = 0; i < count; i++) {
        assert_true(rows_next(&rows, &cursor, &got));
        oc_connection expected = make_row(i, words, &texts);
        assert_row(&got, &expected);
        assert_int_equal(got.place.line, 0);
    }
    assert_false(rows_next(&rows, &cursor, &got));
    assert_false(rows_next(&rows, &cursor, &got));
    rows_free(&rows);
    shapes_free(&shapes);
}

static void no_rows(void **state)
{
    (void)state;
    check_rows(0, 1);
}

static void few_words(void **state)
{
    (void)state;
    check_rows(1, 1);
    check_rows(5000, 12);
}

static void more_words_than_the_table_holds(void **state)
{
    (void)state;
    check_rows(5000, 200);
    check_rows(5000, 256);
    check_rows(5000, 3000);
}

/* Rows of one size, for every size: one of them ends where a block ends, others just before. */
static void every_size_fills_blocks(void **state)
{
    char address[TEXT_LARGEST];
    (void)state;
    for (size_t size = 0; size <= TEXT_LARGEST; size++) {
        struct shapes shapes;
        struct oc_rows rows;
        oc_row_cursor cursor = {0};
        oc_connection got;
        oc_connection row = {.proto = text_of("TCP"),
                             .local = {.address = filled(address, size, 'x'), .port = 1},
                             .remote = {.port = OC_NONE}};
        shapes_init(&shapes);
        rows_init(&rows, &shapes);
        for (int i = 0; i < 200; i++) {
            row.pid = i;
            rows_add(&rows, &row);
        }
        for (int i = 0; i < 200; i++) {
            row.pid = i;
            assert_true(rows_next(&rows, &cursor, &got));
            assert_row(&got, &row);
        }
        assert_false(rows_next(&rows, &cursor, &got));
        assert_true(rows_size(&rows) + shapes_size(&shapes) >= 200 * 12 + size);
        rows_free(&rows);
        shapes_free(&shapes);
    }
}

static void two_cursors_do_not_meet(void **state)
{
    struct texts texts;
    struct shapes shapes;
    struct oc_rows rows;
    oc_row_cursor first = {0};
    oc_row_cursor second = {0};
    oc_connection got;
    (void)state;
    shapes_init(&shapes);
    rows_init(&rows, &shapes);
    for (size_t i = 0; i < 300; i++) {
        oc_connection row = make_row(i, 12, &texts);
        rows_add(&rows, &row);
    }
    for (size_t i = 0; i < 300; i++) {
        oc_connection expected = make_row(i, 12, &texts);
        assert_true(rows_next(&rows, &first, &got));
        assert_row(&got, &expected);
        if (i % 2 == 0) {
            expected = make_row(i / 2, 12, &texts);
            assert_true(rows_next(&rows, &second, &got));
            assert_row(&got, &expected);
        }
    }
    rows_free(&rows);
    shapes_free(&shapes);
}

static void a_failure_sticks_and_what_was_kept_stays(void **state)
{
    struct texts texts;
    bool failed = true;
    (void)state;
    for (uint64_t failing = 0; failed; failing++) {
        struct shapes shapes;
        struct oc_rows rows;
        oc_row_cursor cursor = {0};
        oc_connection got;
        size_t kept = 0;
        shapes_init(&shapes);
        rows_init(&rows, &shapes);
        fail_alloc_start(failing);
        for (size_t i = 0; i < 300 && !rows.failed; i++) {
            oc_connection row = make_row(i, 300, &texts);
            rows_add(&rows, &row);
            kept += !rows.failed;
        }
        failed = fail_alloc_stop();
        assert_int_equal(rows.failed, failed);
        for (size_t i = 0; i < kept; i++) {
            oc_connection expected = make_row(i, 300, &texts);
            assert_true(rows_next(&rows, &cursor, &got));
            assert_row(&got, &expected);
        }
        rows_free(&rows);
        shapes_free(&shapes);
    }
}

/* Rows of those PIDs are passed over, unless they have an owner. */
static void rows_of_some_pids_are_passed_over(void **state)
{
    const size_t count = 5000;
    struct shapes shapes;
    struct oc_rows rows;
    struct texts texts;
    static oc_pids pids;
    oc_connection got;
    (void)state;
    shapes_init(&shapes);
    rows_init(&rows, &shapes);
    for (size_t i = 0; i < count; i++) {
        oc_connection row = make_row(i, 300, &texts);
        row.pid = i % 4 == 3 ? OC_NONE : (int64_t)(i % 700);
        if (i % 7 == 0)
            row.owner = text_of("owner");
        rows_add(&rows, &row);
    }
    memset(&pids, 0, sizeof pids);
    for (size_t i = 0; i < 700; i += 3)
        pids.bits[i / 64] |= UINT64_C(1) << i % 64;
    oc_row_cursor cursor = {0};
    oc_row_cursor every = {0};
    for (oc_connection row; rows_next(&rows, &every, &row);) {
        bool passed = row.pid >= 0 && row.pid % 3 == 0 && !text_known(row.owner);
        if (passed)
            continue;
        assert_true(rows_next_but(&rows, &cursor, &pids, &got));
        assert_row(&got, &row);
    }
    assert_false(rows_next_but(&rows, &cursor, &pids, &got));
    rows_free(&rows);
    shapes_free(&shapes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_rows),
        cmocka_unit_test(few_words),
        cmocka_unit_test(more_words_than_the_table_holds),
        cmocka_unit_test(every_size_fills_blocks),
        cmocka_unit_test(two_cursors_do_not_meet),
        cmocka_unit_test(a_failure_sticks_and_what_was_kept_stays),
        cmocka_unit_test(rows_of_some_pids_are_passed_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
