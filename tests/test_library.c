/* Libraries loaded when needed: their functions work; what is not there is named. */
#include "base/library.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct mathematics {
    double (*floor)(double);
    double (*ceil)(double);
};

static const struct library_symbol symbols[] = {
    {"floor", offsetof(struct mathematics, floor)},
    {"ceil", offsetof(struct mathematics, ceil)},
    {"no_such_function", 0},
};

static void functions_are_found(void **state)
{
    struct mathematics found = {NULL, NULL};
    const char *missing = NULL;
    (void)state;
    assert_true(library_load("libm.so.6", symbols, 2, &found, &missing));
    assert_null(missing);
    assert_true(found.floor(1.5) == 1.0);
    assert_true(found.ceil(1.5) == 2.0);
}

static void a_library_that_is_not_there_is_named(void **state)
{
    struct mathematics found = {NULL, NULL};
    const char *missing = NULL;
    (void)state;
    assert_false(library_load("libnone.so.0", symbols, 2, &found, &missing));
    assert_string_equal(missing, "libnone.so.0");
    assert_null(found.floor);
}

static void a_function_that_is_not_there_is_named(void **state)
{
    struct mathematics found = {NULL, NULL};
    const char *missing = NULL;
    (void)state;
    assert_false(library_load("libm.so.6", symbols, 3, &found, &missing));
    assert_string_equal(missing, "no_such_function");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(functions_are_found),
        cmocka_unit_test(a_library_that_is_not_there_is_named),
        cmocka_unit_test(a_function_that_is_not_there_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
