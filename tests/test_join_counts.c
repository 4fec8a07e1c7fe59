/* What a snapshot counts: unowned PIDs, remote ends, what closed lately, states; limits of it. */
#include "base/text.h"
#include "support/join_script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/table.h"

static const oc_text outlook = {"outlook.exe", 11};

static void run(const struct join_script *script, const char *events, oc_status expected,
                struct buffer *log)
{
    oc_status status = join_script_run(script, events, log);
    buffer_byte(log, '\0');
    assert_string_equal(oc_status_text(status), oc_status_text(expected));
    assert_false(log->failed);
}

struct count_case {
    const char *name;
    const char *script; /* behind a process list with OUTLOOK.EXE, PID 9 */
    const char *expected;
    bool details;
};

static void check_case(void **state)
{
    const struct count_case *at = *state;
    struct join_script script = {.options = {.images = &outlook, .image_count = 1},
                                 .details = at->details};
    struct buffer events;
    struct buffer log;
    buffer_init(&events);
    buffer_init(&log);
    buffer_printf(&events, "text a\nT\np 9 OUTLOOK.EXE\n%send\n", at->script);
    buffer_byte(&events, '\0');
    run(&script, events.data, OC_OK, &log);
    bool same = strstr(log.data, at->expected) != NULL;
    if (!same) {
        print_error("expected:\n%sgot:\n%s", at->expected, log.data);
    }
    buffer_free(&events);
    buffer_free(&log);
    assert_true(same);
}

static struct count_case counts[] = {
    {"unowned pids, each once, 0 apart",
     "p 4 System\nN\nc 7 10.0.0.1:1 ESTABLISHED\nc 7 10.0.0.1:2 ESTABLISHED\nu 8\nl 8 0.0.0.0:0 "
     "LISTENING\nc 0 10.0.0.1:1 TIME_WAIT\nc 4 10.0.0.1:1 ESTABLISHED\nc - 10.0.0.1:1 "
     "ESTABLISHED\nc 4294967295 10.0.0.1:1 ESTABLISHED\n",
     ", 2 processes, 8 connections, 3 unowned\n", false},
    {"states are those of the connections",
     "N\nc 9 10.0.0.1:443 ESTABLISHED\nc 9 10.0.0.1:443 CLOSE_WAIT\nl 9 0.0.0.0:0 LISTENING\n"
     "c 9 10.0.0.2:443 ESTABLISHED\nc 9 10.0.0.2:443 FOO\nu 9\nc 7 10.0.0.2:443 SYN_SENT\n",
     ": 4 connections, 1 listeners, 1 udp, UNKNOWN 1, ESTABLISHED 2, CLOSE_WAIT 1\n", true},
    {"remote ends, most connections first, then by address, port and service",
     "N\nc 9 10.0.0.3:443 ESTABLISHED\nc 9 10.0.0.1:443 ESTABLISHED\nc 9 10.0.0.1:80 ESTABLISHED\n"
     "c 9 server:https ESTABLISHED\nc 9 10.0.0.2:443 ESTABLISHED\nl 9 0.0.0.0:0 LISTENING\n"
     "c 9 server:http ESTABLISHED\nc 9 10.0.0.2:443 CLOSE_WAIT\nu 9\nc 9 server:https FOO\n"
     "c 9 server:https ESTABLISHED\n",
     "    to server:https x3\n    to 10.0.0.2:443 x2\n    to 10.0.0.1:80 x1\n"
     "    to 10.0.0.1:443 x1\n    to 10.0.0.3:443 x1\n    to server:http x1\n",
     true},
    {"one address is not the beginning of another",
     "N\nc 9 10.0.0.1:44 ESTABLISHED\nc 9 10.0.0.1:443 ESTABLISHED\nc 9 10.0.0.11:44 ESTABLISHED\n",
     "    to 10.0.0.1:44 x1\n    to 10.0.0.1:443 x1\n    to 10.0.0.11:44 x1\n", true},
    {"what closed lately, before and behind the connection",
     "N\nc 0 10.0.0.1:443 TIME_WAIT\nc 9 10.0.0.1:443 ESTABLISHED\nc 9 10.0.0.1:443 ESTABLISHED\n"
     "c 0 10.0.0.1:443 TIME_WAIT\nc 0 10.0.0.1:443 TIME_WAIT\n",
     ": 2 connections, 0 listeners, 0 udp, closed 3\n", false},
    {"what closed lately at several ends",
     "N\nc 9 10.0.0.1:443 ESTABLISHED\nc 9 server:https ESTABLISHED\nc 0 10.0.0.1:443 TIME_WAIT\n"
     "c 0 server:https TIME_WAIT\nc 0 server:http TIME_WAIT\nc 0 10.0.0.2:443 TIME_WAIT\n",
     ": 2 connections, 0 listeners, 0 udp, closed 2\n", false},
    {"what did not close lately",
     "N\nc 9 10.0.0.1:443 ESTABLISHED\nc 0 10.0.0.1:444 TIME_WAIT\nc 0 10.0.0.1:443 ESTABLISHED\n"
     "c 7 10.0.0.1:443 TIME_WAIT\nc - 10.0.0.1:443 TIME_WAIT\nc 9 10.0.0.1:443 TIME_WAIT\n",
     ": 2 connections, 0 listeners, 0 udp\n    ", false},
    {"each connection list counts for itself",
     "N\nc 9 10.0.0.1:443 ESTABLISHED\nc 0 10.0.0.1:443 TIME_WAIT\nc 7 10.0.0.1:1 FOO\n"
     "N\nc 9 10.0.0.1:443 ESTABLISHED\n",
     "snapshot 2: T a + N a, 1 processes, 1 connections\n  lines: connection 1 heading 1\n"
     "  9 OUTLOOK.EXE: 1 connections, 0 listeners, 0 udp\n    10.0.0.1:443 ESTABLISHED\n",
     false},
};

/* ---- limits ---- */

static void add_closed(struct buffer *events, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        buffer_printf(events, "c 0 10.1.%u.%u:443 TIME_WAIT\n", i / 256, i % 256);
    }
}

/* Some more ends than a client has ports in a few minutes are not kept: then nobody knows. */
static void closed_ends_are_kept_up_to_a_limit(void **state)
{
    static const struct {
        unsigned ends;
        const char *expected;
    } cases[] = {{30000, "0 udp, closed 1\n"}, {70000, "0 udp, closed -\n"}};
    struct join_script script = {.options = {.images = &outlook, .image_count = 1}};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct buffer events;
        struct buffer log;
        buffer_init(&events);
        buffer_init(&log);
        buffer_string(&events, "text a\nT\np 9 OUTLOOK.EXE\nN\nc 9 10.1.0.7:443 ESTABLISHED\n");
        add_closed(&events, cases[i].ends);
        buffer_string(&events, "end\n");
        buffer_byte(&events, '\0');
        run(&script, events.data, OC_OK, &log);
        assert_non_null(strstr(log.data, cases[i].expected));
        buffer_free(&events);
        buffer_free(&log);
    }
}

static size_t count_of(const char *log, const char *piece)
{
    size_t count = 0;
    for (const char *at = log; (at = strstr(at, piece)) != NULL; at++) {
        count++;
    }
    return count;
}

static void a_hundred_diagnostics_are_told(void **state)
{
    struct join_script script = {.options = {.images = &outlook, .image_count = 1}};
    struct buffer events;
    struct buffer log;
    (void)state;
    buffer_init(&events);
    buffer_init(&log);
    buffer_string(&events, "text a\nT\np 9 OUTLOOK.EXE\nN\n");
    for (int i = 0; i < 60; i++) {
        buffer_string(&events, "x row-cut\n");
    }
    buffer_string(&events, "N\n");
    for (int i = 0; i < 90; i++) {
        buffer_string(&events, "x stray-line\n");
    }
    buffer_string(&events, "N\nx row-unread\nend\n");
    buffer_byte(&events, '\0');
    run(&script, events.data, OC_OK, &log);
    assert_int_equal(count_of(log.data, "  diagnostic row-cut a:"), 60);
    assert_int_equal(count_of(log.data, "  diagnostic stray-line a:"), 40);
    assert_non_null(strstr(log.data, "lines: process 1 heading 2 rejected 60\n"));
    assert_non_null(strstr(log.data, "lines: heading 1 rejected 90\n"));
    assert_non_null(strstr(log.data, "  50 diagnostics left out\n"));
    assert_non_null(strstr(log.data, "lines: heading 1 rejected 1\n"));
    assert_non_null(strstr(log.data, "  1 diagnostics left out\n"));
    buffer_free(&events);
    buffer_free(&log);
}

/* ---- rows that wait ---- */

static oc_status wait_for_list(const struct join_script *script, unsigned rows, const char *last)
{
    struct buffer events;
    struct buffer log;
    buffer_init(&events);
    buffer_init(&log);
    buffer_string(&events, "text a\nN\n");
    for (unsigned i = 0; i < rows; i++) {
        buffer_printf(&events, "c 9 10.1.%u.%u:443 ESTABLISHED\n", i / 256, i % 256);
        if (i % 1000 == 999) {
            buffer_string(&events, "N\n");
        }
    }
    buffer_string(&events, last);
    buffer_byte(&events, '\0');
    oc_status status = join_script_run(script, events.data, &log);
    buffer_free(&events);
    buffer_free(&log);
    return status;
}

static void rows_wait_up_to_a_limit(void **state)
{
    static const uint32_t other = 77;
    struct join_script by_name = {
        .options = {.images = &outlook, .image_count = 1, .waiting_limit = 100000}};
    struct join_script by_pid = {
        .options = {.pids = &other, .pid_count = 1, .waiting_limit = 100000}};
    static const char list[] = "T\np 9 OUTLOOK.EXE\nend\n";
    (void)state;
    assert_int_equal(wait_for_list(&by_name, 500, list), OC_OK);
    assert_int_equal(wait_for_list(&by_name, 20000, list), OC_TOO_MUCH_WAITS);
    assert_int_equal(wait_for_list(&by_pid, 20000, list), OC_OK);
    by_name.options.waiting_limit = 0;
    assert_int_equal(wait_for_list(&by_name, 20000, list), OC_OK);
    by_name.options.waiting_limit = 20000;
    assert_int_equal(wait_for_list(&by_name, 0, list), OC_OK);
    assert_int_equal(wait_for_list(&by_name, 5000, list), OC_TOO_MUCH_WAITS);
    by_name.options.waiting_limit = 1;
    assert_int_equal(wait_for_list(&by_name, 1, list), OC_TOO_MUCH_WAITS);
}

/* A loop of short lists without a process list: what a list takes counts, be it empty. */
static void lists_wait_up_to_a_limit(void **state)
{
    static const char *const lists[] = {"N\nc 9 10.0.0.1:1 ESTABLISHED\n", "N\n"};
    struct join_script script = {
        .options = {.images = &outlook, .image_count = 1, .waiting_limit = 1000000}};
    struct buffer text;
    struct buffer log;
    (void)state;
    for (size_t kind = 0; kind < 2; kind++) {
        for (size_t count = 10; count <= 1000; count *= 100) {
            buffer_init(&text);
            buffer_init(&log);
            buffer_string(&text, "text a\n");
            for (size_t i = 0; i < count; i++) {
                buffer_string(&text, lists[kind]);
            }
            buffer_byte(&text, '\0');
            run(&script, text.data, count == 10 ? OC_OK : OC_TOO_MUCH_WAITS, &log);
            buffer_free(&text);
            buffer_free(&log);
        }
    }
}

static void rows_do_not_wait_behind_a_list(void **state)
{
    struct join_script script = {
        .options = {.images = &outlook, .image_count = 1, .waiting_limit = 1}};
    struct buffer log;
    (void)state;
    buffer_init(&log);
    run(&script,
        "text a\nT\np 9 OUTLOOK.EXE\nN\nc 9 10.0.0.1:1 ESTABLISHED\nN\nc 9 10.0.0.2:2 FOO\nend\n",
        OC_OK, &log);
    assert_int_equal(count_of(log.data, "snapshot "), 2);
    buffer_free(&log);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(closed_ends_are_kept_up_to_a_limit),
        cmocka_unit_test(a_hundred_diagnostics_are_told),
        cmocka_unit_test(rows_wait_up_to_a_limit),
        cmocka_unit_test(lists_wait_up_to_a_limit),
        cmocka_unit_test(rows_do_not_wait_behind_a_list),
    };
    int failed = TABLE_RUN("counts", counts, check_case);
    return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
