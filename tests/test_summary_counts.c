/* What is counted over many captures: exact percentiles, and servers up to their limit. */
#include "base/text.h"
#include "summary/histogram.h"
#include "summary/servers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* ---- histogram ---- */

static void add_values(struct histogram *histogram, uint64_t first, uint64_t last)
{
    for (uint64_t value = last; value >= first; value--) {
        histogram_add(histogram, value, 1);
    }
}

static void assert_percentiles(const struct histogram *histogram, const uint64_t expected[4])
{
    static const unsigned percents[4] = {0, 50, 95, 100};
    for (size_t i = 0; i < 4; i++) {
        assert_true(histogram_percentile(histogram, percents[i]) == expected[i]);
    }
}

static void percentiles_are_of_the_nearest_rank(void **state)
{
    static const uint64_t none[4] = {0, 0, 0, 0};
    static const uint64_t one[4] = {7, 7, 7, 7};
    static const uint64_t twenty[4] = {1, 10, 19, 20};
    static const uint64_t twenty_one[4] = {1, 11, 20, 21};
    struct histogram histogram;
    (void)state;
    histogram_init(&histogram);
    assert_percentiles(&histogram, none);
    histogram_add(&histogram, 7, 1);
    assert_percentiles(&histogram, one);
    histogram_clear(&histogram);
    add_values(&histogram, 1, 20);
    assert_percentiles(&histogram, twenty);
    histogram_add(&histogram, 21, 1);
    assert_percentiles(&histogram, twenty_one);
    assert_true(histogram.total == 21);
    histogram_free(&histogram);
}

static void counts_weigh(void **state)
{
    static const uint64_t expected[4] = {1, 2, 5, UINT64_MAX};
    struct histogram one;
    struct histogram other;
    (void)state;
    histogram_init(&one);
    histogram_init(&other);
    histogram_add(&one, 2, UINT64_C(1) << 60);
    histogram_add(&one, 1, UINT64_C(1) << 59);
    histogram_add(&other, 5, UINT64_C(1) << 58);
    histogram_add(&other, UINT64_MAX, 1);
    histogram_add(&other, 2, 3);
    histogram_merge(&one, &other);
    assert_percentiles(&one, expected);
    assert_int_equal(one.used, 4);
    histogram_free(&one);
    histogram_free(&other);
}

/* ---- servers ---- */

static struct server server_of(const char *address, int32_t port, const char *service)
{
    return (struct server){.address = text_of(address),
                           .port = port,
                           .service = text_of(service),
                           .captures = 1,
                           .connections = 2};
}

static void servers_differ_by_address_and_port(void **state)
{
    const struct server given[] = {
        server_of("10.0.0.1", 443, NULL),        server_of("10.0.0.1", 80, NULL),
        server_of("10.0.0.1", OC_NONE, "https"), server_of("10.0.0.1", OC_NONE, "http"),
        server_of("10.0.0.2", 443, NULL),        server_of("10.0.0.1", 443, NULL),
        server_of(NULL, OC_NONE, NULL),
    };
    struct servers servers;
    (void)state;
    servers_init(&servers);
    for (size_t i = 0; i < sizeof given / sizeof *given; i++) {
        servers_add(&servers, &given[i]);
    }
    assert_int_equal(servers.count, 5);
    const struct server **sorted = servers_sorted(&servers);
    assert_true(text_equal(sorted[0]->address, text_of("10.0.0.1")));
    assert_int_equal(sorted[0]->port, 443);
    assert_int_equal(sorted[0]->captures, 2);
    assert_int_equal(sorted[0]->connections, 4);
    assert_true(text_equal(sorted[1]->service, text_of("http")));
    assert_true(text_equal(sorted[2]->service, text_of("https")));
    assert_int_equal(sorted[3]->port, 80);
    assert_true(text_equal(sorted[4]->address, text_of("10.0.0.2")));
    free(sorted);
    servers_free(&servers);
}

static void servers_past_the_limit_are_counted(void **state)
{
    struct servers servers;
    (void)state;
    servers_init(&servers);
    for (size_t i = 0; i < SERVERS_MOST + 3; i++) {
        char address[] = "10.00.00.00";
        const size_t places[] = {3, 4, 6, 7, 9, 10};
        for (size_t digit = 0; digit < sizeof places / sizeof *places; digit++) {
            address[places[digit]] = "0123456789abcdef"[i >> (4 * digit) & 0xF];
        }
        struct server server = server_of(address, 443, NULL);
        servers_add(&servers, &server);
    }
    struct server known = server_of("10.00.00.00", 443, NULL);
    servers_add(&servers, &known);
    assert_int_equal(servers.count, SERVERS_MOST);
    assert_int_equal(servers.left_out, 6);
    assert_int_equal(servers.items[0].captures, 2);
    assert_false(servers.failed);
    servers_free(&servers);
}

static void a_label_is_kept_from_whoever_knows_it(void **state)
{
    struct servers servers;
    struct server server = server_of("10.0.0.1", 443, NULL);
    (void)state;
    servers_init(&servers);
    servers_add(&servers, &server);
    server.label = text_of("private");
    servers_add(&servers, &server);
    server.label = text_of(NULL);
    servers_add(&servers, &server);
    assert_true(text_equal(servers.items[0].label, text_of("private")));
    servers_free(&servers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(percentiles_are_of_the_nearest_rank),
        cmocka_unit_test(counts_weigh),
        cmocka_unit_test(servers_differ_by_address_and_port),
        cmocka_unit_test(servers_past_the_limit_are_counted),
        cmocka_unit_test(a_label_is_kept_from_whoever_knows_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
