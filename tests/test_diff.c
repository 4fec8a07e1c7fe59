/* Two captures compared: which snapshots, what the verdict is, what happens when something fails.
 */
#include "cli/diff.h"

#include "base/text.h"
#include "support/fail_alloc.h"
#include "support/snapshots.h"
#include "support/with_grammars.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LIST                                                                                       \
    "Image Name                     PID Session Name        Session#    Mem Usage\n"               \
    "========================= ======== ================ =========== ============\n"               \
    "OUTLOOK.EXE                   4028 Console                    1    214,080 K\n"
#define ROWS_BEGIN                                                                                 \
    "\nActive Connections\n\n"                                                                     \
    "  Proto  Local Address          Foreign Address        State           PID\n"
#define ROW(port) "  TCP    192.168.2.56:" port "     192.168.2.50:443       ESTABLISHED     4028\n"

#define ONE LIST ROWS_BEGIN ROW("50701")
#define TWO LIST ROWS_BEGIN ROW("50701") ROW("50702")
#define NONE LIST ROWS_BEGIN "  TCP    0.0.0.0:135    0.0.0.0:0    LISTENING    4\n"

/* The whole run of a comparison; the paths are the texts themselves. */
struct run {
    oc_status status; /* of a parser or a join */
    struct diff diff;
    struct messages messages;
    struct verdict verdict;
    struct kept kept;
};

static int join_event(void *join, const oc_event *event)
{
    return oc_join_event(join, event) != OC_OK;
}

static bool read_text(void *user, const char *text, oc_join *join)
{
    struct run *run = user;
    oc_parser *parser = NULL;
    const struct pair_capture capture = {.name = text_of("-")};
    verdict_begin(&run->verdict, &capture);
    run->status = oc_parser_new(&parser, grammars, NULL, join_event, join);
    if (run->status == OC_OK) {
        run->status = chunks_feed(parser, text_of(text), CHUNKS_WHOLE);
    }
    oc_parser_free(parser);
    if (run->status == OC_OK) {
        run->status = oc_join_finish(join);
    }
    if (run->status == OC_OK) {
        verdict_end(&run->verdict);
    }
    return run->status == OC_OK;
}

static oc_status run_diff(struct run *run, const char *before, const char *after)
{
    static const oc_text image = {"outlook.exe", 11};
    static const struct options options = {.format = "text"};
    static const struct targets targets = {.names = "outlook.exe"};
    const oc_join_options wanted = {.images = &image, .image_count = 1};
    oc_report *report = NULL;
    oc_sink sink = {.write = kept_write, .user = &run->kept};
    verdict_init(&run->verdict, &run->messages, &targets, &options);
    oc_status status = oc_report_new(&report, text_of("text"), NULL, sink);
    run->diff = (struct diff){.options = &wanted,
                              .read = read_text,
                              .user = run,
                              .verdict = &run->verdict,
                              .messages = &run->messages,
                              .report = report};
    if (status == OC_OK) {
        status = diff_inputs(&run->diff, before, after);
    }
    oc_report_free(report);
    return status;
}

static void assert_diff(const char *before, const char *after, int status, const char *piece)
{
    struct run run = {.messages = {.quiet = true}, .kept = {.fail_at = SIZE_MAX}};
    assert_int_equal(run_diff(&run, before, after), OC_OK);
    assert_int_equal(run.messages.errors > 0 ? 2 : run.verdict.connected ? 0 : 1, status);
    assert_int_equal(run.diff.compared, piece != NULL);
    const char *got = run.kept.bytes == NULL ? "" : run.kept.bytes;
    bool found = piece == NULL ? *got == '\0' : strstr(got, piece) != NULL;
    free(run.kept.bytes);
    assert_true(found);
}

static void the_verdict_is_that_of_after(void **state)
{
    (void)state;
    assert_diff(NONE, TWO, 0, "\n  + 192.168.2.56:50701  192.168.2.50:443  ESTABLISHED\n");
    assert_diff(TWO, NONE, 1, "\n  - 192.168.2.56:50701  192.168.2.50:443  ESTABLISHED\n");
    assert_diff(TWO, TWO, 0, "no changes\n");
    assert_diff(NONE, NONE, 1, "no changes\n");
}

static void the_last_is_compared_with_the_first(void **state)
{
    (void)state;
    assert_diff(NONE TWO ONE, ONE NONE, 0, "no changes\n");
    assert_diff(ONE, NONE TWO, 1, "\n  - 192.168.2.56:50701  192.168.2.50:443  ESTABLISHED\n");
}

static void what_cannot_be_compared_is_an_error(void **state)
{
    (void)state;
    assert_diff(LIST, ONE, 2, NULL);
    assert_diff(ONE, LIST, 2, NULL);
    assert_diff(ROWS_BEGIN ROW("1"), ONE, 2, NULL);
    assert_diff("nothing\n", ONE, 2, NULL);
    assert_diff(ONE, "nothing\n", 2, NULL);
}

static void a_write_that_fails_is_told(void **state)
{
    (void)state;
    struct run run = {.messages = {.quiet = true}, .kept = {.fail_at = 0}};
    assert_int_equal(run_diff(&run, ONE, TWO), OC_OK);
    assert_int_equal(run.status, OC_STOPPED);
    assert_null(run.kept.bytes);
}

static void memory_that_runs_out(void **state)
{
    bool failed = true;
    (void)state;
    for (uint64_t n = 0; failed && n < 100000; n++) {
        struct run run = {.messages = {.quiet = true}, .kept = {.fail_at = SIZE_MAX}};
        fail_alloc_start(n);
        oc_status status = run_diff(&run, ONE, TWO);
        failed = fail_alloc_stop();
        bool whole = run.diff.compared && run.kept.bytes != NULL;
        free(run.kept.bytes);
        assert_true(failed || whole);
        assert_true(whole || status != OC_OK || run.status != OC_OK);
    }
    assert_false(failed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_verdict_is_that_of_after),
        cmocka_unit_test(the_last_is_compared_with_the_first),
        cmocka_unit_test(what_cannot_be_compared_is_an_error),
        cmocka_unit_test(a_write_that_fails_is_told),
        cmocka_unit_test(memory_that_runs_out),
    };
    return cmocka_run_group_tests_name("diff", tests, setup, teardown);
}
