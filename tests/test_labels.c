/* The label of a row's server. */
#include "base/text.h"
#include "report/labels.h"
#include "support/fail_alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const oc_remote remotes[] = {
    {.address = {"10.0.0.5", 8}, .port = 443, .label = {"own-server", 10}},
    {.address = {"10.0.0.5", 8}, .port = 80, .label = {"private", 7}},
    {.address = {"10.0.0.50", 9}, .port = 443, .label = {"private", 7}},
    {.address = {"mail", 4}, .service = {"https", 5}, .port = OC_NONE},
    {.address = {"2603:1006::1", 12}, .port = 443, .label = {"exchange-online", 15}},
};

static oc_target target_of(size_t first, size_t count)
{
    return (oc_target){.remotes = remotes + first, .remote_count = count};
}

static void assert_found(const struct labels *labels, const char *address, const char *service,
                         int32_t port, const char *expected)
{
    const oc_endpoint end = {text_of(address), text_of(service), port};
    assert_true(text_equal(labels_find(labels, &end), text_of(expected)));
}

static void ends_have_their_labels(void **state)
{
    const oc_target target = target_of(0, 5);
    struct labels labels;
    (void)state;
    assert_true(labels_init(&labels, &target));
    assert_int_equal(labels.count, 5);
    assert_found(&labels, "10.0.0.5", NULL, 443, "own-server");
    assert_found(&labels, "10.0.0.5", NULL, 80, "private");
    assert_found(&labels, "10.0.0.50", NULL, 443, "private");
    assert_found(&labels, "2603:1006::1", NULL, 443, "exchange-online");
    assert_found(&labels, "mail", "https", OC_NONE, NULL);
    assert_found(&labels, "10.0.0.5", NULL, 8080, NULL);
    assert_found(&labels, NULL, NULL, OC_NONE, NULL);
    labels_free(&labels);
}

static void without_any_label_nothing_is_kept(void **state)
{
    const oc_target named = target_of(3, 1);
    const oc_target none = target_of(0, 0);
    struct labels labels;
    (void)state;
    fail_alloc_start(0);
    assert_true(labels_init(&labels, &named));
    assert_int_equal(labels.count, 0);
    assert_found(&labels, "mail", "https", OC_NONE, NULL);
    labels_free(&labels);
    assert_true(labels_init(&labels, &none));
    labels_free(&labels);
    assert_false(fail_alloc_stop());
}

static void memory_that_runs_out_is_told(void **state)
{
    const oc_target target = target_of(0, 5);
    struct labels labels;
    (void)state;
    fail_alloc_start(0);
    assert_false(labels_init(&labels, &target));
    assert_true(fail_alloc_stop());
    assert_found(&labels, "10.0.0.5", NULL, 443, NULL);
    labels_free(&labels);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ends_have_their_labels),
        cmocka_unit_test(without_any_label_nothing_is_kept),
        cmocka_unit_test(memory_that_runs_out_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
