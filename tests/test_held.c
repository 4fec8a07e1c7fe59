/* Lines that wait: the last ones in a ring, those before them as strays. */
#include "parse/held.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "support/fail_alloc.h"

struct bench {
    struct held held;
    struct strays strays;
};

static int setup(void **state)
{
    static struct bench bench;
    held_init(&bench.held);
    buffer_init(&bench.strays.bytes);
    bench.strays.read = 0;
    *state = &bench;
    return 0;
}

static int teardown(void **state)
{
    struct bench *bench = *state;
    held_free(&bench->held);
    buffer_free(&bench->strays.bytes);
    return 0;
}

static bool push(struct held *held, uint64_t number, enum held_kind kind)
{
    char text[32];
    int size = snprintf(text, sizeof text, "line %u", (unsigned)number);
    const struct line line = {.place = {number, number * 10},
                              .text = {text, (size_t)size},
                              .encoding = "CP850",
                              .ended = true};
    return held_push(held, &line, kind);
}

static void expect(const struct held_line *line, uint64_t number, enum held_kind kind)
{
    char text[32];
    snprintf(text, sizeof text, "line %u", (unsigned)number);
    assert_int_equal(line->line.place.line, number);
    assert_int_equal(line->line.place.byte, number * 10);
    assert_true(text_equal(line->line.text, text_of(text)));
    assert_string_equal(line->line.encoding, "CP850");
    assert_true(line->line.ended);
    assert_int_equal(line->kind, kind);
}

static void the_ring_keeps_the_order(void **state)
{
    struct held *held = &((struct bench *)*state)->held;
    for (uint64_t round = 0; round < 3; round++) {
        for (uint64_t i = 0; i < HELD_MAX; i++) {
            assert_false(held_full(held));
            assert_true(push(held, round * HELD_MAX + i, HELD_TEXT));
        }
        assert_true(held_full(held));
        expect(held_at(held, 5), round * HELD_MAX + 5, HELD_TEXT);
        for (uint64_t i = 0; i < HELD_MAX; i++) {
            expect(held_pop(held), round * HELD_MAX + i, HELD_TEXT);
        }
    }
}

static void text_is_found_above_empty_lines(void **state)
{
    struct held *held = &((struct bench *)*state)->held;
    assert_int_equal(held_text_before(held, 0), SIZE_MAX);
    assert_true(push(held, 1, HELD_BLANK));
    assert_int_equal(held_text_before(held, 1), SIZE_MAX);
    assert_true(push(held, 2, HELD_TEXT));
    assert_true(push(held, 3, HELD_BLANK));
    assert_true(push(held, 4, HELD_BLANK));
    assert_int_equal(held_text_before(held, 4), 1);
}

static void strays_come_back_in_order(void **state)
{
    struct bench *bench = *state;
    struct held_line line;
    assert_false(strays_wait(&bench->strays));
    for (uint64_t i = 0; i < 200; i++) {
        assert_true(push(&bench->held, i, i % 3 == 0 ? HELD_BLANK : HELD_TEXT));
        assert_true(strays_push(&bench->strays, &bench->held));
    }
    assert_true(strays_wait(&bench->strays));
    assert_int_equal(bench->held.count, 0);
    for (uint64_t i = 0; i < 200; i++) {
        assert_true(strays_pop(&bench->strays, &line));
        expect(&line, i, i % 3 == 0 ? HELD_BLANK : HELD_TEXT);
    }
    assert_false(strays_pop(&bench->strays, &line));
    assert_false(strays_wait(&bench->strays));
}

static void strays_have_a_limit(void **state)
{
    struct bench *bench = *state;
    uint64_t count = 0;
    for (; !strays_full(&bench->strays); count++) {
        assert_true(push(&bench->held, count, HELD_TEXT));
        assert_true(strays_push(&bench->strays, &bench->held));
    }
    assert_in_range(bench->strays.bytes.size, STRAYS_MAX, STRAYS_MAX + 1024);
    assert_true(count > 1000);
}

static void memory_that_runs_out_is_told(void **state)
{
    struct bench *bench = *state;
    fail_alloc_start(0);
    assert_false(push(&bench->held, 1, HELD_TEXT));
    assert_true(fail_alloc_stop());
    held_pop(&bench->held);
    held_free(&bench->held);
    held_init(&bench->held);
    assert_true(push(&bench->held, 1, HELD_TEXT));
    fail_alloc_start(0);
    assert_false(strays_push(&bench->strays, &bench->held));
    assert_true(fail_alloc_stop());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_ring_keeps_the_order, setup, teardown),
        cmocka_unit_test_setup_teardown(text_is_found_above_empty_lines, setup, teardown),
        cmocka_unit_test_setup_teardown(strays_come_back_in_order, setup, teardown),
        cmocka_unit_test_setup_teardown(strays_have_a_limit, setup, teardown),
        cmocka_unit_test_setup_teardown(memory_that_runs_out_is_told, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
