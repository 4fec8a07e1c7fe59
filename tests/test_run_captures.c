/* Captures whose rows are read many at a time, and told together, give what they give in full. */
#include "base/text.h"
#include "support/mutate.h"
#include "support/pipeline.h"
#include "support/with_grammars.h"
#include "text/unit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { LONG_ROWS = 4000, CAPTURES = 60, CAPTURE_ROWS = 400 };

static int append(void *out, const char *bytes, size_t size)
{
    buffer_append(out, bytes, size);
    return 0;
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
        mutate_widen(out);
    }
}

/* A list so long that rows of PID 0 in TIME_WAIT are told together: the same ends again and again,
 * some of them Outlook's; one that listens; one end in every list alone. */
static void write_long_list(struct buffer *out, size_t number)
{
    buffer_string(out, "\r\nActive Connections\r\n\r\n");
    for (size_t i = 0; i < LONG_ROWS; i++) {
        const bool wanted = i % 97 == 0;
        char remote[32];
        snprintf(remote, sizeof remote, "10.0.%zu.%zu:%d", i % (wanted ? 3 : 41), i % 7,
                 i % 11 == 5 ? 0 : 443);
        if (i % 1500 == 1499) {
            snprintf(remote, sizeof remote, "10.1.1.%zu:%zu", number, i);
        }
        buffer_printf(out, "  TCP    %-21s  %-21s  %-12s    %d\r\n", "192.168.2.56:50701", remote,
                      wanted ? "ESTABLISHED" : "TIME_WAIT", wanted ? 4028 : 0);
    }
}

static void closed_rows_are_told_together(void **state)
{
    struct buffer input;
    struct buffer fast;
    struct buffer full;
    const oc_sink to_fast = {append, &fast};
    const oc_sink to_full = {append, &full};
    (void)state;
    for (size_t wide = 0; wide < 2; wide++) {
        const struct chunking chunking = {30000, SIZE_MAX};
        buffer_init(&input);
        buffer_init(&fast);
        buffer_init(&full);
        write_processes(&input);
        for (size_t i = 0; i < 3; i++) {
            write_long_list(&input, i);
        }
        if (wide > 0) {
            mutate_widen(&input);
        }
        oc_text text = buffer_view(&input);
        assert_int_equal(pipeline_run(grammars, text, chunking, "json", to_fast), OC_OK);
        assert_int_equal(pipeline_run_in_full(grammars, text, chunking, "json", to_full), OC_OK);
        assert_true(text_equal(buffer_view(&fast), buffer_view(&full)));
        assert_true(text_contains(buffer_view(&fast), text_of("\"recently_closed\":")));
        assert_false(text_contains(buffer_view(&fast), text_of("\"recently_closed\":0")));
        buffer_free(&input);
        buffer_free(&fast);
        buffer_free(&full);
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
        assert_true(text_equal(buffer_view(&fast), buffer_view(&full)));
    }
    buffer_free(&input);
    buffer_free(&fast);
    buffer_free(&full);
}

/* ---- limits ---------------------------------------------------------------------------------- */

static int count_event(void *user, const oc_event *event)
{
    size_t *counts = user;
    counts[event->kind] += event->kind == OC_EVENT_PROCESSES ? event->as.processes.count : 1;
    return 0;
}

static void count_events(oc_text text, size_t longest, bool in_full,
                         size_t counts[OC_EVENT_END + 1])
{
    const oc_parser_options options = {.longest_line = longest, .in_full = in_full};
    oc_parser *parser;
    memset(counts, 0, (OC_EVENT_END + 1) * sizeof *counts);
    assert_int_equal(oc_parser_new(&parser, grammars, &options, count_event, counts), OC_OK);
    assert_int_equal(oc_parser_feed(parser, text.data, text.size), OC_OK);
    assert_int_equal(oc_parser_finish(parser), OC_OK);
    oc_parser_free(parser);
}

/* Bytes are limited, not characters: a line of UTF-16 is too long with half as many of them. */
static void what_is_too_long_is_no_row(void **state)
{
    struct mutate mutate = {.state = 3};
    struct buffer text;
    (void)state;
    for (size_t wide = 0; wide < 2; wide++) {
        buffer_init(&text);
        for (size_t i = 0; i < 4; i++) {
            write_processes(&text);
        }
        write_list(&text, &mutate, 0);
        if (wide > 0) {
            mutate_widen(&text);
        }
        for (size_t longest = 60; longest < 320; longest += 2) {
            size_t fast[OC_EVENT_END + 1];
            size_t full[OC_EVENT_END + 1];
            count_events(buffer_view(&text), longest, false, fast);
            count_events(buffer_view(&text), longest, true, full);
            assert_memory_equal(fast, full, sizeof fast);
        }
        buffer_free(&text);
    }
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
        cmocka_unit_test(captures_are_read_as_in_full),
        cmocka_unit_test(closed_rows_are_told_together),
        cmocka_unit_test(what_is_too_long_is_no_row),
        cmocka_unit_test(narrows_up_to_the_first_that_is_not_ascii),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
