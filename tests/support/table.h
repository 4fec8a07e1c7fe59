/*
 * Owns: one cmocka test for each row of a table, so that one that fails does not hide the others.
 * Must not know: what a row holds, but that its first member is its name (const char *).
 *
 * Include it behind <cmocka.h>. It is no part of libsupport.a, which is built without cmocka.
 */
#ifndef SUPPORT_TABLE_H
#define SUPPORT_TABLE_H

#include <stdlib.h>

/* The check finds its row in *state. Returns how many tests failed. */
static inline int table_run(const char *group, void *rows, size_t count, size_t row_size,
                            CMUnitTestFunction check)
{
    struct CMUnitTest *tests = calloc(count, sizeof *tests);
    if (tests == NULL) {
        return EXIT_FAILURE;
    }
    for (size_t i = 0; i < count; i++) {
        void *row = (char *)rows + i * row_size;
        tests[i] = (struct CMUnitTest){
            .name = *(const char *const *)row, .test_func = check, .initial_state = row};
    }
    int failed = _cmocka_run_group_tests(group, tests, count, NULL, NULL);
    free(tests);
    return failed;
}

#define TABLE_RUN(group, rows, check)                                                              \
    table_run((group), (rows), sizeof(rows) / sizeof *(rows), sizeof *(rows), (check))

#endif
