/* Remote ends of rows that are told together: each has its count, and what finds no room is said.
 */
#include "parse/run_remotes.h"

#include "support/fail_alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { FEW = 300, MANY = 60000, COLUMN = 64 };

static const char *column_of(char column[COLUMN], size_t number)
{
    char end[COLUMN];
    snprintf(end, sizeof end, "10.%u.%u.%u:%u", (unsigned)(number % 200),
             (unsigned)(number / 200) % 250U, (unsigned)(number / 50000) % 250U,
             (unsigned)(number % 65536));
    snprintf(column, COLUMN, "%-*.*s", RUN_REMOTE_WIDTH, RUN_REMOTE_WIDTH, end);
    return column;
}

static bool add(struct run_remotes *remotes, const char *column, uint32_t colon)
{
    return run_remotes_reserve(remotes, 1) &&
           run_remotes_add(remotes, run_remotes_expect(remotes, column), column, colon);
}

static uint64_t total(const struct run_remotes *remotes, size_t *ends)
{
    const struct run_remote *remote;
    uint64_t rows = 0;
    *ends = 0;
    for (size_t next = 0; (remote = run_remotes_next(remotes, &next)) != NULL; ++*ends) {
        rows += remote->rows;
    }
    return rows;
}

/* And stays itself while the table grows; of few ends nearly every one finds room. */
static void each_end_has_its_rows(void **state)
{
    struct run_remotes remotes;
    const struct run_remote *remote;
    char column[COLUMN];
    uint32_t rows[FEW] = {0};
    size_t seen = 0;
    (void)state;
    run_remotes_init(&remotes);
    for (size_t round = 0; round < FEW; round++) {
        for (size_t i = round; i < FEW; i++) {
            rows[i] += add(&remotes, column_of(column, i), (uint32_t)i);
        }
    }
    for (size_t next = 0; (remote = run_remotes_next(&remotes, &next)) != NULL; seen++) {
        assert_string_equal(remote->text, column_of(column, remote->colon));
        assert_int_equal(remote->rows, rows[remote->colon]);
        assert_true(remote->rows > 0);
    }
    assert_true(seen > FEW * 9 / 10);
    run_remotes_free(&remotes);
}

/* More than are kept: what is refused and what is kept is all. */
static void what_finds_no_room_is_said(void **state)
{
    struct run_remotes remotes;
    char column[COLUMN];
    size_t ends;
    uint64_t refused = 0;
    (void)state;
    run_remotes_init(&remotes);
    for (size_t i = 0; i < MANY; i++) {
        refused += !add(&remotes, column_of(column, i), 9);
    }
    assert_true(refused > 0 && refused < MANY);
    assert_int_equal(total(&remotes, &ends) + refused, MANY);
    assert_int_equal(ends, MANY - refused);
    run_remotes_clear(&remotes);
    assert_int_equal(total(&remotes, &ends), 0);
    assert_true(add(&remotes, column_of(column, 1), 9));
    assert_int_equal(total(&remotes, &ends), 1);
    run_remotes_free(&remotes);
}

/* The column counts up to its end, its blanks, too. */
static void ends_that_differ_anywhere_are_others(void **state)
{
    struct run_remotes remotes;
    size_t ends;
    (void)state;
    run_remotes_init(&remotes);
    for (size_t i = 0; i < RUN_REMOTE_WIDTH; i++) {
        char column[RUN_REMOTE_WIDTH + 1] = "10.0.0.1:443           ";
        column[i]++;
        assert_true(add(&remotes, column, 8));
        assert_int_equal(total(&remotes, &ends), i + 1);
        assert_int_equal(ends, i + 1);
    }
    run_remotes_free(&remotes);
}

static void without_memory_nothing_is_kept(void **state)
{
    struct run_remotes remotes;
    char column[COLUMN];
    size_t ends;
    uint64_t refused = 0;
    (void)state;
    for (uint64_t n = 0; n < 3; n++) {
        refused = 0;
        run_remotes_init(&remotes);
        fail_alloc_start(n);
        for (size_t i = 0; i < MANY; i++) {
            refused += !add(&remotes, column_of(column, i), 9);
        }
        assert_true(fail_alloc_stop());
        assert_int_equal(total(&remotes, &ends) + refused, MANY);
        assert_int_equal(refused == MANY, n == 0);
        run_remotes_clear(&remotes);
        run_remotes_free(&remotes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_end_has_its_rows),
        cmocka_unit_test(what_finds_no_room_is_said),
        cmocka_unit_test(ends_that_differ_anywhere_are_others),
        cmocka_unit_test(without_memory_nothing_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
