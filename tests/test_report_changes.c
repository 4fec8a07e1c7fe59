/* The exact bytes of changes, for people and as JSON. */
#include "support/snapshots.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
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

static void assert_report(const char *format, const oc_report_options *options,
                          const oc_snapshot *snapshots, size_t count, const char *expected)
{
    struct kept kept = {.fail_at = SIZE_MAX};
    oc_report *report;
    oc_sink sink = {.write = kept_write, .user = &kept};
    oc_text name = {format, strlen(format)};
    assert_int_equal(oc_report_new(&report, name, options, sink), OC_OK);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(oc_report_snapshot(report, &snapshots[i]), OC_OK);
    }
    assert_int_equal(oc_report_finish(report), OC_OK);
    oc_report_free(report);
    assert_string_equal(kept.bytes == NULL ? "" : kept.bytes, expected);
    free(kept.bytes);
}

/* ---- changes of every kind ---- */

#define OF_OUTLOOK                                                                                 \
    .target = &snapshots_plain_target, .image = TEXT("OUTLOOK.EXE"), .pid = 4028, .pid_before = 4028
#define OF_OTHER .image = TEXT("a\x1b.exe"), .pid = 7, .pid_before = 7

static const oc_change every_kind[] = {
    {.kind = OC_OTHER_STATE,
     OF_OUTLOOK,
     .row = TCP(OC_CONNECTION, END("192.168.2.56", 50701), END("192.168.2.50", 443), OC_CLOSE_WAIT,
                "WARTEN"),
     .state_before = OC_UNKNOWN,
     .state_word_before = TEXT("HER\x1b")},
    {.kind = OC_APPEARED, OF_OUTLOOK, .row = UDP(END("::", 53))},
    {.kind = OC_VANISHED,
     OF_OUTLOOK,
     .row = TCP(OC_LISTENER, NAMED_END("0.0.0.0", "http"), END("0.0.0.0", 0), OC_LISTENING,
                "ABH\xC3\x96REN")},
    {.kind = OC_VANISHED, OF_OTHER, .of_target = true},
    {.kind = OC_VANISHED,
     OF_OTHER,
     .row =
         TCP(OC_CONNECTION, END("10.0.0.9", 1), END("10.0.0.1", 2), OC_ESTABLISHED, "ESTABLISHED")},
};
static const oc_changes every_change = {every_kind, sizeof every_kind / sizeof *every_kind};

static const oc_change of_targets[] = {
    {.kind = OC_OTHER_PID,
     .target = &snapshots_plain_target,
     .image = TEXT("OUTLOOK.EXE"),
     .pid = 4028,
     .pid_before = 9,
     .of_target = true},
    {.kind = OC_APPEARED, .pid = 5, .pid_before = OC_NONE, .of_target = true},
};
static const oc_changes target_changes = {of_targets, sizeof of_targets / sizeof *of_targets};

static const oc_since since_first = {.capture = TEXT("acme/host7"), .number = 1};

static oc_snapshot changed(uint64_t number, const oc_since *since, const oc_changes *changes)
{
    oc_snapshot snapshot = snapshots_with(&snapshots_plain_target);
    snapshot.number = number;
    snapshot.since = since;
    snapshot.changes = changes;
    snapshot.change_count = changes == NULL ? 0 : changes->count;
    return snapshot;
}

#define NOW "now 2 connections, 2 established, to 1 server\n"
#define WHOLE                                                                                      \
    "OUTLOOK.EXE  pid 4028  session Console (1)  214,080 KiB\n"                                    \
    "  LOCAL               REMOTE            STATE\n"                                              \
    "  192.168.2.56:50701  192.168.2.50:443  ESTABLISHED\n"                                        \
    "  192.168.2.56:50702  192.168.2.50:443  ESTABLISHED\n"                                        \
    "2 connections, 2 established, to 1 server\n"

/* ---- text ---- */

static void text_shows_what_is_different(void **state)
{
    (void)state;
    oc_snapshot snapshots[] = {snapshots_with(&snapshots_plain_target),
                               changed(2, &since_first, &every_change)};
    snapshots[1].taken_at = snapshots_mixed.taken_at;
    snapshots[1].read_at = (oc_text)TEXT("1970-01-01T00:00:00");
    assert_report("text", NULL, snapshots, 2,
                  WHOLE "\n== acme/host7, snapshot 2, taken at 2024-02-03T04:05:06\n"
                        "OUTLOOK.EXE  pid 4028\n"
                        "  ~ TCP    192.168.2.56:50701  192.168.2.50:443  HER\\x1b -> CLOSE_WAIT\n"
                        "  + UDP    [::]:53             *:*\n"
                        "  - TCP    0.0.0.0:http        0.0.0.0:0         LISTENING\n" NOW "\n"
                        "a\\x1b.exe  pid 7  no longer in the lists\n"
                        "  - TCP    10.0.0.9:1          10.0.0.1:2        ESTABLISHED\n");
}

static void text_of_targets(void **state)
{
    (void)state;
    oc_snapshot snapshot = changed(2, &since_first, &target_changes);
    snapshot.read_at = (oc_text)TEXT("1970-01-01T00:00:00");
    assert_report("text", NULL, &snapshot, 1,
                  "== acme/host7, snapshot 2, read at 1970-01-01T00:00:00\n"
                  "OUTLOOK.EXE  pid 9 -> 4028\n" NOW "\n"
                  "pid 5  not in the lists before\n");
}

static void text_of_another_capture(void **state)
{
    static const oc_since before = {
        .capture = TEXT("a\x1b"), .number = 3, .taken_at = TEXT("T"), .other_capture = true};
    (void)state;
    oc_snapshot snapshot = changed(1, &before, &target_changes);
    assert_report("text", NULL, &snapshot, 1,
                  "--- a\\x1b, snapshot 3, taken at T\n"
                  "+++ acme/host7\n"
                  "OUTLOOK.EXE  pid 9 -> 4028\n" NOW "\n"
                  "pid 5  not in the lists before\n");
    snapshot = changed(1, &before, NULL);
    assert_report("text", NULL, &snapshot, 1,
                  "--- a\\x1b, snapshot 3, taken at T\n"
                  "+++ acme/host7\n"
                  "no changes\n");
}

static void text_counts_snapshots_without_changes(void **state)
{
    (void)state;
    oc_snapshot snapshots[] = {
        snapshots_with(&snapshots_plain_target),
        changed(2, &since_first, NULL),
        changed(3, &since_first, &target_changes),
        changed(4, &since_first, NULL),
        changed(5, &since_first, NULL),
    };
    assert_report("text", NULL, snapshots, 5,
                  WHOLE "\n== snapshot 2: no changes\n"
                        "\n== acme/host7, snapshot 3\n"
                        "OUTLOOK.EXE  pid 9 -> 4028\n" NOW "\n"
                        "pid 5  not in the lists before\n"
                        "\n== snapshots 4 to 5: no changes\n");
    oc_snapshot next_capture[] = {snapshots[0], snapshots[1], snapshots[0]};
    assert_report("text", NULL, next_capture, 3, WHOLE "\n== snapshot 2: no changes\n\n" WHOLE);
}

static void text_shows_whole_snapshots_when_asked(void **state)
{
    (void)state;
    oc_report_options options = {.verbose = true};
    oc_snapshot snapshots[] = {changed(2, &since_first, &every_change),
                               changed(3, &since_first, NULL)};
    assert_report("text", &options, snapshots, 2,
                  "== acme/host7, snapshot 2\n" WHOLE "\n== acme/host7, snapshot 3\n" WHOLE);
}

static void text_keeps_to_the_states_asked_for(void **state)
{
    (void)state;
    oc_report_options options = {.states = 1u << OC_UNKNOWN};
    oc_snapshot snapshot = changed(2, &since_first, &every_change);
    assert_report("text", &options, &snapshot, 1,
                  "== acme/host7, snapshot 2\n"
                  "OUTLOOK.EXE  pid 4028\n"
                  "  ~ 192.168.2.56:50701  192.168.2.50:443  HER\\x1b -> CLOSE_WAIT\n" NOW "\n"
                  "a\\x1b.exe  pid 7  no longer in the lists\n");
    const oc_changes rows_alone = {every_kind, 3};
    options.states = 1u << OC_BOUND;
    snapshot = changed(2, &since_first, &rows_alone);
    assert_report("text", &options, &snapshot, 1,
                  "== snapshot 2: no changes in the states shown\n");
}

/* The reasons are in the whole snapshot; what meant the same before needs no word. */
static void text_says_what_it_means_when_that_is_new(void **state)
{
    static const oc_text reasons[] = {TEXT("a reason")};
    static const oc_reading few = {TEXT("few"), TEXT("high"), TEXT("Few."), reasons, 1, TEXT("")};
    static const oc_reading many = {TEXT("many"), TEXT("high"), TEXT("Many."), reasons, 1,
                                    TEXT("")};
    static const oc_reading unsure = {TEXT("many"), TEXT("low"), TEXT("Many."),
                                      reasons,      1,           TEXT("")};
    static const struct {
        const oc_reading *before;
        const oc_reading *now;
        const char *said;
    } cases[] = {
        {&few, &many, "=> Many. (confidence: high)\n"},
        {&unsure, &many, "=> Many. (confidence: high)\n"},
        {NULL, &few, "=> Few. (confidence: high)\n"},
        {&many, &many, ""},
        {&many, NULL, ""},
        {NULL, NULL, ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        oc_target before = snapshots_plain_target;
        oc_target now = snapshots_plain_target;
        before.reading = cases[i].before;
        now.reading = cases[i].now;
        oc_change change = every_kind[0];
        change.target = &now;
        change.target_before = i == 2 ? NULL : &before;
        const oc_changes changes = {&change, 1};
        const oc_snapshot snapshot = changed(2, &since_first, &changes);
        char expected[512];
        snprintf(expected, sizeof expected, "%s%s",
                 "== acme/host7, snapshot 2\n"
                 "OUTLOOK.EXE  pid 4028\n"
                 "  ~ 192.168.2.56:50701  192.168.2.50:443  HER\\x1b -> CLOSE_WAIT\n" NOW,
                 cases[i].said);
        assert_report("text", NULL, &snapshot, 1, expected);
    }
}

static void text_has_colour_when_asked(void **state)
{
    (void)state;
    oc_report_options options = {.color = true};
    oc_snapshot snapshots[] = {changed(2, &since_first, &every_change),
                               changed(3, &since_first, NULL)};
    assert_report(
        "text", &options, snapshots, 2,
        "\x1b[1m== acme/host7, snapshot 2\x1b[0m\n"
        "\x1b[1mOUTLOOK.EXE  pid 4028\x1b[0m\n"
        "  \x1b[33m~ TCP    192.168.2.56:50701  192.168.2.50:443  HER\\x1b -> CLOSE_WAIT\x1b[0m\n"
        "  \x1b[32m+ UDP    [::]:53             *:*\x1b[0m\n"
        "  \x1b[31m- TCP    0.0.0.0:http        0.0.0.0:0         LISTENING\x1b[0m\n" NOW "\n"
        "\x1b[1ma\\x1b.exe  pid 7\x1b[0m\x1b[31m  no longer in the lists\x1b[0m\n"
        "  \x1b[31m- TCP    10.0.0.9:1          10.0.0.1:2        ESTABLISHED\x1b[0m\n"
        "\n\x1b[1m== snapshot 3\x1b[0m: no changes\n");
}

/* ---- JSON ---- */

#define OUTLOOK_JSON "\"pid\":4028,\"pid_before\":4028,\"image\":\"OUTLOOK.EXE\",\"proto\":"
#define OTHER_JSON "\"pid\":7,\"pid_before\":7,\"image\":\"a\\u001b.exe\",\"proto\":"
#define NO_STATE_BEFORE ",\"state_before\":null,\"state_word_before\":null"

static const char every_kind_json[] =
    "\"changes_since\":{\"capture\":\"acme/host7\",\"snapshot\":1,\"taken_at\":null},\"changes\":["
    "{\"change\":\"state\",\"kind\":\"connection\"," OUTLOOK_JSON "\"TCP\","
    "\"local_address\":\"192.168.2.56\",\"local_port\":50701,\"remote_address\":\"192.168.2.50\","
    "\"remote_port\":443,\"state\":\"CLOSE_WAIT\",\"state_word\":\"WARTEN\","
    "\"state_before\":\"UNKNOWN\",\"state_word_before\":\"HER\\u001b\"},"
    "{\"change\":\"appeared\",\"kind\":\"udp\"," OUTLOOK_JSON "\"UDP\","
    "\"local_address\":\"::\",\"local_port\":53,\"remote_address\":null,\"remote_port\":null,"
    "\"state\":null,\"state_word\":null" NO_STATE_BEFORE "},"
    "{\"change\":\"vanished\",\"kind\":\"listener\"," OUTLOOK_JSON "\"TCP\","
    "\"local_address\":\"0.0.0.0\",\"local_port\":null,\"remote_address\":\"0.0.0.0\","
    "\"remote_port\":0,\"state\":\"LISTENING\",\"state_word\":\"ABH\xC3\x96REN\","
    "\"local_service\":\"http\",\"remote_service\":null" NO_STATE_BEFORE "},"
    "{\"change\":\"vanished\",\"kind\":\"target\"," OTHER_JSON "null,"
    "\"local_address\":null,\"local_port\":null,\"remote_address\":null,\"remote_port\":null,"
    "\"state\":null,\"state_word\":null" NO_STATE_BEFORE "},"
    "{\"change\":\"vanished\",\"kind\":\"connection\"," OTHER_JSON "\"TCP\","
    "\"local_address\":\"10.0.0.9\",\"local_port\":1,\"remote_address\":\"10.0.0.1\","
    "\"remote_port\":2,\"state\":\"ESTABLISHED\",\"state_word\":\"ESTABLISHED\"" NO_STATE_BEFORE
    "}],\"unowned_pids\"";

static void assert_json_has(const oc_report_options *options, const oc_snapshot *snapshot,
                            const char *piece)
{
    struct kept kept = {.fail_at = SIZE_MAX};
    oc_report *report;
    oc_text format = TEXT("json");
    oc_sink sink = {.write = kept_write, .user = &kept};
    assert_int_equal(oc_report_new(&report, format, options, sink), OC_OK);
    assert_int_equal(oc_report_snapshot(report, snapshot), OC_OK);
    oc_report_free(report);
    bool found = strstr(kept.bytes, piece) != NULL;
    if (!found) {
        print_error("expected:\n%s\ngot:\n%s", piece, kept.bytes);
    }
    free(kept.bytes);
    assert_true(found);
}

static void json_has_the_changes_and_the_whole(void **state)
{
    (void)state;
    oc_snapshot snapshot = changed(2, &since_first, &every_change);
    snapshot.read_at = (oc_text)TEXT("1970-01-01T00:00:00");
    assert_json_has(NULL, &snapshot, every_kind_json);
    assert_json_has(NULL, &snapshot, "\"taken_at\":null,\"read_at\":\"1970-01-01T00:00:00\",");
    assert_json_has(NULL, &snapshot, "\"connections\":[{\"proto\"");
    snapshot = changed(2, &since_first, &target_changes);
    assert_json_has(NULL, &snapshot,
                    "\"changes\":[{\"change\":\"pid\",\"kind\":\"target\",\"pid\":4028,"
                    "\"pid_before\":9,\"image\":\"OUTLOOK.EXE\",\"proto\":null,");
    assert_json_has(NULL, &snapshot,
                    "{\"change\":\"appeared\",\"kind\":\"target\",\"pid\":5,\"pid_before\":null,"
                    "\"image\":null,\"proto\":null,");
}

static void json_tells_no_change_from_nothing_to_compare(void **state)
{
    static const oc_since before = {.capture = TEXT("a"), .number = 3, .taken_at = TEXT("T")};
    (void)state;
    oc_snapshot snapshot = changed(2, &before, NULL);
    assert_json_has(NULL, &snapshot,
                    ",\"changes_since\":{\"capture\":\"a\",\"snapshot\":3,\"taken_at\":\"T\"},"
                    "\"changes\":[],");
    snapshot.since = NULL;
    assert_json_has(NULL, &snapshot, ",\"changes_since\":null,\"changes\":null,");
}

static void json_keeps_to_the_states_asked_for(void **state)
{
    (void)state;
    oc_report_options options = {.states = 1u << OC_ESTABLISHED};
    oc_snapshot snapshot = changed(2, &since_first, &every_change);
    assert_json_has(&options, &snapshot,
                    "\"changes\":[{\"change\":\"vanished\",\"kind\":\"target\"," OTHER_JSON
                    "null,");
    assert_json_has(&options, &snapshot,
                    "},{\"change\":\"vanished\",\"kind\":\"connection\"," OTHER_JSON "\"TCP\",");
}

/* ---- a sink that fails ---- */

static void writes_that_fail_are_told(void **state)
{
    (void)state;
    const oc_snapshot unchanged = changed(2, &since_first, NULL);
    struct kept kept = {.fail_at = 0};
    oc_report *report;
    oc_text format = TEXT("text");
    oc_sink sink = {.write = kept_write, .user = &kept};
    assert_int_equal(oc_report_new(&report, format, NULL, sink), OC_OK);
    assert_int_equal(oc_report_snapshot(report, &unchanged), OC_OK);
    assert_int_equal(oc_report_finish(report), OC_NO_WRITE);
    oc_report_free(report);
    assert_null(kept.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_shows_what_is_different),
        cmocka_unit_test(text_of_targets),
        cmocka_unit_test(text_of_another_capture),
        cmocka_unit_test(text_counts_snapshots_without_changes),
        cmocka_unit_test(text_shows_whole_snapshots_when_asked),
        cmocka_unit_test(text_keeps_to_the_states_asked_for),
        cmocka_unit_test(text_says_what_it_means_when_that_is_new),
        cmocka_unit_test(text_has_colour_when_asked),
        cmocka_unit_test(json_has_the_changes_and_the_whole),
        cmocka_unit_test(json_tells_no_change_from_nothing_to_compare),
        cmocka_unit_test(json_keeps_to_the_states_asked_for),
        cmocka_unit_test(writes_that_fail_are_told),
    };
    return cmocka_run_group_tests_name("report_changes", tests, NULL, NULL);
}
