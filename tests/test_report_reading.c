/* Labels and readings in the reports for people and for programs. */
#include "support/fail_alloc.h"
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

static void assert_text(const oc_report_options *options, const oc_snapshot *snapshot,
                        const char *expected)
{
    struct kept kept = {.fail_at = SIZE_MAX};
    oc_report *report;
    oc_sink sink = {.write = kept_write, .user = &kept};
    assert_int_equal(oc_report_new(&report, (oc_text)TEXT("text"), options, sink), OC_OK);
    assert_int_equal(oc_report_snapshot(report, snapshot), OC_OK);
    assert_int_equal(oc_report_finish(report), OC_OK);
    oc_report_free(report);
    assert_string_equal(kept.bytes, expected);
    free(kept.bytes);
}

/* One end has a label, one has none; loopback is no server. */
static const oc_remote read_remotes[] = {
    {.address = TEXT("mail.example"), .service = TEXT("https"), .port = OC_NONE, .connections = 2},
    {.address = TEXT("2001:db8::2"), .port = 443, .connections = 1, .label = TEXT("own-server")},
    {.address = TEXT("127.0.0.1"), .port = 443, .connections = 1, .label = TEXT("loopback")},
};
static const oc_text read_reasons[] = {TEXT("one reason"), TEXT("another \x1b[2J")};
static const oc_reading read_reading = {.code = TEXT("a-code"),
                                        .confidence = TEXT("low"),
                                        .text = TEXT("A sentence."),
                                        .reasons = read_reasons,
                                        .reason_count = 2,
                                        .source = TEXT("a document")};

static oc_snapshot read_snapshot(oc_target *target)
{
    oc_snapshot snapshot = snapshots_mixed;
    *target = snapshots_mixed_target;
    target->remotes = read_remotes;
    target->remote_count = 3;
    target->recently_closed = 0;
    target->reading = &read_reading;
    snapshot.targets = target;
    return snapshot;
}

#define READ_TABLE(end)                                                                            \
    "pid 4028\n"                                                                                   \
    "  LOCAL                REMOTE              SERVER      STATE\n"                               \
    "  [2001:db8::1]:50000  [2001:db8::2]:443   own-server  CLOSE_WAIT\n"                          \
    "  10.0.0.1:50001       mail.example:https              SYN_SENT\n"                            \
    "3 connections, 1 unknown, 1 syn sent, 1 close wait, to 2 servers; listens on 2 ports; 1 UDP " \
    "(showing 2 of 7 rows)\n"                                                                      \
    "=> A sentence. (confidence: low)\n"                                                           \
    "   - one reason\n"                                                                            \
    "   - another \\x1b[2J\n" end

static void text_has_labels_and_a_reading(void **state)
{
    (void)state;
    oc_report_options options = {.states = 1u << OC_CLOSE_WAIT | 1u << OC_SYN_SENT};
    oc_target target;
    oc_snapshot snapshot = read_snapshot(&target);
    assert_text(&options, &snapshot, READ_TABLE(""));
    options.verbose = true;
    assert_text(&options, &snapshot, READ_TABLE("   - a-code; source: a document\n"));
}

static void text_fails_when_memory_runs_out(void **state)
{
    (void)state;
    oc_target target;
    oc_snapshot snapshot = read_snapshot(&target);
    oc_status status = OC_NO_MEMORY;
    for (uint64_t n = 0; status != OC_OK && n < 100; n++) {
        struct kept kept = {.fail_at = SIZE_MAX};
        oc_report *report = NULL;
        oc_sink sink = {.write = kept_write, .user = &kept};
        fail_alloc_start(n);
        status = oc_report_new(&report, (oc_text)TEXT("text"), NULL, sink);
        status = status == OC_OK ? oc_report_snapshot(report, &snapshot) : status;
        status = status == OC_OK ? oc_report_finish(report) : status;
        assert_true(fail_alloc_stop() == (status != OC_OK));
        oc_report_free(report);
        free(kept.bytes);
    }
    assert_int_equal(status, OC_OK);
}

static void json_has_labels_and_readings(void **state)
{
    static const oc_remote remotes[] = {{.address = TEXT("192.168.2.50"),
                                         .port = 443,
                                         .connections = 2,
                                         .label = TEXT("own-server")}};
    struct kept kept = {.fail_at = SIZE_MAX};
    oc_target target = snapshots_plain_target;
    oc_report *report;
    oc_sink sink = {.write = kept_write, .user = &kept};
    (void)state;
    target.remotes = remotes;
    target.reading = &read_reading;
    oc_snapshot snapshot = snapshots_with(&target);
    assert_int_equal(oc_report_new(&report, (oc_text)TEXT("json"), NULL, sink), OC_OK);
    assert_int_equal(oc_report_snapshot(report, &snapshot), OC_OK);
    assert_int_equal(oc_report_finish(report), OC_OK);
    oc_report_free(report);
    assert_non_null(strstr(kept.bytes,
                           "\"by_remote\":[{\"address\":\"192.168.2.50\",\"port\":443,"
                           "\"connections\":2,\"label\":\"own-server\"}],\"recently_closed\":0,"
                           "\"reading\":{\"code\":\"a-code\",\"confidence\":\"low\","
                           "\"text\":\"A sentence.\",\"reasons\":[\"one reason\","
                           "\"another \\u001b[2J\"]}}],\"changes_since\":null,"));
    free(kept.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_has_labels_and_a_reading),
        cmocka_unit_test(text_fails_when_memory_runs_out),
        cmocka_unit_test(json_has_labels_and_readings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
