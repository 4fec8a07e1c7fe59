/* Rows as they come, callers that stop, calls that cannot be. */
#include "base/text.h"
#include "support/join_script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const oc_text outlook = {"outlook.exe", 11};

static void assert_log(const struct join_script *script, const char *events, oc_status status,
                       const char *expected)
{
    struct buffer log;
    buffer_init(&log);
    assert_string_equal(oc_status_text(join_script_run(script, events, &log)),
                        oc_status_text(status));
    buffer_byte(&log, '\0');
    bool same = strcmp(log.data, expected) == 0;
    if (!same) {
        print_error("expected:\n%sgot:\n%s", expected, log.data);
    }
    buffer_free(&log);
    assert_true(same);
}

#define ROWS_A                                                                                     \
    "c 9 10.0.0.1:1 ESTABLISHED\nc 7 10.0.0.2:2 ESTABLISHED\nl 8 0.0.0.0:0 LISTENING\nu 9\n"
#define ROWS_B "c 8 server:https CLOSE_WAIT\nc 9 10.0.0.4:4 ESTABLISHED\n"
#define T "T\np 9 OUTLOOK.EXE\np 8 outlook.exe\np 7 a.exe\n"

static void rows_come_as_they_are_read(void **state)
{
    struct join_script script = {
        .options = {.images = &outlook, .image_count = 1}, .streams = true, .echoes = true};
    (void)state;
    assert_log(&script, "text a\n" T "N\n" ROWS_A "N\n" ROWS_B "end\n", OC_OK,
               "> T\n> N\n"
               "row 1: 9 OUTLOOK.EXE 10.0.0.1:1 ESTABLISHED\n"
               "row 1: 8 outlook.exe 0.0.0.0:0 LISTENING\n"
               "row 1: 9 OUTLOOK.EXE *:- UDP\n"
               "> N\n"
               "snapshot 1: T a + N a, 3 processes, 4 connections\n"
               "  lines: process 3 connection 4 heading 2\n"
               "  9 OUTLOOK.EXE: 1 connections, 0 listeners, 1 udp\n"
               "  8 outlook.exe: 0 connections, 1 listeners, 0 udp\n"
               "row 2: 8 outlook.exe server:https CLOSE_WAIT\n"
               "row 2: 9 OUTLOOK.EXE 10.0.0.4:4 ESTABLISHED\n"
               "snapshot 2: T a + N a, 3 processes, 2 connections\n"
               "  lines: connection 2 heading 1\n"
               "  9 OUTLOOK.EXE: 1 connections, 0 listeners, 0 udp\n"
               "  8 outlook.exe: 1 connections, 0 listeners, 0 udp\n");
}

static void rows_that_wait_come_in_order(void **state)
{
    struct join_script script = {
        .options = {.images = &outlook, .image_count = 1}, .streams = true, .echoes = true};
    (void)state;
    assert_log(&script, "text a\nN\n" ROWS_A "N\n" ROWS_B T "end\n", OC_OK,
               "> N\n> N\n> T\n"
               "row 1: 9 OUTLOOK.EXE 10.0.0.1:1 ESTABLISHED\n"
               "row 1: 8 outlook.exe 0.0.0.0:0 LISTENING\n"
               "row 1: 9 OUTLOOK.EXE *:- UDP\n"
               "snapshot 1: T a + N a, 3 processes, 4 connections\n"
               "  lines: connection 4 heading 1\n"
               "  9 OUTLOOK.EXE: 1 connections, 0 listeners, 1 udp\n"
               "  8 outlook.exe: 0 connections, 1 listeners, 0 udp\n"
               "row 2: 8 outlook.exe server:https CLOSE_WAIT\n"
               "row 2: 9 OUTLOOK.EXE 10.0.0.4:4 ESTABLISHED\n"
               "snapshot 2: T a + N a, 3 processes, 2 connections\n"
               "  lines: process 3 connection 2 heading 2\n"
               "  9 OUTLOOK.EXE: 1 connections, 0 listeners, 0 udp\n"
               "  8 outlook.exe: 1 connections, 0 listeners, 0 udp\n");
}

static void streamed_rows_say_when(void **state)
{
    struct join_script script = {.options = {.images = &outlook, .image_count = 1},
                                 .streams = true};
    (void)state;
    assert_log(&script,
               "text a\nT\np 9 OUTLOOK.EXE\nN 2024-05-01T10:05:00\nc 9 10.0.0.1:1 FOO\nend\n",
               OC_OK,
               "row 1 at 2024-05-01T10:05:00: 9 OUTLOOK.EXE 10.0.0.1:1 FOO\n"
               "snapshot 1 at 2024-05-01T10:05:00: T a + N a, 1 processes, 1 connections\n"
               "  lines: process 1 connection 1 heading 2\n"
               "  9 OUTLOOK.EXE: 1 connections, 0 listeners, 0 udp\n");
}

static void rows_without_a_target_do_not_come(void **state)
{
    static const uint32_t pid = 77;
    struct join_script script = {.options = {.pids = &pid, .pid_count = 1}, .streams = true};
    (void)state;
    assert_log(&script, "text a\nN\n" ROWS_A "c 77 10.0.0.7:7 FOO\nend\n", OC_OK,
               "row 1: 77 - 10.0.0.7:7 FOO\n"
               "snapshot 1: N a, 5 connections\n  lines: connection 5 heading 1\n"
               "  77 -: 1 connections, 0 listeners, 0 udp\n");
}

/* ---- callers that stop ---- */

static void a_snapshot_stops_the_join(void **state)
{
    struct join_script script = {.options = {.images = &outlook, .image_count = 1}, .stop_at = 1};
    static const char expected[] = "snapshot 1: T a + N a, 1 processes, 0 connections\n"
                                   "  lines: process 1 heading 2\n"
                                   "  9 OUTLOOK.EXE: 0 connections, 0 listeners, 0 udp\n";
    (void)state;
    assert_log(&script, "text a\nT\np 9 OUTLOOK.EXE\nN\nN\nN\nend\n", OC_STOPPED, expected);
    assert_log(&script, "text a\nT\np 9 OUTLOOK.EXE\nN\nend\n", OC_STOPPED, expected);
}

static void a_row_stops_the_join(void **state)
{
    struct join_script script = {
        .options = {.images = &outlook, .image_count = 1}, .streams = true, .stop_at = 2};
    static const char expected[] = "row 1: 9 OUTLOOK.EXE 10.0.0.1:1 ESTABLISHED\n"
                                   "row 1: 8 outlook.exe 0.0.0.0:0 LISTENING\n";
    (void)state;
    assert_log(&script, "text a\n" T "N\n" ROWS_A ROWS_B "end\n", OC_STOPPED, expected);
    assert_log(&script, "text a\nN\n" ROWS_A ROWS_B T "end\n", OC_STOPPED, expected);
}

/* ---- calls ---- */

struct calls {
    unsigned snapshots;
};

static int stop_at_once(void *user, const oc_snapshot *snapshot)
{
    struct calls *calls = user;
    (void)snapshot;
    calls->snapshots++;
    return -1;
}

static oc_status begin(oc_join *join, oc_section_kind kind)
{
    oc_ledger ledger = {{0}};
    oc_section section = {.kind = kind, .place = {1, 0}};
    oc_event event = {.kind = OC_EVENT_SECTION, .ledger = &ledger, .as.section = &section};
    oc_status status = oc_join_event(join, &event);
    event.kind = OC_EVENT_SECTION_END;
    return status == OC_OK ? oc_join_event(join, &event) : status;
}

static void stopped_stays_stopped(void **state)
{
    struct calls calls = {0};
    oc_join_handler handler = {.snapshot = stop_at_once, .user = &calls};
    oc_join_options options = {.all = true};
    oc_join *join = NULL;
    (void)state;
    assert_int_equal(oc_join_new(&join, &options, &handler), OC_OK);
    assert_int_equal(oc_join_source(join, text_of("a")), OC_OK);
    assert_int_equal(begin(join, OC_PROCESSES), OC_OK);
    assert_int_equal(begin(join, OC_CONNECTIONS), OC_OK);
    assert_int_equal(begin(join, OC_CONNECTIONS), OC_STOPPED);
    assert_int_equal(begin(join, OC_PROCESSES), OC_STOPPED);
    assert_int_equal(oc_join_source(join, text_of("b")), OC_STOPPED);
    assert_int_equal(oc_join_finish(join), OC_STOPPED);
    assert_int_equal(calls.snapshots, 1);
    oc_join_free(join);
}

static void a_join_without_a_handler_is_none(void **state)
{
    oc_join_handler handler = {.snapshot = NULL};
    oc_join_options options = {.all = true};
    oc_join *join = NULL;
    (void)state;
    assert_int_equal(oc_join_new(&join, &options, &handler), OC_MISUSE);
    assert_null(join);
    oc_join_free(NULL);
}

static int keep_target(void *user, const oc_snapshot *snapshot)
{
    struct calls *calls = user;
    calls->snapshots++;
    assert_int_equal(snapshot->target_count, 1);
    assert_true(text_equal(snapshot->capture, text_of("name")));
    return 0;
}

static void options_are_copied(void **state)
{
    struct calls calls = {0};
    char name[] = "name";
    char image[] = "outlook.exe";
    oc_text images[] = {{image, sizeof image - 1}};
    uint32_t pids[] = {4};
    oc_join_handler handler = {.snapshot = keep_target, .user = &calls};
    oc_join_options options = {.capture = {name, sizeof name - 1},
                               .images = images,
                               .image_count = 1,
                               .pids = pids,
                               .pid_count = 1};
    oc_process process = {
        .pid = 9, .image = text_of("OUTLOOK.EXE"), .session_id = OC_NONE, .memory_kib = OC_NONE};
    oc_ledger ledger = {{0}};
    oc_section section = {.kind = OC_PROCESSES};
    oc_event list = {.kind = OC_EVENT_SECTION, .ledger = &ledger, .as.section = &section};
    oc_event row = {.kind = OC_EVENT_PROCESSES, .ledger = &ledger, .as.processes = {&process, 1}};
    oc_join *join = NULL;
    (void)state;
    assert_int_equal(oc_join_new(&join, &options, &handler), OC_OK);
    memset(name, '?', 4);
    memset(image, '?', sizeof image - 1);
    memset(images, 0, sizeof images);
    pids[0] = 9999;
    assert_int_equal(oc_join_event(join, &list), OC_OK);
    assert_int_equal(oc_join_event(join, &row), OC_OK);
    assert_int_equal(oc_join_finish(join), OC_OK);
    assert_int_equal(calls.snapshots, 1);
    oc_join_free(join);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_come_as_they_are_read),
        cmocka_unit_test(rows_that_wait_come_in_order),
        cmocka_unit_test(streamed_rows_say_when),
        cmocka_unit_test(rows_without_a_target_do_not_come),
        cmocka_unit_test(a_snapshot_stops_the_join),
        cmocka_unit_test(a_row_stops_the_join),
        cmocka_unit_test(stopped_stays_stopped),
        cmocka_unit_test(a_join_without_a_handler_is_none),
        cmocka_unit_test(options_are_copied),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
