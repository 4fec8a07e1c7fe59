/* Texts that repeat are kept once, come back by their number, and stay where they are. */
#include "join/lexicon.h"

#include "base/text.h"
#include "support/fail_alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MANY = 20000, LONGEST = 65535 };

static oc_text numbered(char room[32], unsigned number)
{
    return (oc_text){room, (size_t)snprintf(room, 32, "10.%u.%u.%u", number >> 16,
                                            number >> 8 & 0xff, number & 0xff)};
}

static void assert_text(const struct lexicon *lexicon, uint32_t number, oc_text expected)
{
    oc_text text = lexicon_text(lexicon, number);
    assert_int_equal(text.size, expected.size);
    assert_true(text_equal(text, expected));
}

static void the_same_bytes_have_one_number(void **state)
{
    static uint32_t numbers[MANY];
    static const char *places[MANY];
    char room[32];
    struct lexicon lexicon;
    (void)state;
    lexicon_init(&lexicon);
    for (unsigned i = 0; i < MANY; i++) {
        numbers[i] = lexicon_number(&lexicon, numbered(room, i));
        places[i] = lexicon_text(&lexicon, numbers[i]).data;
        assert_true(numbers[i] != 0 && (i == 0 || numbers[i] > numbers[i - 1]));
    }
    size_t size = lexicon.size;
    for (unsigned i = MANY; i > 0; i--) {
        assert_int_equal(lexicon_number(&lexicon, numbered(room, i - 1)), numbers[i - 1]);
        assert_text(&lexicon, numbers[i - 1], numbered(room, i - 1));
        assert_ptr_equal(lexicon_text(&lexicon, numbers[i - 1]).data, places[i - 1]);
    }
    assert_int_equal(lexicon.size, size);
    assert_true(size >= (size_t)MANY * sizeof "10.0.1.1" && size < (size_t)MANY * 64);
    lexicon_free(&lexicon);
}

static void what_is_not_known_is_no_text(void **state)
{
    struct lexicon lexicon;
    (void)state;
    lexicon_init(&lexicon);
    assert_int_equal(lexicon_number(&lexicon, text_of(NULL)), 0);
    assert_false(text_known(lexicon_text(&lexicon, 0)));
    uint32_t empty = lexicon_number(&lexicon, text_of(""));
    assert_true(empty != 0);
    assert_text(&lexicon, empty, text_of(""));
    assert_int_equal(lexicon_number(&lexicon, text_of("")), empty);
    lexicon_free(&lexicon);
}

/* Every size, and for each of them texts that differ in one byte, wherever it is. */
static void one_byte_is_a_difference(void **state)
{
    char bytes[40];
    (void)state;
    for (size_t size = 1; size <= sizeof bytes; size++) {
        struct lexicon lexicon;
        uint32_t numbers[sizeof bytes + 1];
        lexicon_init(&lexicon);
        for (size_t i = 0; i <= size; i++) {
            memset(bytes, 'a', sizeof bytes);
            if (i < size)
                bytes[i] = 'b';
            numbers[i] = lexicon_number(&lexicon, (oc_text){bytes, size});
            for (size_t j = 0; j < i; j++)
                assert_true(numbers[i] != numbers[j]);
            assert_text(&lexicon, numbers[i], (oc_text){bytes, size});
        }
        lexicon_free(&lexicon);
    }
}

/* Texts larger than the block that is next leave room behind them unused. */
static void long_texts_have_a_limit(void **state)
{
    static const size_t sizes[] = {3, 1020, 1, 5000, 2, LONGEST, 0, LONGEST - 1, 7};
    char *bytes = calloc(LONGEST + 1, 1);
    uint32_t numbers[sizeof sizes / sizeof *sizes];
    struct lexicon lexicon;
    (void)state;
    assert_non_null(bytes);
    lexicon_init(&lexicon);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        numbers[i] = lexicon_number(&lexicon, (oc_text){bytes, sizes[i]});
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        assert_text(&lexicon, numbers[i], (oc_text){bytes, sizes[i]});
    assert_false(lexicon.failed);
    assert_int_equal(lexicon_number(&lexicon, (oc_text){bytes, LONGEST + 1}), 0);
    assert_true(lexicon.failed);
    lexicon_free(&lexicon);
    free(bytes);
}

static void a_failure_sticks(void **state)
{
    char room[32];
    bool failed = true;
    (void)state;
    for (uint64_t failing = 0; failed; failing++) {
        struct lexicon lexicon;
        unsigned kept = 0;
        lexicon_init(&lexicon);
        fail_alloc_start(failing);
        while (kept < 500 && lexicon_number(&lexicon, numbered(room, kept)) != 0)
            kept++;
        failed = fail_alloc_stop();
        assert_int_equal(lexicon.failed, failed);
        assert_int_equal(kept == 500, !failed);
        if (failed)
            assert_int_equal(lexicon_number(&lexicon, text_of("more")), 0);
        lexicon_free(&lexicon);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_bytes_have_one_number),
        cmocka_unit_test(what_is_not_known_is_no_text),
        cmocka_unit_test(one_byte_is_a_difference),
        cmocka_unit_test(long_texts_have_a_limit),
        cmocka_unit_test(a_failure_sticks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
