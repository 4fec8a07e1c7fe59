/* Rows that are read many at a time are read as in full: row by row, and in whole captures. */
#include "parse/run_row.h"

#include "base/text.h"
#include "parse/value.h"
#include "support/mutate.h"
#include "support/pipeline.h"
#include "text/unit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { ROWS = 60000, CAPTURES = 60, CAPTURE_ROWS = 400 };

static oc_grammars *grammars;

static int setup(void **state)
{
    oc_status status;
    (void)state;
    grammars = pipeline_grammars(&status);
    return grammars == NULL;
}

static int teardown(void **state)
{
    (void)state;
    oc_grammars_free(grammars);
    return 0;
}

static const struct shape *netstat(void)
{
    const struct shape *shape = grammars->shapes;
    while (!text_equal(shape->name, text_of("netstat"))) {
        shape = shape->next;
    }
    return shape;
}

/* ---- row by row ------------------------------------------------------------------------------ */

static const struct run_plains plains = {
    .at = {{.lead = {"TCP", 3}, .has_state = true}, {.lead = {"UDP", 3}, .has_state = false}},
    .count = 2,
};

static struct run_plains ready_plains(void)
{
    struct run_plains ready = plains;
    memcpy(&ready.at[0].bytes, "TCP \0\0\0", 8);
    memcpy(&ready.at[1].bytes, "UDP \0\0\0", 8);
    for (size_t i = 0; i < ready.count; i++) {
        memcpy(&ready.at[i].mask, "\xFF\xFF\xFF\xFF\0\0\0", 8);
    }
    return ready;
}

static void assert_same_text(oc_text a, oc_text b)
{
    assert_int_equal(text_known(a), text_known(b));
    assert_int_equal(a.size, b.size);
    assert_true(text_equal(a, b));
}

static void assert_same_end(oc_endpoint a, oc_endpoint b)
{
    assert_same_text(a.address, b.address);
    assert_same_text(a.service, b.service);
    assert_int_equal(a.port, b.port);
}

/* What the patterns and value.c make of the line is what the run read. */
static void assert_read_in_full(struct matcher *matcher, const struct run_row *row)
{
    struct cells cells;
    struct reason reason = {.code = NULL};
    oc_connection connection = {.kind = OC_CONNECTION};
    oc_text line = {row->line, row->end};
    if (matcher_pattern_row(matcher, netstat(), line, &cells) == NULL ||
        !value_connection(grammars, netstat(), &cells, &connection, &reason)) {
        fail_msg("no row in full: %.*s", (int)line.size, line.data);
    }
    assert_int_equal(connection.pid, row->pid);
    assert_same_text(connection.proto, row->plain->lead);
    assert_same_end(connection.local, run_row_endpoint(row, &row->local));
    assert_same_end(connection.remote, run_row_endpoint(row, &row->remote));
    oc_text word = {row->line + row->state.start, row->state.end - row->state.start};
    assert_same_text(connection.state_word, row->plain->has_state ? word : text_of(NULL));
    buffer_free(&reason.text);
}

static void assert_same_row(const struct run_row *a, const struct run_row *b)
{
    assert_ptr_equal(a->plain, b->plain);
    assert_int_equal(a->end, b->end);
    assert_int_equal(a->next, b->next);
    assert_int_equal(a->pid, b->pid);
    assert_int_equal(a->ipv4, b->ipv4);
    assert_same_end(run_row_endpoint(a, &a->local), run_row_endpoint(b, &b->local));
    assert_same_end(run_row_endpoint(a, &a->remote), run_row_endpoint(b, &b->remote));
    assert_int_equal(a->state.start, b->state.start);
    assert_int_equal(a->state.end, b->state.end);
}

/* By every reader that this processor can run. */
static void rows_are_read_as_in_full(void **state)
{
    struct mutate mutate = {.state = 7};
    struct run_plains ready = ready_plains();
    struct matcher matcher;
    struct buffer line;
    run_row_reader *readers[RUN_ROW_READERS];
    size_t count = run_row_usable(readers);
    size_t read = 0;
    (void)state;
    assert_int_equal(matcher_init(&matcher, grammars), OC_OK);
    buffer_init(&line);
    for (size_t i = 0; i < ROWS; i++) {
        struct run_row rows[RUN_ROW_READERS] = {{.plain = NULL}};
        buffer_clear(&line);
        mutate_row(&mutate, &line, i % 4);
        buffer_string(&line, i % 3 == 0 ? "\n" : i % 3 == 1 ? "\r\n" : "\r\r\n");
        mutate_row(&mutate, &line, 0);
        while (line.size < RUN_ROW_REACH) {
            buffer_byte(&line, ' ');
        }
        bool is_row = readers[0](&ready, line.data, &rows[0]);
        for (size_t k = 1; k < count; k++) {
            assert_int_equal(readers[k](&ready, line.data, &rows[k]), is_row);
        }
        for (size_t k = 1; is_row && k < count; k++) {
            assert_same_row(&rows[0], &rows[k]);
        }
        if (is_row) {
            assert_read_in_full(&matcher, &rows[0]);
            read++;
        }
    }
    assert_true(read > ROWS / 4);
    buffer_free(&line);
    matcher_free(&matcher);
}

/* ---- whole captures -------------------------------------------------------------------------- */

static int append(void *out, const char *bytes, size_t size)
{
    buffer_append(out, bytes, size);
    return 0;
}

static void widen(struct buffer *text)
{
    struct buffer wide;
    buffer_init(&wide);
    for (size_t i = 0; i < text->size; i++) {
        buffer_byte(&wide, text->data[i]);
        buffer_byte(&wide, '\0');
    }
    assert_false(wide.failed);
    buffer_free(text);
    *text = wide;
}

static void write_list(struct buffer *out, struct mutate *mutate, size_t damage)
{
    buffer_string(out,
                  "\r\nActive Connections\r\n\r\n"
                  "  Proto  Local Address          Foreign Address        State           PID\r\n");
    for (size_t i = 0; i < CAPTURE_ROWS; i++) {
        mutate_row(mutate, out, mutate_below(mutate, 8) == 0 ? damage : 0);
        buffer_string(out, mutate_below(mutate, 50) == 0 ? "\r\n [OUTLOOK.EXE]\r\n" : "\r\n");
    }
}

static void write_processes(struct buffer *out)
{
    buffer_string(out, "\r\nImage Name                     PID Session Name        Session#    Mem "
                       "Usage\r\n"
                       "========================= ======== ================ =========== "
                       "============\r\n"
                       "System                           4 Services                   0      1,024 "
                       "K\r\n"
                       "OUTLOOK.EXE                   4028 Console                    1    214,080 "
                       "K\r\n"
                       "svchost.exe                   1712 Services                   0     12,345 "
                       "K\r\n");
}

/* Lists before and behind their process list, with damage and without, of bytes and of UTF-16. */
static void write_capture(struct buffer *out, size_t number)
{
    struct mutate mutate = {.state = number};
    size_t damage = number % 5;
    buffer_clear(out);
    if (number % 2 == 0) {
        write_processes(out);
    }
    write_list(out, &mutate, damage);
    if (number % 2 == 1) {
        write_processes(out);
    }
    write_list(out, &mutate, damage);
    write_processes(out);
    if (number % 3 == 2) {
        widen(out);
    }
}

static void captures_are_read_as_in_full(void **state)
{
    static const char *const formats[] = {"json", "csv"};
    struct buffer input;
    struct buffer fast;
    struct buffer full;
    const oc_sink to_fast = {append, &fast};
    const oc_sink to_full = {append, &full};
    (void)state;
    buffer_init(&input);
    buffer_init(&fast);
    buffer_init(&full);
    for (size_t i = 0; i < CAPTURES; i++) {
        const struct chunking chunking = {4096 + i, i % 4 == 3 ? 777 : SIZE_MAX};
        const char *format = formats[i / 2 % 2];
        write_capture(&input, i);
        oc_text text = buffer_view(&input);
        buffer_clear(&fast);
        buffer_clear(&full);
        assert_int_equal(pipeline_run(grammars, text, chunking, format, to_fast), OC_OK);
        assert_int_equal(pipeline_run_in_full(grammars, text, chunking, format, to_full), OC_OK);
        assert_false(fast.failed || full.failed);
        assert_true(full.size > 1000);
        assert_same_text(buffer_view(&fast), buffer_view(&full));
    }
    buffer_free(&input);
    buffer_free(&fast);
    buffer_free(&full);
}

/* ---- UTF-16 ---------------------------------------------------------------------------------- */

static void narrows_up_to_the_first_that_is_not_ascii(void **state)
{
    (void)state;
    for (size_t at = 0; at <= 100; at++) {
        char wide[2][200];
        char narrow[100];
        for (size_t i = 0; i < 100; i++) {
            wide[0][2 * i] = wide[1][2 * i + 1] = (char)('0' + i % 70);
            wide[0][2 * i + 1] = wide[1][2 * i] = 0;
        }
        if (at < 100) {
            wide[0][2 * at + at % 2] = wide[1][2 * at + 1 - at % 2] = at % 2 == 0 ? '\x80' : '\1';
        }
        assert_int_equal(unit_narrow(wide[0], 100, UNIT_UTF16LE, narrow), at);
        assert_true(at == 0 || narrow[at - 1] == (char)('0' + (at - 1) % 70));
        assert_int_equal(unit_narrow(wide[1], 100, UNIT_UTF16BE, narrow), at);
        assert_true(at == 0 || narrow[at - 1] == (char)('0' + (at - 1) % 70));
        assert_int_equal(unit_narrow(wide[0], at / 2, UNIT_UTF16LE, narrow), at / 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_read_as_in_full),
        cmocka_unit_test(captures_are_read_as_in_full),
        cmocka_unit_test(narrows_up_to_the_first_that_is_not_ascii),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
