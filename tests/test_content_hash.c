/* The hash of a capture's content: known values, any chunking, what makes a difference. */
#include "base/text.h"
#include "db/content_hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* Reckoned by hand from the description, not by this program: databases of machines and of years
 * are compared by them. */
static void values_stay(void **state)
{
    char hex[CONTENT_HASH_HEX];
    struct content_hash hash;
    (void)state;
    content_hash_init(&hash);
    content_hash_end(&hash, hex);
    assert_string_equal(hex, "b981002d613881f43e8eb2c9003e0b92");

    content_hash_init(&hash);
    content_hash_text(&hash, text_of("a"));
    content_hash_end(&hash, hex);
    assert_string_equal(hex, "b25e10099cc3561615735d5db1ae521d");

    content_hash_init(&hash);
    content_hash_text(&hash, text_of("abc"));
    content_hash_text(&hash, text_of(NULL));
    content_hash_end(&hash, hex);
    assert_string_equal(hex, "2995aeb1f89e1a776a5c7e7362e9a1a7");

    char text[1000];
    memset(text, 'x', sizeof text);
    content_hash_init(&hash);
    content_hash_text(&hash, text_of("tasklist.txt"));
    content_hash_bytes(&hash, text, sizeof text);
    content_hash_mark(&hash);
    content_hash_end(&hash, hex);
    assert_string_equal(hex, "a370be052d6556bd11d0bd49e9b21cd1");
}

/* In chunks of that size. */
static void hash_of(const char *bytes, size_t size, size_t chunk, char hex[CONTENT_HASH_HEX])
{
    struct content_hash hash;
    content_hash_init(&hash);
    for (size_t at = 0; at < size; at += chunk) {
        content_hash_bytes(&hash, bytes + at, size - at < chunk ? size - at : chunk);
    }
    content_hash_mark(&hash);
    content_hash_end(&hash, hex);
}

static void any_chunking_is_the_same(void **state)
{
    char bytes[150];
    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (char)(i * 7);
    }
    for (size_t size = 0; size <= sizeof bytes; size++) {
        char whole[CONTENT_HASH_HEX];
        hash_of(bytes, size, sizeof bytes, whole);
        for (size_t chunk = 1; chunk < 70; chunk++) {
            char hex[CONTENT_HASH_HEX];
            hash_of(bytes, size, chunk, hex);
            assert_string_equal(hex, whole);
        }
    }
}

/* Both halves of the value, so that neither is idle. */
static void assert_differ(const char *left, const char *right)
{
    assert_int_not_equal(strncmp(left, right, 16), 0);
    assert_int_not_equal(strcmp(left + 16, right + 16), 0);
}

static void every_bit_counts(void **state)
{
    char bytes[100] = "";
    char whole[CONTENT_HASH_HEX];
    (void)state;
    hash_of(bytes, sizeof bytes, sizeof bytes, whole);
    for (size_t bit = 0; bit < sizeof bytes * 8; bit++) {
        char hex[CONTENT_HASH_HEX];
        bytes[bit / 8] = (char)(1u << bit % 8);
        hash_of(bytes, sizeof bytes, sizeof bytes, hex);
        bytes[bit / 8] = 0;
        assert_differ(hex, whole);
    }
}

static void every_length_counts(void **state)
{
    static const char zeros[100];
    char before[CONTENT_HASH_HEX];
    (void)state;
    hash_of(zeros, 0, 1, before);
    for (size_t size = 1; size <= sizeof zeros; size++) {
        char hex[CONTENT_HASH_HEX];
        hash_of(zeros, size, sizeof zeros, hex);
        assert_differ(hex, before);
        memcpy(before, hex, sizeof hex);
    }
}

static void where_parts_end_counts(void **state)
{
    static const char *const parts[][3] = {
        {"ab", "c", ""}, {"a", "bc", ""}, {"abc", "", ""}, {"", "abc", ""}, {"a", "c", "b"}};
    char hex[5][CONTENT_HASH_HEX];
    (void)state;
    for (size_t i = 0; i < 5; i++) {
        struct content_hash hash;
        content_hash_init(&hash);
        for (size_t part = 0; part < 3; part++) {
            content_hash_text(&hash, text_of(parts[i][part]));
        }
        content_hash_end(&hash, hex[i]);
        for (size_t other = 0; other < i; other++) {
            assert_differ(hex[i], hex[other]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_stay),
        cmocka_unit_test(any_chunking_is_the_same),
        cmocka_unit_test(every_bit_counts),
        cmocka_unit_test(every_length_counts),
        cmocka_unit_test(where_parts_end_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
