/* When an input is live, and when what is read came. */
#include "cli/live.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void assert_time(const struct live *live, const char *expected)
{
    char stamp[LIVE_STAMP];
    oc_text time = live_time(live, stamp);
    assert_int_equal(time.size, strlen(expected));
    assert_memory_equal(time.data, expected, time.size);
}

static void nothing_came(void **state)
{
    char stamp[LIVE_STAMP];
    const struct live live = {0};
    (void)state;
    assert_null(live_time(&live, stamp).data);
    assert_false(live.paused);
}

static void bytes_that_wait_for_nobody_are_not_live(void **state)
{
    struct live live = {0};
    (void)state;
    live_came(&live, 0, 100);
    live_came(&live, LIVE_PAUSE - 1, 101);
    live_came(&live, 0, 102);
    assert_false(live.paused);
    assert_time(&live, "1970-01-01T00:01:40");
}

/* The program that writes may take its time to start. */
static void waiting_for_the_first_bytes_is_no_pause(void **state)
{
    struct live live = {0};
    (void)state;
    live_came(&live, LIVE_PAUSE * 10, 100);
    assert_false(live.paused);
    assert_time(&live, "1970-01-01T00:01:40");
}

static void a_pause_makes_it_live(void **state)
{
    struct live live = {0};
    (void)state;
    live_came(&live, 0, 100);
    live_came(&live, LIVE_PAUSE, 105);
    assert_true(live.paused);
    assert_time(&live, "1970-01-01T00:01:45");
    live_came(&live, 0, 106);
    assert_true(live.paused);
    assert_time(&live, "1970-01-01T00:01:45");
    live_came(&live, LIVE_PAUSE * 5, 86400);
    assert_time(&live, "1970-01-02T00:00:00");
}

static void times_are_local(void **state)
{
    struct live live = {0};
    (void)state;
    assert_int_equal(setenv("TZ", "IST-5:30", 1), 0);
    tzset();
    live_came(&live, 0, 100);
    assert_time(&live, "1970-01-01T05:31:40");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_came),
        cmocka_unit_test(bytes_that_wait_for_nobody_are_not_live),
        cmocka_unit_test(waiting_for_the_first_bytes_is_no_pause),
        cmocka_unit_test(a_pause_makes_it_live),
        cmocka_unit_test(times_are_local),
    };
    if (setenv("TZ", "UTC0", 1) != 0) {
        return EXIT_FAILURE;
    }
    tzset();
    return cmocka_run_group_tests_name("live", tests, NULL, NULL);
}
