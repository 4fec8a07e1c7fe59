/* What a run keeps, from several threads at once, and which captures it knows the next time. */
#include "base/text.h"
#include "cli/harvest.h"
#include "support/db_dump.h"
#include "support/fail_alloc.h"
#include "support/place.h"
#include "support/snapshots.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define PATH "a.sqlite"
#define CAPTURES 300
#define MOST_THREADS 4

static const char *const usual_names[] = {"outlook", "olk"};

bool oc_target_next_row(const oc_target *target, oc_row_cursor *cursor, oc_connection *row)
{
    return snapshots_next_row(target->rows, cursor, row);
}

/* As after outconn --db a.sqlite -p outlook -p olk */
static struct options usual_options(void)
{
    return (struct options){
        .format = "text",
        .database = PATH,
        .summarises = true,
        .processes = (const char **)usual_names,
        .process_count = 2,
        .sizing = {.reserved_ports = SIZING_RESERVED_PORTS, .peak_factor = SIZING_PEAK_FACTOR},
    };
}

static void open_harvest(struct harvest *harvest, const struct options *options)
{
    const char *path;
    if (!harvest_init(harvest, options)) {
        fail_msg("%s", harvest_problem(harvest, &path));
    }
}

static void give_text(struct harvest_capture *capture, const char *name, const char *bytes)
{
    harvest_begin(capture, text_of(name));
    harvest_text(capture, text_of("netstat.txt"));
    harvest_bytes(capture, bytes, strlen(bytes));
}

/* One capture with one snapshot. */
static bool give(struct harvest *harvest, const char *name, const char *bytes, const char *problem)
{
    struct harvest_capture capture;
    harvest_capture_init(&capture, harvest);
    give_text(&capture, name, bytes);
    bool good = harvest_snapshot(&capture, &snapshots_plain) && harvest_end(&capture, problem, "");
    harvest_capture_free(&capture);
    return good;
}

static bool finish(struct harvest *harvest, struct buffer *out)
{
    bool good = harvest_finish(harvest, false, out);
    buffer_byte(out, '\0');
    harvest_free(harvest);
    return good;
}

/* ---- what is known ------------------------------------------------------------------------- */

/* Asked with those options after a run with the usual ones. */
static bool knows(const struct options *options, const char *name, const char *bytes)
{
    struct harvest harvest;
    struct harvest_capture capture;
    open_harvest(&harvest, options);
    harvest_capture_init(&capture, &harvest);
    give_text(&capture, name, bytes);
    bool known = harvest_may_know(&harvest) && harvest_knows(&capture);
    assert_int_equal(capture.connected, known);
    harvest_capture_free(&capture);
    harvest_free(&harvest);
    return known;
}

static void fill_once(const char *problem, const char *grammars)
{
    struct options options = usual_options();
    struct harvest harvest;
    struct buffer out;
    buffer_init(&out);
    options.grammars = grammars;
    open_harvest(&harvest, &options);
    assert_true(give(&harvest, "a", "bytes", problem));
    assert_true(finish(&harvest, &out));
    buffer_free(&out);
}

static void the_same_content_is_known(void **state)
{
    struct options options = usual_options();
    (void)state;
    fill_once(NULL, NULL);
    assert_true(knows(&options, "a", "bytes"));
    assert_false(knows(&options, "b", "bytes"));
    assert_false(knows(&options, "a", "bytes "));
    assert_false(knows(&options, "a", ""));
}

/* The same bytes one after the other, and what is in each text differs. */
static void where_texts_end_counts(void **state)
{
    static const char *const texts[][4] = {{"n1", "xn2", "n2", "y"}, {"n1", "x", "n2n2", "y"}};
    struct options options = usual_options();
    struct harvest harvest;
    struct harvest_capture capture;
    (void)state;
    open_harvest(&harvest, &options);
    harvest_capture_init(&capture, &harvest);
    for (size_t i = 0; i < 2; i++) {
        harvest_begin(&capture, text_of("a"));
        for (size_t part = 0; part < 4; part += 2) {
            harvest_text(&capture, text_of(texts[i][part]));
            harvest_bytes(&capture, texts[i][part + 1], strlen(texts[i][part + 1]));
        }
        assert_false(harvest_knows(&capture));
        assert_true(harvest_snapshot(&capture, &snapshots_plain));
        assert_true(harvest_end(&capture, NULL, ""));
    }
    harvest_capture_free(&capture);
    harvest_free(&harvest);
}

static void another_question_is_another_content(void **state)
{
    const uint32_t pids[] = {1, 256};
    (void)state;
    fill_once(NULL, NULL);
    struct options options = usual_options();
    options.all = true;
    assert_false(knows(&options, "a", "bytes"));
    options = usual_options();
    options.strict = true;
    assert_false(knows(&options, "a", "bytes"));
    options = usual_options();
    options.encoding = "CP850";
    assert_false(knows(&options, "a", "bytes"));
    options = usual_options();
    options.process_count = 1;
    assert_false(knows(&options, "a", "bytes"));
    options = usual_options();
    options.pids = (uint32_t *)pids;
    options.pid_count = 2;
    assert_false(knows(&options, "a", "bytes"));
    /* What only changes how it is shown. */
    options = usual_options();
    options.states = 4;
    options.sizing.devices = 7;
    assert_true(knows(&options, "a", "bytes"));
}

static void what_may_change_is_read_again(void **state)
{
    struct options options = usual_options();
    (void)state;
    fill_once("strict", NULL);
    assert_false(knows(&options, "a", "bytes"));
    fill_once(NULL, "dir");
    assert_false(knows(&options, "a", "bytes"));
    fill_once(NULL, NULL);
    options.grammars = "dir";
    assert_false(knows(&options, "a", "bytes"));
    options = usual_options();
    options.reports = true;
    assert_false(knows(&options, "a", "bytes"));
}

static void the_summary_of_what_is_known_is_the_same(void **state)
{
    struct options options = usual_options();
    struct buffer out[2];
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct harvest harvest;
        struct harvest_capture capture;
        buffer_init(&out[i]);
        open_harvest(&harvest, &options);
        harvest_capture_init(&capture, &harvest);
        give_text(&capture, "a", "bytes");
        assert_int_equal(harvest_knows(&capture), i == 1);
        if (i == 0) {
            assert_true(harvest_snapshot(&capture, &snapshots_plain));
            assert_true(harvest_end(&capture, NULL, ""));
        }
        harvest_capture_free(&capture);
        assert_true(finish(&harvest, &out[i]));
    }
    assert_string_equal(out[0].data, out[1].data);
    assert_non_null(strstr(out[0].data, "192.168.2.50:443"));
    buffer_free(&out[0]);
    buffer_free(&out[1]);
}

static void a_text_that_was_not_read_replaces_nothing(void **state)
{
    struct options options = usual_options();
    struct harvest harvest;
    struct harvest_capture capture;
    struct buffer out;
    (void)state;
    fill_once(NULL, NULL);
    buffer_init(&out);
    open_harvest(&harvest, &options);
    harvest_capture_init(&capture, &harvest);
    give_text(&capture, "a", "");
    assert_true(harvest_end(&capture, "unreadable", "is a directory"));
    harvest_unread(&harvest, text_of("b"), "unrecognised", "an empty text");
    harvest_told(&harvest, text_of(""), "unreadable", "\xFF");
    harvest_passed_over(&harvest, 5);
    harvest_capture_free(&capture);
    assert_true(finish(&harvest, &out));
    assert_non_null(strstr(out.data, "captures     0: 0 with a target, 0 without\n"
                                     "not read     2 texts\n"
                                     "passed over  5 files that are no captures\n"));
    assert_true(knows(&options, "a", "bytes"));
    buffer_clear(&out);
    assert_true(db_dump_query(PATH, "SELECT name, problem, message FROM unread", &out));
    assert_string_equal(out.data, "'a'|'unreadable'|'is a directory'\n"
                                  "'b'|'unrecognised'|'an empty text'\n"
                                  "''|'unreadable'|'\\xff'\n");
    buffer_free(&out);
}

/* ---- threads ------------------------------------------------------------------------------- */

struct worker {
    pthread_t thread;
    struct harvest *harvest;
    size_t first;
    size_t step;
    bool good;
};

static void *work(void *user)
{
    struct worker *worker = user;
    struct harvest_capture capture;
    harvest_capture_init(&capture, worker->harvest);
    oc_snapshot second = snapshots_mixed;
    second.number = 2;
    worker->good = true;
    for (size_t i = worker->first; i < CAPTURES && worker->good; i += worker->step) {
        char name[32];
        snprintf(name, sizeof name, "host%zu", i);
        give_text(&capture, name, name);
        worker->good =
            harvest_knows(&capture) || (harvest_snapshot(&capture, &snapshots_plain) &&
                                        (i % 2 == 0 || harvest_snapshot(&capture, &second)) &&
                                        harvest_end(&capture, NULL, ""));
    }
    harvest_capture_free(&capture);
    return NULL;
}

static void run_threads(size_t count, struct buffer *out)
{
    struct options options = usual_options();
    struct harvest harvest;
    struct worker workers[MOST_THREADS];
    open_harvest(&harvest, &options);
    for (size_t i = 0; i < count; i++) {
        workers[i] = (struct worker){.harvest = &harvest, .first = i, .step = count};
        assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    }
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(pthread_join(workers[i].thread, NULL), 0);
        assert_true(workers[i].good);
    }
    assert_true(finish(&harvest, out));
}

static void threads_give_the_same(void **state)
{
    static const char rows[] = "SELECT name, content, number, kind, remote_address FROM captures "
                               "JOIN snapshots ON capture_id = captures.id "
                               "JOIN targets ON snapshot_id = snapshots.id "
                               "JOIN connections ON target_id = targets.id "
                               "ORDER BY name, number, connections.position";
    struct buffer summary[2];
    struct buffer in_database[2];
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        buffer_init(&summary[i]);
        buffer_init(&in_database[i]);
        remove(PATH);
        run_threads(i == 0 ? 1 : MOST_THREADS, &summary[i]);
        assert_true(db_dump_query(PATH, rows, &in_database[i]));
    }
    assert_string_equal(summary[0].data, summary[1].data);
    assert_string_equal(in_database[0].data, in_database[1].data);
    /* And all is known now. */
    buffer_clear(&summary[1]);
    run_threads(MOST_THREADS, &summary[1]);
    assert_string_equal(summary[0].data, summary[1].data);
    for (size_t i = 0; i < 2; i++) {
        buffer_free(&summary[i]);
        buffer_free(&in_database[i]);
    }
}

/* ---- what goes wrong ------------------------------------------------------------------------- */

static void a_failure_is_told(void **state)
{
    struct options options = usual_options();
    struct harvest harvest;
    struct buffer out;
    const char *path = NULL;
    (void)state;
    buffer_init(&out);
    open_harvest(&harvest, &options);
    assert_true(database_run(&harvest.insert.database, "PRAGMA max_page_count = 1"));
    bool good = true;
    for (unsigned i = 0; good && i < 10000; i++) {
        char name[32];
        snprintf(name, sizeof name, "host%u", i);
        good = give(&harvest, name, name, NULL);
    }
    assert_false(good);
    assert_string_equal(harvest_problem(&harvest, &path),
                        "the disk is full: make room and run again; whole captures stay");
    assert_string_equal(path, PATH);
    assert_false(finish(&harvest, &out));
    buffer_free(&out);
}

static void memory_that_runs_out(void **state)
{
    struct options options = usual_options();
    bool failed = true;
    (void)state;
    for (uint64_t n = 0; failed && n < 1000; n++) {
        struct harvest harvest;
        struct buffer out;
        const char *path;
        buffer_init(&out);
        fail_alloc_start(n);
        bool good = harvest_init(&harvest, &options) && give(&harvest, "a", "bytes", NULL);
        assert_true(good || strcmp(harvest_problem(&harvest, &path), "out of memory") == 0);
        good = finish(&harvest, &out) && good;
        failed = fail_alloc_stop();
        assert_int_equal(good, !failed);
        buffer_free(&out);
    }
    assert_false(failed);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_enter, place_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(the_same_content_is_known),
        IN_PLACE(where_texts_end_counts),
        IN_PLACE(another_question_is_another_content),
        IN_PLACE(what_may_change_is_read_again),
        IN_PLACE(the_summary_of_what_is_known_is_the_same),
        IN_PLACE(a_text_that_was_not_read_replaces_nothing),
        IN_PLACE(threads_give_the_same),
        IN_PLACE(a_failure_is_told),
        IN_PLACE(memory_that_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
