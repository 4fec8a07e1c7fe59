/* Remote ends of kept rows: each once, counted by state, most connections first. */
#include "join/ends.h"

#include "base/text.h"
#include "join/remote.h"
#include "support/fail_alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char *const addresses[] = {"10.0.0.2", "10.0.0.10", "mail.example", "fe80::1%4"};
static const char *const services[] = {"https", "imaps"};

/* An end is known by where its texts lie: these are the lexicon. */
static oc_connection make_row(size_t index)
{
    oc_connection row = {
        .remote = {.address = text_of(addresses[index % 4]), .port = (int32_t)(index / 4 % 60)},
        .state = (oc_state)(index % OC_STATES)};
    if (index % 16 == 3)
        row.remote = (oc_endpoint){.port = OC_NONE};
    else if (index % 16 == 2) {
        row.remote.service = text_of(services[index / 16 % 2]);
        row.remote.port = OC_NONE;
    }
    return row;
}

static bool is_end(const oc_remote *end, const oc_connection *row)
{
    return text_equal(end->address, row->remote.address) &&
           text_equal(end->service, row->remote.service) && end->port == row->remote.port;
}

static void add_rows(struct ends *ends, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const oc_connection row = make_row(i);
        ends_add(ends, &row);
    }
    ends_sort(ends);
}

static void check_end(const oc_remote *end, size_t rows)
{
    oc_remote sum = {.connections = 0};
    for (size_t i = 0; i < rows; i++) {
        const oc_connection row = make_row(i);
        bool same = is_end(end, &row);
        sum.connections += same;
        sum.established += same && row.state == OC_ESTABLISHED;
        sum.pending += same && row.state == OC_SYN_SENT;
        sum.half_closed += same && row.state == OC_CLOSE_WAIT;
        sum.unknown += same && row.state == OC_UNKNOWN;
    }
    assert_int_equal(end->connections, sum.connections);
    assert_int_equal(end->established, sum.established);
    assert_int_equal(end->pending, sum.pending);
    assert_int_equal(end->half_closed, sum.half_closed);
    assert_int_equal(end->unknown, sum.unknown);
}

static void each_end_is_there_once(void **state)
{
    static const size_t rows[] = {0, 1, 2, 17, 500, 3001};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct ends ends;
        uint64_t all = 0;
        ends_init(&ends);
        add_rows(&ends, rows[i]);
        for (size_t j = 0; j < ends.count; j++) {
            check_end(&ends.at[j], rows[i]);
            all += ends.at[j].connections;
        }
        assert_int_equal(all, rows[i]);
        for (size_t j = 1; j < ends.count; j++) {
            const oc_remote *before = &ends.at[j - 1];
            assert_true(before->connections > ends.at[j].connections ||
                        (before->connections == ends.at[j].connections &&
                         remote_compare(before, &ends.at[j]) < 0));
        }
        ends_free(&ends);
    }
}

static void a_failure_sticks(void **state)
{
    bool failed = true;
    (void)state;
    for (uint64_t failing = 0; failed; failing++) {
        struct ends ends;
        ends_init(&ends);
        fail_alloc_start(failing);
        add_rows(&ends, 500);
        failed = fail_alloc_stop();
        assert_int_equal(ends.failed, failed);
        ends_free(&ends);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_end_is_there_once),
        cmocka_unit_test(a_failure_sticks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
