/*
 * Owns: whether a kept row is the one that was given.
 * Must not know: how it was kept.
 *
 * Include it behind <cmocka.h>.
 */
#ifndef SUPPORT_ROW_CHECK_H
#define SUPPORT_ROW_CHECK_H

#include "base/text.h"

static inline void assert_end(const oc_endpoint *got, const oc_endpoint *expected)
{
    assert_true(text_equal(got->address, expected->address));
    assert_true(text_equal(got->service, expected->service));
    assert_int_equal(got->port, expected->port);
}

/* All but its place. */
static inline void assert_row(const oc_connection *got, const oc_connection *expected)
{
    assert_int_equal(got->kind, expected->kind);
    assert_int_equal(got->state, expected->state);
    assert_true(got->pid == expected->pid);
    assert_true(text_equal(got->proto, expected->proto));
    assert_true(text_equal(got->state_word, expected->state_word));
    assert_true(text_equal(got->owner, expected->owner));
    assert_end(&got->local, &expected->local);
    assert_end(&got->remote, &expected->remote);
}

#endif
