/*
 * What holds for the events of any text: every line is told once and in order, the classes add up,
 * a row is told just before its line, lists open and close in turn. Shown on every fixture.
 */
#include "base/text.h"
#include "support/cases.h"
#include "support/chunks.h"
#include "support/events.h"
#include "support/pipeline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/table.h"

static oc_grammars *grammars;

struct seen {
    oc_ledger lines; /* of the LINE events */
    oc_place place;  /* of the last one */
    oc_place row;    /* of a row whose line is still to come; line 0: none */
    oc_event_kind row_kind;
    uint64_t rejected; /* diagnostics that come with a rejected line */
    bool in_list;
    bool ended;
};

static void see_line(struct seen *seen, const oc_line *line)
{
    assert_int_equal(line->place.line, seen->place.line + 1);
    assert_true(line->place.line == 1 ? line->place.byte == 0
                                      : line->place.byte > seen->place.byte);
    assert_int_equal(line->process != NULL, line->line_class == OC_LINE_PROCESS);
    assert_int_equal(line->connection != NULL, line->line_class == OC_LINE_CONNECTION);
    bool row = line->process != NULL || line->connection != NULL;
    assert_int_equal(seen->row.line, row ? line->place.line : 0);
    assert_int_equal(seen->row.byte, row ? line->place.byte : 0);
    if (row) {
        assert_int_equal(seen->row_kind,
                         line->process != NULL ? OC_EVENT_PROCESSES : OC_EVENT_CONNECTION);
    }
    seen->row = (oc_place){0, 0};
    seen->place = line->place;
    seen->lines.lines[line->line_class]++;
}

static void see_row(struct seen *seen, oc_event_kind kind, oc_place place)
{
    assert_true(seen->in_list);
    assert_int_equal(seen->row.line, 0);
    assert_int_equal(place.line, seen->place.line + 1);
    seen->row = place;
    seen->row_kind = kind;
}

static void see_ledger(const struct seen *seen, const oc_ledger *ledger)
{
    for (int i = 0; i < OC_LINE_CLASSES; i++) {
        assert_int_equal(ledger->lines[i], seen->lines.lines[i]);
    }
    assert_int_equal(oc_ledger_total(ledger), seen->place.line);
}

static int see_event(void *user, const oc_event *event)
{
    struct seen *seen = user;
    assert_false(seen->ended);
    if (event->kind == OC_EVENT_LINE) {
        see_line(seen, event->as.line);
        return 0;
    }
    see_ledger(seen, event->ledger);
    switch (event->kind) {
    case OC_EVENT_SECTION:
        assert_false(seen->in_list);
        assert_true(event->as.section->place.line > 0);
        seen->in_list = true;
        break;
    case OC_EVENT_SECTION_END:
        assert_true(seen->in_list);
        seen->in_list = false;
        break;
    case OC_EVENT_PROCESSES:
        assert_int_equal(event->as.processes.count, 1); /* its line comes behind each */
        see_row(seen, event->kind, event->as.processes.rows->place);
        break;
    case OC_EVENT_CONNECTION:
        see_row(seen, event->kind, event->as.connection->place);
        break;
    case OC_EVENT_END:
        assert_false(seen->in_list);
        seen->ended = true;
        break;
    case OC_EVENT_COUNTED:
    case OC_EVENT_CLOSED:
    case OC_EVENT_DIAGNOSTIC:
    case OC_EVENT_LINE:
        break;
    }
    return 0;
}

/* In texts of bytes a line is what a line feed ends; nothing but a mark is no line. */
static uint64_t line_count(oc_text input)
{
    uint64_t count = 0;
    if (text_equal(input, text_of("\xEF\xBB\xBF"))) {
        return 0;
    }
    for (size_t i = 0; i < input.size; i++) {
        count += input.data[i] == '\n';
    }
    return count + (input.size > 0 && input.data[input.size - 1] != '\n');
}

static bool is_of_bytes(oc_text input)
{
    return !text_starts(input, text_of("\xFF\xFE")) && !text_starts(input, text_of("\xFE\xFF")) &&
           (input.size == 0 || memchr(input.data, '\0', input.size) == NULL);
}

static void check_events(oc_text input, size_t chunk)
{
    oc_parser_options options = {.every_line = true};
    struct seen seen = {.place = {0, 0}};
    oc_parser *parser = NULL;
    assert_int_equal(oc_parser_new(&parser, grammars, &options, see_event, &seen), OC_OK);
    assert_int_equal(chunks_feed(parser, input, (struct chunking){chunk, chunk}), OC_OK);
    oc_parser_free(parser);
    assert_true(seen.ended);
    if (is_of_bytes(input)) {
        assert_int_equal(seen.place.line, line_count(input));
    }
}

/* ---- the same events with and without the lines ---- */

static int log_other_events(void *log, const oc_event *event)
{
    if (event->kind != OC_EVENT_LINE) {
        events_append(log, event);
    }
    return 0;
}

static void parse(oc_text input, bool every_line, struct buffer *log)
{
    oc_parser_options options = {.every_line = every_line};
    oc_parser *parser = NULL;
    assert_int_equal(oc_parser_new(&parser, grammars, &options, log_other_events, log), OC_OK);
    assert_int_equal(chunks_feed(parser, input, CHUNKS_WHOLE), OC_OK);
    oc_parser_free(parser);
    buffer_byte(log, '\0');
    assert_false(log->failed);
}

static void check_other_events(oc_text input)
{
    struct buffer with;
    struct buffer without;
    buffer_init(&with);
    buffer_init(&without);
    parse(input, true, &with);
    parse(input, false, &without);
    assert_string_equal(with.data, without.data);
    buffer_free(&with);
    buffer_free(&without);
}

static void check_fixture(void **state)
{
    const char *directory = *(char **)*state;
    struct buffer input;
    buffer_init(&input);
    if (!files_read(directory, "input", &input)) {
        fail_msg("%s/input cannot be read", directory);
    }
    check_events(buffer_view(&input), SIZE_MAX);
    check_events(buffer_view(&input), 1);
    check_other_events(buffer_view(&input));
    buffer_free(&input);
}

/* ---- lines that wait longer than they can ---- */

static void repeat(struct buffer *input, size_t count, const char *line)
{
    for (size_t i = 0; i < count; i++) {
        buffer_string(input, line);
    }
}

#define HEAD "\nActive Connections\n\n  Proto  Local Address  Foreign Address  State  PID\n"
#define ROW "  TCP    10.0.0.9:50001         10.0.0.1:443           ESTABLISHED     4028\n"
#define RULE "========================= ======== ================ =========== ============\n"
#define TASK "OUTLOOK.EXE                   4028 Console                    1    214,080 K\n"

/* More lines wait than a parser keeps, in every state that lets lines wait. */
static void no_line_is_lost_when_many_wait(void **state)
{
    static const struct {
        const char *before;
        const char *line;
        const char *behind;
    } cases[] = {
        {"", "some text\n", ROW},
        {"", "Key: value\n", "\n"},
        {"", "Key: value\n\n", ROW},
        {HEAD, "some text\n", ROW},
        {HEAD ROW, "some text\n", ROW},
        {HEAD ROW, "\n", ROW},
        {HEAD ROW, "text\n\n", ROW},
        {HEAD ROW, "  component\n", " [a.exe]\n"},
        {HEAD ROW, "  component\n", ROW},
        {HEAD ROW, "  component\n", ""},
        {"", RULE, TASK},
        {RULE TASK, "text\n", TASK},
        {RULE TASK, "\n", TASK},
        {RULE TASK, "                         more\n", TASK},
        {"", "Image Name: a.exe\n", "PID: 4\nServices: x\n\n"},
        {HEAD ROW, "  TCP\n", ROW},
        {"", "  TCP\n", ROW},
    };
    static const size_t counts[] = {1, 2, 5, 17, 18, 19, 62, 63, 64, 65, 66, 129, 200};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (size_t at = 0; at < sizeof counts / sizeof *counts; at++) {
            struct buffer input;
            buffer_init(&input);
            buffer_string(&input, cases[i].before);
            repeat(&input, counts[at], cases[i].line);
            buffer_string(&input, cases[i].behind);
            check_events(buffer_view(&input), SIZE_MAX);
            check_other_events(buffer_view(&input));
            buffer_free(&input);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_line_is_lost_when_many_wait)};
    struct file_list cases = {.paths = NULL};
    oc_status status;
    grammars = pipeline_grammars(&status);
    if (grammars == NULL || !cases_list(&cases) || cases.count == 0) {
        print_error("no grammars, or no fixtures\n");
        return EXIT_FAILURE;
    }
    int failed =
        table_run("fixtures", cases.paths, cases.count, sizeof *cases.paths, check_fixture);
    failed += cmocka_run_group_tests(tests, NULL, NULL);
    files_list_free(&cases);
    oc_grammars_free(grammars);
    return failed;
}
