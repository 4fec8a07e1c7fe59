/* Numbers by PID: those that were added, 0 for the others. */
#include "join/pid_table.h"

#include "support/fail_alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { MANY = 5000 };

static uint32_t pid_of(uint32_t index)
{
    return index % 2 == 0 ? index * 4 : UINT32_MAX - index;
}

static void each_pid_has_its_number(void **state)
{
    struct pid_table table;
    (void)state;
    pid_table_init(&table, 16);
    assert_int_equal(pid_table_find(&table, 0), 0);
    for (uint32_t i = 0; i < MANY; i++) {
        assert_int_equal(pid_table_find(&table, pid_of(i)), 0);
        assert_int_equal(pid_table_put(&table, pid_of(i), i + 1), 0);
        assert_int_equal(pid_table_put(&table, pid_of(i), i + 2), i + 1);
    }
    for (uint32_t i = 0; i < MANY; i++) {
        assert_int_equal(pid_table_find(&table, pid_of(i)), i + 1);
        assert_int_equal(pid_table_find(&table, pid_of(i) + 1), 0);
    }
    assert_int_equal(table.count, MANY);
    pid_table_clear(&table);
    for (uint32_t i = 0; i < MANY; i++)
        assert_int_equal(pid_table_find(&table, pid_of(i)), 0);
    pid_table_put(&table, 4028, 7);
    assert_int_equal(pid_table_find(&table, 4028), 7);
    pid_table_free(&table);
}

static void a_failure_sticks(void **state)
{
    bool failed = true;
    (void)state;
    for (uint64_t failing = 0; failed; failing++) {
        struct pid_table table;
        pid_table_init(&table, 16);
        fail_alloc_start(failing);
        for (uint32_t i = 0; i < 300; i++)
            pid_table_put(&table, i, i + 1);
        failed = fail_alloc_stop();
        assert_int_equal(table.failed, failed);
        assert_int_equal(table.count == 300, !failed);
        for (uint32_t i = 0; i < table.count; i++)
            assert_int_equal(pid_table_find(&table, i), i + 1);
        pid_table_free(&table);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_pid_has_its_number),
        cmocka_unit_test(a_failure_sticks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
