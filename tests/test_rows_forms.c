/* Whatever is in a row comes back, in whatever form it was kept. */
#include "join/rows.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/row_check.h"

struct keep {
    struct shapes shapes;
    struct oc_rows rows;
    oc_row_cursor cursor;
};

static void keep_begin(struct keep *keep)
{
    *keep = (struct keep){.cursor = {0}};
    shapes_init(&keep->shapes);
    rows_init(&keep->rows, &keep->shapes);
}

static void keep_end(struct keep *keep)
{
    rows_free(&keep->rows);
    shapes_free(&keep->shapes);
}

static void assert_next(struct keep *keep, const oc_connection *expected)
{
    oc_connection got;
    assert_true(rows_next(&keep->rows, &keep->cursor, &got));
    assert_row(&got, expected);
}

static const char *const addresses[] = {
    NULL,
    "",
    "*",
    "0.0.0.0",
    "1.1.1.1",
    "10.0.0.1",
    "010.1.1.1",
    "256.1.1.1",
    "1.2.3",
    "1.2.3.4.5",
    "255.255.255.255",
    "255.255.255.2555",
    "0010.000.1.1",
    "host",
    "a",
    "mail.example",
    "::1",
    "fe80::1%12",
    "fe80::1%eth0",
    "10.0.0.1 ",
    "10.0.0.01",
    "2001:db8:1234:5678:9abc:def0:1234:5678",
};
static const char *const services[] = {NULL, "https", ""};
static const int32_t ports[] = {OC_NONE, 0, 1, 443, 65535, 65536, INT32_MAX, INT32_MIN};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static oc_endpoint end_at(size_t index)
{
    return (oc_endpoint){.address = text_of(addresses[index % COUNT(addresses)]),
                         .service = text_of(services[index / COUNT(addresses) % COUNT(services)]),
                         .port = ports[index / COUNT(addresses) / COUNT(services) % COUNT(ports)]};
}

/* Each end that these make, at both places of a row. */
static void any_text_and_port_is_an_end(void **state)
{
    const size_t ends = COUNT(addresses) * COUNT(services) * COUNT(ports);
    struct keep keep;
    (void)state;
    keep_begin(&keep);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < 4 * ends; i++) {
            const oc_connection row = {.proto = text_of("TCP"),
                                       .local = end_at(i % 2 == 0 ? i / 2 : i * 7),
                                       .remote = end_at(i % 2 == 0 ? i * 11 : i / 2),
                                       .state = OC_ESTABLISHED,
                                       .state_word = text_of("ESTABLISHED"),
                                       .pid = 4};
            if (pass == 0)
                rows_add(&keep.rows, &row);
            else
                assert_next(&keep, &row);
        }
    keep_end(&keep);
}

static void any_pid_and_line_is_kept(void **state)
{
    static const int64_t pids[] = {
        OC_NONE,        0,          4,         OC_PIDS - 1,          OC_PIDS,
        UINT32_MAX - 1, UINT32_MAX, INT64_MAX, (int64_t)1 << 32 | 4, -2};
    struct keep keep;
    oc_connection got;
    (void)state;
    keep_begin(&keep);
    for (size_t i = 0; i < 2 * COUNT(pids); i++) {
        const oc_connection row = {.place = {.line = i + 1},
                                   .proto = text_of("TCP"),
                                   .local = end_at(5),
                                   .remote = end_at(0),
                                   .pid = pids[i / 2],
                                   .owner = text_of(i % 2 == 0 ? NULL : "OUTLOOK.EXE")};
        rows_add(&keep.rows, &row);
        oc_row_cursor cursor = keep.cursor;
        assert_next(&keep, &row);
        assert_true(rows_next(&keep.rows, &cursor, &got));
        assert_int_equal(got.place.line, i % 2 == 0 ? 0 : i + 1);
    }
    keep_end(&keep);
}

/* A machine with many addresses, and rows that differ in what one shape has in common. */
static oc_connection shaped_row(size_t index, size_t locals, char room[32])
{
    size_t local = index * 7919 % locals;
    int size = snprintf(room, 32, "10.%zu.%zu.1", local / 256, local % 256);
    bool udp = index % 5 == 4;
    return (oc_connection){.kind = udp ? OC_UDP : OC_CONNECTION,
                           .proto = text_of(udp ? "UDP" : "TCP"),
                           .local = {.address = {room, (size_t)size}, .port = 1024},
                           .remote = end_at(udp ? 0 : 5 + COUNT(addresses) * 3 * 2),
                           .state = udp ? OC_UNKNOWN : (oc_state)(index % 4),
                           .state_word = text_of(udp              ? NULL
                                                 : index % 3 == 0 ? "FOO"
                                                                  : "GELADEN"),
                           .pid = index % 9 == 0 ? OC_NONE : (int64_t)index};
}

static void more_shapes_than_there_can_be(void **state)
{
    const size_t count = 40000;
    struct keep keep;
    char room[32];
    (void)state;
    keep_begin(&keep);
    for (size_t i = 0; i < count; i++) {
        const oc_connection row = shaped_row(i, 2000, room);
        rows_add(&keep.rows, &row);
    }
    assert_int_equal(keep.shapes.count, SHAPES_MAX);
    for (size_t i = 0; i < count; i++) {
        const oc_connection row = shaped_row(i, 2000, room);
        assert_next(&keep, &row);
    }
    assert_false(keep.rows.failed);
    keep_end(&keep);
}

/* What the README says of waiting rows counts on it. */
static void a_usual_row_takes_twelve_bytes(void **state)
{
    const size_t count = 10000;
    struct keep keep;
    char room[32];
    (void)state;
    keep_begin(&keep);
    for (size_t i = 0; i < count; i++) {
        const oc_connection row = shaped_row(i, 3, room);
        rows_add(&keep.rows, &row);
    }
    assert_int_equal(rows_size(&keep.rows), 12 * count);
    assert_true(shapes_size(&keep.shapes) < 16384);
    keep_end(&keep);
}

/* 32 MiB of texts are before the last of the addresses. */
static void more_texts_than_a_brief_row_can_name(void **state)
{
    const size_t size = 60000;
    const size_t count = 700;
    char *bytes = calloc(size, 1);
    struct keep keep;
    (void)state;
    assert_non_null(bytes);
    keep_begin(&keep);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < count; i++) {
            memcpy(bytes, &i, sizeof i);
            const oc_connection row = {.proto = text_of("TCP"),
                                       .local = end_at(5 + COUNT(addresses) * 3),
                                       .remote = {.address = {bytes, size}, .port = 443},
                                       .pid = (int64_t)i};
            if (pass == 0)
                rows_add(&keep.rows, &row);
            else
                assert_next(&keep, &row);
        }
    assert_true(rows_size(&keep.rows) > 12 * count);
    keep_end(&keep);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_text_and_port_is_an_end),
        cmocka_unit_test(any_pid_and_line_is_kept),
        cmocka_unit_test(more_shapes_than_there_can_be),
        cmocka_unit_test(a_usual_row_takes_twelve_bytes),
        cmocka_unit_test(more_texts_than_a_brief_row_can_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
