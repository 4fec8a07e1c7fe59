/* Ends that were closed lately: how many of each, short ones and others, up to the limit. */
#include "join/closed.h"

#include "base/text.h"
#include "support/fail_alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

enum { MANY = 32768 };

static oc_endpoint end_of(const char *address, int32_t port)
{
    return (oc_endpoint){.address = text_of(address), .port = port};
}

static void add(struct closed *closed, oc_endpoint end, size_t times)
{
    for (size_t i = 0; i < times; i++) {
        closed_add(closed, &end, 1);
    }
    if (end.port % 2 == 1) {
        closed_settle(closed);
    }
}

static void assert_count(const struct closed *closed, oc_endpoint end, uint64_t count)
{
    assert_int_equal(closed_count(closed, &end), count);
}

static const char *const longer = "2001:db8:1234:5678:9abc:def0:1234:5678";

static void each_end_has_its_count(void **state)
{
    const oc_endpoint named = {
        .address = text_of("mail"), .service = text_of("https"), .port = OC_NONE};
    struct closed closed;
    (void)state;
    closed_init(&closed);
    assert_count(&closed, end_of("10.0.0.1", 443), 0);
    add(&closed, end_of("10.0.0.1", 443), 3);
    add(&closed, end_of("10.0.0.1", 80), 1);
    add(&closed, end_of("10.0.0.11", 443), 2);
    add(&closed, end_of("255.255.255.255", 65535), 4);
    add(&closed, end_of("fe80::1%12345678", 443), 5); /* sixteen characters */
    add(&closed, end_of("fe80::1%123456789", 443), 6);
    add(&closed, end_of(longer, 443), 7);
    add(&closed, named, 8);
    add(&closed, (oc_endpoint){.port = OC_NONE}, 1);
    closed_settle(&closed);
    assert_count(&closed, end_of("10.0.0.1", 443), 3);
    assert_count(&closed, end_of("10.0.0.1", 80), 1);
    assert_count(&closed, end_of("10.0.0.11", 443), 2);
    assert_count(&closed, end_of("255.255.255.255", 65535), 4);
    assert_count(&closed, end_of("fe80::1%12345678", 443), 5);
    assert_count(&closed, end_of("fe80::1%123456789", 443), 6);
    assert_count(&closed, end_of(longer, 443), 7);
    assert_count(&closed, named, 8);
    assert_count(&closed, end_of("10.0.0.2", 443), 0);
    assert_count(&closed, end_of("", 443), 0);
    closed_clear(&closed);
    assert_count(&closed, end_of("10.0.0.1", 443), 0);
    assert_count(&closed, end_of(longer, 443), 0);
    closed_free(&closed);
}

static void a_walk_meets_each_end_once(void **state)
{
    struct closed closed;
    oc_remote end;
    size_t next = 0;
    uint64_t seen = 0;
    (void)state;
    closed_init(&closed);
    assert_false(closed_next(&closed, &next, &end));
    add(&closed, end_of("10.0.0.1", 1), 1);
    add(&closed, end_of("255.255.255.255", 2), 10);
    add(&closed, end_of("fe80::1%12345678", 3), 100);
    add(&closed, end_of(longer, 4), 1000);
    closed_settle(&closed);
    for (next = 0; closed_next(&closed, &next, &end); seen += end.connections) {
        oc_endpoint same = {end.address, end.service, end.port};
        assert_count(&closed, same, end.connections);
        assert_true(end.port >= 1 && end.port <= 4);
    }
    assert_int_equal(seen, 1111);
    closed_free(&closed);
}

static void more_than_are_kept_overflow(void **state)
{
    struct closed closed;
    (void)state;
    for (int kind = 0; kind < 2; kind++) {
        char address[64];
        closed_init(&closed);
        for (unsigned i = 0; i < MANY; i++) {
            snprintf(address, sizeof address,
                     kind == 0 ? "10.1.%u.%u" : "2001:db8:ffff:ffff:%u::%u", i / 256, i % 256);
            add(&closed, end_of(address, 443), 1);
        }
        add(&closed, end_of(address, 443), 1);
        assert_false(closed.overflows);
        assert_count(&closed, end_of(address, 443), 2);
        add(&closed, end_of(kind == 0 ? "10.2.0.0" : "2001:db8:ffff:fffe::1:2:3", 443), 1);
        assert_true(closed.overflows);
        closed_free(&closed);
    }
}

static void memory_that_runs_out_is_told(void **state)
{
    static const char *const addresses[] = {"10.0.0.1", "2001:db8:ffff:ffff:ffff::1"};
    bool failed = true;
    (void)state;
    for (uint64_t n = 0; failed; n++) {
        struct closed closed;
        closed_init(&closed);
        fail_alloc_start(n);
        add(&closed, end_of(addresses[0], 1), 1);
        add(&closed, end_of(addresses[1], 1), 1);
        closed_settle(&closed);
        failed = fail_alloc_stop();
        assert_int_equal(closed.failed, failed);
        closed_free(&closed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_end_has_its_count),
        cmocka_unit_test(a_walk_meets_each_end_once),
        cmocka_unit_test(more_than_are_kept_overflow),
        cmocka_unit_test(memory_that_runs_out_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
