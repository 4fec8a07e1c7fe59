/* Captures with process tables, of which rows are read many at a time, are read as in full. */
#include "base/text.h"
#include "support/chunks.h"
#include "support/events.h"
#include "support/mutate_table.h"
#include "support/pipeline.h"
#include "support/with_grammars.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { CAPTURES = 120, LIST_ROWS = 150 };

#define LIST "========================= ======== ============================================"

static void assert_same_text(oc_text a, oc_text b)
{
    assert_int_equal(text_known(a), text_known(b));
    assert_int_equal(a.size, b.size);
    assert_true(text_equal(a, b));
}

static void write_list(struct buffer *out, struct mutate *mutate, size_t table, size_t damage)
{
    static const char *const between[] = {
        "\r\n",
        "                                   SystemEventsBroker\r\n",
        "\r\n                                   SystemEventsBroker\r\n",
        "...\r\n",
        "a line of another program\r\n",
        "C:\\Users\\anna>tasklist\r\n",
    };
    if (mutate_below(mutate, 4) > 0) {
        buffer_string(out, "\r\n");
        buffer_string(out, mutate_table_rule(table));
        buffer_string(out, "\r\n");
    }
    for (size_t i = 0; i < LIST_ROWS; i++) {
        size_t worse = mutate_below(mutate, 8) == 0 ? damage : 0;
        mutate_table_row(mutate, out, table, worse);
        buffer_string(out, mutate_below(mutate, 30) == 0 ? "\n" : "\r\n");
        if (mutate_below(mutate, 40) == 0) {
            buffer_string(out, between[mutate_below(mutate, sizeof between / sizeof *between)]);
        }
    }
}

static void write_capture(struct buffer *out, size_t number)
{
    struct mutate mutate = {.state = number};
    size_t damage = number % 5;
    buffer_clear(out);
    for (size_t i = 0; i < 3; i++) {
        write_list(out, &mutate, (number + i / 2) % MUTATE_TABLES, damage);
        if (mutate_below(&mutate, 2) == 0) {
            buffer_string(out,
                          "\r\n  TCP    127.0.0.1:49695   10.0.0.1:443   ESTABLISHED  4028\r\n");
        }
    }
    if (number % 3 == 2) {
        mutate_widen(out);
    }
}

static int log_event(void *log, const oc_event *event)
{
    events_append(log, event);
    return 0;
}

static void read_events(oc_text input, struct chunking chunking, oc_patterns *patterns,
                        bool in_full, struct buffer *log)
{
    const oc_parser_options options = {.in_full = in_full, .patterns = patterns};
    oc_parser *parser = NULL;
    buffer_clear(log);
    assert_int_equal(oc_parser_new(&parser, grammars, &options, log_event, log), OC_OK);
    assert_int_equal(chunks_feed(parser, input, chunking), OC_OK);
    oc_parser_free(parser);
    assert_false(log->failed);
}

static void captures_are_read_as_in_full(void **state)
{
    struct buffer input;
    struct buffer fast;
    struct buffer full;
    oc_patterns *patterns = oc_patterns_new(grammars);
    (void)state;
    assert_non_null(patterns);
    buffer_init(&input);
    buffer_init(&fast);
    buffer_init(&full);
    for (size_t i = 0; i < CAPTURES; i++) {
        const struct chunking chunking = {4096 + i, i % 4 == 3 ? 777 : SIZE_MAX};
        write_capture(&input, i);
        read_events(buffer_view(&input), chunking, i % 2 == 0 ? patterns : NULL, false, &fast);
        read_events(buffer_view(&input), CHUNKS_WHOLE, NULL, true, &full);
        assert_true(full.size > 1000);
        assert_same_text(buffer_view(&fast), buffer_view(&full));
    }
    buffer_free(&input);
    buffer_free(&fast);
    buffer_free(&full);
    oc_patterns_free(patterns);
}

static void assert_same_events(oc_text input)
{
    struct buffer fast;
    struct buffer full;
    buffer_init(&fast);
    buffer_init(&full);
    read_events(input, CHUNKS_WHOLE, NULL, false, &fast);
    read_events(input, CHUNKS_WHOLE, NULL, true, &full);
    assert_same_text(buffer_view(&fast), buffer_view(&full));
    buffer_free(&fast);
    buffer_free(&full);
}

#define SERVICE "svchost.exe                    912 DcomLaunch, Power, SystemEventsBroker\n"
#define MORE_SERVICES "                                   SystemEventsBroker\n"

/* What stands behind the last row is a detail of it, or not; it is long, so that the row is read
 * like those before it. */
static void the_list_ends_as_in_full(void **state)
{
    static const char *const lists[] = {
        LIST "\n" SERVICE "\n" SERVICE SERVICE SERVICE "\n",
        LIST "\n" SERVICE "\n" SERVICE "\n",
        LIST "\n" SERVICE SERVICE SERVICE "\n" SERVICE,
        LIST "\n" SERVICE SERVICE SERVICE "x\n" SERVICE SERVICE,
    };
    (void)state;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        char text[1200];
        snprintf(text, sizeof text, "%s%*s\n", lists[i], 200, "SystemEventsBroker");
        assert_same_events(text_of(text));
        snprintf(text, sizeof text, "%s%s%s", lists[i], MORE_SERVICES, SERVICE SERVICE SERVICE);
        assert_same_events(text_of(text));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(captures_are_read_as_in_full),
        cmocka_unit_test(the_list_ends_as_in_full),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
