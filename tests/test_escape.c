/* Hostile text in JSON strings and on terminals. */
#include "base/text.h"
#include "report/escape.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef void escape_function(struct buffer *out, oc_text text);

static void assert_escaped(escape_function *escape, const char *bytes, size_t size,
                           const char *expected)
{
    struct buffer out;
    buffer_init(&out);
    escape(&out, (oc_text){.data = bytes, .size = size});
    buffer_byte(&out, '\0');
    assert_string_equal(out.data, expected);
    assert_int_equal(out.size, strlen(expected) + 1);
    buffer_free(&out);
}

/* The byte after the name stands for what lies behind it in memory. */
static void names_stay_different(void **state)
{
    static const char *const names[][2] = {
        {"", ""},
        {"st/\xC3\xB6 \x1b\n\\\"", "st/\xC3\xB6 \x1b\n\\\""},
        {"a\xFFz", "a\\xffz"},
        {"\xE9", "\\xe9"},
        {"cut\xE2\x80", "cut\\xe2\\x80"},
        {"\xED\xA0\x80", "\\xed\\xa0\\x80"},
        {"\xEF\xBF\xBD", "\xEF\xBF\xBD"},
        /* What looks like an escaped byte, and what does not. */
        {"a\\xffz", "a\\x5cxffz"},
        {"\\\xFF", "\\\\xff"},
        {"\\\\xff", "\\\\x5cxff"},
        {"\\xf", "\\xf"},
        {"\\xFF", "\\xFF"},
        {"\\xg0\\x/0\\x0:\\yff", "\\xg0\\x/0\\x0:\\yff"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_escaped(escape_name, names[i][0], strlen(names[i][0]), names[i][1]);
    }
    assert_escaped(escape_name, "\\xff", 3, "\\xf");
}

struct escape_case {
    const char *text;
    const char *json;
    const char *terminal;
};

static const struct escape_case escape_cases[] = {
    {"", "", ""},
    {"OUTLOOK.EXE", "OUTLOOK.EXE", "OUTLOOK.EXE"},
    {"a\"b\\c/d", "a\\\"b\\\\c/d", "a\"b\\c/d"},
    {"\b\f\n\r\t", "\\b\\f\\n\\r\\t", "\\x08\\x0c\\x0a\\x0d\\x09"},
    {"\x01\x1b[2J\x1f", "\\u0001\\u001b[2J\\u001f", "\\x01\\x1b[2J\\x1f"},
    {"~\x7f", "~\\u007f", "~\\x7f"},
    /* C1: U+0080, U+009B (CSI), U+009F; U+00A0 is none. */
    {"\xC2\x80\xC2\x9B\xC2\x9F", "\\u0080\\u009b\\u009f", "\\x80\\x9b\\x9f"},
    {"\xC2\xA0", "\xC2\xA0", "\xC2\xA0"},
    {"ABH\xC3\x96REN \xF0\x9F\x98\x80", "ABH\xC3\x96REN \xF0\x9F\x98\x80",
     "ABH\xC3\x96REN \xF0\x9F\x98\x80"},
    {"\xE2\x80\xA8\xE2\x80\xA9", "\\u2028\\u2029", "\\u2028\\u2029"},
    /* The marks around the ones that turn the direction of text stay. */
    {"\xE2\x80\x8D\xE2\x80\x8E\xE2\x80\x8F\xE2\x80\x90",
     "\xE2\x80\x8D\xE2\x80\x8E\xE2\x80\x8F\xE2\x80\x90", "\xE2\x80\x8D\\u200e\\u200f\xE2\x80\x90"},
    {"\xE2\x80\xAA\xE2\x80\xAE\xE2\x80\xAC\xE2\x80\xAC\xE2\x80\xAF",
     "\xE2\x80\xAA\xE2\x80\xAE\xE2\x80\xAC\xE2\x80\xAC\xE2\x80\xAF",
     "\\u202a\\u202e\\u202c\\u202c\xE2\x80\xAF"},
    {"\xE2\x81\xA5\xE2\x81\xA6\xE2\x81\xA9\xE2\x81\xAA",
     "\xE2\x81\xA5\xE2\x81\xA6\xE2\x81\xA9\xE2\x81\xAA", "\xE2\x81\xA5\\u2066\\u2069\xE2\x81\xAA"},
    {"\xD8\x9C", "\xD8\x9C", "\\u061c"},
    /* What is no UTF-8, also in the middle and at the end of plain text. */
    {"a\x99z", "a\xEF\xBF\xBDz", "a\xEF\xBF\xBDz"},
    {"\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD",
     "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
    {"cut\xE2\x80", "cut\xEF\xBF\xBD\xEF\xBF\xBD", "cut\xEF\xBF\xBD\xEF\xBF\xBD"},
};

static void known_texts(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof escape_cases / sizeof *escape_cases; i++) {
        const struct escape_case *known = &escape_cases[i];
        size_t size = strlen(known->text);
        /* Exactly that many bytes, so that a sanitizer sees one too many. */
        char *copy = malloc(size == 0 ? 1 : size);
        assert_non_null(copy);
        memcpy(copy, known->text, size);
        assert_escaped(escape_json, copy, size, known->json);
        assert_escaped(escape_terminal, copy, size, known->terminal);
        free(copy);
    }
}

static void a_nul_byte_is_a_control(void **state)
{
    (void)state;
    assert_escaped(escape_json, "a\0b", 3, "a\\u0000b");
    assert_escaped(escape_terminal, "a\0b", 3, "a\\x00b");
}

static void an_unknown_text_is_empty(void **state)
{
    (void)state;
    assert_escaped(escape_json, NULL, 0, "");
    assert_escaped(escape_terminal, NULL, 0, "");
}

/* A byte is escaped alone as it is in the middle of others, wherever it stands. */
static void assert_at_every_place(escape_function *escape, size_t size)
{
    char *text = malloc(size);
    assert_non_null(text);
    for (size_t place = 0; place < size; place++) {
        memset(text, 'x', size);
        for (int byte = 1; byte <= 0xFF; byte++) {
            struct buffer expected;
            buffer_init(&expected);
            text[place] = (char)byte;
            buffer_append(&expected, "xxxxxxxxxxxxxxxxxxxx", place);
            escape(&expected, (oc_text){.data = text + place, .size = 1});
            buffer_append(&expected, "xxxxxxxxxxxxxxxxxxxx", size - place - 1);
            buffer_byte(&expected, '\0');
            assert_escaped(escape, text, size, expected.data);
            buffer_free(&expected);
        }
    }
    free(text);
}

static void one_byte_at_every_place(void **state)
{
    (void)state;
    for (size_t size = 1; size <= 20; size++) {
        assert_at_every_place(escape_json, size);
        assert_at_every_place(escape_terminal, size);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_stay_different),     cmocka_unit_test(known_texts),
        cmocka_unit_test(one_byte_at_every_place),  cmocka_unit_test(a_nul_byte_is_a_control),
        cmocka_unit_test(an_unknown_text_is_empty),
    };
    return cmocka_run_group_tests_name("escape", tests, NULL, NULL);
}
