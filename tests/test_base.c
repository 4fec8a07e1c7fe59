/* Buffer, arena, texts and the words of the public enums. */
#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void assert_text(oc_text text, const char *expected)
{
    assert_non_null(text.data);
    assert_int_equal(text.size, strlen(expected));
    assert_memory_equal(text.data, expected, text.size);
}

/* ---- buffer ---- */

static void buffer_collects_what_is_appended(void **state)
{
    (void)state;
    struct buffer buffer;
    buffer_init(&buffer);
    assert_text(buffer_view(&buffer), "");
    buffer_append(&buffer, "ab", 2);
    buffer_append(&buffer, NULL, 0);
    buffer_byte(&buffer, '-');
    buffer_text(&buffer, text_of("text"));
    buffer_text(&buffer, text_of(NULL));
    buffer_string(&buffer, "/");
    buffer_number(&buffer, 0);
    buffer_byte(&buffer, ' ');
    buffer_number(&buffer, UINT64_MAX);
    buffer_printf(&buffer, " %s=%d", "x", -5);
    assert_text(buffer_view(&buffer), "ab-text/0 18446744073709551615 x=-5");
    assert_false(buffer.failed);
    buffer_clear(&buffer);
    assert_text(buffer_view(&buffer), "");
    buffer_free(&buffer);
}

static void buffer_numbers_of_any_length(void **state)
{
    (void)state;
    char expected[32];
    uint64_t number = 1;
    for (int digits = 1; digits <= 20; digits++, number *= 10) {
        const uint64_t around[] = {number - 1, number, number + 1, number * 7 + 3};
        for (size_t i = 0; i < sizeof around / sizeof *around; i++) {
            struct buffer buffer;
            buffer_init(&buffer);
            buffer_number(&buffer, around[i]);
            snprintf(expected, sizeof expected, "%" PRIu64, around[i]);
            assert_text(buffer_view(&buffer), expected);
            buffer_free(&buffer);
        }
    }
}

static void buffer_grows_over_any_size(void **state)
{
    (void)state;
    for (size_t piece = 1; piece < 700; piece += 37) {
        struct buffer buffer;
        buffer_init(&buffer);
        for (size_t i = 0; i < 5000; i++) {
            char *room = buffer_reserve(&buffer, piece);
            assert_non_null(room);
            memset(room, (int)('a' + i % 26), piece);
            buffer.size += piece;
        }
        for (size_t i = 0; i < buffer.size; i++) {
            assert_int_equal(buffer.data[i], 'a' + i / piece % 26);
        }
        buffer_free(&buffer);
    }
}

static void buffer_keeps_its_failure(void **state)
{
    (void)state;
    struct buffer buffer;
    buffer_init(&buffer);
    buffer_string(&buffer, "kept");
    assert_null(buffer_reserve(&buffer, SIZE_MAX));
    assert_true(buffer.failed);
    buffer_string(&buffer, "lost");
    buffer_printf(&buffer, "%d", 1);
    assert_text(buffer_view(&buffer), "kept");
    buffer_clear(&buffer);
    assert_true(buffer.failed);
    buffer_free(&buffer);
    assert_false(buffer.failed);
}

/* ---- arena ---- */

static void arena_gives_aligned_memory_that_stays(void **state)
{
    (void)state;
    enum { COUNT = 400 };
    struct arena arena;
    unsigned char *pieces[COUNT];
    arena_init(&arena);
    for (size_t i = 0; i < COUNT; i++) {
        pieces[i] = arena_alloc(&arena, i * 7);
        assert_non_null(pieces[i]);
        assert_int_equal((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
        memset(pieces[i], (int)(i & 0xFF), i * 7);
    }
    for (size_t i = 0; i < COUNT; i++) {
        for (size_t k = 0; k < i * 7; k++) {
            assert_int_equal(pieces[i][k], i & 0xFF);
        }
    }
    assert_true(arena.used >= COUNT * (COUNT - 1) / 2 * 7);
    assert_false(arena_failed(&arena));
    arena_free(&arena);
}

static void arena_starts_again_after_a_reset(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    arena_reset(&arena);
    for (size_t round = 0; round < 20; round++) {
        for (size_t i = 0; i < 100; i++) {
            char *piece = arena_calloc(&arena, 300, 3);
            assert_non_null(piece);
            for (size_t k = 0; k < 900; k++) {
                assert_int_equal(piece[k], 0);
            }
            memset(piece, 0xAA, 900);
        }
        assert_true(arena.used >= 90000);
        arena_reset(&arena);
        assert_int_equal(arena.used, 0);
    }
    arena_free(&arena);
}

static void arena_copies_texts(void **state)
{
    (void)state;
    struct arena arena;
    char source[] = "OUTLOOK.EXE";
    arena_init(&arena);
    oc_text copy = arena_text(&arena, text_of(source));
    memset(source, 'x', sizeof source - 1);
    assert_text(copy, "OUTLOOK.EXE");
    assert_text(arena_text(&arena, text_of("")), "");
    assert_false(text_known(arena_text(&arena, text_of(NULL))));
    arena_free(&arena);
}

/* Each from memory of exactly its size, with a text behind it that must stay. */
static void arena_copies_texts_of_any_size(void **state)
{
    static const char letters[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    struct arena arena;
    (void)state;
    arena_init(&arena);
    for (size_t size = 0; size < sizeof letters; size++) {
        char *source = malloc(size == 0 ? 1 : size);
        assert_non_null(source);
        memcpy(source, letters, size);
        oc_text copy = arena_text(&arena, (oc_text){source, size});
        oc_text behind = arena_text(&arena, text_of("behind it"));
        assert_int_equal(copy.size, size);
        assert_memory_equal(copy.data, letters, size);
        assert_text(behind, "behind it");
        free(source);
    }
    arena_free(&arena);
}

static void arena_keeps_its_failure(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    assert_null(arena_calloc(&arena, SIZE_MAX / 2, 3));
    assert_true(arena_failed(&arena));
    assert_null(arena_alloc(&arena, 1));
    assert_false(text_known(arena_text(&arena, text_of("a"))));
    arena_free(&arena);
    assert_non_null(arena_alloc(&arena, 1));
    assert_null(arena_alloc(&arena, SIZE_MAX));
    assert_true(arena_failed(&arena));
    arena_free(&arena);
}

/* ---- texts ---- */

static void text_parts(void **state)
{
    (void)state;
    oc_text text = text_of("netstat");
    assert_text(text_sub(text, 3, 2), "st");
    assert_text(text_sub(text, 3, SIZE_MAX), "stat");
    assert_text(text_sub(text, 99, 2), "");
    assert_false(text_known(text_sub(text_of(NULL), 0, 1)));
    assert_text(text_trim(text_of(" \t a b\t ")), "a b");
    assert_text(text_trim(text_of(" \t ")), "");
    assert_false(text_known(text_trim(text_of(NULL))));
}

static void text_comparisons(void **state)
{
    (void)state;
    oc_text none = text_of(NULL);
    assert_true(text_equal(text_of("a"), text_of("a")));
    assert_false(text_equal(text_of("a"), text_of("A")));
    assert_false(text_equal(text_of("a"), text_of("ab")));
    assert_false(text_equal(text_of(""), none));
    assert_true(text_equal(none, none));
    assert_true(text_equal_nocase(text_of("OutLook.exe"), text_of("OUTLOOK.EXE")));
    assert_false(text_equal_nocase(text_of("["), text_of("{")));
    assert_false(text_equal_nocase(text_of("@"), text_of("`")));
    assert_false(text_equal_nocase(text_of(""), none));
    assert_true(text_starts(text_of("netstat"), text_of("net")));
    assert_true(text_starts(text_of("net"), text_of("")));
    assert_false(text_starts(text_of("net"), text_of("nets")));
    assert_false(text_starts(none, text_of("n")));
    assert_true(text_ends_nocase(text_of("olk.EXE"), text_of(".exe")));
    assert_true(text_ends_nocase(text_of("olk"), text_of("")));
    assert_false(text_ends_nocase(text_of("exe"), text_of(".exe")));
    assert_false(text_ends_nocase(text_of("olk.exe "), text_of(".exe")));
    assert_true(text_contains(text_of("aab"), text_of("ab")));
    assert_true(text_contains(text_of("ab"), text_of("ab")));
    assert_false(text_contains(text_of("aab"), text_of("ba")));
    assert_false(text_contains(text_of("a"), text_of("ab")));
    assert_false(text_contains(text_of("a"), text_of("")));
    assert_false(text_contains(none, text_of("a")));
}

/* Every size, and for each of them a difference in every byte. */
static void texts_differ_in_one_byte(void **state)
{
    char a[40];
    char b[40];
    (void)state;
    memset(a, 'a', sizeof a);
    for (size_t size = 0; size <= sizeof a; size++) {
        memset(b, 'a', sizeof b);
        assert_true(text_equal((oc_text){a, size}, (oc_text){b, size}));
        for (size_t i = 0; i < sizeof b; i++) {
            b[i] = 'b';
            assert_int_equal(text_equal((oc_text){a, size}, (oc_text){b, size}), i >= size);
            b[i] = 'a';
        }
    }
}

static void text_splits_at_each_separator(void **state)
{
    (void)state;
    oc_text rest = text_of("a,,bc,");
    oc_text piece;
    const char *const expected[] = {"a", "", "bc", ""};
    for (size_t i = 0; i < 4; i++) {
        assert_true(text_split(&rest, ',', &piece));
        assert_text(piece, expected[i]);
    }
    assert_false(text_split(&rest, ',', &piece));
    rest = text_of("");
    assert_true(text_split(&rest, ',', &piece));
    assert_text(piece, "");
    assert_false(text_split(&rest, ',', &piece));
}

static void text_numbers_hold_their_limit(void **state)
{
    (void)state;
    uint64_t number = 7;
    assert_true(text_number(text_of("0"), 0, &number));
    assert_int_equal(number, 0);
    assert_true(text_number(text_of("00065535"), 65535, &number));
    assert_int_equal(number, 65535);
    assert_true(text_number(text_of("18446744073709551615"), UINT64_MAX, &number));
    assert_true(number == UINT64_MAX);
    static const char *const wrong[] = {
        "", " 1", "1 ", "-1", "+1", "0x1", "65536", "9", "18446744073709551616"};
    static const uint64_t limits[] = {9, 9, 9, 9, 9, 99, 65535, 8, UINT64_MAX};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_false(text_number(text_of(wrong[i]), limits[i], &number));
        assert_true(number == UINT64_MAX);
    }
    assert_false(text_number(text_of(NULL), 9, &number));
}

/* ---- words of the public enums ---- */

static void enums_have_words(void **state)
{
    (void)state;
    assert_string_equal(oc_status_text(OC_OK), "no error");
    assert_string_equal(oc_status_text(OC_NO_WRITE), "the output could not be written");
    assert_string_equal(oc_status_text((oc_status)999), "no such status");
    assert_string_equal(oc_line_class_text(OC_LINE_REJECTED), "rejected");
    assert_string_equal(oc_line_class_text(OC_LINE_CLASSES), "no such line class");
    assert_string_equal(oc_state_text(OC_UNKNOWN), "UNKNOWN");
    assert_string_equal(oc_state_text(OC_CLOSED), "CLOSED");
    assert_string_equal(oc_state_text(OC_STATES), "no such state");
    assert_string_equal(oc_row_kind_text(OC_UDP), "udp");
    assert_string_equal(oc_row_kind_text((oc_row_kind)9), "no such kind");
    assert_string_equal(oc_severity_text(OC_NOTE), "note");
    assert_string_equal(oc_severity_text((oc_severity)9), "no such severity");
    assert_string_equal(oc_seems_text(OC_SEEMS_EMPTY), "empty");
    assert_string_equal(oc_seems_text((oc_seems)99), "no such text");
}

static void states_are_found_by_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < OC_STATES; i++) {
        assert_int_equal(oc_state_of(text_of(oc_state_text((oc_state)i))), i);
    }
    assert_int_equal(oc_state_of(text_of("Fin_Wait_2")), OC_FIN_WAIT_2);
    assert_int_equal(oc_state_of(text_of("FIN_WAIT")), OC_STATES);
    assert_int_equal(oc_state_of(text_of(NULL)), OC_STATES);
}

static void ledger_adds_up(void **state)
{
    (void)state;
    oc_ledger ledger = {{0}};
    assert_int_equal(oc_ledger_total(&ledger), 0);
    for (size_t i = 0; i < OC_LINE_CLASSES; i++) {
        ledger.lines[i] = (uint64_t)1 << (4 * i);
    }
    assert_int_equal(oc_ledger_total(&ledger), 0x1111111);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(buffer_collects_what_is_appended),
        cmocka_unit_test(buffer_numbers_of_any_length),
        cmocka_unit_test(buffer_grows_over_any_size),
        cmocka_unit_test(buffer_keeps_its_failure),
        cmocka_unit_test(arena_gives_aligned_memory_that_stays),
        cmocka_unit_test(arena_starts_again_after_a_reset),
        cmocka_unit_test(arena_copies_texts),
        cmocka_unit_test(arena_copies_texts_of_any_size),
        cmocka_unit_test(arena_keeps_its_failure),
        cmocka_unit_test(text_parts),
        cmocka_unit_test(text_comparisons),
        cmocka_unit_test(texts_differ_in_one_byte),
        cmocka_unit_test(text_splits_at_each_separator),
        cmocka_unit_test(text_numbers_hold_their_limit),
        cmocka_unit_test(enums_have_words),
        cmocka_unit_test(states_are_found_by_name),
        cmocka_unit_test(ledger_adds_up),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
