/* Memory that runs out while a directory and archives are read: the results are those of every
 * other run, or the exit status says that they are not. */
#include "base/text.h"
#include "cli/run.h"
#include "support/fail_alloc.h"
#include "support/files.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { MOST_ALLOCATIONS = 100000 };

static const char make_tree[] =
    "set -e; d=$(pwd)/fixtures/demo; mkdir -p \"$PLACE/tree/a/b\"; cd \"$PLACE/tree\"; "
    "cp $d/tasklist.txt $d/netstat.txt a/b; cat $d/tasklist.txt $d/netstat.txt >a/both.txt; "
    "cp $d/netstat.txt a/lone.txt; for i in $(seq 70); do echo text >a/other$i; done; "
    "zip -qr a.zip a/b a/both.txt; zip -q nested.zip a.zip; rm a.zip; tar -czf b.tgz a/b; "
    "xz -k b.tgz; gzip -c a/both.txt | zstd -q >c.zst";

static char place[] = "/tmp/outconn-alloc-XXXXXX";
static char out[64];
static int standard_error;

static int setup(void **state)
{
    (void)state;
    standard_error = dup(STDERR_FILENO);
    if (mkdtemp(place) == NULL || setenv("PLACE", place, 1) != 0) {
        return -1;
    }
    snprintf(out, sizeof out, "%s/out", place);
    return system(make_tree); /* NOLINT: a constant */
}

static int teardown(void **state)
{
    (void)state;
    close(standard_error);
    return system("rm -r \"$PLACE\""); /* NOLINT: a constant */
}

/* The exit status; what was written is in the file. Messages are many, and not looked at. */
static int run(const struct options *options)
{
    struct messages messages = {.quiet = true};
    struct output output;
    int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
    dup2(nothing, STDERR_FILENO);
    int status = 2;
    if (output_open(&output, options->output) == 0) {
        status = run_report(options, oc_grammars_builtin(), &output, &messages);
        output_finish(&output);
    } else {
        output_discard(&output);
    }
    dup2(standard_error, STDERR_FILENO);
    close(nothing);
    return output.error != 0 || messages.errors > 0 ? 2 : status;
}

static void read_out(struct buffer *bytes)
{
    buffer_clear(bytes);
    files_read(place, "out", bytes);
}

/* Until no allocation is left to fail. */
static bool fail_each(const struct options *options, const struct buffer *whole)
{
    struct buffer bytes;
    bool failed = true;
    bool right = true;
    buffer_init(&bytes);
    for (uint64_t n = 0; failed && right && n < MOST_ALLOCATIONS; n++) {
        unlink(out);
        fail_alloc_start(n);
        int status = run(options);
        failed = fail_alloc_stop();
        read_out(&bytes);
        right = status == 2 || (status == 0 && text_equal(buffer_view(&bytes), buffer_view(whole)));
        if (!right) {
            print_error("allocation %u: status %d\n", (unsigned)n, status);
        }
    }
    buffer_free(&bytes);
    return right && !failed;
}

static void check(const char *format)
{
    char tree[64];
    char problem[OPTIONS_PROBLEM];
    struct options options;
    struct buffer whole;
    snprintf(tree, sizeof tree, "%s/tree", place);
    char *arguments[] = {(char *)(uintptr_t) "outconn",
                         (char *)(uintptr_t) "-j1",
                         (char *)(uintptr_t) "-f",
                         (char *)(uintptr_t)format,
                         (char *)(uintptr_t) "-o",
                         out,
                         tree,
                         NULL};
    assert_true(options_parse(&options, 7, arguments, problem));
    buffer_init(&whole);
    assert_int_equal(run(&options), 0);
    read_out(&whole);
    assert_true(whole.size > 0);
    bool right = fail_each(&options, &whole);
    buffer_free(&whole);
    options_free(&options);
    assert_true(right);
}

static void results_are_whole_or_told_as_csv(void **state)
{
    (void)state;
    check("csv");
}

static void results_are_whole_or_told_as_text(void **state)
{
    (void)state;
    check("text");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_are_whole_or_told_as_csv),
        cmocka_unit_test(results_are_whole_or_told_as_text),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
