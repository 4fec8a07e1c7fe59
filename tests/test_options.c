/* The command line: what is understood, and what a wrong one is told. */
#include "cli/options.h"
#include "support/fail_alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define MOST_WORDS 12

/* getopt moves words about, so each line is a copy. */
struct line {
    char *argv[MOST_WORDS];
    int argc;
};

static struct line line_of(const char *const words[MOST_WORDS])
{
    struct line line = {.argv = {(char *)"outconn"}, .argc = 1};
    for (size_t i = 0; i + 2 < MOST_WORDS && words[i] != NULL; i++) {
        line.argv[line.argc++] = (char *)words[i];
    }
    return line;
}

static struct options understood(struct line *line)
{
    struct options options;
    char problem[OPTIONS_PROBLEM] = "";
    if (!options_parse(&options, line->argc, line->argv, problem)) {
        fail_msg("%s", problem);
    }
    return options;
}

#define LINE(...) line_of((const char *const[MOST_WORDS]){__VA_ARGS__})

static void nothing_given(void **state)
{
    (void)state;
    struct line line = LINE(NULL);
    struct options options = understood(&line);
    assert_int_equal(options.action, OPTIONS_REPORT);
    assert_string_equal(options.format, "text");
    assert_int_equal(options.process_count, 0);
    assert_int_equal(options.pid_count, 0);
    assert_int_equal(options.states, 0);
    assert_int_equal(options.color, OPTIONS_COLOR_AUTO);
    assert_int_equal(options.input_count, 0);
    assert_null(options.output);
    assert_null(options.encoding);
    assert_null(options.grammars);
    assert_false(options.all || options.explain || options.strict || options.quiet);
    assert_false(options.verbose);
    options_free(&options);
}

static void targets(void **state)
{
    (void)state;
    struct line line = LINE("-p", "a", "--process=b*", "--pid", "0", "--pid=4294967295", "-pc");
    struct options options = understood(&line);
    assert_int_equal(options.process_count, 3);
    assert_string_equal(options.processes[0], "a");
    assert_string_equal(options.processes[1], "b*");
    assert_string_equal(options.processes[2], "c");
    assert_int_equal(options.pid_count, 2);
    assert_int_equal(options.pids[0], 0);
    assert_true(options.pids[1] == UINT32_MAX);
    options_free(&options);
}

static void servers(void **state)
{
    (void)state;
    struct line line = LINE("--server", "10.0.0.5:443", "--server=[fd00::]/8", "--endpoints", "x");
    struct options options = understood(&line);
    assert_int_equal(options.server_count, 2);
    assert_int_equal(options.servers[0].bits, 128);
    assert_int_equal(options.servers[0].port, 443);
    assert_int_equal(options.servers[1].bits, 8);
    assert_int_equal(options.servers[1].port, OC_NONE);
    assert_string_equal(options.endpoints, "x");
    options_free(&options);
}

static void states(void **state)
{
    (void)state;
    struct line line = LINE("-s", "established,TIME_WAIT", "--state", "unknown");
    struct options options = understood(&line);
    assert_int_equal(options.states, 1u << OC_ESTABLISHED | 1u << OC_TIME_WAIT | 1u << OC_UNKNOWN);
    options_free(&options);
}

static void the_rest(void **state)
{
    (void)state;
    struct line line = LINE("-aqv", "-f", "tsv", "-oout", "-e", "CP850", "-g", "dir", "x");
    struct options options = understood(&line);
    assert_true(options.all && options.verbose);
    assert_false(options.quiet);
    assert_string_equal(options.format, "tsv");
    assert_string_equal(options.output, "out");
    assert_string_equal(options.encoding, "CP850");
    assert_string_equal(options.grammars, "dir");
    assert_int_equal(options.input_count, 1);
    assert_string_equal(options.inputs[0], "x");
    options_free(&options);

    line = LINE("--explain", "--strict", "--color", "never", "-v", "-q");
    options = understood(&line);
    assert_true(options.explain && options.strict && options.quiet);
    assert_false(options.verbose);
    assert_int_equal(options.color, OPTIONS_COLOR_NEVER);
    options_free(&options);
}

/* What goes to the output. */
static void what_is_written(void **state)
{
    static const struct {
        const char *words[MOST_WORDS];
        bool reports;
        bool summarises;
    } cases[] = {
        {{NULL}, true, false},
        {{"-f", "csv"}, true, false},
        {{"--summary"}, false, true},
        {{"-q", "--summary", "-f", "json"}, false, true},
        {{"--db", "a"}, false, true},
        {{"--db", "a", "-q"}, false, false},
        {{"--db", "a", "--summary", "-q"}, false, true},
        {{"--db", "a", "-f", "text"}, true, false},
        {{"--db", "a", "-o", "b"}, true, false},
        {{"--db", "a", "-o", "b", "--summary"}, false, true},
        {{"--db", "a", "-q", "--devices", "1"}, false, true},
        {{"--devices", "1"}, true, true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct line line = line_of(cases[i].words);
        struct options options = understood(&line);
        assert_int_equal(options.reports, cases[i].reports);
        assert_int_equal(options.summarises, cases[i].summarises);
        options_free(&options);
    }
}

static void the_sizing(void **state)
{
    (void)state;
    struct line line = LINE("--summary");
    struct options options = understood(&line);
    assert_int_equal(options.sizing.reserved_ports, 4000);
    assert_int_equal(options.sizing.peak_factor, 4);
    assert_int_equal(options.sizing.devices, 0);
    options_free(&options);

    line = LINE("--reserved-ports", "0", "--peak-factor=64000", "--devices", "4294967295");
    options = understood(&line);
    assert_int_equal(options.sizing.reserved_ports, 0);
    assert_int_equal(options.sizing.peak_factor, 64000);
    assert_true(options.sizing.devices == UINT32_MAX);
    options_free(&options);
}

static void a_merge(void **state)
{
    (void)state;
    struct line line = LINE("--merge", "out", "a", "b");
    struct options options = understood(&line);
    assert_int_equal(options.action, OPTIONS_MERGE);
    assert_string_equal(options.merge, "out");
    assert_int_equal(options.input_count, 2);
    assert_string_equal(options.inputs[1], "b");
    options_free(&options);
}

static void inputs(void **state)
{
    (void)state;
    struct line line = LINE("b", "-", "-q", "a", "--", "-q");
    struct options options = understood(&line);
    assert_int_equal(options.input_count, 4);
    assert_string_equal(options.inputs[0], "b");
    assert_string_equal(options.inputs[1], "-");
    assert_string_equal(options.inputs[2], "a");
    assert_string_equal(options.inputs[3], "-q");
    options_free(&options);
}

static void two_inputs_to_compare(void **state)
{
    (void)state;
    struct line line = LINE("before", "--diff", "-f", "json", "-");
    struct options options = understood(&line);
    assert_true(options.diff);
    assert_int_equal(options.input_count, 2);
    options_free(&options);
}

static void actions(void **state)
{
    static const struct {
        const char *word;
        enum options_action action;
    } cases[] = {
        {"--help", OPTIONS_HELP},
        {"--version", OPTIONS_VERSION},
        {"--check-grammars", OPTIONS_CHECK_GRAMMARS},
        {"--list-grammars", OPTIONS_LIST_GRAMMARS},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct line line = LINE("-q", cases[i].word);
        struct options options = understood(&line);
        assert_int_equal(options.action, cases[i].action);
        options_free(&options);
    }
}

#define NOT_WITH_DIFF                                                                              \
    "--diff compares two captures: give it without --summary, --db, --shard and options of sizing"

static void what_is_wrong(void **state)
{
    static const struct {
        const char *words[MOST_WORDS];
        const char *problem;
    } cases[] = {
        {{"-x"}, "unknown option '-x'"},
        {{"-qx"}, "unknown option '-x'"},
        {{"--nothing"}, "unknown or ambiguous option '--nothing'"},
        {{"--e"}, "unknown or ambiguous option '--e'"},
        {{"--all=1"}, "option '--all=1' takes no argument"},
        {{"--strict=1"}, "option '--strict=1' takes no argument"},
        {{"-p"}, "option '-p' needs an argument"},
        {{"--pid"}, "option '--pid' needs an argument"},
        {{"-p", ""}, "an empty process name: give an image name as outlook.exe"},
        {{"--pid", "x"}, "'x' is no PID: a number from 0 to 4294967295"},
        {{"--pid", "-1"}, "'-1' is no PID: a number from 0 to 4294967295"},
        {{"--pid", "4294967296"}, "'4294967296' is no PID: a number from 0 to 4294967295"},
        {{"--pid="}, "'' is no PID: a number from 0 to 4294967295"},
        {{"-s", "open"},
         "unknown state 'open': UNKNOWN, LISTENING, ESTABLISHED, SYN_SENT, SYN_RECEIVED, "
         "FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT, BOUND or CLOSED"},
        {{"-s", "BOUND,"},
         "unknown state '': UNKNOWN, LISTENING, ESTABLISHED, SYN_SENT, SYN_RECEIVED, "
         "FIN_WAIT_1, FIN_WAIT_2, CLOSE_WAIT, CLOSING, LAST_ACK, TIME_WAIT, BOUND or CLOSED"},
        {{"--server", "mail"},
         "server 'mail' is no address: ADDR, ADDR/BITS or ADDR:PORT, as 192.168.2.50, 10.1.0.0/16 "
         "or [fd00::5]:443"},
        {{"--server", "10.0.0.5:0"},
         "server '10.0.0.5:0' has no port from 1 to 65535 behind the last ':'"},
        {{"--endpoints", ""}, "an empty name for the endpoints"},
        {{"-f", "xml"}, "unknown format 'xml': text, json, csv or tsv"},
        {{"-f", "JSON"}, "unknown format 'JSON': text, json, csv or tsv"},
        {{"--color", "often"}, "unknown time for color 'often': auto, always or never"},
        {{"-o", ""}, "an empty name for the output"},
        {{"-e", ""}, "an empty name for the encoding"},
        {{"-g", ""}, "an empty name for the grammar directory"},
        {{""}, "an empty name for an input"},
        {{"-", "a", "-"}, "standard input, '-', can be read only once"},
        {{"--list-grammars", "a"}, "'a': no input is read here"},
        {{"--db", ""}, "an empty name for the database"},
        {{"--merge", ""}, "an empty name for the database"},
        {{"--merge", "a"}, "--merge needs the databases to put together: --merge a PART.sqlite..."},
        {{"--db", "a", "-o", "a"}, "'a' cannot be the database and the output"},
        {{"--summary", "-f", "tsv"}, "--summary is written as text or json, not as tsv"},
        {{"--explain", "--summary"},
         "--explain shows lines, not results: give it without --summary, --db and options of "
         "sizing"},
        {{"--explain", "--devices", "1"},
         "--explain shows lines, not results: give it without --summary, --db and options of "
         "sizing"},
        {{"--devices", "1", "-f", "csv"}, "sizing is a part of the summary: give --summary, too"},
        {{"--devices", "0"}, "'0' is no number of devices: from 1 to 4294967295"},
        {{"--devices", "4294967296"}, "'4294967296' is no number of devices: from 1 to 4294967295"},
        {{"--reserved-ports", "64000"}, "'64000' is no number of reserved ports: from 0 to 63999"},
        {{"--reserved-ports", "-1"}, "'-1' is no number of reserved ports: from 0 to 63999"},
        {{"--peak-factor", "3"}, "'3' is no number of ports for a peak: from 4 to 64000"},
        {{"--peak-factor", "64001"}, "'64001' is no number of ports for a peak: from 4 to 64000"},
        {{"--diff"}, "--diff compares two inputs, BEFORE and AFTER, not 0"},
        {{"--diff", "a"}, "--diff compares two inputs, BEFORE and AFTER, not 1"},
        {{"--diff", "a", "b", "c"}, "--diff compares two inputs, BEFORE and AFTER, not 3"},
        {{"a", "b", "--diff", "-f", "tsv"}, "--diff writes text or json, not 'tsv'"},
        {{"a", "b", "--diff", "--explain"}, "--diff and --explain cannot both be done"},
        {{"a", "b", "--diff", "--summary"}, NOT_WITH_DIFF},
        {{"a", "b", "--diff", "--db", "c"}, NOT_WITH_DIFF},
        {{"a", "b", "--diff", "--devices", "9"}, NOT_WITH_DIFF},
        {{"a", "b", "--diff", "--shard", "1/2"}, NOT_WITH_DIFF},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct line line = line_of(cases[i].words);
        struct options options;
        char problem[OPTIONS_PROBLEM] = "";
        assert_false(options_parse(&options, line.argc, line.argv, problem));
        assert_string_equal(problem, cases[i].problem);
        options_free(&options);
    }
}

static void a_long_wrong_word_is_cut(void **state)
{
    static char word[4 * OPTIONS_PROBLEM];
    (void)state;
    memset(word, 'x', sizeof word - 1);
    static const char *const options_with_word[] = {"-s", "-f", "--pid", "--color", "--server"};
    for (size_t i = 0; i < sizeof options_with_word / sizeof *options_with_word; i++) {
        struct line line = LINE(options_with_word[i], word);
        struct options options;
        char problem[OPTIONS_PROBLEM];
        assert_false(options_parse(&options, line.argc, line.argv, problem));
        assert_true(memchr(problem, '\0', sizeof problem) != NULL);
        options_free(&options);
    }
}

static void memory_that_runs_out(void **state)
{
    bool failed = true;
    (void)state;
    for (uint64_t n = 0; failed; n++) {
        struct line line = LINE("-p", "a");
        struct options options;
        char problem[OPTIONS_PROBLEM] = "";
        fail_alloc_start(n);
        bool parsed = options_parse(&options, line.argc, line.argv, problem);
        failed = fail_alloc_stop();
        assert_int_equal(parsed, !failed);
        assert_string_equal(problem, failed ? "out of memory" : "");
        options_free(&options);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_given),
        cmocka_unit_test(targets),
        cmocka_unit_test(servers),
        cmocka_unit_test(states),
        cmocka_unit_test(the_rest),
        cmocka_unit_test(what_is_written),
        cmocka_unit_test(the_sizing),
        cmocka_unit_test(a_merge),
        cmocka_unit_test(inputs),
        cmocka_unit_test(two_inputs_to_compare),
        cmocka_unit_test(actions),
        cmocka_unit_test(what_is_wrong),
        cmocka_unit_test(a_long_wrong_word_is_cut),
        cmocka_unit_test(memory_that_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
