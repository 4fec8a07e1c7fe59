/*
 * Every allocation of the library is failed once: each run must say that memory ran out, or lose
 * nothing by it, and break nothing. The inputs are those of the fixtures.
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

/* The FNV-1a hash of what was written. */
static int hash_bytes(void *hash, const char *bytes, size_t size)
{
    uint64_t *value = hash;
    for (size_t i = 0; i < size; i++) {
        *value = (*value ^ (unsigned char)bytes[i]) * UINT64_C(0x100000001b3);
    }
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

static oc_status report(const char *format, uint64_t *hash)
{
    static const struct chunking chunking = {31, 4096};
    oc_sink sink = {.write = hash_bytes, .user = hash};
    *hash = UINT64_C(0xcbf29ce484222325);
    return pipeline_run(grammars, buffer_view(&input), chunking, format, sink);
}

/* Up to the first run in which no allocation is left to fail. PCRE2 does without memory for its
 * machine code, so a run may be well all the same; then it must write the same. */
static bool fail_each(const char *name, const char *format)
{
    uint64_t whole;
    bool right = report(format, &whole) == OC_OK;
    bool failed = true;
    if (!right) {
        print_error("%s as %s gives no report\n", name, format);
    }
    for (uint64_t n = 0; right && failed && n < MOST_ALLOCATIONS; n++) {
        uint64_t hash;
        fail_alloc_start(n);
        oc_status status = report(format, &hash);
        failed = fail_alloc_stop();
        right = status == OC_OK ? hash == whole : failed && status == OC_NO_MEMORY;
        if (!right) {
            print_error("%s as %s, allocation %" PRIu64 " %s: %s\n", name, format, n,
                        failed ? "failed" : "passed", oc_status_text(status));
        }
    }
    return right && !failed;
}

/* All as JSON, which says the most; the other formats take turns, for the time it takes. */
static void test_runs(void **state)
{
    static const char *const others[] = {"text", "csv", "tsv"};
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < cases.count; i++) {
        buffer_clear(&input);
        assert_true(files_read(cases.paths[i], "input", &input));
        wrong += !fail_each(cases.paths[i], "json");
        wrong += !fail_each(cases.paths[i], others[i % (sizeof others / sizeof *others)]);
    }
    assert_int_equal(wrong, 0);
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
