/*
 * Every allocation of the library is failed once: each run must say that memory ran out, lose
 * nothing and break nothing. The inputs are those of the fixtures.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <inttypes.h>

#include "support/cases.h"
#include "support/fail_alloc.h"
#include "support/pipeline.h"

/* More than any run needs; a run that never passes must end, too. */
enum { MOST_ALLOCATIONS = 1000000 };

static void test_grammars(void **state)
{
    (void)state;
    oc_grammars *built = NULL;
    for (uint64_t n = 0; built == NULL && n < MOST_ALLOCATIONS; n++) {
        oc_status status;
        fail_alloc_start(n);
        built = pipeline_grammars(&status);
        bool failed = fail_alloc_stop();
        assert_int_equal(status, failed ? OC_NO_MEMORY : OC_OK);
    }
    assert_non_null(built);
    oc_grammars_free(built);
}

static void test_grammars_check(void **state)
{
    (void)state;
    bool failed = true;
    for (uint64_t n = 0; failed && n < MOST_ALLOCATIONS; n++) {
        oc_status status;
        oc_grammars *built = pipeline_grammars(&status);
        assert_non_null(built);
        fail_alloc_start(n);
        status = oc_grammars_check(built);
        failed = fail_alloc_stop();
        oc_grammars_free(built);
        assert_int_equal(status, failed ? OC_NO_MEMORY : OC_OK);
    }
    assert_false(failed);
}

static int count_bytes(void *count, const char *bytes, size_t size)
{
    (void)bytes;
    *(uint64_t *)count += size;
    return 0;
}

/* Here, so that a test that fails leaks nothing. */
static oc_grammars *grammars;
static struct file_list cases;
static struct buffer input;

static int setup(void **state)
{
    oc_status status;
    (void)state;
    grammars = pipeline_grammars(&status);
    return grammars == NULL || !cases_list(&cases) || cases.count == 0;
}

static int teardown(void **state)
{
    (void)state;
    buffer_free(&input);
    files_list_free(&cases);
    oc_grammars_free(grammars);
    return 0;
}

static void fail_each(const char *name, const char *format)
{
    static const struct chunking chunking = {31, 4096};
    bool failed = true;
    for (uint64_t n = 0; failed && n < MOST_ALLOCATIONS; n++) {
        uint64_t written = 0;
        oc_sink sink = {.write = count_bytes, .user = &written};
        fail_alloc_start(n);
        oc_status status = pipeline_run(grammars, buffer_view(&input), chunking, format, sink);
        failed = fail_alloc_stop();
        if (status != (failed ? OC_NO_MEMORY : OC_OK)) {
            fail_msg("%s as %s, allocation %" PRIu64 " %s: %s", name, format, n,
                     failed ? "failed" : "passed", oc_status_text(status));
        }
    }
    assert_false(failed);
}

static void test_runs(void **state)
{
    static const char *const formats[] = {"text", "json", "csv", "tsv"};
    (void)state;
    for (size_t i = 0; i < cases.count; i++) {
        buffer_clear(&input);
        assert_true(files_read(cases.paths[i], "input", &input));
        for (size_t f = 0; f < sizeof formats / sizeof *formats; f++) {
            fail_each(cases.paths[i], formats[f]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grammars),
        cmocka_unit_test(test_grammars_check),
        cmocka_unit_test_setup_teardown(test_runs, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
