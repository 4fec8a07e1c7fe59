/* Captures in a database: what lies there, what replaces what, what is recalled. */
#include "base/text.h"
#include "db/recall.h"
#include "support/db_fill.h"
#include "support/place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/db_check.h"

bool oc_target_next_row(const oc_target *target, oc_row_cursor *cursor, oc_connection *row)
{
    return snapshots_next_row(target->rows, cursor, row);
}

/* ---- rows -------------------------------------------------------------------------------- */

static const char plain_rows[] =
    "captures: 1|'acme/host7'|1|'0123'|-\n"
    "snapshots: 1|1|1|-|1|1|212|431|3|212|431|0|4|4|0|1|0\n"
    "sources: 1|1|'acme/host7/tasklist.txt'|'processes'|'tasklist-table'|'de'|'CP850'|1\n"
    "sources: 1|2|'acme/host7/netstat.txt'|'connections'|'netstat'|-|'UTF-16LE'|3\n"
    "targets: 1|1|1|4028|'OUTLOOK.EXE'|'Console'|1|214080|2|0|0|0|'mapi-http-minimum'|'medium'|"
    "'two'|'first\nsecond'\n"
    "servers: 1|1|'192.168.2.50'|443|-|'private'|2\n"
    "connections: 1|1|'connection'|'TCP'|'192.168.2.56'|50701|-|'192.168.2.50'|443|-|"
    "'ESTABLISHED'|'HERGESTELLT'\n"
    "connections: 1|2|'connection'|'TCP'|'192.168.2.56'|50702|-|'192.168.2.50'|443|-|"
    "'ESTABLISHED'|'HERGESTELLT'\n"
    "diagnostics: 1|1|'warning'|'acme/host7/netstat.txt'|17|'row-cut'|'a \"cut\" row'\n"
    "diagnostics: 1|2|'note'|-|-|'pairing'|'no line in particular'\n";

static const char mixed_rows[] =
    "captures: 1|'-'|1|'0'|-\n"
    "snapshots: 1|1|1|'2024-02-03T04:05:06'|0|1|0|7|0|0|0|0|0|0|0|0|0\n"
    "targets: 1|1|1|4028|-|-|-|-|3|3|1|-|-|-|-|-\n"
    "servers: 1|1|'mail.example'|-|'https'|-|2\n"
    "servers: 1|2|'2001:db8::2'|443|-|-|1\n"
    "servers: 1|3|'2001:db8::2'|993|-|-|0\n"
    "connections: 1|1|'udp'|'UDP'|'fe80::1%14'|1900|-|-|-|-|-|-\n"
    "connections: 1|2|'listener'|'TCP'|'0.0.0.0'|80|-|'0.0.0.0'|0|-|'LISTENING'|'ABH\xC3\x96REN'\n"
    "connections: 1|3|'connection'|'TCP'|'2001:db8::1'|50000|-|'2001:db8::2'|443|-|'CLOSE_WAIT'|"
    "'SCHLIESSEN_WARTEN'\n"
    "connections: 1|4|'listener'|'TCP'|'::'|80|-|'::'|0|-|'LISTENING'|'LISTENING'\n"
    "connections: 1|5|'connection'|'TCP'|'host'|-|'epmap'|'mail.example'|-|'https'|'UNKNOWN'|"
    "'IN ASCOLTO'\n"
    "connections: 1|6|'connection'|'TCP'|'10.0.0.1'|50001|-|'mail.example'|-|'https'|'SYN_SENT'|"
    "'SYN_SENT'\n"
    "connections: 1|7|'listener'|'TCP'|'host'|-|'epmap'|'host'|0|-|'BOUND'|'BOUND'\n";

/* With a reading and a label. */
struct full {
    oc_text reasons[2];
    oc_reading reading;
    oc_remote remote;
    oc_target target;
    oc_snapshot snapshot;
};

static void make_full(struct full *full)
{
    *full = (struct full){
        .reasons = {text_of("first"), text_of("second")},
        .reading = {text_of("mapi-http-minimum"), text_of("medium"), text_of("two"), NULL, 2},
        .remote = snapshots_plain_target.remotes[0],
        .target = snapshots_plain_target,
        .snapshot = snapshots_plain,
    };
    full->reading.reasons = full->reasons;
    full->remote.label = text_of("private");
    full->target.remotes = &full->remote;
    full->target.reading = &full->reading;
    full->snapshot.targets = &full->target;
}

static void write_one(const char *name, const char *content, const oc_snapshot *snapshot)
{
    struct insert insert;
    open_insert(&insert);
    assert_true(db_fill_capture(&insert, name, content, snapshot));
    assert_true(insert_commit(&insert));
    insert_close(&insert);
}

static void rows_lie_as_they_came(void **state)
{
    struct full full;
    (void)state;
    make_full(&full);
    write_one("acme/host7", "0123", &full.snapshot);
    assert_dump(plain_rows);
    unlink(PATH);
    write_one("-", "0", &snapshots_mixed);
    assert_dump(mixed_rows);
}

static void views_answer_at_once(void **state)
{
    (void)state;
    write_one("-", "0", &snapshots_mixed);
    assert_query("SELECT * FROM overview",
                 "'-'|1|'2024-02-03T04:05:06'|-|4028|-|3|'mail.example:https x2, "
                 "[2001:db8::2]:443 x1, [2001:db8::2]:993 x0'|-|-\n");
    assert_query("SELECT kind, local_address, local_port, remote_address, remote_port, state "
                 "FROM report WHERE kind <> 'listener'",
                 "'udp'|'fe80::1%14'|1900|-|-|-\n"
                 "'connection'|'2001:db8::1'|50000|'2001:db8::2'|443|'CLOSE_WAIT'\n"
                 "'connection'|'host'|'epmap'|'mail.example'|'https'|'UNKNOWN'\n"
                 "'connection'|'10.0.0.1'|50001|'mail.example'|'https'|'SYN_SENT'\n");
}

static void the_file_says_whose_it_is(void **state)
{
    (void)state;
    assert_true(db_fill_file(PATH, 0, 1, 0));
    assert_query("PRAGMA application_id", "1329808206\n");
    assert_query("PRAGMA user_version", "2\n");
    assert_query("PRAGMA integrity_check", "'ok'\n");
    assert_query("PRAGMA foreign_key_check", "");
}

/* ---- what replaces what ------------------------------------------------------------------- */

static void the_same_content_is_known(void **state)
{
    struct insert insert;
    (void)state;
    open_insert(&insert);
    assert_true(db_fill_capture(&insert, "a", "1", &snapshots_plain));
    assert_true(db_fill_capture(&insert, "b", NULL, &snapshots_plain));
    assert_true(insert_commit(&insert));
    insert_close(&insert);
    open_insert(&insert);
    assert_int_equal(insert_known(&insert, text_of("a"), text_of("2")), 0);
    assert_int_equal(insert_known(&insert, text_of("A"), text_of("1")), 0);
    assert_int_equal(insert_known(&insert, text_of("b"), text_of(NULL)), 0);
    assert_int_equal(insert_known(&insert, text_of("a"), text_of("1")), 1);
    /* It is this run's now: the next of that name is another one. */
    assert_int_equal(insert_known(&insert, text_of("a"), text_of("1")), 0);
    insert_close(&insert);
}

static void a_changed_capture_is_replaced_whole(void **state)
{
    (void)state;
    write_one("-", "0", &snapshots_plain);
    write_one("-", "1", &snapshots_mixed);
    assert_query("SELECT name, content FROM captures", "'-'|'1'\n");
    assert_query("SELECT (SELECT count(*) FROM snapshots), (SELECT count(*) FROM sources), "
                 "(SELECT count(*) FROM targets), (SELECT count(*) FROM servers), "
                 "(SELECT count(*) FROM connections), (SELECT count(*) FROM diagnostics)",
                 "1|0|1|3|7|0\n");
}

static void what_was_not_committed_is_not_there(void **state)
{
    struct insert insert;
    (void)state;
    assert_true(db_fill_file(PATH, 0, 2, 0));
    open_insert(&insert);
    assert_true(db_fill_hosts(&insert, 1, 5, 1, NULL, NULL));
    insert_close(&insert);
    assert_query("SELECT name, content FROM captures",
                 "'host0'|'content 0 of 0'\n'host1'|'content 0 of 1'\n");
}

/* ---- captures that are read at the same time ------------------------------------------------ */

static void stage_many(struct stage *stage, const char *name, uint64_t number)
{
    const oc_rows rows = {.items = snapshots_plain_target.rows->items, .count = 2, .repeat = 10000};
    oc_target target = snapshots_plain_target;
    target.rows = &rows;
    oc_snapshot snapshot = snapshots_with(&target);
    snapshot.number = number;
    if (number == 1) {
        stage_begin(stage, text_of(name));
    }
    stage_snapshot(stage, &snapshot);
    assert_true(stage_is_large(stage));
}

static void large_captures_take_turns(void **state)
{
    struct insert insert;
    struct stage stages[2];
    (void)state;
    open_insert(&insert);
    for (size_t i = 0; i < 2; i++) {
        stage_init(&stages[i]);
        stage_many(&stages[i], i == 0 ? "a" : "b", 1);
        assert_true(insert_put(&insert, &stages[i]));
    }
    assert_int_equal(insert.unfinished, 2);
    for (size_t i = 0; i < 2; i++) {
        stage_many(&stages[i], NULL, 2);
        assert_true(insert_end(&insert, &stages[i], text_of("1"), true, text_of(NULL)));
        stage_free(&stages[i]);
    }
    assert_true(insert_commit(&insert));
    insert_close(&insert);
    assert_query("SELECT name, content, number, targets.id, count(*), min(connections.position), "
                 "max(connections.position) FROM captures "
                 "JOIN snapshots ON capture_id = captures.id "
                 "JOIN targets ON targets.snapshot_id = snapshots.id "
                 "JOIN connections ON target_id = targets.id GROUP BY targets.id ORDER BY 1, 3",
                 "'a'|'1'|1|1|20000|1|20000\n'a'|'1'|2|3|20000|1|20000\n"
                 "'b'|'1'|1|2|20000|1|20000\n'b'|'1'|2|4|20000|1|20000\n");
}

/* The same file named twice. */
static void of_two_of_one_name_both_stay(void **state)
{
    struct insert insert;
    struct stage stages[2];
    (void)state;
    open_insert(&insert);
    for (size_t i = 0; i < 2; i++) {
        stage_init(&stages[i]);
        stage_many(&stages[i], "a", 1);
        assert_true(insert_put(&insert, &stages[i]));
    }
    for (size_t i = 0; i < 2; i++) {
        stage_many(&stages[1 - i], NULL, 2);
        assert_true(insert_end(&insert, &stages[1 - i], text_of("1"), true, text_of(NULL)));
        stage_free(&stages[1 - i]);
    }
    assert_true(insert_settle(&insert) && insert_commit(&insert));
    insert_close(&insert);
    assert_query("SELECT name, copy, captures.content, count(*) FROM captures "
                 "JOIN snapshots ON capture_id = captures.id "
                 "JOIN targets ON snapshot_id = snapshots.id "
                 "JOIN connections ON target_id = targets.id GROUP BY captures.id",
                 "'a'|1|'1'|40000\n'a'|2|'1'|40000\n");
}

static void a_transaction_ends_with_a_capture(void **state)
{
    struct insert insert;
    struct stage stage;
    (void)state;
    open_insert(&insert);
    stage_init(&stage);
    stage_many(&stage, "a", 1);
    assert_true(insert_put(&insert, &stage));
    assert_true(db_fill_hosts(&insert, 0, 1200, 0, NULL, NULL));
    assert_true(insert_commit(&insert));
    assert_query("SELECT count(*) FROM captures", "0\n");
    assert_true(insert_end(&insert, &stage, text_of("1"), true, text_of(NULL)));
    assert_query("SELECT count(*) FROM captures", "1201\n");
    stage_free(&stage);
    insert_close(&insert);
}

/* ---- out again ---------------------------------------------------------------------------- */

static void compare_servers(const oc_target *target, const oc_target *expected)
{
    assert_int_equal(target->remote_count, expected->remote_count);
    for (size_t i = 0; i < target->remote_count; i++) {
        assert_true(text_equal(target->remotes[i].address, expected->remotes[i].address));
        assert_true(text_equal(target->remotes[i].service, expected->remotes[i].service));
        assert_true(text_equal(target->remotes[i].label, expected->remotes[i].label));
        assert_int_equal(target->remotes[i].port, expected->remotes[i].port);
        assert_true(target->remotes[i].connections == expected->remotes[i].connections);
    }
}

static void compare_targets(const oc_target *target, const oc_target *expected)
{
    assert_true(target->pid == expected->pid && target->memory_kib == expected->memory_kib);
    assert_true(text_equal(target->image, expected->image));
    assert_true(text_equal(target->session, expected->session));
    assert_true(target->session_id == expected->session_id);
    assert_true(target->connections == expected->connections);
    assert_true(target->listeners == expected->listeners && target->udp == expected->udp);
    assert_true(target->recently_closed == expected->recently_closed);
    assert_memory_equal(target->by_state, expected->by_state, sizeof target->by_state);
    assert_int_equal(target->reading != NULL, expected->reading != NULL);
    if (target->reading != NULL && expected->reading != NULL) {
        assert_true(text_equal(target->reading->code, expected->reading->code));
        assert_true(text_equal(target->reading->confidence, expected->reading->confidence));
        assert_true(text_equal(target->reading->text, expected->reading->text));
    }
}

static void compare_diagnostics(const oc_snapshot *snapshot, const oc_snapshot *original)
{
    assert_int_equal(snapshot->diagnostic_count, original->diagnostic_count);
    for (size_t i = 0; i < snapshot->diagnostic_count; i++) {
        assert_int_equal(snapshot->diagnostics[i].severity, original->diagnostics[i].severity);
        assert_string_equal(snapshot->diagnostics[i].code, original->diagnostics[i].code);
        assert_true(text_equal(snapshot->diagnostics[i].path, original->diagnostics[i].path));
        assert_true(text_equal(snapshot->diagnostics[i].text, original->diagnostics[i].text));
        assert_true(snapshot->diagnostics[i].place.line == original->diagnostics[i].place.line);
    }
}

static void compare_recalled(void *user, const oc_snapshot *snapshot)
{
    const oc_snapshot *original = user;
    assert_true(text_equal(snapshot->capture, text_of("a")));
    assert_true(snapshot->number == original->number);
    assert_true(text_equal(snapshot->taken_at, original->taken_at));
    assert_int_equal(snapshot->has_processes, original->has_processes);
    assert_int_equal(snapshot->has_connections, original->has_connections);
    assert_true(snapshot->process_rows == original->process_rows);
    assert_true(snapshot->connection_rows == original->connection_rows);
    assert_true(snapshot->unowned_pids == original->unowned_pids);
    assert_int_equal(snapshot->target_count, 1);
    compare_diagnostics(snapshot, original);
    compare_targets(&snapshot->targets[0], &original->targets[0]);
    compare_servers(&snapshot->targets[0], &original->targets[0]);
}

static void a_capture_is_recalled(void **state)
{
    struct full full;
    oc_snapshot snapshots[2];
    struct insert insert;
    struct recall recall;
    (void)state;
    make_full(&full);
    snapshots[0] = full.snapshot;
    snapshots[1] = snapshots_mixed;
    for (size_t i = 0; i < 2; i++) {
        open_insert(&insert);
        assert_true(db_fill_capture(&insert, "a", "1", &snapshots[i]));
        assert_true(db_fill_capture(&insert, "b", "1", &snapshots[1 - i]));
        assert_true(recall_init(&recall, &insert.database));
        assert_true(recall_capture(&recall, 1, text_of("a"), compare_recalled, &snapshots[i]));
        recall_free(&recall);
        insert_close(&insert);
    }
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_enter, place_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(rows_lie_as_they_came),
        IN_PLACE(views_answer_at_once),
        IN_PLACE(the_file_says_whose_it_is),
        IN_PLACE(the_same_content_is_known),
        IN_PLACE(a_changed_capture_is_replaced_whole),
        IN_PLACE(what_was_not_committed_is_not_there),
        IN_PLACE(large_captures_take_turns),
        IN_PLACE(of_two_of_one_name_both_stay),
        IN_PLACE(a_transaction_ends_with_a_capture),
        IN_PLACE(a_capture_is_recalled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
