/*
 * Grammar files: what must not load and why, what loads, the calls of the library.
 *
 * Each directory of fixtures/grammars/ is a case: grammar files, which are added in the order of
 * their names, then sealed and checked; and, where they must not load, message, the exact text of
 * the error. Without message they must load.
 */
#include "base/text.h"
#include "grammar/grammar.h"
#include "support/files.h"
#include "support/pipeline.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/table.h"

static int is_grammar(const struct dirent *entry)
{
    static const char *const endings[] = {".grammar", ".lang", ".target"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (text_ends_nocase(text_of(entry->d_name), text_of(endings[i]))) {
            return 1;
        }
    }
    return 0;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static oc_status add_file(oc_grammars *grammars, const char *directory, const char *name)
{
    struct buffer bytes;
    buffer_init(&bytes);
    assert_true(files_read(directory, name, &bytes));
    /* An empty buffer has no data, and no data is not known. */
    oc_text text = bytes.size == 0 ? text_of("") : buffer_view(&bytes);
    oc_status status = oc_grammars_add(grammars, text_of(name), text);
    buffer_free(&bytes);
    return status;
}

static oc_status add_directory(oc_grammars *grammars, const char *directory)
{
    struct dirent **names = NULL;
    int count = scandir(directory, &names, is_grammar, by_name);
    oc_status status = OC_OK;
    assert_true(count > 0);
    for (int i = 0; i < count; i++) {
        if (status == OC_OK) {
            status = add_file(grammars, directory, names[i]->d_name);
        }
        free(names[i]);
    }
    free(names);
    return status;
}

static oc_status load_directory(oc_grammars *grammars, const char *directory)
{
    oc_status status = add_directory(grammars, directory);
    if (status == OC_OK) {
        status = oc_grammars_seal(grammars);
    }
    if (status == OC_OK) {
        status = oc_grammars_check(grammars);
    }
    return status;
}

static void assert_message(const oc_grammars *grammars, const char *directory)
{
    struct buffer expected;
    buffer_init(&expected);
    assert_true(files_read(directory, "message", &expected));
    buffer_byte(&expected, '\0');
    bool same = strcmp(expected.data, oc_grammars_error(grammars)) == 0;
    if (!same) {
        print_error("expected:\n%sgot:\n%s", expected.data, oc_grammars_error(grammars));
    }
    buffer_free(&expected);
    assert_true(same);
}

static void check_case(void **state)
{
    const char *directory = *(char **)*state;
    oc_grammars *grammars = oc_grammars_new();
    oc_status status = load_directory(grammars, directory);
    if (files_exist(directory, "message")) {
        assert_string_equal(oc_status_text(status), oc_status_text(OC_BAD_GRAMMAR));
        assert_message(grammars, directory);
    } else {
        assert_string_equal(oc_grammars_error(grammars), "");
        assert_string_equal(oc_status_text(status), oc_status_text(OC_OK));
    }
    oc_grammars_free(grammars);
}

/* ---- the calls ---- */

static oc_status add_text(oc_grammars *grammars, const char *name, const char *bytes)
{
    return oc_grammars_add(grammars, text_of(name), text_of(bytes));
}

static void a_name_says_the_kind(void **state)
{
    static const char *const bad[] = {"x.txt", "x", "", "lang", "x.lang.txt", "x.grammars"};
    oc_grammars *grammars = oc_grammars_new();
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(add_text(grammars, bad[i], "language x\n"), OC_MISUSE);
    }
    assert_int_equal(add_text(grammars, NULL, "language x\n"), OC_MISUSE);
    assert_int_equal(add_text(grammars, "x.lang", NULL), OC_MISUSE);
    assert_int_equal(add_text(grammars, "some/folder/x.LANG", "language x\n"), OC_OK);
    assert_int_equal(add_text(grammars, "some/folder/y.target", "target y\nimage y\n"), OC_OK);
    assert_int_equal(oc_grammars_seal(grammars), OC_OK);
    oc_grammars_free(grammars);
}

static void sealed_grammars_take_nothing_more(void **state)
{
    oc_grammars *grammars = oc_grammars_new();
    oc_grammar_info info;
    (void)state;
    assert_int_equal(oc_grammars_check(grammars), OC_MISUSE);
    assert_int_equal(add_text(grammars, "x.lang", "language x\n"), OC_OK);
    assert_int_equal(oc_grammars_seal(grammars), OC_OK);
    assert_int_equal(oc_grammars_seal(grammars), OC_MISUSE);
    assert_int_equal(add_text(grammars, "y.lang", "language y\n"), OC_MISUSE);
    assert_int_equal(oc_grammars_add_builtin(grammars), OC_MISUSE);
    assert_int_equal(oc_grammars_check(grammars), OC_OK);
    assert_true(oc_grammars_list(grammars, 0, &info));
    assert_false(oc_grammars_list(grammars, 1, &info));
    oc_grammars_free(grammars);
}

static void the_first_error_sticks(void **state)
{
    static const char message[] = "dir/x.lang:1:1: unknown directive\n    languag x\n    ^^^^^^^\n"
                                  "    known here: language about codepage title label state"
                                  " notice letters word\n";
    oc_grammars *grammars = oc_grammars_new();
    (void)state;
    assert_string_equal(oc_grammars_error(grammars), "");
    assert_int_equal(add_text(grammars, "dir/x.lang", "languag x\n"), OC_BAD_GRAMMAR);
    assert_string_equal(oc_grammars_error(grammars), message);
    assert_int_equal(add_text(grammars, "y.lang", "foo\n"), OC_BAD_GRAMMAR);
    assert_int_equal(add_text(grammars, "z.lang", "language z\n"), OC_BAD_GRAMMAR);
    assert_int_equal(oc_grammars_add_builtin(grammars), OC_BAD_GRAMMAR);
    assert_int_equal(oc_grammars_seal(grammars), OC_BAD_GRAMMAR);
    assert_string_equal(oc_grammars_error(grammars), message);
    oc_grammars_free(grammars);
}

static void name_and_bytes_are_copied(void **state)
{
    char name[] = "x.lang";
    char bytes[] = "language x\nabout Words\n";
    oc_grammars *grammars = oc_grammars_new();
    oc_grammar_info info;
    (void)state;
    assert_int_equal(add_text(grammars, name, bytes), OC_OK);
    memset(name, '?', sizeof name - 1);
    memset(bytes, '?', sizeof bytes - 1);
    assert_int_equal(oc_grammars_seal(grammars), OC_OK);
    assert_true(oc_grammars_list(grammars, 0, &info));
    assert_true(text_equal(info.name, text_of("x")));
    assert_true(text_equal(info.summary, text_of("Words")));
    oc_grammars_free(grammars);
}

static void the_list_is_in_the_order_of_the_files(void **state)
{
    static const struct {
        oc_grammar_kind kind;
        const char *name;
        const char *summary;
    } expected[] = {{OC_GRAMMAR_LANGUAGE, "x", "Words"},
                    {OC_GRAMMAR_LANGUAGE, "a", NULL},
                    {OC_GRAMMAR_TARGET, "mail", "A program"}};
    oc_grammars *grammars = oc_grammars_new();
    oc_grammar_info info;
    (void)state;
    assert_int_equal(add_text(grammars, "m.target", "target mail\nabout A program\nimage m.exe\n"),
                     OC_OK);
    assert_int_equal(add_text(grammars, "1.lang", "language x\nabout   Words\t\n"), OC_OK);
    assert_int_equal(add_text(grammars, "2.lang", "language a\n"), OC_OK);
    assert_int_equal(oc_grammars_seal(grammars), OC_OK);
    for (size_t i = 0; i < 3; i++) {
        assert_true(oc_grammars_list(grammars, i, &info));
        assert_int_equal(info.kind, expected[i].kind);
        assert_true(text_equal(info.name, text_of(expected[i].name)));
        assert_true(text_equal(info.summary, text_of(expected[i].summary)));
    }
    assert_false(oc_grammars_list(grammars, 3, &info));
    oc_grammars_free(grammars);
}

static void a_target_is_found_by_its_name(void **state)
{
    oc_grammars *grammars = oc_grammars_new();
    oc_target_info info;
    (void)state;
    assert_int_equal(
        add_text(grammars, "m.target", "target mail\nimage m.exe\nrelated n.exe\nimage o p.exe\n"),
        OC_OK);
    assert_int_equal(oc_grammars_seal(grammars), OC_OK);
    assert_true(oc_grammars_target(grammars, text_of("MAIL"), &info));
    assert_int_equal(info.image_count, 2);
    assert_true(text_equal(info.images[0], text_of("m.exe")));
    assert_true(text_equal(info.images[1], text_of("o p.exe")));
    assert_int_equal(info.related_count, 1);
    assert_true(text_equal(info.related[0], text_of("n.exe")));
    assert_false(oc_grammars_target(grammars, text_of("mai"), &info));
    oc_grammars_free(grammars);
}

/* ---- limits that the vocabulary of columns sets ---- */

static void repeat(struct buffer *text, size_t count, const char *piece)
{
    for (size_t i = 0; i < count; i++) {
        buffer_string(text, piece);
    }
}

static void assert_refused(struct buffer *text, const char *message)
{
    oc_grammars *grammars = oc_grammars_new();
    oc_status status = oc_grammars_add(grammars, text_of("t.grammar"), buffer_view(text));
    if (status == OC_OK) {
        status = oc_grammars_seal(grammars);
    }
    if (status == OC_OK) {
        status = oc_grammars_check(grammars);
    }
    assert_int_equal(status, OC_BAD_GRAMMAR);
    assert_non_null(strstr(oc_grammars_error(grammars), message));
    oc_grammars_free(grammars);
    buffer_free(text);
}

static void there_are_only_so_many_columns(void **state)
{
    struct buffer text;
    (void)state;
    buffer_init(&text);
    buffer_string(&text, "shape t\ncolumn pid u32\nheading");
    repeat(&text, COLUMNS + 1, " pid");
    assert_refused(&text, "more columns than there are");
    buffer_init(&text);
    buffer_string(&text, "shape t\nemits process\nlayout record\ncolumn image name\n"
                         "column pid u32\nrow plain image pid\nsample plain\n");
    repeat(&text, COLUMNS + 1, "    |a: 1\n");
    assert_refused(&text, "a sample has too many lines");
    buffer_init(&text);
    buffer_string(&text, "shape t\nemits other\nrow long\n   ");
    for (int i = 0; i < 40; i++) {
        buffer_printf(&text, " (?<g%d>x)", i);
    }
    buffer_string(&text, "\nsample long\n    |x\n");
    assert_refused(&text, "t.grammar:4:1: more named groups than there are columns");
}

/* ---- the files that were built in ---- */

static void built_in_grammars_hold(void **state)
{
    static const char *const names[] = {
        "console", "netstat", "tasklist-table", "tasklist-csv", "tasklist-list", "en", "de",
        "fr",      "es",      "outlook"};
    oc_status status;
    oc_grammars *grammars = pipeline_grammars(&status);
    oc_grammar_info info;
    (void)state;
    assert_non_null(grammars);
    assert_int_equal(oc_grammars_check(grammars), OC_OK);
    assert_string_equal(oc_grammars_error(grammars), "");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t found = 0;
        for (size_t at = 0; oc_grammars_list(grammars, at, &info); at++) {
            found += text_equal(info.name, text_of(names[i]));
            assert_true(text_known(info.summary));
        }
        assert_int_equal(found, 1);
    }
    oc_target_info outlook;
    assert_true(oc_grammars_target(grammars, text_of("outlook"), &outlook));
    assert_true(text_equal(outlook.images[0], text_of("outlook.exe")));
    oc_grammars_free(grammars);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_says_the_kind),
        cmocka_unit_test(sealed_grammars_take_nothing_more),
        cmocka_unit_test(the_first_error_sticks),
        cmocka_unit_test(name_and_bytes_are_copied),
        cmocka_unit_test(the_list_is_in_the_order_of_the_files),
        cmocka_unit_test(a_target_is_found_by_its_name),
        cmocka_unit_test(there_are_only_so_many_columns),
        cmocka_unit_test(built_in_grammars_hold),
    };
    struct file_list cases = {.paths = NULL};
    if (!files_directories("fixtures/grammars", &cases) || cases.count == 0) {
        print_error("fixtures/grammars cannot be read or holds no case\n");
        return EXIT_FAILURE;
    }
    int failed =
        table_run("fixtures/grammars", cases.paths, cases.count, sizeof *cases.paths, check_case);
    files_list_free(&cases);
    return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
