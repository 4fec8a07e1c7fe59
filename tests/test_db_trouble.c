/* Databases that go wrong: other files, locks, full disks, kills, no memory. */
#include "base/text.h"
#include "db/recall.h"
#include "support/db_fill.h"
#include "support/fail_alloc.h"
#include "support/place.h"

#include <dlfcn.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/db_check.h"

bool oc_target_next_row(const oc_target *target, oc_row_cursor *cursor, oc_connection *row)
{
    return snapshots_next_row(target->rows, cursor, row);
}

/* ---- what goes wrong ------------------------------------------------------------------------ */

static void assert_refused(const char *path, const char *problem)
{
    struct insert insert;
    assert_false(insert_open(&insert, path, 0));
    assert_string_equal(database_problem(&insert.database), problem);
    insert_close(&insert);
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static void run_sql(const char *sql)
{
    struct database database;
    assert_true(database_open(&database, PATH, DATABASE_WRITE, 0));
    assert_true(database_run(&database, sql));
    database_close(&database);
}

static void what_is_something_else_is_refused(void **state)
{
    static const char other[] =
        "no database of outconn, it holds something else: name another file";
    (void)state;
    write_file("text", "PID 4028 is no database, and long enough to be taken for the head of one"
                       "....................................................");
    assert_refused("text", other);
    assert_int_equal(mkdir("directory", 0700), 0);
    assert_refused("directory", "cannot be opened: Is a directory");
    assert_refused("nowhere/a.sqlite", "cannot be opened: No such file or directory");
    run_sql("PRAGMA application_id = 5");
    assert_refused(PATH, other);
}

static void other_versions_are_refused(void **state)
{
    (void)state;
    run_sql("PRAGMA user_version = 3");
    assert_refused(PATH, "a newer outconn wrote it: use that one, or name another file");
    unlink(PATH);
    run_sql("PRAGMA user_version = 1");
    assert_refused(PATH, "an older outconn wrote it: name another file and read again");
}

static void a_damaged_one_is_told(void **state)
{
    struct insert insert;
    (void)state;
    assert_true(db_fill_file(PATH, 0, 300, 0));
    assert_int_equal(truncate(PATH, 5 * 4096), 0);
    bool good = insert_open(&insert, PATH, 0) && db_fill_hosts(&insert, 0, 1, 1, NULL, NULL);
    assert_false(good);
    assert_string_equal(database_problem(&insert.database),
                        "the database is damaged: move it away and run again");
    insert_close(&insert);
}

static void an_empty_file_becomes_one(void **state)
{
    (void)state;
    write_file(PATH, "");
    assert_true(db_fill_file(PATH, 0, 1, 0));
    assert_query("SELECT name FROM captures", "'host0'\n");
    assert_true(db_fill_file(":memory:", 0, 1, 0));
    assert_int_equal(access("./:memory:", F_OK), 0);
}

static void a_lock_is_told(void **state)
{
    static const char locked[] =
        "another run or program has it locked: try again when that is done";
    struct insert insert;
    struct database other;
    (void)state;
    open_insert(&insert);
    assert_true(database_open(&other, PATH, DATABASE_WRITE, 0));
    assert_true(database_run(&other, "BEGIN EXCLUSIVE"));
    assert_false(db_fill_hosts(&insert, 0, 1, 0, NULL, NULL));
    assert_string_equal(database_problem(&insert.database), locked);
    assert_refused(PATH, locked);
    insert_close(&insert);
    database_close(&other);
}

static void two_runs_write_in_turns(void **state)
{
    struct insert runs[2];
    (void)state;
    open_insert(&runs[0]);
    open_insert(&runs[1]);
    for (unsigned i = 0; i < 6; i++) {
        assert_true(db_fill_hosts(&runs[i % 2], i, i + 1, 0, NULL, NULL));
        assert_true(insert_commit(&runs[i % 2]));
    }
    insert_close(&runs[0]);
    insert_close(&runs[1]);
    assert_query("SELECT count(*), max(captures.id) FROM captures "
                 "JOIN snapshots ON capture_id = captures.id",
                 "6|6\n");
}

/* At whatever page the disk is full: whole captures stay, and the next run adds the others. */
static void a_full_disk_is_told(void **state)
{
    struct buffer whole;
    (void)state;
    buffer_init(&whole);
    assert_true(db_fill_file(PATH, 0, 2500, 0));
    assert_true(db_dump(PATH, &whole));
    bool full = true;
    for (unsigned pages = 25; full; pages += 17) {
        struct insert insert;
        char limit[64];
        snprintf(limit, sizeof limit, "PRAGMA max_page_count = %u", pages);
        unlink(PATH);
        open_insert(&insert);
        assert_true(database_run(&insert.database, limit));
        full = !db_fill_hosts(&insert, 0, 2500, 0, NULL, NULL) || !insert_commit(&insert);
        assert_string_equal(database_problem(&insert.database),
                            full ? "the disk is full: make room and run again; whole captures stay"
                                 : "");
        assert_int_equal(insert_commit(&insert), !full);
        insert_close(&insert);
        assert_query("SELECT count(*) % 1000 = 0 OR count(*) = 2500 FROM captures", "1\n");
        assert_query("PRAGMA integrity_check", "'ok'\n");
    }
    assert_dump(whole.data);
    buffer_free(&whole);
}

/* ---- a kill ------------------------------------------------------------------------------- */

static void tell_parent(void *user)
{
    const int *pipe_end = user;
    if (write(*pipe_end, "", 1) != 1) {
        _exit(1);
    }
}

static void fill_in_child(int pipe_end, unsigned hosts)
{
    struct insert insert;
    if (!insert_open(&insert, PATH, 0)) {
        _exit(1);
    }
    db_fill_hosts(&insert, 0, hosts, 1, tell_parent, &pipe_end);
    pause(); /* for the kill, which may come late */
    _exit(1);
}

/* Kills a run that replaces captures and adds others, after so many of them. */
static void kill_after(unsigned captures, unsigned hosts)
{
    int ends[2];
    char byte;
    int status;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        close(ends[0]);
        fill_in_child(ends[1], hosts);
    }
    close(ends[1]);
    for (unsigned i = 0; i < captures && read(ends[0], &byte, 1) == 1; i++) {
    }
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    close(ends[0]);
}

static void a_kill_leaves_whole_captures(void **state)
{
    static const unsigned moments[] = {0, 1, 400, 999, 1000, 1001, 1700, 2000, 2300};
    static const char content[] =
        "SELECT name, captures.content, taken_at, kind, remote_address, connections.position "
        "FROM captures JOIN snapshots ON capture_id = captures.id "
        "JOIN targets ON snapshot_id = snapshots.id "
        "JOIN connections ON target_id = targets.id ORDER BY name, connections.position";
    struct buffer expected;
    (void)state;
    buffer_init(&expected);
    assert_true(db_fill_file(PATH, 0, 2500, 1));
    assert_true(db_dump_query(PATH, content, &expected));
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        unlink(PATH);
        assert_true(db_fill_file(PATH, 0, 1500, 0));
        kill_after(moments[i], 2500);
        assert_query("SELECT count(*) FROM captures WHERE (SELECT count(*) FROM snapshots "
                     "JOIN targets ON snapshot_id = snapshots.id "
                     "JOIN connections ON target_id = targets.id "
                     "WHERE capture_id = captures.id) <> substr(name, 5) % 5 + 1",
                     "0\n");
        assert_query("PRAGMA integrity_check", "'ok'\n");
        assert_true(db_fill_file(PATH, 0, 2500, 1));
        assert_query(content, expected.data);
        assert_int_not_equal(access(PATH "-journal", F_OK), 0);
    }
    buffer_free(&expected);
}

/* ---- memory ------------------------------------------------------------------------------- */

static void count_snapshot(void *user, const oc_snapshot *snapshot)
{
    unsigned *told = user;
    *told += snapshot->target_count == 1 && snapshot->targets[0].remote_count == 1;
}

/* Our own memory: told, or nothing is lost. */
static void memory_that_runs_out(void **state)
{
    bool failed = true;
    (void)state;
    for (uint64_t n = 0; failed && n < 1000; n++) {
        struct insert insert;
        struct recall recall = {.database = NULL};
        unsigned told = 0;
        fail_alloc_start(n);
        bool good = insert_open(&insert, PATH, 0) && recall_init(&recall, &insert.database) &&
                    db_fill_capture(&insert, "a", "1", &snapshots_plain) &&
                    recall_capture(&recall, 1, text_of("a"), count_snapshot, &told) &&
                    insert_unread(&insert, text_of("b"), text_of("unreadable"), text_of(NULL)) &&
                    insert_settle(&insert) && insert_commit(&insert);
        failed = fail_alloc_stop();
        assert_int_equal(good, !failed);
        assert_true(told == 1 || !good);
        assert_string_equal(database_problem(&insert.database), good ? "" : "out of memory");
        recall_free(&recall);
        insert_close(&insert);
    }
    assert_false(failed);
}

/* SQLite's memory. */
static struct {
    sqlite3_mem_methods usual;
    bool on;
    bool failed;
    unsigned left;
} sqlite_memory;

static bool sqlite_memory_fails(void)
{
    if (!sqlite_memory.on || sqlite_memory.failed) {
        return false;
    }
    sqlite_memory.failed = sqlite_memory.left == 0;
    sqlite_memory.left -= !sqlite_memory.failed;
    return sqlite_memory.failed;
}

static void *sqlite_memory_get(int size)
{
    return sqlite_memory_fails() ? NULL : sqlite_memory.usual.xMalloc(size);
}

static void *sqlite_memory_change(void *memory, int size)
{
    return sqlite_memory_fails() ? NULL : sqlite_memory.usual.xRealloc(memory, size);
}

/* Before SQLite is first used. */
static bool sqlite_memory_take(void)
{
    void *library = dlopen(SQLITE_FILE, RTLD_NOW);
    __typeof__(sqlite3_config) *config = NULL;
    void *found = library == NULL ? NULL : dlsym(library, "sqlite3_config");
    memcpy(&config, &found, sizeof found);
    if (config == NULL || config(SQLITE_CONFIG_GETMALLOC, &sqlite_memory.usual) != SQLITE_OK) {
        return false;
    }
    sqlite3_mem_methods methods = sqlite_memory.usual;
    methods.xMalloc = sqlite_memory_get;
    methods.xRealloc = sqlite_memory_change;
    return config(SQLITE_CONFIG_MALLOC, &methods) == SQLITE_OK;
}

static void memory_of_sqlite_that_runs_out(void **state)
{
    (void)state;
    sqlite_memory.failed = true;
    for (unsigned n = 0; sqlite_memory.failed; n += 1 + n / 40) {
        struct insert insert;
        sqlite_memory.failed = false;
        sqlite_memory.left = n;
        sqlite_memory.on = true;
        bool good = insert_open(&insert, PATH, 0) &&
                    insert_known(&insert, text_of("a"), text_of("0")) == 0 &&
                    db_fill_capture(&insert, "a", "1", &snapshots_plain) &&
                    db_fill_capture(&insert, "a", "2", &snapshots_plain) &&
                    insert_settle(&insert) && insert_commit(&insert);
        sqlite_memory.on = false;
        assert_true(good || sqlite_memory.failed);
        assert_string_equal(database_problem(&insert.database), good ? "" : "out of memory");
        insert_close(&insert);
    }
    assert_query("SELECT name, copy FROM captures ORDER BY copy", "'a'|1\n'a'|2\n");
    assert_query("PRAGMA integrity_check", "'ok'\n");
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_enter, place_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(what_is_something_else_is_refused),
        IN_PLACE(other_versions_are_refused),
        IN_PLACE(a_damaged_one_is_told),
        IN_PLACE(an_empty_file_becomes_one),
        IN_PLACE(a_lock_is_told),
        IN_PLACE(two_runs_write_in_turns),
        IN_PLACE(a_full_disk_is_told),
        IN_PLACE(a_kill_leaves_whole_captures),
        IN_PLACE(memory_that_runs_out),
        IN_PLACE(memory_of_sqlite_that_runs_out),
    };
    return sqlite_memory_take() ? cmocka_run_group_tests(tests, NULL, NULL) : EXIT_FAILURE;
}
