/* Rows of a table whose columns moved, because characters were read wrongly. */
#include "base/text.h"
#include "grammar/misread.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/table.h"

struct split_case {
    const char *name;
    const char *line;
    ptrdiff_t wider;
    const char *pieces[4]; /* NULL first: it does not fall so */
};

/* "======== ===== ====== =====" */
static const struct ruler ruler = {.starts = {0, 9, 15, 22}, .widths = {8, 5, 6, 5}, .count = 4};

static struct split_case cases[] = {
    {"as it should be", "a.exe       12 Con    1,2 K", 0, {"a.exe   ", "   12", "Con   ", "1,2 K"}},
    {"a wider name pushes the number to the right",
     "\u00C3\u00A9.exe       12 Con    1,2 K",
     1,
     {"\u00C3\u00A9.exe   ", "   12", "Con   ", "1,2 K"}},
    {"the same without being told",
     "\u00C3\u00A9.exe       12 Con    1,2 K",
     0,
     {"\u00C3\u00A9.exe  ", "    12", "Con   ", "1,2 K"}},
    {"a name of fewer cells",
     "?.exe      12 Con    1,2 K",
     -1,
     {"?.exe  ", "   12", "Con   ", "1,2 K"}},
    {"a wider last cell",
     "a.exe       12 Con    1\u00C2\u00A02 K",
     0,
     {"a.exe   ", "   12", "Con   ", "1\u00C2\u00A02 K"}},
    {"a wider cell in the middle",
     "a.exe       12 Consol\u00C3\u00A9x 1,2 K",
     0,
     {"a.exe   ", "   12", "Consol\u00C3\u00A9x", "1,2 K"}},
    {"the name goes on where its column ends", "averylongname 12 Con    1,2 K", 0, {NULL}},
    {"the first column would have no width", "a.exe       12 Con    1,2 K", -8, {NULL}},
    {"too short a line", "a.exe       12", 0, {"a.exe   ", "   12", "", ""}},
};

static void check_case(void **state)
{
    const struct split_case *at = *state;
    oc_text pieces[RULER_MAX];
    size_t count = misread_split(&ruler, text_of(at->line), at->wider, pieces);
    assert_int_equal(count, at->pieces[0] == NULL ? 0 : 4);
    for (size_t i = 0; i < count; i++) {
        if (pieces[i].size != strlen(at->pieces[i]) ||
            memcmp(pieces[i].data, at->pieces[i], pieces[i].size) != 0) {
            fail_msg("piece %zu is \"%.*s\"", i, (int)pieces[i].size, pieces[i].data);
        }
    }
}

static void only_odd_characters_may_have_moved_columns(void **state)
{
    char many[300];
    (void)state;
    memset(many, '?', sizeof many);
    assert_int_equal(misread_most(text_of("notepad.exe   4028 Console")), 0);
    assert_int_equal(misread_most(text_of("b\u00FCro \uFFFD ?")), 3);
    assert_int_equal(misread_most((oc_text){many, sizeof many}), 64);
    assert_int_equal(misread_most((oc_text){many, 0}), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_odd_characters_may_have_moved_columns)};
    int failed = TABLE_RUN("columns that moved", cases, check_case);
    return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
