/* A row of a process table is read as in full, by every reader, or left. */
#include "parse/table_row.h"

#include "base/text.h"
#include "parse/value.h"
#include "support/mutate_table.h"
#include "support/with_grammars.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { ROWS = 60000 };

static const struct shape *tasklist(void)
{
    return pipeline_shape(grammars, "tasklist-table");
}

static void assert_same_text(oc_text a, oc_text b)
{
    assert_int_equal(text_known(a), text_known(b));
    assert_int_equal(a.size, b.size);
    assert_true(text_equal(a, b));
}

static void assert_same_process(const oc_process *a, const oc_process *b)
{
    assert_int_equal(a->pid, b->pid);
    assert_same_text(a->image, b->image);
    assert_int_equal(a->image_cut, b->image_cut);
    assert_same_text(a->session, b->session);
    assert_int_equal(a->session_id, b->session_id);
    assert_int_equal(a->memory_kib, b->memory_kib);
}

/* What matcher.c and value.c make of the line is what was read. */
static void assert_read_in_full(struct matcher *matcher, const struct ruler *ruler, oc_text text,
                                const oc_process *row)
{
    struct cells cells;
    struct reason reason = {.code = NULL};
    oc_process process = {.pid = 0};
    if (matcher_row(matcher, tasklist(), ruler, text, &cells) == NULL ||
        !value_process(&cells, &process, &reason)) {
        fail_msg("no row in full: %.*s", (int)text.size, text.data);
    }
    assert_same_process(&process, row);
    buffer_free(&reason.text);
}

static void write_line(struct mutate *mutate, struct buffer *line, size_t table, size_t damage,
                       size_t reach)
{
    static const char *const ends[] = {"\n", "\r\n", "\r\r\n", "\r\r\r\n", "\n\x81"};
    buffer_clear(line);
    mutate_table_row(mutate, line, table, damage);
    buffer_string(line, ends[mutate_below(mutate, 20) % 5]);
    mutate_table_row(mutate, line, table, 0);
    while (line->size < reach) {
        buffer_byte(line, ' ');
    }
}

/* Without the end of the first line, of which there is one. */
static oc_text first_line(oc_text text)
{
    size_t size = (size_t)((const char *)memchr(text.data, '\n', text.size) - text.data);
    while (size > 0 && text.data[size - 1] == '\r') {
        size--;
    }
    return (oc_text){text.data, size};
}

/* By every reader that this processor can run; returns how many rows were read. */
static size_t read_rows(size_t table, size_t rows)
{
    struct mutate mutate = {.state = 11};
    struct table_columns columns;
    struct ruler ruler;
    struct matcher matcher;
    struct buffer line;
    table_reader *readers[TABLE_READERS];
    size_t count = table_readers(readers);
    size_t read = 0;
    assert_true(ruler_read(text_of(mutate_table_rule(table)), &ruler));
    assert_true(table_columns_of(&columns, tasklist(), &ruler));
    assert_int_equal(matcher_init(&matcher, grammars), OC_OK);
    buffer_init(&line);
    for (size_t i = 0; i < rows; i++) {
        struct table_rows found[TABLE_READERS] = {{.count = 0}};
        write_line(&mutate, &line, table, i % 4, columns.reach);
        const struct table_text from = {{line.data, columns.reach}, {7, 900}, 2};
        for (size_t k = 0; k < count; k++) {
            readers[k](&columns, &from, &found[k]);
            assert_int_equal(found[k].count, found[0].count);
            assert_int_equal(found[k].taken, found[0].taken);
            if (found[k].count > 0) {
                assert_int_equal(found[k].at[0].place.line, 7);
                assert_int_equal(found[k].at[0].place.byte, 900);
                assert_read_in_full(&matcher, &ruler, first_line(from.text), &found[k].at[0]);
            }
        }
        read += found[0].count;
    }
    buffer_free(&line);
    matcher_free(&matcher);
    return read;
}

static void rows_are_read_as_in_full(void **state)
{
    (void)state;
    for (size_t i = 0; i < MUTATE_TABLES; i++) {
        size_t read = read_rows(i, ROWS / MUTATE_TABLES);
        if (read < ROWS / MUTATE_TABLES / 5) {
            fail_msg("of table %zu %zu rows were read", i, read);
        }
    }
}

/* ---- what is read here, and what is not ------------------------------------------------------ */

/* Returns where the next line starts, 0 if the row is left. */
static size_t read_one(const char *rule, const char *row)
{
    char line[TABLE_BLOCKS * 64 + TABLE_ROW_MORE + 1];
    struct table_rows rows;
    struct table_columns columns;
    struct ruler ruler;
    table_reader *readers[TABLE_READERS];
    table_readers(readers);
    assert_true(ruler_read(text_of(rule), &ruler));
    assert_true(table_columns_of(&columns, tasklist(), &ruler));
    memset(line, ' ', sizeof line);
    memcpy(line, row, strlen(row));
    const struct table_text from = {.text = {line, columns.reach}};
    readers[0](&columns, &from, &rows);
    return rows.taken;
}

static void usual_rows_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < MUTATE_TABLES; i++) {
        char line[256];
        snprintf(line, sizeof line, "%s\r\n", mutate_table_usual(i));
        assert_int_equal(read_one(mutate_table_rule(i), line), strlen(line));
    }
}

static void doubtful_rows_are_left(void **state)
{
    static const char *const rows[] = {
        "OUTLOOK.EXE                   4O28 Console                    1    214,080 K\r\n",
        "OUTLOOK.EXE                  4028  Console                    1    214,080 K\r\n",
        "OUTLOOK.EXE                   4028 Console                    1    214,80 K\r\n",
        "OUTLOOK.EXE                   4028 Console                    1   2140,080 K\r\n",
        "OUTLOOK.EXE                   4028 Console                    1    214,080  \r\n",
        "OUTLOOK.EXE                   4028 Console                    1    214,080K \r\n",
        "OUTLOOK.EXE                   4028 Console                    1        N/A K\r\n",
        "OUTLOOK.EXE                   4028 Console                         214,080 K\r\n",
        "OUTLOOK    .EXE               4028 Console                    1    214,080 K\r\n",
        "OUTLOOK\".EXE                  4028 Console                    1    214,080 K\r\n",
        "                              4028 Console                    1    214,080 K\r\n",
        "OUTLOOK.EXE                   4028 Console                    1    214,080 K\r\r\r\n",
        "OUTLOOK.EXE                   4028 Console                    1    214,080 K\n\x01",
        "OUTLOOK.EXE                   4028 Console                    1    214,080 K x\r\n",
        "OUTLOOK.EXE                   4 28 Console                    1    214,080 K\r\n",
        "OUTLOOK.EXE                   4028 Consol\xE9                    1    214,080 K\r\n",
        "OUTLOOK.EXE                   4028 Console                    1    214,080 K",
        "",
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (read_one(mutate_table_rule(0), rows[i]) > 0) {
            fail_msg("was read: %s", rows[i]);
        }
    }
}

static void rules_that_do_not_fit_are_left(void **state)
{
    static const char *const rules[] = {
        "===== ===",                                         /* no table has two columns */
        "=== === ================ =========== ============", /* a PID too near to the beginning */
        "==== ==== === ===",                                 /* memory is */
    };
    struct table_columns columns;
    struct ruler ruler;
    char wide[400];
    (void)state;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        assert_true(ruler_read(text_of(rules[i]), &ruler));
        assert_false(table_columns_of(&columns, tasklist(), &ruler));
    }
    for (size_t width = 60; width < 70; width++) {
        memset(wide, '=', sizeof wide);
        snprintf(wide + width, sizeof wide - width, " ======== ====================");
        assert_true(ruler_read(text_of(wide), &ruler));
        assert_int_equal(table_columns_of(&columns, tasklist(), &ruler), width < 64);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_read_as_in_full),
        cmocka_unit_test(usual_rows_are_read),
        cmocka_unit_test(doubtful_rows_are_left),
        cmocka_unit_test(rules_that_do_not_fit_are_left),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
