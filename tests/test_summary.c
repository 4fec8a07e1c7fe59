/* What captures amount to, and its two forms. */
#include "base/text.h"
#include "summary/summary.h"
#include "support/fail_alloc.h"
#include "support/snapshots.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct sizing usual = {SIZING_RESERVED_PORTS, SIZING_PEAK_FACTOR, 0};

/* ---- captures ---- */

/* A snapshot of one target with so many connections to each of two ends. */
struct made {
    oc_remote remotes[2];
    oc_target target;
    oc_reading reading;
    oc_snapshot snapshot;
};

static void make(struct made *made, const char *address, uint64_t connections, uint64_t loopback)
{
    *made = (struct made){
        .remotes = {{.address = text_of(address), .port = 443, .connections = connections},
                    {.address = text_of("127.0.0.1"), .port = 8080, .connections = loopback}},
        .reading = {.code = text_of("proxied")},
        .target = {.pid = 4028, .connections = connections + loopback},
    };
    made->target.by_state[OC_ESTABLISHED] = connections;
    made->target.by_state[OC_CLOSE_WAIT] = loopback;
    made->target.remotes = made->remotes;
    made->target.remote_count = loopback > 0 ? 2 : 1;
    made->target.reading = loopback > 0 ? &made->reading : NULL;
    made->snapshot = snapshots_with(&made->target);
}

static void add_capture(struct summary *summary, const oc_snapshot *const *snapshots, size_t count,
                        const char *problem)
{
    struct summary capture;
    summary_init(&capture);
    for (size_t i = 0; i < count; i++) {
        summary_snapshot(&capture, snapshots[i]);
    }
    summary_capture(&capture, problem);
    summary_merge(summary, &capture);
    summary_free(&capture);
}

/* Three clients: one with two snapshots, one without a target, one with a problem. */
static void fill(struct summary *summary)
{
    struct made first;
    struct made second;
    struct made last;
    oc_snapshot none = snapshots_plain;
    oc_snapshot unjoined = snapshots_plain;
    none.target_count = 0;
    none.diagnostic_count = 0;
    unjoined.has_connections = false;
    make(&first, "52.96.0.1", 6, 30);
    make(&second, "52.96.0.1", 2, 0);
    make(&last, "2603:1026::1", 4, 0);
    add_capture(summary, (const oc_snapshot *[]){&first.snapshot, &second.snapshot}, 2, NULL);
    add_capture(summary, (const oc_snapshot *[]){&none}, 1, NULL);
    add_capture(summary, (const oc_snapshot *[]){&last.snapshot}, 1, "strict");
    add_capture(summary, (const oc_snapshot *[]){&unjoined}, 1, "no-connection-list");
    summary_unread(summary, "unreadable");
    summary_unread(summary, "strict");
    summary_passed_over(summary, 1200);
}

/* Where there is no process list nobody can know whether Outlook runs. */
static void without_a_process_list_nobody_knows(void **state)
{
    struct summary summary;
    struct buffer out;
    oc_snapshot lone = snapshots_plain;
    (void)state;
    lone.target_count = 0;
    summary_init(&summary);
    buffer_init(&out);
    add_capture(&summary, (const oc_snapshot *[]){&lone}, 1, NULL);
    lone.has_processes = false;
    add_capture(&summary, (const oc_snapshot *[]){&lone}, 1, "no-process-list");
    add_capture(&summary, (const oc_snapshot *[]){&snapshots_mixed}, 1, NULL);
    const struct sizing sizing = {.reserved_ports = 4000, .peak_factor = 4};
    summary_write_text(&summary, &sizing, &out);
    buffer_byte(&out, '\0');
    assert_non_null(
        strstr(out.data, "captures     3: 1 with a target, 1 without, 1 unknown without a process "
                         "list\n"));
    buffer_clear(&out);
    summary_write_json(&summary, &sizing, &out);
    buffer_byte(&out, '\0');
    assert_non_null(strstr(out.data, "\"captures\":3,\"with_target\":1,\"without_target\":1,"
                                     "\"unknown_target\":1,"));
    buffer_free(&out);
    summary_free(&summary);
}

static const char filled_text[] =
    "captures     4: 3 with a target, 1 without\n"
    "not read     2 texts\n"
    "passed over  1,200 files that are no captures\n"
    "snapshots    5\n"
    "connections  42 of 3 targets; per target min 2, median 4, p95 36, max 36\n"
    "states       30 CLOSE_WAIT, 12 ESTABLISHED\n"
    "readings     1 proxied\n"
    "problems     2 strict\n"
    "             1 no-connection-list\n"
    "             1 unreadable\n"
    "diagnostics  4 pairing\n"
    "             4 row-cut\n"
    "  CAPTURES  CONNECTIONS  SERVER\n"
    "         1           30  127.0.0.1:8080\n"
    "         1            8  52.96.0.1:443\n"
    "         1            4  [2603:1026::1]:443\n"
    "clients      2; connections at its peak min 4, median 4, p95 6, max 6\n"
    "sizing       max (64,000 - 4,000) / (6 + 4) = 6,000 devices behind one public address\n"
    "                 12,001 devices need 3 public addresses\n"
    "             p95 (64,000 - 4,000) / (6 + 4) = 6,000 devices behind one public address\n"
    "                 12,001 devices need 3 public addresses\n"
    "assumed      4,000 reserved ports (--reserved-ports), peak factor 4 (--peak-factor);\n"
    "             a capture is a client; its targets' connections, all but loopback, and\n"
    "             nothing else of it pass the public address\n";

static const char filled_json[] =
    "{\"schema\":1,\"summary\":{\"captures\":4,\"with_target\":3,\"without_target\":1,"
    "\"unknown_target\":0,\"unread\":2,\"passed_over\":1200,\"snapshots\":5,\"targets\":3,"
    "\"connections\":42,"
    "\"per_target\":{\"min\":2,\"median\":4,\"p95\":36,\"max\":36},"
    "\"by_state\":{\"ESTABLISHED\":12,\"CLOSE_WAIT\":30},\"readings\":{\"proxied\":1},"
    "\"problems\":{\"strict\":2,\"no-connection-list\":1,\"unreadable\":1},"
    "\"diagnostics\":{\"pairing\":4,\"row-cut\":4},\"servers\":["
    "{\"address\":\"127.0.0.1\",\"port\":8080,\"label\":null,\"captures\":1,\"connections\":30},"
    "{\"address\":\"52.96.0.1\",\"port\":443,\"label\":null,\"captures\":1,\"connections\":8},"
    "{\"address\":\"2603:1026::1\",\"port\":443,\"label\":null,\"captures\":1,\"connections\":4}],"
    "\"connections_to_other_servers\":0,\"sizing\":{\"clients\":2,"
    "\"peak_connections\":{\"min\":4,\"median\":4,\"p95\":6,\"max\":6},"
    "\"ports\":64000,\"reserved_ports\":4000,\"peak_factor\":4,"
    "\"devices_per_address\":{\"median\":7500,\"p95\":6000,\"max\":6000},\"devices\":12001,"
    "\"addresses\":{\"median\":2,\"p95\":3,\"max\":3}}}}\n";

static void assert_written(const struct summary *summary, const struct sizing *sizing,
                           void write(const struct summary *summary, const struct sizing *sizing,
                                      struct buffer *out),
                           const char *expected)
{
    struct buffer out;
    buffer_init(&out);
    write(summary, sizing, &out);
    buffer_byte(&out, '\0');
    assert_false(out.failed);
    assert_string_equal(out.data, expected);
    buffer_free(&out);
}

static void captures_add_up(void **state)
{
    static const struct sizing sizing = {SIZING_RESERVED_PORTS, SIZING_PEAK_FACTOR, 12001};
    struct summary summary;
    (void)state;
    summary_init(&summary);
    fill(&summary);
    assert_false(summary_failed(&summary));
    assert_written(&summary, &sizing, summary_write_text, filled_text);
    assert_written(&summary, &sizing, summary_write_json, filled_json);
    summary_clear(&summary);
    fill(&summary);
    assert_written(&summary, &sizing, summary_write_text, filled_text);
    summary_free(&summary);
}

static void nothing_is_a_summary_too(void **state)
{
    struct summary summary;
    (void)state;
    summary_init(&summary);
    assert_written(&summary, &usual, summary_write_text,
                   "captures     0: 0 with a target, 0 without\n"
                   "snapshots    0\n"
                   "connections  0 of 0 targets\n");
    assert_written(
        &summary, &usual, summary_write_json,
        "{\"schema\":1,\"summary\":{\"captures\":0,\"with_target\":0,\"without_target\":0,"
        "\"unknown_target\":0,\"unread\":0,\"passed_over\":0,\"snapshots\":0,\"targets\":0,"
        "\"connections\":0,"
        "\"per_target\":{\"min\":null,\"median\":null,\"p95\":null,\"max\":null},\"by_state\":{},"
        "\"readings\":{},\"problems\":{},\"diagnostics\":{},\"servers\":[],"
        "\"connections_to_other_servers\":0,\"sizing\":{\"clients\":0,"
        "\"peak_connections\":{\"min\":null,\"median\":null,\"p95\":null,\"max\":null},"
        "\"ports\":64000,\"reserved_ports\":4000,\"peak_factor\":4,"
        "\"devices_per_address\":{\"median\":null,\"p95\":null,\"max\":null},\"devices\":null,"
        "\"addresses\":{\"median\":null,\"p95\":null,\"max\":null}}}}\n");
    summary_free(&summary);
}

/* A client that takes more ports than there are. */
static void no_device_fits(void **state)
{
    static const struct sizing sizing = {SIZING_RESERVED_PORTS, SIZING_PEAK_FACTOR, 2};
    struct summary summary;
    struct made made;
    struct buffer out;
    (void)state;
    summary_init(&summary);
    make(&made, "hostile\x1b[2J\"", UINT64_MAX, 0);
    add_capture(&summary, (const oc_snapshot *[]){&made.snapshot}, 1, NULL);
    buffer_init(&out);
    summary_write_text(&summary, &sizing, &out);
    buffer_byte(&out, '\0');
    assert_non_null(strstr(out.data, "  hostile\\x1b[2J\":443\n"));
    assert_non_null(strstr(out.data, "(64,000 - 4,000) / (18,446,744,073,709,551,615 + 4) = "
                                     "0 devices behind one public address\n"));
    assert_non_null(strstr(out.data, "2 devices need more ports each than an address has\n"));
    buffer_clear(&out);
    summary_write_json(&summary, &sizing, &out);
    buffer_byte(&out, '\0');
    assert_non_null(strstr(out.data, "\"hostile\\u001b[2J\\\"\""));
    assert_non_null(strstr(out.data, "\"addresses\":{\"median\":null,\"p95\":null,\"max\":null}"));
    buffer_free(&out);
    summary_free(&summary);
}

static void few_servers_of_many_are_shown(void **state)
{
    struct summary summary;
    struct buffer out;
    (void)state;
    summary_init(&summary);
    for (int32_t port = 1; port <= 12; port++) {
        const struct server server = {
            .address = text_of("10.0.0.1"), .port = port, .captures = 1, .connections = 2};
        servers_add(&summary.servers, &server);
    }
    summary.servers.left_out = 3;
    buffer_init(&out);
    summary_write_text(&summary, &usual, &out);
    buffer_byte(&out, '\0');
    assert_non_null(strstr(out.data, "  10.0.0.1:10\n"
                                     "  and 2 more servers; -f json has them all\n"
                                     "  and 3 connections to servers past the first 65,536\n"));
    assert_null(strstr(out.data, "10.0.0.1:11"));
    buffer_free(&out);
    summary_free(&summary);
}

/* Each allocation fails once: that is told, or nothing is lost by it. */
static void memory_that_runs_out(void **state)
{
    static const struct sizing sizing = {SIZING_RESERVED_PORTS, SIZING_PEAK_FACTOR, 12001};
    bool failed = true;
    (void)state;
    for (uint64_t n = 0; failed && n < 1000; n++) {
        struct summary summary;
        struct buffer out;
        summary_init(&summary);
        buffer_init(&out);
        fail_alloc_start(n);
        fill(&summary);
        summary_write_text(&summary, &sizing, &out);
        summary_write_json(&summary, &sizing, &out);
        failed = fail_alloc_stop();
        assert_int_equal(out.failed, failed);
        buffer_free(&out);
        summary_free(&summary);
    }
    assert_false(failed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(captures_add_up),
        cmocka_unit_test(without_a_process_list_nobody_knows),
        cmocka_unit_test(nothing_is_a_summary_too),
        cmocka_unit_test(no_device_fits),
        cmocka_unit_test(few_servers_of_many_are_shown),
        cmocka_unit_test(memory_that_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
