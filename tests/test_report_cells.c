/* The cells of CSV and TSV: whatever a text holds, a spreadsheet reads it as that text. */
#include "base/text.h"
#include "support/snapshots.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const oc_connection some_row =
    TCP(OC_CONNECTION, END("1.2.3.4", 5), END("6.7.8.9", 10), OC_ESTABLISHED, "x");

/* The image's cell of a row, as csv or tsv write it. */
static void assert_cell(const char *format, oc_text image, const char *expected)
{
    struct kept kept;
    const oc_sink sink = {.write = kept_write, .user = &kept};
    oc_report *report;
    kept = (struct kept){.fail_at = SIZE_MAX};
    assert_int_equal(oc_report_new(&report, text_of(format), NULL, sink), OC_OK);
    const oc_target target = {.image = image, .pid = 1};
    assert_int_equal(oc_report_row(report, &snapshots_mixed, &target, &some_row), OC_OK);
    assert_int_equal(oc_report_finish(report), OC_OK);
    oc_report_free(report);
    size_t cells = 0;
    const char *cell = strchr(kept.bytes, '\n');
    while (cells < 3) {
        cells += *++cell == (strcmp(format, "csv") == 0 ? ',' : '\t');
    }
    assert_memory_equal(cell + 1, expected, strlen(expected));
    assert_int_equal(cell[strlen(expected) + 2], '1');
    free(kept.bytes);
}

static void cells_with_one_special_byte(void **state)
{
    (void)state;
    static const char *const cells[][3] = {
        {"=1", "'=1", "'=1"},
        {"+1", "'+1", "'+1"},
        {"-", "'-", "'-"},
        {"@a", "'@a", "'@a"},
        {"\ta", "'\ta", "\"'\ta\""},
        {"\ra", "\"'\ra\"", "\"'\ra\""},
        {"\na", "\"\na\"", "\"\na\""},
        {"a\rb", "\"a\rb\"", "\"a\rb\""},
        {"a\nb", "\"a\nb\"", "\"a\nb\""},
        {"a\tb", "a\tb", "\"a\tb\""},
        {"a,b", "\"a,b\"", "a,b"},
        {"a\"b", "\"a\"\"b\"", "\"a\"\"b\""},
        {"a=b", "a=b", "a=b"},
        {" =1", " =1", " =1"},
        {"", "", ""},
    };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        assert_cell("csv", text_of(cells[i][0]), cells[i][1]);
        assert_cell("tsv", text_of(cells[i][0]), cells[i][2]);
    }
}

static void csv_has_room_for_nothing_but_quotes(void **state)
{
    (void)state;
    char quotes[5001];
    char expected[10003];
    memset(quotes, '"', sizeof quotes);
    memset(expected, '"', sizeof expected);
    quotes[sizeof quotes - 1] = '\0';
    expected[sizeof expected - 1] = '\0';
    assert_cell("csv", text_of(quotes), expected);
}

/* As the format is described: a ' before what is a formula, quotes around what needs them. */
static void expect_cell(char *expected, oc_text text, char separator)
{
    bool quoted = false;
    for (size_t i = 0; i < text.size; i++) {
        quoted |= text.data[i] == separator || strchr("\"\r\n", text.data[i]) != NULL;
    }
    char *to = expected;
    if (quoted) {
        *to++ = '"';
    }
    if (strchr("=+-@\t\r", text.data[0]) != NULL) {
        *to++ = '\'';
    }
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '"') {
            *to++ = '"';
        }
        *to++ = text.data[i];
    }
    if (quoted) {
        *to++ = '"';
    }
    *to = '\0';
}

#define LONGEST 20

static void one_byte_at_every_place(void **state)
{
    (void)state;
    for (size_t size = 1; size <= LONGEST; size++) {
        /* Exactly that many bytes, so that a sanitizer sees one too many. */
        char *text = malloc(size);
        char expected[LONGEST * 2 + 4];
        assert_non_null(text);
        for (size_t place = 0; place < size; place++) {
            memset(text, 'x', size);
            for (int byte = 1; byte <= 0xFF; byte++) {
                text[place] = (char)byte;
                expect_cell(expected, (oc_text){text, size}, ',');
                assert_cell("csv", (oc_text){text, size}, expected);
                expect_cell(expected, (oc_text){text, size}, '\t');
                assert_cell("tsv", (oc_text){text, size}, expected);
            }
        }
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_with_one_special_byte),
        cmocka_unit_test(csv_has_room_for_nothing_but_quotes),
        cmocka_unit_test(one_byte_at_every_place),
    };
    return cmocka_run_group_tests_name("report_cells", tests, NULL, NULL);
}
