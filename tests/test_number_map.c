/* Numbers by numbers: any key, growth, what is cleared, and when memory runs out. */
#include "base/number_map.h"

#include "support/fail_alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { MANY = 5000 };

/* Those of Windows, the smallest and the largest, and some that end alike. */
static uint32_t key_of(uint32_t index)
{
    return index % 3 == 0 ? index * 4 : index % 3 == 1 ? UINT32_MAX - index : index << 18;
}

static void fill(struct number_map *map, uint32_t count)
{
    for (uint32_t i = 0; i < count && !map->failed; i++) {
        uint32_t *value = number_map_put(map, key_of(i));
        if (value != NULL) {
            assert_int_equal(*value, 0);
            *value = i + 1;
        }
    }
}

static void check(const struct number_map *map, uint32_t count)
{
    assert_int_equal(map->count, count);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(number_map_find(map, key_of(i)), i + 1);
    }
    assert_int_equal(number_map_find(map, 7), 0);
}

static void what_was_put_is_found(void **state)
{
    struct number_map map;
    (void)state;
    number_map_init(&map);
    assert_int_equal(number_map_find(&map, 0), 0);
    for (uint32_t count = 0; count <= MANY; count = count * 3 + 1) {
        fill(&map, count);
        check(&map, count);
        number_map_clear(&map);
        check(&map, 0);
    }
    number_map_free(&map);
    assert_int_equal(number_map_find(&map, 0), 0);
}

static void a_key_has_one_value(void **state)
{
    struct number_map map;
    (void)state;
    number_map_init(&map);
    *number_map_put(&map, 4028) = 5;
    assert_int_equal(*number_map_put(&map, 4028), 5);
    *number_map_put(&map, 4028) = 6;
    assert_int_equal(number_map_find(&map, 4028), 6);
    assert_int_equal(map.count, 1);
    number_map_free(&map);
}

static void memory_may_run_out(void **state)
{
    bool failed = true;
    (void)state;
    for (uint64_t failing = 0; failed; failing++) {
        struct number_map map;
        number_map_init(&map);
        fail_alloc_start(failing);
        fill(&map, MANY);
        failed = fail_alloc_stop();
        assert_int_equal(map.failed, failed);
        assert_true(!failed || number_map_put(&map, 1) == NULL);
        check(&map, (uint32_t)map.count);
        number_map_free(&map);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_put_is_found),
        cmocka_unit_test(a_key_has_one_value),
        cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
