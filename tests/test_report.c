/* What any format keeps to, and the exact bytes of JSON, CSV and TSV. */
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

static oc_text format_of(const char *name)
{
    return (oc_text){.data = name, .size = strlen(name)};
}

static oc_report *report_to(struct kept *kept, const char *format, const oc_report_options *options)
{
    oc_report *report;
    *kept = (struct kept){.fail_at = SIZE_MAX};
    oc_sink sink = {.write = kept_write, .user = kept};
    assert_int_equal(oc_report_new(&report, format_of(format), options, sink), OC_OK);
    return report;
}

static void assert_report(const char *format, const oc_report_options *options,
                          const oc_snapshot *snapshots, size_t count, const char *expected)
{
    struct kept kept;
    oc_report *report = report_to(&kept, format, options);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(oc_report_snapshot(report, &snapshots[i]), OC_OK);
        /* A live pipe shows each snapshot at once. */
        assert_int_equal(kept.writes, i + 1);
    }
    assert_int_equal(oc_report_finish(report), OC_OK);
    oc_report_free(report);
    assert_string_equal(kept.bytes, expected);
    assert_int_equal(kept.size, strlen(expected));
    free(kept.bytes);
}

/* ---- JSON ---- */

static const char plain_json[] =
    "{\"schema\":1,\"capture\":\"acme/host7\",\"snapshot\":1,\"taken_at\":null,\"read_at\":null,"
    "\"sources\":["
    "{\"path\":\"acme/host7/tasklist.txt\",\"section\":\"processes\",\"shape\":\"tasklist-table\","
    "\"language\":\"de\",\"encoding\":\"CP850\",\"line\":1},"
    "{\"path\":\"acme/host7/netstat.txt\",\"section\":\"connections\",\"shape\":\"netstat\","
    "\"language\":null,\"encoding\":\"UTF-16LE\",\"line\":3}],"
    "\"process_rows\":212,\"connection_rows\":431,\"targets\":["
    "{\"pid\":4028,\"image\":\"OUTLOOK.EXE\",\"session\":\"Console\",\"session_id\":1,"
    "\"memory_kib\":214080,\"connections\":["
    "{\"proto\":\"TCP\",\"local_address\":\"192.168.2.56\",\"local_port\":50701,"
    "\"remote_address\":\"192.168.2.50\",\"remote_port\":443,\"state\":\"ESTABLISHED\","
    "\"state_word\":\"HERGESTELLT\"},"
    "{\"proto\":\"TCP\",\"local_address\":\"192.168.2.56\",\"local_port\":50702,"
    "\"remote_address\":\"192.168.2.50\",\"remote_port\":443,\"state\":\"ESTABLISHED\","
    "\"state_word\":\"HERGESTELLT\"}],"
    "\"listeners\":[],\"udp\":[],\"by_state\":{\"ESTABLISHED\":2},"
    "\"by_remote\":[{\"address\":\"192.168.2.50\",\"port\":443,\"connections\":2,\"label\":null}],"
    "\"recently_closed\":0,\"reading\":null}],"
    "\"changes_since\":null,\"changes\":null,"
    "\"unowned_pids\":3,\"lines\":{\"total\":652,\"process\":212,\"connection\":431,\"detail\":0,"
    "\"heading\":4,\"blank\":4,\"other\":0,\"rejected\":1},\"diagnostics\":["
    "{\"severity\":\"warning\",\"path\":\"acme/host7/netstat.txt\",\"line\":17,"
    "\"code\":\"row-cut\",\"text\":\"a \\\"cut\\\" row\"},"
    "{\"severity\":\"note\",\"path\":null,\"line\":null,\"code\":\"pairing\","
    "\"text\":\"no line in particular\"}]}\n";

static void json_has_every_key(void **state)
{
    (void)state;
    assert_report("json", NULL, &snapshots_plain, 1, plain_json);
}

#define MIXED_JSON_BEFORE                                                                          \
    "{\"schema\":1,\"capture\":\"-\",\"snapshot\":1,\"taken_at\":\"2024-02-03T04:05:06\","         \
    "\"read_at\":null,\"sources\":[],\"process_rows\":0,\"connection_rows\":7,\"targets\":["       \
    "{\"pid\":4028,\"image\":null,\"session\":null,\"session_id\":null,\"memory_kib\":null,"
#define MIXED_JSON_AFTER                                                                           \
    "\"by_state\":{\"UNKNOWN\":1,\"SYN_SENT\":1,\"CLOSE_WAIT\":1},\"by_remote\":["                 \
    "{\"address\":\"mail.example\",\"port\":null,\"service\":\"https\",\"connections\":2,"         \
    "\"label\":null},"                                                                             \
    "{\"address\":\"2001:db8::2\",\"port\":443,\"connections\":1,\"label\":null},"                 \
    "{\"address\":\"2001:db8::2\",\"port\":993,\"connections\":0,\"label\":null}],"                \
    "\"recently_closed\":null,\"reading\":null}],"                                                 \
    "\"changes_since\":null,\"changes\":null,"                                                     \
    "\"unowned_pids\":0,\"lines\":{\"total\":0,\"process\":0,\"connection\":0,\"detail\":0,"       \
    "\"heading\":0,\"blank\":0,\"other\":0,\"rejected\":0},\"diagnostics\":[]}\n"
#define MIXED_JSON_SYN_SENT                                                                        \
    "{\"proto\":\"TCP\",\"local_address\":\"10.0.0.1\",\"local_port\":50001,"                      \
    "\"remote_address\":\"mail.example\",\"remote_port\":null,\"state\":\"SYN_SENT\","             \
    "\"state_word\":\"SYN_SENT\",\"local_service\":null,\"remote_service\":\"https\"}"

static void json_of_unknown_values_services_and_udp(void **state)
{
    (void)state;
    assert_report(
        "json", NULL, &snapshots_mixed, 1,
        MIXED_JSON_BEFORE
        "\"connections\":["
        "{\"proto\":\"TCP\",\"local_address\":\"2001:db8::1\",\"local_port\":50000,"
        "\"remote_address\":\"2001:db8::2\",\"remote_port\":443,\"state\":\"CLOSE_WAIT\","
        "\"state_word\":\"SCHLIESSEN_WARTEN\"},"
        "{\"proto\":\"TCP\",\"local_address\":\"host\",\"local_port\":null,"
        "\"remote_address\":\"mail.example\",\"remote_port\":null,\"state\":\"UNKNOWN\","
        "\"state_word\":\"IN ASCOLTO\",\"local_service\":\"epmap\",\"remote_service\":\"https\"}"
        "," MIXED_JSON_SYN_SENT "],\"listeners\":["
        "{\"proto\":\"TCP\",\"local_address\":\"0.0.0.0\",\"local_port\":80,"
        "\"remote_address\":\"0.0.0.0\",\"remote_port\":0,\"state\":\"LISTENING\","
        "\"state_word\":\"ABH\xC3\x96REN\"},"
        "{\"proto\":\"TCP\",\"local_address\":\"::\",\"local_port\":80,"
        "\"remote_address\":\"::\",\"remote_port\":0,\"state\":\"LISTENING\","
        "\"state_word\":\"LISTENING\"},"
        "{\"proto\":\"TCP\",\"local_address\":\"host\",\"local_port\":null,"
        "\"remote_address\":\"host\",\"remote_port\":0,\"state\":\"BOUND\","
        "\"state_word\":\"BOUND\",\"local_service\":\"epmap\",\"remote_service\":null}],\"udp\":["
        "{\"proto\":\"UDP\",\"local_address\":\"fe80::1%14\",\"local_port\":1900,"
        "\"remote_address\":null,\"remote_port\":null,\"state\":null,\"state_word\":null}]"
        "," MIXED_JSON_AFTER);
}

static void json_states_hide_rows_and_keep_counts(void **state)
{
    (void)state;
    oc_report_options options = {.states = 1u << OC_SYN_SENT};
    assert_report("json", &options, &snapshots_mixed, 1,
                  MIXED_JSON_BEFORE "\"connections\":[" MIXED_JSON_SYN_SENT "],\"listeners\":[],"
                                    "\"udp\":[]," MIXED_JSON_AFTER);
}

/* ---- CSV and TSV ---- */

#define CSV_COLUMNS                                                                                \
    "capture,snapshot,taken_at,image,pid,session,session_id,kind,proto,"                           \
    "local_address,local_port,remote_address,remote_port,state\n"
#define MIXED_CSV_LEFT "-,1,2024-02-03T04:05:06,,4028,,,"

static void csv_has_a_line_per_row(void **state)
{
    (void)state;
    const oc_snapshot both[] = {snapshots_plain, snapshots_mixed};
    assert_report("csv", NULL, both, 2,
                  CSV_COLUMNS
                  "acme/host7,1,,OUTLOOK.EXE,4028,Console,1,connection,TCP,"
                  "192.168.2.56,50701,192.168.2.50,443,ESTABLISHED\n"
                  "acme/host7,1,,OUTLOOK.EXE,4028,Console,1,connection,TCP,"
                  "192.168.2.56,50702,192.168.2.50,443,ESTABLISHED\n" MIXED_CSV_LEFT
                  "udp,UDP,fe80::1%14,1900,,,\n" MIXED_CSV_LEFT
                  "listener,TCP,0.0.0.0,80,0.0.0.0,0,LISTENING\n" MIXED_CSV_LEFT
                  "connection,TCP,2001:db8::1,50000,2001:db8::2,443,CLOSE_WAIT\n" MIXED_CSV_LEFT
                  "listener,TCP,::,80,::,0,LISTENING\n" MIXED_CSV_LEFT
                  "connection,TCP,host,epmap,mail.example,https,UNKNOWN\n" MIXED_CSV_LEFT
                  "connection,TCP,10.0.0.1,50001,mail.example,https,SYN_SENT\n" MIXED_CSV_LEFT
                  "listener,TCP,host,epmap,host,0,BOUND\n");
}

static const oc_connection hostile_row =
    TCP(OC_CONNECTION, END("-1.2.3.4", 5), NAMED_END("=A1", "@sum"), OC_ESTABLISHED, "x");
static const oc_target hostile_target = {
    .pid = 4294967295,
    .image = TEXT("+a,\"b\""),
    .session = TEXT("\tq\r\n"),
    .session_id = 0,
};
static const oc_snapshot hostile = {.capture = TEXT("-x\ty"), .number = 18446744073709551615u};

static void assert_streamed(const char *format, uint32_t states, const char *expected)
{
    struct kept kept;
    oc_report_options options = {.states = states};
    oc_report *report = report_to(&kept, format, &options);
    assert_true(oc_report_streams(report));
    assert_int_equal(oc_report_row(report, &hostile, &hostile_target, &hostile_row), OC_OK);
    assert_int_equal(oc_report_finish(report), OC_OK);
    oc_report_free(report);
    assert_string_equal(kept.bytes, expected);
    free(kept.bytes);
}

static void csv_disarms_formulas_and_quotes(void **state)
{
    (void)state;
    assert_streamed("csv", 0,
                    CSV_COLUMNS "'-x\ty,18446744073709551615,,\"'+a,\"\"b\"\"\",4294967295,"
                                "\"'\tq\r\n\",0,connection,TCP,'-1.2.3.4,5,'=A1,'@sum,"
                                "ESTABLISHED\n");
}

#define TSV_COLUMNS                                                                                \
    "capture\tsnapshot\ttaken_at\timage\tpid\tsession\tsession_id\tkind\tproto\t"                  \
    "local_address\tlocal_port\tremote_address\tremote_port\tstate\n"

static void tsv_quotes_the_tab_in_place_of_the_comma(void **state)
{
    (void)state;
    assert_streamed("tsv", 0,
                    TSV_COLUMNS "\"'-x\ty\"\t18446744073709551615\t\t\"'+a,\"\"b\"\"\"\t"
                                "4294967295\t\"'\tq\r\n\"\t0\tconnection\tTCP\t'-1.2.3.4\t5\t"
                                "'=A1\t'@sum\tESTABLISHED\n");
}

static void csv_without_rows_is_its_header(void **state)
{
    (void)state;
    assert_streamed("csv", 1u << OC_TIME_WAIT, CSV_COLUMNS);
    assert_streamed("tsv", 1u << OC_TIME_WAIT, TSV_COLUMNS);
}

static void csv_states_hide_udp(void **state)
{
    (void)state;
    oc_report_options options = {.states = 1u << OC_UNKNOWN};
    assert_report("csv", &options, &snapshots_mixed, 1,
                  CSV_COLUMNS MIXED_CSV_LEFT
                  "connection,TCP,host,epmap,mail.example,https,UNKNOWN\n");
}

/* ---- any format ---- */

static void formats_and_sinks_that_cannot_be(void **state)
{
    (void)state;
    struct kept kept = {.fail_at = SIZE_MAX};
    oc_report *report;
    oc_sink sink = {.write = kept_write, .user = &kept};
    assert_int_equal(oc_report_new(&report, format_of("xml"), NULL, sink), OC_MISUSE);
    assert_null(report);
    assert_int_equal(oc_report_new(&report, (oc_text){NULL, 0}, NULL, sink), OC_MISUSE);
    assert_int_equal(oc_report_new(&report, format_of("csv"), NULL, (oc_sink){NULL, NULL}),
                     OC_MISUSE);
    oc_report_free(NULL);
    static const char *const whole[] = {"text", "json"};
    for (size_t i = 0; i < 2; i++) {
        report = report_to(&kept, whole[i], NULL);
        assert_false(oc_report_streams(report));
        assert_int_equal(oc_report_row(report, &hostile, &hostile_target, &hostile_row), OC_MISUSE);
        assert_int_equal(oc_report_finish(report), OC_OK);
        assert_int_equal(kept.writes, 0);
        oc_report_free(report);
    }
}

static oc_status report_twice(oc_report *report, const struct kept *kept)
{
    oc_target target = snapshots_plain_target;
    oc_rows rows = *target.rows;
    rows.repeat = 5000;
    target.rows = &rows;
    oc_snapshot snapshot = snapshots_with(&target);
    oc_status first = oc_report_snapshot(report, &snapshot);
    size_t writes = kept->writes;
    oc_status second = oc_report_snapshot(report, &snapshot);
    oc_status last = oc_report_finish(report);
    if (first != OC_OK) {
        assert_int_equal(second, first);
        assert_int_equal(kept->writes, writes);
    }
    if (second != OC_OK) {
        assert_int_equal(last, second);
    }
    return last;
}

static void many_rows_are_written_as_they_come(void **state)
{
    (void)state;
    static const char *const formats[] = {"text", "json", "csv", "tsv"};
    for (size_t i = 0; i < 4; i++) {
        struct kept kept;
        oc_report *report = report_to(&kept, formats[i], NULL);
        assert_int_equal(report_twice(report, &kept), OC_OK);
        assert_in_range(kept.largest, 1, 66000);
        size_t rows = 0;
        for (const char *at = kept.bytes; (at = strstr(at, "5070")) != NULL; at++) {
            rows++;
        }
        assert_int_equal(rows, 20000);
        oc_report_free(report);
        free(kept.bytes);
    }
}

/* Each write fails once: the status says so, it stays, and nothing more is written. */
static void every_write_that_fails_is_told(void **state)
{
    (void)state;
    static const char *const formats[] = {"text", "json", "csv", "tsv"};
    for (size_t i = 0; i < 4; i++) {
        oc_status status = OC_NO_WRITE;
        size_t fail_at = 0;
        for (; status != OC_OK; fail_at++) {
            struct kept kept;
            oc_report *report = report_to(&kept, formats[i], NULL);
            kept.fail_at = fail_at;
            status = report_twice(report, &kept);
            assert_int_equal(status, kept.writes > fail_at ? OC_NO_WRITE : OC_OK);
            assert_in_range(kept.writes, 1, fail_at + 1);
            if (status != OC_OK && oc_report_streams(report)) {
                assert_int_equal(oc_report_row(report, &hostile, &hostile_target, &hostile_row),
                                 OC_NO_WRITE);
            }
            oc_report_free(report);
            free(kept.bytes);
        }
        assert_true(fail_at > 10);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_has_every_key),
        cmocka_unit_test(json_of_unknown_values_services_and_udp),
        cmocka_unit_test(json_states_hide_rows_and_keep_counts),
        cmocka_unit_test(csv_has_a_line_per_row),
        cmocka_unit_test(csv_disarms_formulas_and_quotes),
        cmocka_unit_test(tsv_quotes_the_tab_in_place_of_the_comma),
        cmocka_unit_test(csv_without_rows_is_its_header),
        cmocka_unit_test(csv_states_hide_udp),
        cmocka_unit_test(formats_and_sinks_that_cannot_be),
        cmocka_unit_test(many_rows_are_written_as_they_come),
        cmocka_unit_test(every_write_that_fails_is_told),
    };
    return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
