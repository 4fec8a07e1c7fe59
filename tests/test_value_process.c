/* Cells of a process list to values: memory, session, names. */
#include "base/text.h"
#include "parse/value.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/table.h"

struct memory_case {
    const char *cell;
    int64_t kib;
};

static struct cells process_cells(const char *session, const char *session_id, const char *memory)
{
    struct cells cells = {.at = {[COLUMN_IMAGE] = text_of("OUTLOOK.EXE"),
                                 [COLUMN_PID] = text_of("4028"),
                                 [COLUMN_SESSION] = text_of(session),
                                 [COLUMN_SESSION_ID] = text_of(session_id),
                                 [COLUMN_MEMORY] = text_of(memory)}};
    return cells;
}

#define NBSP "\u00A0"

/* The digits count, whatever single character stands between groups of three, and whatever unit. */
static struct memory_case good_memory[] = {
    {"1,234 K", 1234},
    {"37.072 K", 37072},
    {"6" NBSP "864 Ko", 6864},
    {"6 864 Ko", 6864},
    {"64 200 КБ", 64200},
    {"64" NBSP "200" NBSP "КБ", 64200},
    {"7.144 KB", 7144},
    {"1'234 K", 1234},
    {"1\u2019234 K", 1234},
    {"6á864 Ko", 6864},
    {"6ÿ864 Ko", 6864},
    {"6\uFFFD864 Ko", 6864},
    {"6\\xa0864 Ko", 6864},
    {"6\\xff864\\xffKo", 6864},
    {"1\\xff234\\xff567 Ko", 1234567},
    {"40,280K", 40280},
    {"28 K", 28},
    {"0 K", 0},
    {"214080 K", 214080},
    {"1,234,567 K", 1234567},
    {"18,014,398,509 K", 18014398509},
    {"N/A", OC_NONE},
    {"Н/Д", OC_NONE},
    {"n. v.", OC_NONE},
};

static void read_memory(void **state)
{
    const struct memory_case *at = *state;
    struct cells cells = process_cells("Console", "1", at->cell);
    struct reason reason = {.code = NULL};
    oc_process process;
    assert_true(value_process(&cells, &process, &reason));
    assert_int_equal(process.memory_kib, at->kib);
    buffer_free(&reason.text);
}

struct bad_memory {
    const char *cell;
    const char *what;
};

#define CUT "is cut, or is not memory"

static struct bad_memory bad_memory[] = {
    {"214.08", CUT},
    {"1,23 K", CUT},
    {"1,2345 K", CUT},
    {"1 234", CUT},
    {"28", CUT},
    {"1,234,5 K", CUT},
    {"1,234,567", CUT},
    {",234 K", CUT},
    {"99999999999999999999999 K", "is more memory than there is"},
};

static void read_bad_memory(void **state)
{
    const struct bad_memory *at = *state;
    struct cells cells = process_cells("Console", "1", at->cell);
    struct reason reason = {.code = NULL};
    struct buffer expected;
    oc_process process;
    buffer_init(&expected);
    buffer_printf(&expected, "\"%s\" %s", at->cell, at->what);
    assert_false(value_process(&cells, &process, &reason));
    assert_string_equal(reason.code, "row-unread");
    assert_int_equal(reason.text.size, expected.size);
    assert_memory_equal(reason.text.data, expected.data, expected.size);
    buffer_free(&expected);
    buffer_free(&reason.text);
}

static void what_the_layout_does_not_have_is_not_known(void **state)
{
    struct cells cells = process_cells(NULL, NULL, NULL);
    struct reason reason = {.code = NULL};
    oc_process process;
    (void)state;
    assert_true(value_process(&cells, &process, &reason));
    assert_int_equal(process.pid, 4028);
    assert_true(text_equal(process.image, text_of("OUTLOOK.EXE")));
    assert_false(process.image_cut);
    assert_false(text_known(process.session));
    assert_int_equal(process.session_id, OC_NONE);
    assert_int_equal(process.memory_kib, OC_NONE);
    buffer_free(&reason.text);
}

static void a_session_may_have_no_name(void **state)
{
    struct cells cells = process_cells("", "0", "28 K");
    struct reason reason = {.code = NULL};
    oc_process process;
    (void)state;
    assert_true(value_process(&cells, &process, &reason));
    assert_false(text_known(process.session));
    assert_int_equal(process.session_id, 0);
    cells = process_cells("RDP-Tcp#7", "4294967295", "28 K");
    assert_true(value_process(&cells, &process, &reason));
    assert_true(text_equal(process.session, text_of("RDP-Tcp#7")));
    assert_int_equal(process.session_id, 4294967295);
    cells = process_cells("Console", "4294967296", "28 K");
    assert_false(value_process(&cells, &process, &reason));
    buffer_free(&reason.text);
}

static void a_name_that_fills_its_column_may_be_cut(void **state)
{
    struct cells cells = process_cells("Console", "1", "28 K");
    struct reason reason = {.code = NULL};
    oc_process process;
    (void)state;
    cells.full[COLUMN_IMAGE] = true;
    assert_true(value_process(&cells, &process, &reason));
    assert_true(process.image_cut);
    buffer_free(&reason.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_layout_does_not_have_is_not_known),
        cmocka_unit_test(a_session_may_have_no_name),
        cmocka_unit_test(a_name_that_fills_its_column_may_be_cut),
    };
    int failed = TABLE_RUN("memory", good_memory, read_memory);
    failed += TABLE_RUN("no memory", bad_memory, read_bad_memory);
    return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
