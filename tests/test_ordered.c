/* Pieces of work and the order of their results, with one thread and with several. */
#include "base/text.h"
#include "cli/ordered.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

enum { THREADS = 4, PIECES = 200 };

/* A piece that says its name, after so many microseconds, and puts others behind itself. */
struct named_piece {
    struct piece piece;
    unsigned name;
    long pause;
    unsigned children;
    size_t size; /* bytes of its result, 0: only its name */
};

struct log {
    struct ordered ordered;
    unsigned names[4 * PIECES];
    size_t count;
    size_t fail_at; /* written so many, nothing more is; 0: never */
};

static void pause_for(long microseconds)
{
    const struct timespec time = {.tv_nsec = microseconds * 1000};
    nanosleep(&time, NULL);
}

static void free_piece(struct piece *piece)
{
    free(piece);
}

static bool write_piece(void *user, struct piece *piece)
{
    struct log *log = user;
    const struct named_piece *named = (const struct named_piece *)piece;
    if (piece->result.out.size > 0) {
        log->names[log->count++] = named->name;
    }
    result_written(&piece->result);
    return log->fail_at == 0 || log->count < log->fail_at;
}

static struct named_piece *add(struct piece_chain *chain, unsigned name)
{
    struct named_piece *made = calloc(1, sizeof *made);
    assert_non_null(made);
    piece_init(&made->piece, NULL, free_piece);
    made->name = name;
    piece_append(chain, &made->piece);
    return made;
}

static void begin(struct log *log)
{
    *log = (struct log){.count = 0};
    ordered_init(&log->ordered, write_piece, log);
}

/* What a worker does with a piece. */
static void do_piece(struct log *log, struct piece *piece)
{
    struct named_piece *named = (struct named_piece *)piece;
    struct piece_chain children = {.count = 0};
    for (unsigned i = 0; i < named->children; i++) {
        add(&children, named->name * 10 + i);
    }
    ordered_insert(&log->ordered, piece, &children);
    pause_for(named->pause);
    buffer_reserve(&piece->result.out, named->size);
    buffer_byte(&piece->result.out, 'x');
    ordered_done(&log->ordered, piece);
}

static void *work(void *user)
{
    struct log *log = user;
    struct piece *piece;
    while ((piece = ordered_take(&log->ordered)) != NULL) {
        do_piece(log, piece);
    }
    return NULL;
}

static void work_together(struct log *log)
{
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, work, log), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    }
}

static void results_come_in_order(void **state)
{
    struct log log;
    struct piece_chain chain = {.count = 0};
    (void)state;
    begin(&log);
    for (unsigned i = 0; i < PIECES; i++) {
        add(&chain, i)->pause = i % 7 * 100;
    }
    ordered_insert(&log.ordered, NULL, &chain);
    work_together(&log);
    assert_int_equal(log.count, PIECES);
    for (unsigned i = 0; i < PIECES; i++) {
        assert_int_equal(log.names[i], i);
    }
    ordered_free(&log.ordered);
}

static void pieces_put_others_behind_themselves(void **state)
{
    static const unsigned expected[] = {1, 10, 11, 12, 2, 20, 21, 3};
    struct log log;
    (void)state;
    for (int round = 0; round < 20; round++) {
        struct piece_chain chain = {.count = 0};
        begin(&log);
        add(&chain, 1)->children = 3;
        add(&chain, 2)->children = 2;
        add(&chain, 3);
        ordered_insert(&log.ordered, NULL, &chain);
        work_together(&log);
        assert_int_equal(log.count, sizeof expected / sizeof *expected);
        assert_memory_equal(log.names, expected, sizeof expected);
        ordered_free(&log.ordered);
    }
}

/* Each goes right behind the first: the places between run out, and are numbered anew. */
static void many_are_put_at_one_place(void **state)
{
    struct log log;
    struct piece_chain chain = {.count = 0};
    (void)state;
    begin(&log);
    add(&chain, 1000);
    add(&chain, 1001);
    ordered_insert(&log.ordered, NULL, &chain);
    struct piece *first = ordered_take(&log.ordered);
    for (unsigned i = 0; i < PIECES; i++) {
        struct piece_chain one = {.count = 0};
        add(&one, i);
        ordered_insert(&log.ordered, first, &one);
    }
    do_piece(&log, first);
    work(&log);
    assert_int_equal(log.count, PIECES + 2);
    assert_int_equal(log.names[0], 1000);
    for (unsigned i = 0; i < PIECES; i++) {
        assert_int_equal(log.names[i + 1], PIECES - 1 - i);
    }
    assert_int_equal(log.names[PIECES + 1], 1001);
    ordered_free(&log.ordered);
}

/* The first takes long: what the others have done may wait, but only so much of it. */
static void what_waits_is_bounded(void **state)
{
    struct log log;
    struct piece_chain chain = {.count = 0};
    pthread_t thread;
    (void)state;
    begin(&log);
    for (unsigned i = 0; i < 20; i++) {
        add(&chain, i)->size = ORDERED_MOST_HELD / 4;
    }
    ordered_insert(&log.ordered, NULL, &chain);
    struct piece *first = ordered_take(&log.ordered);
    assert_int_equal(pthread_create(&thread, NULL, work, &log), 0);
    size_t held = 0;
    for (int i = 0; i < 2000 && held < ORDERED_MOST_HELD; i++) {
        pause_for(1000);
        pthread_mutex_lock(&log.ordered.mutex);
        held = log.ordered.held;
        pthread_mutex_unlock(&log.ordered.mutex);
    }
    pause_for(20000); /* it would go on now, if it did */
    pthread_mutex_lock(&log.ordered.mutex);
    held = log.ordered.held;
    size_t waiting = log.ordered.waiting;
    pthread_mutex_unlock(&log.ordered.mutex);
    assert_in_range(held, ORDERED_MOST_HELD, 2 * ORDERED_MOST_HELD);
    assert_in_range(waiting, 10, 18);
    assert_int_equal(log.count, 0);
    do_piece(&log, first);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(log.count, 20);
    assert_int_equal(log.ordered.held, 0);
    ordered_free(&log.ordered);
}

static void *pass_on(void *user)
{
    struct log *log = user;
    struct piece *piece = ordered_take(&log->ordered);
    buffer_byte(&piece->result.out, 'x');
    assert_true(ordered_pass_on(&log->ordered, piece));
    do_piece(log, piece);
    return NULL;
}

static void a_piece_goes_on_writing_when_its_turn_has_come(void **state)
{
    static const unsigned expected[] = {1, 2, 2};
    struct log log;
    struct piece_chain chain = {.count = 0};
    pthread_t thread;
    (void)state;
    begin(&log);
    add(&chain, 1);
    add(&chain, 2);
    ordered_insert(&log.ordered, NULL, &chain);
    struct piece *first = ordered_take(&log.ordered);
    assert_int_equal(pthread_create(&thread, NULL, pass_on, &log), 0);
    pause_for(10000);
    do_piece(&log, first);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(log.count, 3);
    assert_memory_equal(log.names, expected, sizeof expected);
    ordered_free(&log.ordered);
}

static void nothing_follows_a_failure(void **state)
{
    struct log log;
    struct piece_chain chain = {.count = 0};
    (void)state;
    begin(&log);
    log.fail_at = 5;
    for (unsigned i = 0; i < PIECES; i++) {
        add(&chain, i);
    }
    ordered_insert(&log.ordered, NULL, &chain);
    work_together(&log);
    assert_int_equal(log.count, 5);
    assert_true(log.ordered.stopped);
    ordered_free(&log.ordered);
}

/* As the gate of a large group: it is there and nobody takes it. */
static void a_piece_that_runs_already_is_not_taken(void **state)
{
    static const unsigned expected[] = {1, 2, 3};
    struct log log;
    struct piece_chain chain = {.count = 0};
    (void)state;
    begin(&log);
    add(&chain, 1);
    struct piece *gate = &add(&chain, 2)->piece;
    gate->state = PIECE_RUNS;
    add(&chain, 3);
    ordered_insert(&log.ordered, NULL, &chain);
    for (int i = 0; i < 2; i++) {
        do_piece(&log, ordered_take(&log.ordered));
    }
    assert_int_equal(log.count, 1);
    do_piece(&log, gate);
    assert_null(ordered_take(&log.ordered));
    assert_int_equal(log.count, 3);
    assert_memory_equal(log.names, expected, sizeof expected);
    ordered_free(&log.ordered);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_come_in_order),
        cmocka_unit_test(pieces_put_others_behind_themselves),
        cmocka_unit_test(many_are_put_at_one_place),
        cmocka_unit_test(what_waits_is_bounded),
        cmocka_unit_test(a_piece_goes_on_writing_when_its_turn_has_come),
        cmocka_unit_test(nothing_follows_a_failure),
        cmocka_unit_test(a_piece_that_runs_already_is_not_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
