/* Rows that are read many at a time are read as in full; of whole captures see
 * test_run_captures.c. */
#include "parse/run_read.h"

#include "base/text.h"
#include "parse/value.h"
#include "support/mutate.h"
#include "support/with_grammars.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { ROWS = 60000, ENDS = 40000 };

static const struct shape *netstat(void)
{
    return pipeline_shape(grammars, "netstat");
}

/* ---- row by row ------------------------------------------------------------------------------ */

/* Behind it the row before it is certain. */
static const char next_row[] =
    "  TCP    10.1.2.3:50000         10.1.2.4:443           ESTABLISHED     4028\r\n";

/* One for each reader that this processor can run: what they learn must not matter. */
struct readers {
    run_reader *read[RUN_READERS];
    struct run_memory memory[RUN_READERS];
    size_t count;
};

static void start_readers(struct readers *readers)
{
    readers->count = run_usable(readers->read);
    for (size_t i = 0; i < readers->count; i++) {
        run_memory_init(&readers->memory[i], grammars);
        run_memory_shape(&readers->memory[i], netstat());
    }
}

static void assert_same_text(oc_text a, oc_text b)
{
    assert_int_equal(text_known(a), text_known(b));
    assert_int_equal(a.size, b.size);
    if (text_known(a) && text_known(b)) {
        assert_true(text_equal(a, b));
    }
}

static void assert_same_end(oc_endpoint a, oc_endpoint b)
{
    assert_same_text(a.address, b.address);
    assert_same_text(a.service, b.service);
    assert_int_equal(a.port, b.port);
}

static oc_text state_word(const struct run_row *row)
{
    oc_text word = {row->line + row->places.state, row->state.size};
    return row->places.has_state ? word : (oc_text){NULL, 0};
}

static oc_text lead_word(const struct run_row *row)
{
    return (oc_text){row->line + row->places.lead.start,
                     (size_t)(row->places.lead.end - row->places.lead.start)};
}

/* What the patterns and value.c make of the line is what the run read. */
static void assert_read_in_full(struct matcher *matcher, const struct run_row *row)
{
    struct cells cells;
    struct reason reason = {.code = NULL};
    oc_connection connection = {.kind = OC_CONNECTION};
    oc_text line = {row->line, strcspn(row->line, "\r\n")};
    if (matcher_pattern_row(matcher, netstat(), line, &cells) == NULL ||
        !value_connection(grammars, netstat(), &cells, &connection, &reason)) {
        fail_msg("no row in full: %.*s", (int)line.size, line.data);
    }
    assert_int_equal(connection.pid, row->pid);
    assert_same_text(connection.proto, lead_word(row));
    assert_same_end(connection.local, run_local(row));
    assert_same_end(connection.remote, run_remote(row));
    assert_same_text(connection.state_word, state_word(row));
    buffer_free(&reason.text);
}

static void assert_same_row(const struct run_row *a, const struct run_row *b)
{
    assert_ptr_equal(a->line, b->line);
    assert_int_equal(a->pid, b->pid);
    assert_int_equal(a->local_colon, b->local_colon);
    assert_int_equal(a->remote_colon, b->remote_colon);
    assert_same_text(lead_word(a), lead_word(b));
    assert_same_end(run_local(a), run_local(b));
    assert_same_end(run_remote(a), run_remote(b));
    assert_same_text(state_word(a), state_word(b));
    assert_int_equal(a->state.state, b->state.state);
}

/* Whether all readers say that the first line is a row, and the same of it. */
static bool read_first(struct readers *readers, oc_text text, struct run_row *row)
{
    static const oc_pids none = {{0}};
    struct run_batch first;
    struct run_batch other;
    readers->read[0](&readers->memory[0], &none, text.data, text.size, &first);
    assert_int_equal(first.told_count, first.rows);
    for (size_t i = 1; i < readers->count; i++) {
        readers->read[i](&readers->memory[i], &none, text.data, text.size, &other);
        assert_int_equal(other.rows, first.rows);
        assert_int_equal(other.told_count, first.rows);
        assert_ptr_equal(other.last, first.last);
        if (first.rows > 0) {
            assert_same_row(&first.told[0], &other.told[0]);
        }
    }
    *row = first.told[0];
    return first.rows > 0;
}

static void end_line(struct buffer *line, const char *line_end)
{
    buffer_string(line, line_end);
    buffer_string(line, next_row);
    for (size_t i = 0; i < RUN_REACH; i++) {
        buffer_byte(line, ' ');
    }
    assert_false(line->failed);
}

static void rows_are_read_as_in_full(void **state)
{
    static const char *const line_ends[] = {"\r\n", "\n", "\r\r\n", "\r\r\r\n", "\r\r\r\r\n"};
    struct mutate mutate = {.state = 7};
    struct readers readers;
    struct matcher matcher;
    struct buffer line;
    size_t read = 0;
    (void)state;
    start_readers(&readers);
    assert_int_equal(matcher_init(&matcher, grammars), OC_OK);
    buffer_init(&line);
    for (size_t i = 0; i < ROWS; i++) {
        struct run_row row;
        buffer_clear(&line);
        mutate_row(&mutate, &line, i % 4);
        end_line(&line, line_ends[i % 20 < 16 ? 0 : i % 20 - 15]);
        if (read_first(&readers, buffer_view(&line), &row)) {
            assert_read_in_full(&matcher, &row);
            read++;
        }
    }
    assert_true(read > ROWS / 4);
    buffer_free(&line);
    matcher_free(&matcher);
}

/* ---- ends ------------------------------------------------------------------------------------ */

/* Whether it is what most ends are: four numbers and a port of at most five digits. */
static bool write_end(struct mutate *mutate, char end[static 32])
{
    static const char *const numbers[] = {"0",   "1",   "9",   "10",  "42",  "99",  "100",
                                          "192", "199", "200", "249", "250", "254", "255"};
    static const char *const bad[] = {"256", "260", "300",  "999", "00",
                                      "01",  "010", "1000", "",    "x"};
    static const char *const ports[] = {"0",     "1",     "80",    "443",   "6001", "09999",
                                        "49152", "59999", "65535", "65530", "60000"};
    static const char *const bad_ports[] = {"65536", "65540", "66000", "70000",  "99999", "100000",
                                            "",      "4a3",   "44 3",  "000443", "*"};
    const char *text[5];
    size_t wrong = mutate_below(mutate, 3) == 0 ? mutate_below(mutate, 5) : 5;
    for (size_t i = 0; i < 4; i++) {
        text[i] = i == wrong ? bad[mutate_below(mutate, sizeof bad / sizeof *bad)]
                             : numbers[mutate_below(mutate, sizeof numbers / sizeof *numbers)];
    }
    text[4] = wrong == 4 ? bad_ports[mutate_below(mutate, sizeof bad_ports / sizeof *bad_ports)]
                         : ports[mutate_below(mutate, sizeof ports / sizeof *ports)];
    snprintf(end, 32, "%s.%s.%s.%s:%s", text[0], text[1], text[2], text[3], text[4]);
    return wrong == 5;
}

static bool is_endpoint(const char *end)
{
    oc_endpoint endpoint;
    return strchr(end, ' ') == NULL && value_is_endpoint(text_of(end), &endpoint);
}

/* Every length of every number, what is largest and what is just too large, in both places. */
static void ends_are_read_as_in_full(void **state)
{
    struct mutate mutate = {.state = 11};
    struct readers readers;
    struct buffer line;
    size_t read = 0;
    (void)state;
    start_readers(&readers);
    buffer_init(&line);
    for (size_t i = 0; i < ENDS; i++) {
        char ends[2][32];
        struct run_row row;
        bool usual = write_end(&mutate, ends[0]);
        usual = write_end(&mutate, ends[1]) && usual;
        buffer_clear(&line);
        buffer_printf(&line, "  TCP    %-21s  %-21s  %-12s    %u", ends[0], ends[1], "CLOSE_WAIT",
                      8);
        end_line(&line, "\r\n");
        bool is_row = is_endpoint(ends[0]) && is_endpoint(ends[1]);
        assert_int_equal(read_first(&readers, buffer_view(&line), &row), is_row);
        assert_true(!usual || (is_row && (read == 0 || row.local_colon > 0))); /* not apart */
        read += is_row;
    }
    assert_true(read > ENDS / 4);
    buffer_free(&line);
}

/* Addresses that are known by heart later on, and what is nearly one of them. */
static void ends_in_brackets_are_read_as_in_full(void **state)
{
    static const char *const ends[] = {
        "[::]:445",      "[::]:65535",
        "[::]:65536",    "[::]:",
        "[::]445",       "[::]]:445",
        "[::]:4455555",  "[::]:000443",
        "[::]:*",        "[::]:http",
        "[::]:44x",      "[::1]:445",
        "[::1:445",      "::1]:445",
        "[::]1]:445",    "[]:445",
        "*:*",           "*:80",
        "*:**",          "10.0.0.1:445",
        "[10.0.0.1]:4",  "[fe80::1%12]:445",
        "[fe80::1%1]:1", "[2001:db8:1234:5678:9abc:def0:1234:5678%123456]:50000",
    };
    const size_t count = sizeof ends / sizeof *ends;
    struct readers readers;
    struct matcher matcher;
    struct buffer line;
    (void)state;
    start_readers(&readers);
    assert_int_equal(matcher_init(&matcher, grammars), OC_OK);
    buffer_init(&line);
    for (size_t i = 0; i < 4 * count * count; i++) {
        const char *local = ends[i / 2 / count % count];
        const char *remote = ends[i / 2 % count];
        struct run_row row;
        buffer_clear(&line);
        buffer_printf(&line, "  %s    %-21s  %-21s  %-12s    %u", i % 2 == 0 ? "TCP" : "UDP", local,
                      remote, i % 2 == 0 ? "LISTENING" : "", 8);
        bool fits = line.size + 2 <= RUN_LONGEST;
        end_line(&line, "\r\n");
        bool is_row = fits && is_endpoint(local) && is_endpoint(remote);
        if (read_first(&readers, buffer_view(&line), &row) != is_row) {
            fail_msg("%s: %.90s", is_row ? "no row" : "a row", line.data);
        }
        if (is_row) {
            assert_read_in_full(&matcher, &row);
        }
    }
    matcher_free(&matcher);
    buffer_free(&line);
}

/* ---- batches --------------------------------------------------------------------------------- */

/* Rows that are only counted are not told, and the last row stays, told or not. */
static void the_last_row_is_no_part_of_the_batch(void **state)
{
    static const char text[] =
        "  TCP    10.1.2.3:50000         10.1.2.4:443           ESTABLISHED     4\r\n"
        "  TCP    10.1.2.3:50001         10.1.2.4:443           ESTABLISHED     4028\r\n"
        "  TCP    10.1.2.3:50002         10.1.2.4:443           TIME_WAIT       0\r\n"
        "  TCP    10.1.2.3:50003         10.1.2.4:443           ESTABLISHED     4\r\n";
    oc_pids counted = {{0}};
    struct readers readers;
    struct buffer line;
    (void)state;
    counted.bits[0] = 1 | 1 << 4; /* 0 is never only counted */
    start_readers(&readers);
    buffer_init(&line);
    for (size_t rows = 0; rows <= 4; rows++) {
        static const size_t told[] = {0, 0, 0, 1, 2};
        size_t last = 0;
        size_t end = 0;
        for (size_t i = 0; i < rows; i++) {
            last = end;
            end += strcspn(text + end, "\n") + 1;
        }
        buffer_clear(&line);
        buffer_append(&line, text, end);
        buffer_printf(&line, "%-*s", RUN_REACH, "other\r\n");
        for (size_t i = 0; i < readers.count; i++) {
            struct run_batch batch;
            readers.read[i](&readers.memory[i], &counted, line.data, line.size, &batch);
            assert_int_equal(batch.rows, rows > 0 ? rows - 1 : 0);
            assert_int_equal(batch.told_count, told[rows]);
            assert_ptr_equal(batch.last, line.data + last);
        }
    }
    buffer_free(&line);
}

/* A hole in a file is full of them, and no state is. */
static void zeros_are_no_state(void **state)
{
    struct readers readers;
    struct buffer text;
    (void)state;
    start_readers(&readers);
    buffer_init(&text);
    buffer_string(&text, next_row);
    buffer_string(&text, next_row);
    size_t column = text.size - strlen("ESTABLISHED     4028\r\n");
    memset(text.data + column, 0, RUN_STATE_WIDTH);
    end_line(&text, "");
    for (size_t i = 0; i < readers.count; i++) {
        static const oc_pids none = {{0}};
        struct run_batch batch;
        readers.read[i](&readers.memory[i], &none, text.data, text.size, &batch);
        assert_int_equal(batch.rows, 0);
        assert_ptr_equal(batch.last, text.data);
    }
    buffer_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_read_as_in_full),
        cmocka_unit_test(ends_are_read_as_in_full),
        cmocka_unit_test(ends_in_brackets_are_read_as_in_full),
        cmocka_unit_test(zeros_are_no_state),
        cmocka_unit_test(the_last_row_is_no_part_of_the_batch),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
