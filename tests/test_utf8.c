/* Decoding and encoding against the definition of UTF-8; cells and folding against known letters.
 */
#include "base/text.h"
#include "text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A copy of exactly that size, so that a sanitizer sees one byte too many. */
static char *exact_copy(const char *bytes, size_t size)
{
    char *copy = malloc(size == 0 ? 1 : size);
    assert_non_null(copy);
    memcpy(copy, bytes, size);
    return copy;
}

static uint32_t decode(const char *bytes, size_t size, size_t *length)
{
    char *copy = exact_copy(bytes, size);
    uint32_t code_point = utf8_decode(copy, size, length);
    free(copy);
    return code_point;
}

static bool valid(const char *bytes)
{
    size_t size = strlen(bytes);
    char *copy = exact_copy(bytes, size);
    bool is_valid = utf8_valid(copy, size);
    free(copy);
    return is_valid;
}

static size_t expected_length(uint32_t code_point)
{
    return code_point < 0x80 ? 1 : code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
}

static void every_code_point_survives(void **state)
{
    (void)state;
    for (uint32_t code_point = 0; code_point <= 0x10FFFF; code_point++) {
        char bytes[4];
        size_t length = 0;
        size_t size = utf8_encode(code_point, bytes);
        bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
        uint32_t back = surrogate ? UTF8_REPLACEMENT : code_point;
        if (size != expected_length(back) || utf8_decode(bytes, size, &length) != back ||
            length != size || !utf8_valid(bytes, size) ||
            utf8_ascii(bytes, size) != (back < 0x80)) {
            fail_msg("U+%04X", (unsigned)code_point);
        }
    }
}

static void known_bytes(void **state)
{
    (void)state;
    char bytes[4];
    size_t length;
    assert_int_equal(utf8_encode(0xD6, bytes), 2);
    assert_memory_equal(bytes, "\xC3\x96", 2);
    assert_int_equal(utf8_encode(0x20AC, bytes), 3);
    assert_memory_equal(bytes, "\xE2\x82\xAC", 3);
    assert_int_equal(utf8_encode(0x1F600, bytes), 4);
    assert_memory_equal(bytes, "\xF0\x9F\x98\x80", 4);
    assert_int_equal(utf8_encode(0x110000, bytes), 3);
    assert_memory_equal(bytes, "\xEF\xBF\xBD", 3);
    assert_int_equal(decode("\xC3\x96x", 3, &length), 0xD6);
    assert_int_equal(length, 2);
}

static void what_is_no_utf8_is_replaced_byte_by_byte(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "\x80",
        "\xBF",
        "\xC0\x80",
        "\xC1\xBF",
        "\xE0\x9F\xBF",
        "\xED\xA0\x80",
        "\xED\xBF\xBF",
        "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80",
        "\xFE",
        "\xFF",
        "\xC3",
        "\xC3(",
        "\xE2\x82",
        "\xE2\x82(",
        "\xF0\x9F\x98",
        "\xF0(\x8C\xBC",
        "\xF0\x9F\x98(",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        size_t length = 0;
        assert_int_equal(decode(wrong[i], strlen(wrong[i]), &length), UTF8_REPLACEMENT);
        assert_int_equal(length, 1);
        assert_false(valid(wrong[i]));
    }
}

/* One wrong byte at every place of a text that is longer than a few machine words. */
static void a_wrong_byte_is_found_at_every_place(void **state)
{
    (void)state;
    char line[40];
    for (size_t size = 1; size <= sizeof line; size++) {
        for (size_t at = 0; at < size; at++) {
            memset(line, 'a', sizeof line);
            char *good = exact_copy(line, size);
            line[at] = '\xC3';
            char *bad = exact_copy(line, size);
            assert_true(utf8_valid(good, size) && utf8_ascii(good, size));
            assert_false(utf8_valid(bad, size) || utf8_ascii(bad, size));
            free(good);
            free(bad);
        }
    }
}

static void mixed_text_is_valid(void **state)
{
    (void)state;
    assert_true(valid(""));
    assert_true(valid("ABH\xC3\x96REN und noch viel mehr ASCII danach \xE6\xB4\xBB"));
    assert_true(valid("\xE6\xB4\xBB\xE5\x8A\xA8\xE8\xBF\x9E\xE6\x8E\xA5\xF0\x9F\x98\x80"));
    assert_true(utf8_valid("a\0b", 3));
    assert_false(valid("ABH\x99REN"));
}

static void cells_of_known_characters(void **state)
{
    (void)state;
    static const struct {
        uint32_t code_point;
        unsigned cells;
    } known[] = {
        {0x00, 0},   {0x1B, 0},    {' ', 1},     {'~', 1},     {0x7F, 0},    {0x9F, 0},
        {0xA0, 1},   {0xAD, 1},    {0xD6, 1},    {0x301, 0},   {0x416, 1},   {0x5D0, 1},
        {0xE31, 0},  {0x1100, 2},  {0x1161, 0},  {0x200B, 0},  {0x200D, 0},  {0x2013, 1},
        {0x202E, 0}, {0x20AC, 1},  {0x3000, 2},  {0x3042, 2},  {0x4E00, 2},  {0x9FFF, 2},
        {0xAC00, 2}, {0xD7A3, 2},  {0xFE0F, 0},  {0xFF01, 2},  {0xFF71, 1},  {0xFFE5, 2},
        {0xFFFD, 1}, {0x1F600, 2}, {0x20000, 2}, {0x1D400, 1}, {0xE0101, 0}, {0x10FFFF, 1},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (utf8_cells_of(known[i].code_point) != known[i].cells) {
            fail_msg("U+%04X", (unsigned)known[i].code_point);
        }
    }
}

static void cells_of_texts(void **state)
{
    (void)state;
    oc_text korean = text_of("\xEC\x9D\xB4\xEB\xA6\x84 ab");
    assert_int_equal(utf8_cells(text_of("")), 0);
    assert_int_equal(utf8_cells(text_of(NULL)), 0);
    assert_int_equal(utf8_cells(text_of("E\xCC\x81tat")), 4);
    assert_int_equal(utf8_cells(korean), 7);
    static const size_t cuts[] = {0, 0, 3, 3, 6, 7, 8, 9, 9};
    for (size_t cells = 0; cells < sizeof cuts / sizeof *cuts; cells++) {
        assert_int_equal(utf8_cut(korean, cells), cuts[cells]);
    }
    /* A mark belongs to the letter before it. */
    assert_int_equal(utf8_cut(text_of("E\xCC\x81tat"), 1), 3);
}

static void folding_of_known_letters(void **state)
{
    (void)state;
    static const uint32_t pairs[][2] = {
        {'A', 'a'},     {'Z', 'z'},       {'[', '['},       {'0', '0'},           {0xC4, 0xE4},
        {0xD7, 0xD7},   {0xDF, 0xDF},     {0xDE, 0xFE},     {0xF7, 0xF7},         {0x100, 0x101},
        {0x101, 0x101}, {0x130, 0x130},   {0x131, 0x131},   {0x141, 0x142},       {0x178, 0xFF},
        {0x17D, 0x17E}, {0x1AF, 0x1B0},   {0x386, 0x3AC},   {0x391, 0x3B1},       {0x3A9, 0x3C9},
        {0x3C2, 0x3C3}, {0x401, 0x451},   {0x416, 0x436},   {0x42F, 0x44F},       {0x490, 0x491},
        {0x1E9E, 0xDF}, {0x1EA0, 0x1EA1}, {0x4E00, 0x4E00}, {0x10FFFF, 0x10FFFF},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (utf8_fold(pairs[i][0]) != pairs[i][1]) {
            fail_msg("U+%04X", (unsigned)pairs[i][0]);
        }
    }
}

static void folding_twice_is_folding_once(void **state)
{
    (void)state;
    for (uint32_t code_point = 0; code_point <= 0x2000; code_point++) {
        assert_int_equal(utf8_fold(utf8_fold(code_point)), utf8_fold(code_point));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_survives),
        cmocka_unit_test(known_bytes),
        cmocka_unit_test(what_is_no_utf8_is_replaced_byte_by_byte),
        cmocka_unit_test(a_wrong_byte_is_found_at_every_place),
        cmocka_unit_test(mixed_text_is_valid),
        cmocka_unit_test(cells_of_known_characters),
        cmocka_unit_test(cells_of_texts),
        cmocka_unit_test(folding_of_known_letters),
        cmocka_unit_test(folding_twice_is_folding_once),
    };
    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
