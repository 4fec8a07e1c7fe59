/* The exact bytes of the report for people. */
#include "support/snapshots.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

bool oc_target_next_row(const oc_target *target, oc_row_cursor *cursor, oc_connection *row)
{
    return snapshots_next_row(target->rows, cursor, row);
}

bool oc_changes_at(const oc_changes *changes, size_t index, oc_change *change)
{
    return snapshots_change_at(changes, index, change);
}

static void assert_text(const oc_report_options *options, const oc_snapshot *snapshots,
                        size_t count, const char *expected)
{
    struct kept kept = {.fail_at = SIZE_MAX};
    oc_report *report;
    oc_text format = TEXT("text");
    oc_sink sink = {.write = kept_write, .user = &kept};
    assert_int_equal(oc_report_new(&report, format, options, sink), OC_OK);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(oc_report_snapshot(report, &snapshots[i]), OC_OK);
    }
    assert_int_equal(oc_report_finish(report), OC_OK);
    oc_report_free(report);
    assert_string_equal(kept.bytes, expected);
    free(kept.bytes);
}

static const oc_text near_images[] = {TEXT("olk.exe"), TEXT("Hx\x1bOutlook.exe")};

static void text_of_the_worked_example(void **state)
{
    (void)state;
    oc_snapshot snapshot = snapshots_with(&snapshots_plain_target);
    assert_text(NULL, &snapshot, 1,
                "OUTLOOK.EXE  pid 4028  session Console (1)  214,080 KiB\n"
                "  LOCAL               REMOTE            STATE\n"
                "  192.168.2.56:50701  192.168.2.50:443  ESTABLISHED\n"
                "  192.168.2.56:50702  192.168.2.50:443  ESTABLISHED\n"
                "2 connections, 2 established, to 1 server\n");
}

static void text_sorts_kinds_and_aligns(void **state)
{
    (void)state;
    assert_text(NULL, &snapshots_mixed, 1,
                "pid 4028\n"
                "  PROTO  LOCAL                REMOTE              STATE\n"
                "  TCP    [2001:db8::1]:50000  [2001:db8::2]:443   CLOSE_WAIT\n"
                "  TCP    host:epmap           mail.example:https  IN ASCOLTO\n"
                "  TCP    10.0.0.1:50001       mail.example:https  SYN_SENT\n"
                "  TCP    0.0.0.0:80           0.0.0.0:0           LISTENING\n"
                "  TCP    [::]:80              [::]:0              LISTENING\n"
                "  TCP    host:epmap           host:0              BOUND\n"
                "  UDP    [fe80::1%14]:1900    *:*\n"
                "3 connections, 1 unknown, 1 syn sent, 1 close wait, to 2 servers; "
                "listens on 2 ports; 1 UDP; too many ends to tell how many closed recently\n");
}

static void text_says_what_a_states_filter_hides(void **state)
{
    (void)state;
    oc_report_options options = {.states = 1u << OC_CLOSE_WAIT};
    oc_target target = snapshots_mixed_target;
    target.recently_closed = 4;
    oc_snapshot snapshot = snapshots_with(&target);
    assert_text(&options, &snapshot, 1,
                "pid 4028\n"
                "  LOCAL                REMOTE             STATE\n"
                "  [2001:db8::1]:50000  [2001:db8::2]:443  CLOSE_WAIT\n"
                "3 connections, 1 unknown, 1 syn sent, 1 close wait, to 2 servers; "
                "listens on 2 ports; 1 UDP; 4 recently closed (TIME_WAIT, probably its own) "
                "(showing 1 of 7 rows)\n");
    options.states = 1u << OC_CLOSED;
    snapshot = snapshots_with(&snapshots_plain_target);
    assert_text(&options, &snapshot, 1,
                "OUTLOOK.EXE  pid 4028  session Console (1)  214,080 KiB\n"
                "2 connections, 2 established, to 1 server (showing 0 of 2 rows)\n");
}

static void text_leaves_out_what_is_not_known(void **state)
{
    (void)state;
    const oc_target targets[] = {
        {.pid = OC_NONE, .session_id = OC_NONE, .memory_kib = OC_NONE},
        {.pid = OC_NONE, .image = TEXT("a.exe"), .session_id = 0, .memory_kib = 0},
        {.pid = 0, .session = TEXT("RDP"), .session_id = OC_NONE, .memory_kib = 999},
        {.pid = 1,
         .image = TEXT(""),
         .session = TEXT(""),
         .session_id = OC_NONE,
         .memory_kib = 1000},
        {.pid = 2, .image = TEXT("b"), .session_id = OC_NONE, .memory_kib = 12345006},
    };
    oc_snapshot snapshot = snapshots_plain;
    snapshot.targets = targets;
    snapshot.target_count = 5;
    assert_text(NULL, &snapshot, 1,
                "no PID and no name\nno connections\n\n"
                "a.exe  session 0  0 KiB\nno connections\n\n"
                "pid 0  session RDP  999 KiB\nno connections\n\n"
                "pid 1  1,000 KiB\nno connections\n\n"
                "b  pid 2  12,345,006 KiB\nno connections\n\n"
                "3 PIDs have connections and are not in the process list\n");
}

static void text_names_captures_and_later_snapshots(void **state)
{
    (void)state;
    oc_target target = {.pid = 7, .session_id = OC_NONE, .memory_kib = OC_NONE};
    oc_snapshot snapshots[] = {snapshots_with(&target), snapshots_with(&target)};
    snapshots[1].number = 2;
    snapshots[1].taken_at = snapshots_mixed.taken_at;
    snapshots[1].unowned_pids = 1;
    assert_text(NULL, snapshots, 2,
                "pid 7\nno connections\n\n"
                "== acme/host7, snapshot 2, taken at 2024-02-03T04:05:06\n"
                "pid 7\nno connections\n\n"
                "1 PID has connections and is not in the process list\n");
    oc_report_options options = {.many = true};
    assert_text(&options, snapshots, 1, "== acme/host7, snapshot 1\npid 7\nno connections\n");
}

static void text_without_a_target_says_why(void **state)
{
    (void)state;
    oc_snapshot snapshot = snapshots_plain;
    snapshot.target_count = 0;
    snapshot.unowned_pids = 0;
    assert_text(NULL, &snapshot, 1, "no process that matches among 212 processes\n");
    snapshot.process_rows = 1;
    snapshot.near_images = near_images;
    snapshot.near_image_count = 2;
    assert_text(NULL, &snapshot, 1,
                "no process that matches among 1 process; close: olk.exe, Hx\\x1bOutlook.exe\n");
    snapshot.has_processes = false;
    snapshot.near_image_count = 0;
    snapshot.unowned_pids = 3;
    assert_text(NULL, &snapshot, 1,
                "no process list to find a process in, only 431 connection rows\n");
}

static void text_without_connections_says_which(void **state)
{
    (void)state;
    oc_target target = {.pid = 7, .session_id = OC_NONE, .memory_kib = OC_NONE};
    oc_snapshot snapshot = snapshots_with(&target);
    snapshot.has_connections = false;
    assert_text(NULL, &snapshot, 1, "pid 7\nno connection list\n");
}

static void text_aligns_wide_and_hostile_text(void **state)
{
    (void)state;
    static const oc_connection items[] = {
        /* Two characters of two cells; an escape sequence that must not reach the terminal. */
        TCP(OC_CONNECTION, END("\xEC\x9D\xB4\xEB\xA6\x84", 1), END("\x1b[2J", 2), OC_UNKNOWN,
            "\xE2\x80\xAEX\xE2\x80\xAC"),
        TCP(OC_CONNECTION, END("abcdef", 1), END("b", 22), OC_LAST_ACK, "?"),
        TCP(OC_CONNECTION, {.port = 3}, {.port = OC_NONE}, OC_UNKNOWN, ""),
    };
    static const oc_rows rows = ROWS(items);
    oc_target target = {.pid = OC_NONE,
                        .image = TEXT("a\xC2\x9B.exe"),
                        .session_id = OC_NONE,
                        .memory_kib = OC_NONE,
                        .connections = 3,
                        .by_state = {[OC_LAST_ACK] = 1, [OC_UNKNOWN] = 2},
                        .rows = &rows};
    oc_snapshot snapshot = snapshots_with(&target);
    assert_text(NULL, &snapshot, 1,
                "a\\x9b.exe\n"
                "  LOCAL     REMOTE     STATE\n"
                "  \xEC\x9D\xB4\xEB\xA6\x84:1    \\x1b[2J:2  \\u202eX\\u202c\n"
                "  abcdef:1  b:22       LAST_ACK\n"
                "  *:3       *:*        UNKNOWN\n"
                "3 connections, 2 unknown, 1 last ack\n");
}

static void text_has_colour_when_asked(void **state)
{
    (void)state;
    oc_report_options options = {
        .color = true, .many = true, .states = 1u << OC_CLOSE_WAIT | 1u << OC_LISTENING};
    oc_snapshot snapshot = snapshots_mixed;
    assert_text(&options, &snapshot, 1,
                "\x1b[1m== -, snapshot 1, taken at 2024-02-03T04:05:06\x1b[0m\n"
                "\x1b[1mpid 4028\x1b[0m\n"
                "  \x1b[2mLOCAL                REMOTE             STATE\x1b[0m\n"
                "  [2001:db8::1]:50000  [2001:db8::2]:443  \x1b[33mCLOSE_WAIT\x1b[0m\n"
                "  0.0.0.0:80           0.0.0.0:0          LISTENING\n"
                "  [::]:80              [::]:0             LISTENING\n"
                "3 connections, 1 unknown, 1 syn sent, 1 close wait, to 2 servers; "
                "listens on 2 ports; 1 UDP; too many ends to tell how many closed recently "
                "(showing 3 of 7 rows)\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_of_the_worked_example),
        cmocka_unit_test(text_sorts_kinds_and_aligns),
        cmocka_unit_test(text_says_what_a_states_filter_hides),
        cmocka_unit_test(text_leaves_out_what_is_not_known),
        cmocka_unit_test(text_names_captures_and_later_snapshots),
        cmocka_unit_test(text_without_a_target_says_why),
        cmocka_unit_test(text_without_connections_says_which),
        cmocka_unit_test(text_aligns_wide_and_hostile_text),
        cmocka_unit_test(text_has_colour_when_asked),
    };
    return cmocka_run_group_tests_name("report_text", tests, NULL, NULL);
}
