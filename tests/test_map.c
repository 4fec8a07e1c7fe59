/* The hash map: what was put is found, nothing else is, at any size; and when memory runs out. */
#include "base/map.h"

#include "base/text.h"
#include "support/fail_alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { MANY = 20000 };

static oc_text key_of(const uint32_t *number)
{
    return (oc_text){(const char *)number, sizeof *number};
}

static void put(struct map *map, oc_text key, uint64_t value)
{
    uint64_t *place = map_put(map, key);
    assert_non_null(place);
    *place = value;
}

static void assert_value(const struct map *map, oc_text key, uint64_t value)
{
    const uint64_t *place = map_find(map, key);
    assert_non_null(place);
    assert_int_equal(*place, value);
}

static void an_empty_map_has_nothing(void **state)
{
    struct map map;
    (void)state;
    map_init(&map);
    assert_null(map_find(&map, text_of("a")));
    assert_null(map_find(&map, text_of("")));
    map_clear(&map);
    assert_null(map_find(&map, text_of("a")));
    map_free(&map);
}

static void a_new_key_is_0_and_an_old_one_stays(void **state)
{
    struct map map;
    (void)state;
    map_init(&map);
    uint64_t *value = map_put(&map, text_of("a"));
    assert_non_null(value);
    assert_int_equal(*value, 0);
    *value = 7;
    value = map_put(&map, text_of("a"));
    assert_non_null(value);
    assert_int_equal(*value, 7);
    assert_int_equal(map.count, 1);
    assert_null(map_find(&map, text_of("A")));
    map_free(&map);
}

static void keys_are_bytes(void **state)
{
    static const oc_text keys[] = {{"", 0},     {"\0", 1},   {"\0\0", 2}, {"a", 1},
                                   {"a\0", 2},  {"a\0b", 3}, {"ab", 2},   {"b", 1},
                                   {"\xFF", 1}, {" ", 1},    {"ba", 2}};
    const size_t count = sizeof keys / sizeof *keys;
    struct map map;
    (void)state;
    map_init(&map);
    for (size_t i = 0; i < count; i++) {
        put(&map, keys[i], i + 1);
    }
    assert_int_equal(map.count, count);
    for (size_t i = 0; i < count; i++) {
        assert_value(&map, keys[i], i + 1);
    }
    map_free(&map);
}

static void a_key_is_copied(void **state)
{
    char key[] = "key";
    struct map map;
    (void)state;
    map_init(&map);
    put(&map, text_of(key), 1);
    key[0] = 'K';
    assert_null(map_find(&map, text_of(key)));
    assert_value(&map, text_of("key"), 1);
    map_free(&map);
}

static void fill(struct map *map, uint32_t step)
{
    for (uint32_t i = 0; i < MANY; i++) {
        uint32_t number = i * step;
        put(map, key_of(&number), i);
    }
    assert_int_equal(map->count, MANY);
}

static void check(const struct map *map, uint32_t step)
{
    for (uint32_t i = 0; i < MANY; i++) {
        uint32_t number = i * step;
        assert_value(map, key_of(&number), i);
    }
    uint32_t other = MANY * step;
    assert_null(map_find(map, key_of(&other)));
}

/* PIDs are multiples of 4; other steps make keys that differ in one byte only. */
static void many_keys_are_found(void **state)
{
    static const uint32_t steps[] = {1, 4, 256, 65536};
    (void)state;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        struct map map;
        map_init(&map);
        fill(&map, steps[i]);
        check(&map, steps[i]);
        map_free(&map);
    }
}

static void a_cleared_map_starts_anew(void **state)
{
    uint32_t number = 4;
    struct map map;
    (void)state;
    map_init(&map);
    fill(&map, 4);
    map_clear(&map);
    assert_int_equal(map.count, 0);
    assert_null(map_find(&map, key_of(&number)));
    uint64_t *value = map_put(&map, key_of(&number));
    assert_non_null(value);
    assert_int_equal(*value, 0);
    fill(&map, 4);
    check(&map, 4);
    map_free(&map);
    assert_null(map_find(&map, key_of(&number)));
}

/* Puts keys until one fails; returns how many were put. */
static uint32_t put_until_failure(struct map *map)
{
    for (uint32_t number = 0; number < MANY; number++) {
        uint64_t *value = map_put(map, key_of(&number));
        if (value == NULL) {
            return number;
        }
        *value = number;
    }
    return MANY;
}

static void a_failure_sticks_and_loses_no_key(void **state)
{
    uint64_t failing = 0;
    uint32_t kept = 0;
    (void)state;
    for (; kept < MANY; failing++) {
        struct map map;
        map_init(&map);
        fail_alloc_start(failing);
        kept = put_until_failure(&map);
        assert_int_equal(fail_alloc_stop(), kept < MANY);
        assert_int_equal(map.failed, kept < MANY);
        for (uint32_t number = 0; number < kept; number++) {
            assert_value(&map, key_of(&number), number);
        }
        if (kept < MANY) {
            assert_null(map_find(&map, key_of(&kept)));
            assert_null(map_put(&map, text_of("new")));
        }
        map_free(&map);
    }
    assert_true(failing > 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_map_has_nothing),
        cmocka_unit_test(a_new_key_is_0_and_an_old_one_stays),
        cmocka_unit_test(keys_are_bytes),
        cmocka_unit_test(a_key_is_copied),
        cmocka_unit_test(many_keys_are_found),
        cmocka_unit_test(a_cleared_map_starts_anew),
        cmocka_unit_test(a_failure_sticks_and_loses_no_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
