/* The parser's calls: options, limits, misuse, callers that stop. */
#include "base/text.h"
#include "support/chunks.h"
#include "support/events.h"
#include "support/with_grammars.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define HEAD                                                                                       \
    "Active Connections\n\n"                                                                       \
    "  Proto  Local Address          Foreign Address        State           PID\n"
#define ROW(port)                                                                                  \
    "  TCP    10.0.0.9:50001         10.0.0.1:" port "           ESTABLISHED     4028\n"

static int log_event(void *log, const oc_event *event)
{
    events_append(log, event);
    return 0;
}

/* Parses at one chunking; the log is terminated. */
static void parse(const oc_parser_options *options, oc_text input, struct chunking chunking,
                  struct buffer *log)
{
    oc_parser *parser = NULL;
    buffer_clear(log);
    assert_int_equal(oc_parser_new(&parser, grammars, options, log_event, log), OC_OK);
    assert_int_equal(chunks_feed(parser, input, chunking), OC_OK);
    oc_parser_free(parser);
    buffer_byte(log, '\0');
    assert_false(log->failed);
}

/* The log at every chunking holds these pieces in this order. */
static void assert_pieces(const oc_parser_options *options, oc_text input,
                          const char *const *pieces)
{
    static const size_t sizes[] = {SIZE_MAX, 1, 7};
    struct buffer log;
    buffer_init(&log);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        parse(options, input, (struct chunking){sizes[i], sizes[i]}, &log);
        const char *at = log.data;
        for (size_t piece = 0; at != NULL && pieces[piece] != NULL; piece++) {
            at = strstr(at, pieces[piece]);
            if (at == NULL) {
                print_error("chunks of %zu: no %s in\n%s", sizes[i], pieces[piece], log.data);
            }
        }
        assert_non_null(at);
    }
    buffer_free(&log);
}

static oc_text text_with_size(const char *data, size_t size)
{
    return (oc_text){data, size};
}

/* ---- misuse ---- */

static void a_parser_needs_sealed_grammars_and_a_handler(void **state)
{
    oc_grammars *open = oc_grammars_new();
    oc_parser *parser = NULL;
    (void)state;
    assert_int_equal(oc_parser_new(&parser, open, NULL, log_event, NULL), OC_MISUSE);
    assert_null(parser);
    assert_int_equal(oc_parser_new(&parser, grammars, NULL, NULL, NULL), OC_MISUSE);
    assert_null(parser);
    oc_grammars_free(open);
    oc_parser_free(NULL);
}

static void an_encoding_must_be_known(void **state)
{
    static const char *const names[] = {"no-such-page", "UTF-32", "IBM037", "UTF-7"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        oc_parser_options options = {.encoding = names[i]};
        oc_parser *parser = NULL;
        assert_int_equal(oc_parser_new(&parser, grammars, &options, log_event, NULL),
                         OC_NO_ENCODING);
        assert_null(parser);
    }
}

static void nothing_comes_behind_the_end(void **state)
{
    struct buffer log;
    oc_parser *parser = NULL;
    (void)state;
    buffer_init(&log);
    assert_int_equal(oc_parser_new(&parser, grammars, NULL, log_event, &log), OC_OK);
    assert_int_equal(oc_parser_feed(parser, "a\n", 2), OC_OK);
    assert_int_equal(oc_parser_feed(parser, NULL, 0), OC_OK);
    assert_int_equal(oc_parser_finish(parser), OC_OK);
    size_t size = log.size;
    assert_int_equal(oc_parser_finish(parser), OC_MISUSE);
    assert_int_equal(oc_parser_feed(parser, "b\n", 2), OC_MISUSE);
    assert_int_equal(oc_parser_finish(parser), OC_MISUSE);
    assert_int_equal(log.size, size);
    oc_parser_free(parser);
    buffer_free(&log);
}

static void feeding_behind_the_end_is_misuse(void **state)
{
    struct buffer log;
    oc_parser *parser = NULL;
    (void)state;
    buffer_init(&log);
    assert_int_equal(oc_parser_new(&parser, grammars, NULL, log_event, &log), OC_OK);
    assert_int_equal(oc_parser_finish(parser), OC_OK);
    assert_int_equal(oc_parser_feed(parser, "b\n", 2), OC_MISUSE);
    assert_int_equal(oc_parser_finish(parser), OC_MISUSE);
    oc_parser_free(parser);
    buffer_free(&log);
}

/* ---- callers that stop ---- */

struct stopper {
    uint64_t calls;
    uint64_t stop_at; /* from 1 */
};

static int count_and_stop(void *user, const oc_event *event)
{
    struct stopper *stopper = user;
    (void)event;
    return ++stopper->calls == stopper->stop_at ? 42 : 0;
}

static void check_stop(uint64_t stop_at, uint64_t events, size_t chunk)
{
    static const char input[] = "a\n" HEAD ROW("443") "what\n" ROW("444") "C:\\>\n";
    struct stopper stopper = {0, stop_at};
    oc_parser_options options = {.every_line = true};
    oc_parser *parser = NULL;
    assert_int_equal(oc_parser_new(&parser, grammars, &options, count_and_stop, &stopper), OC_OK);
    oc_status status = chunks_feed(parser, text_of(input), (struct chunking){chunk, chunk});
    assert_int_equal(status, stop_at <= events ? OC_STOPPED : OC_OK);
    assert_int_equal(stopper.calls, stop_at <= events ? stop_at : events);
    if (status == OC_STOPPED) {
        assert_int_equal(oc_parser_feed(parser, "b\n", 2), OC_STOPPED);
        assert_int_equal(oc_parser_finish(parser), OC_STOPPED);
        assert_int_equal(oc_parser_finish(parser), OC_STOPPED);
        assert_int_equal(stopper.calls, stop_at);
    }
    oc_parser_free(parser);
}

/* Eight lines, two rows, one diagnostic for the line between them, section, its end, the end. */
static void stopped_stays_stopped_at_any_event(void **state)
{
    const uint64_t events = 8 + 2 + 1 + 2 + 1;
    (void)state;
    for (uint64_t stop_at = 1; stop_at <= events + 1; stop_at++) {
        check_stop(stop_at, events, SIZE_MAX);
        check_stop(stop_at, events, 1);
    }
}

/* ---- the longest line ---- */

static void a_longer_line_between_rows_is_rejected(void **state)
{
    static const char input[] =
        HEAD ROW("443") "  TCP    10.0.0.9:50001         10.0.0.1:443"
                        "           ESTABLISHED     4028    and more\n" ROW("444");
    static const char *const pieces[] = {"connection line=4 ",
                                         "diagnostic line=5 byte=171 ",
                                         " code=line-too-long ",
                                         "connection line=6 byte=259 ",
                                         "connection=2 detail=0 heading=2 blank=1 ",
                                         "other=0 rejected=1 ",
                                         NULL};
    oc_parser_options options = {.longest_line = 80};
    (void)state;
    assert_pieces(&options, text_of(input), pieces);
}

static void a_longer_line_outside_is_other(void **state)
{
    static const char input[] = "01234567890\n0123456789\n\n01234567890123456789\nabc\n";
    static const char *const pieces[] = {
        "diagnostic line=1 byte=0 severity=warning code=line-too-long ",
        "diagnostic line=4 byte=24 severity=warning code=line-too-long ",
        "blank=1 other=4 rejected=0 ", NULL};
    oc_parser_options options = {.longest_line = 10};
    (void)state;
    assert_pieces(&options, text_of(input), pieces);
}

/* What ends a line does not count. */
static void a_line_of_the_limit_is_whole_whatever_ends_it(void **state)
{
    static const char *const inputs[] = {"0123456789\n", "0123456789\r\n", "0123456789\r\r\n",
                                         "0123456789"};
    oc_parser_options options = {.longest_line = 10};
    struct buffer log;
    (void)state;
    buffer_init(&log);
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        parse(&options, text_of(inputs[i]), CHUNKS_WHOLE, &log);
        if (strstr(log.data, "line-too-long") != NULL) {
            fail_msg("input %zu:\n%s", i, log.data);
        }
    }
    buffer_free(&log);
}

static void a_cut_line_is_cut_between_characters(void **state)
{
    static const struct {
        const char *bytes;
        size_t size;
    } inputs[] = {
        {"abcdefghi\xC3\x96 and more\n", 21},
        {"abcdefgh\xE2\x80\x94 and more\n", 21},
        {"\xFF\xFE"
         "a\0b\0c\0d\0\x3D\xD8\x00\xDE"
         "e\0f\0\n\0",
         20},
    };
    oc_parser_options options = {.longest_line = 10, .every_line = true};
    (void)state;
    struct buffer log;
    buffer_init(&log);
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        parse(&options, text_with_size(inputs[i].bytes, inputs[i].size), CHUNKS_WHOLE, &log);
        assert_non_null(strstr(log.data, "code=line-too-long"));
        if (strstr(log.data, "undecodable") != NULL) {
            fail_msg("input %zu:\n%s", i, log.data);
        }
    }
    buffer_free(&log);
}

static void the_usual_limit_is_65536_bytes(void **state)
{
    struct buffer input;
    struct buffer log;
    (void)state;
    buffer_init(&input);
    buffer_init(&log);
    for (size_t i = 0; i < 65536; i++) {
        buffer_byte(&input, 'x');
    }
    buffer_byte(&input, '\n');
    parse(NULL, buffer_view(&input), CHUNKS_WHOLE, &log);
    assert_null(strstr(log.data, "line-too-long"));
    input.data[input.size - 1] = 'x';
    buffer_byte(&input, '\n');
    parse(NULL, buffer_view(&input), (struct chunking){1000, 1000}, &log);
    assert_non_null(strstr(log.data, "line=1 byte=0 severity=warning code=line-too-long"));
    buffer_free(&input);
    buffer_free(&log);
}

/* A cell has at most 512 bytes, and kept rows rely on it; owner lines stand for a cell, too. */
static int see_owner(void *user, const oc_event *event)
{
    bool *good = user;
    if (event->kind == OC_EVENT_CONNECTION) {
        *good = *good && event->as.connection->owner.size <= 512;
    }
    return 0;
}

static void an_owner_is_no_longer_than_a_cell(void **state)
{
    struct buffer input;
    bool good = true;
    oc_parser *parser = NULL;
    (void)state;
    buffer_init(&input);
    buffer_string(&input, HEAD ROW("443") " [");
    for (int i = 0; i < 5000; i++) {
        buffer_byte(&input, 'a');
    }
    buffer_string(&input, "]\n" ROW("444") " [a.exe]\n");
    assert_int_equal(oc_parser_new(&parser, grammars, NULL, see_owner, &good), OC_OK);
    assert_int_equal(chunks_feed(parser, buffer_view(&input), CHUNKS_WHOLE), OC_OK);
    oc_parser_free(parser);
    buffer_free(&input);
    assert_true(good);
}

/* ---- encodings and what a text seems to be ---- */

static void the_encoding_that_was_named_is_used(void **state)
{
    static const char input[] = HEAD "  TCP    10.0.0.9:1  0.0.0.0:0  ABH\x99REN  4028\n";
    static const char *const cp850[] = {"word=ABHÖREN", "encoding=CP850", NULL};
    static const char *const cp1252[] = {"word=ABH™REN", "encoding=CP1252", NULL};
    static const char *const utf8[] = {"code=undecodable", "word=\"ABH\\\\x99REN\"",
                                       "encoding=UTF-8", NULL};
    (void)state;
    assert_pieces(&(oc_parser_options){.encoding = "CP850"}, text_of(input), cp850);
    assert_pieces(NULL, text_of(input), cp850);
    assert_pieces(&(oc_parser_options){.encoding = "CP1252"}, text_of(input), cp1252);
    assert_pieces(&(oc_parser_options){.encoding = "UTF-8"}, text_of(input), utf8);
}

static void what_a_text_seems_to_be(void **state)
{
    static const struct {
        const char *bytes;
        size_t size;
        const char *seems;
    } inputs[] = {
        {"", 0, "seems=empty\n"},
        {"\xEF\xBB\xBF", 3, "seems=empty\n"},
        {"\r\n \t\r\n\n", 7, "seems=empty\n"},
        {"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0", 24, "seems=binary data, not text\n"},
        {"Hello\nworld\n", 12, "seems=some other text\n"},
        {"\nThe requested operation requires elevation.\n", 45,
         "seems=the message that the command needs elevation\n"},
        {"\nTASKLIST [/S system [/U username [/P [password]]]]\n", 52,
         "seems=the help screen of a command\n"},
        {HEAD, sizeof HEAD - 1, "seems=a capture\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        const char *const pieces[] = {inputs[i].seems, NULL};
        assert_pieces(NULL, text_with_size(inputs[i].bytes, inputs[i].size), pieces);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_parser_needs_sealed_grammars_and_a_handler),
        cmocka_unit_test(an_encoding_must_be_known),
        cmocka_unit_test(nothing_comes_behind_the_end),
        cmocka_unit_test(feeding_behind_the_end_is_misuse),
        cmocka_unit_test(stopped_stays_stopped_at_any_event),
        cmocka_unit_test(a_longer_line_between_rows_is_rejected),
        cmocka_unit_test(a_longer_line_outside_is_other),
        cmocka_unit_test(a_line_of_the_limit_is_whole_whatever_ends_it),
        cmocka_unit_test(a_cut_line_is_cut_between_characters),
        cmocka_unit_test(the_usual_limit_is_65536_bytes),
        cmocka_unit_test(an_owner_is_no_longer_than_a_cell),
        cmocka_unit_test(the_encoding_that_was_named_is_used),
        cmocka_unit_test(what_a_text_seems_to_be),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
