/*
 * Every case of fixtures/LANGUAGE/CASE, at many chunk sizes. A case is a directory:
 *   input    the bytes of a capture
 *   events   the event log they must give, as tests/support/events.h describes it
 *   text, json, csv   the reports they must give, each of them optional
 *
 * With a case as argument it prints the event log of its input, for a person to check and to keep.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "support/cases.h"
#include "support/events.h"
#include "support/pipeline.h"

/* Inputs of fewer bytes are split in two at every place. */
enum { SPLIT_BELOW = 700 };

/* Here, so that a test that fails leaks nothing. */
static oc_grammars *grammars;
static oc_patterns *patterns; /* that went from case to case */
static struct buffer input;
static struct buffer expected;
static struct buffer got;

static int setup(void **state)
{
    oc_status status;
    (void)state;
    buffer_init(&input);
    buffer_init(&expected);
    buffer_init(&got);
    grammars = pipeline_grammars(&status);
    if (grammars == NULL) {
        print_error("the built-in grammars: %s\n", oc_status_text(status));
        return 1;
    }
    patterns = oc_patterns_new(grammars);
    return patterns == NULL;
}

static int teardown(void **state)
{
    (void)state;
    buffer_free(&got);
    buffer_free(&expected);
    buffer_free(&input);
    oc_patterns_free(patterns);
    oc_grammars_free(grammars);
    return 0;
}

static int log_event(void *log, const oc_event *event)
{
    events_append(log, event);
    return 0;
}

static void read_events(struct chunking chunking, oc_patterns *used)
{
    const oc_parser_options options = {.patterns = used};
    oc_parser *parser = NULL;
    buffer_clear(&got);
    assert_int_equal(oc_parser_new(&parser, grammars, &options, log_event, &got), OC_OK);
    oc_status status = chunks_feed(parser, buffer_view(&input), chunking);
    oc_parser_free(parser);
    assert_int_equal(status, OC_OK);
    assert_false(got.failed);
}

static int write_report(void *report, const char *bytes, size_t size)
{
    buffer_append(report, bytes, size);
    return 0;
}

static void read_report(struct chunking chunking, const char *format)
{
    oc_sink sink = {.write = write_report, .user = &got};
    buffer_clear(&got);
    oc_status status = pipeline_run(grammars, buffer_view(&input), chunking, format, sink);
    assert_int_equal(status, OC_OK);
    assert_false(got.failed);
}

/* The line of the text that holds that byte, or would; as an argument of "%.*s". */
static int line_around(oc_text text, size_t byte, const char **start)
{
    size_t begin = byte;
    size_t end = byte;
    while (begin > 0 && text.data[begin - 1] != '\n') {
        begin--;
    }
    while (end < text.size && text.data[end] != '\n') {
        end++;
    }
    *start = text.data + begin;
    return (int)(end - begin);
}

/* Fails at the first line that is not as expected. */
static void compare(const char *what, struct chunking chunking)
{
    oc_text want = buffer_view(&expected);
    oc_text have = buffer_view(&got);
    size_t same = 0;
    size_t line = 1;
    while (same < want.size && same < have.size && want.data[same] == have.data[same]) {
        line += want.data[same++] == '\n';
    }
    if (same == want.size && same == have.size) {
        return;
    }
    const char *wanted;
    const char *had;
    int wanted_size = line_around(want, same, &wanted);
    int had_size = line_around(have, same, &had);
    fprintf(stderr,
            "%s, line %zu, first chunk %zu, others %zu\n  expected: %.*s\n  got:      %.*s\n", what,
            line, chunking.first, chunking.next, wanted_size, wanted, had_size, had);
    fail();
}

static struct chunking chunks_of(size_t size)
{
    size_t chunk = size < input.size ? size : input.size;
    return (struct chunking){chunk, chunk};
}

static void check_events(struct chunking chunking)
{
    read_events(chunking, NULL);
    compare("events", chunking);
}

static void check_all_chunkings(void)
{
    static const size_t sizes[] = {SIZE_MAX, 1, 2, 3, 5, 7, 31, 4096};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        check_events(chunks_of(sizes[i]));
    }
    for (size_t first = 0; input.size < SPLIT_BELOW && first <= input.size; first++) {
        check_events((struct chunking){first, input.size});
    }
}

/* What was learnt from other cases, and from this one, changes nothing. */
static void check_patterns(void)
{
    for (int i = 0; i < 2; i++) {
        read_events(CHUNKS_WHOLE, patterns);
        compare("events behind other texts", CHUNKS_WHOLE);
    }
}

static void check_report(const char *format)
{
    static const size_t sizes[] = {SIZE_MAX, 1};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        read_report(chunks_of(sizes[i]), format);
        compare(format, chunks_of(sizes[i]));
    }
}

/* Whether rows are matched in full or read by the short way makes no difference. */
static void check_in_full(void)
{
    oc_sink sink = {.write = write_report, .user = &expected};
    buffer_clear(&expected);
    assert_int_equal(
        pipeline_run_in_full(grammars, buffer_view(&input), CHUNKS_WHOLE, "json", sink), OC_OK);
    assert_false(expected.failed);
    read_report(CHUNKS_WHOLE, "json");
    compare("matched in full", CHUNKS_WHOLE);
}

static void must_read(const char *directory, const char *name, struct buffer *bytes)
{
    buffer_clear(bytes);
    if (!files_read(directory, name, bytes)) {
        fail_msg("%s/%s cannot be read", directory, name);
    }
}

static void test_case(void **state)
{
    static const char *const formats[] = {"text", "json", "csv"};
    const char *directory = *state;
    must_read(directory, "input", &input);
    must_read(directory, "events", &expected);
    check_all_chunkings();
    check_patterns();
    check_in_full();
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (files_exist(directory, formats[i])) {
            must_read(directory, formats[i], &expected);
            check_report(formats[i]);
        }
    }
}

static int run_cases(const struct file_list *cases)
{
    struct CMUnitTest *tests = calloc(cases->count, sizeof *tests);
    if (tests == NULL) {
        return EXIT_FAILURE;
    }
    for (size_t i = 0; i < cases->count; i++) {
        tests[i] = (struct CMUnitTest){
            .name = cases->paths[i], .test_func = test_case, .initial_state = cases->paths[i]};
    }
    int failed = _cmocka_run_group_tests("fixtures", tests, cases->count, setup, teardown);
    free(tests);
    return failed;
}

static int print_events(const char *directory)
{
    bool written = false;
    if (setup(NULL) == 0 && files_read(directory, "input", &input)) {
        read_events(CHUNKS_WHOLE, NULL);
        written = fwrite(got.data, 1, got.size, stdout) == got.size && fflush(stdout) == 0;
    } else {
        fprintf(stderr, "%s/input cannot be read\n", directory);
    }
    teardown(NULL);
    return written ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    if (argc == 2) {
        return print_events(argv[1]);
    }
    struct file_list cases = {.paths = NULL};
    int failed = EXIT_FAILURE;
    if (!cases_list(&cases) || cases.count == 0) {
        fputs("fixtures/ cannot be read or holds no case\n", stderr);
    } else {
        failed = run_cases(&cases);
    }
    files_list_free(&cases);
    return failed;
}
