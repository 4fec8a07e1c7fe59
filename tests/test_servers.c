/*
 * Whose an address is: the first and the last one of every prefix and those just outside, the
 * spellings of IPv6, what comes before what.
 */
#include "base/text.h"
#include "join/servers.h"
#include "support/meaning.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/table.h"

static struct meaning meaning;

static int setup(void **state)
{
    (void)state;
    return meaning_init(&meaning, NULL) ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    meaning_free(&meaning);
    return 0;
}

static void assert_label(const struct meaning *known, const char *address, int32_t port,
                         const char *expected)
{
    const oc_remote remote = {.address = text_of(address), .port = port};
    oc_text label = servers_label(known->networks.networks, known->networks.count, &remote);
    bool same = text_equal(label, text_of(expected));
    if (!same) {
        print_error("%s: %.*s, expected %s\n", address, (int)label.size,
                    label.size == 0 ? "" : label.data, expected == NULL ? "none" : expected);
    }
    assert_true(same);
}

/* ---- every prefix: from the lists as they were published, the ranges as the RFCs give them ----
 */

struct prefix_case {
    const char *prefix;
    const char *label;
    const char *first;
    const char *last;
    const char *before;
    const char *label_before;
    const char *after;
    const char *label_after;
};

static struct prefix_case prefixes[] = {
    {"13.107.6.152/31", "exchange-online", "13.107.6.152", "13.107.6.153", "13.107.6.151", "public",
     "13.107.6.154", "public"},
    {"13.107.18.10/31", "exchange-online", "13.107.18.10", "13.107.18.11", "13.107.18.9", "public",
     "13.107.18.12", "public"},
    {"13.107.128.0/22", "exchange-online", "13.107.128.0", "13.107.131.255", "13.107.127.255",
     "public", "13.107.132.0", "public"},
    {"23.103.160.0/20", "exchange-online", "23.103.160.0", "23.103.175.255", "23.103.159.255",
     "public", "23.103.176.0", "public"},
    {"40.96.0.0/13", "exchange-online", "40.96.0.0", "40.103.255.255", "40.95.255.255", "public",
     "40.104.0.0", "exchange-online"},
    {"40.104.0.0/15", "exchange-online", "40.104.0.0", "40.105.255.255", "40.103.255.255",
     "exchange-online", "40.106.0.0", "public"},
    {"52.96.0.0/14", "exchange-online", "52.96.0.0", "52.99.255.255", "52.95.255.255", "public",
     "52.100.0.0", "protection"},
    {"131.253.33.215/32", "exchange-online", "131.253.33.215", "131.253.33.215", "131.253.33.214",
     "public", "131.253.33.216", "public"},
    {"132.245.0.0/16", "exchange-online", "132.245.0.0", "132.245.255.255", "132.244.255.255",
     "public", "132.246.0.0", "public"},
    {"150.171.32.0/22", "exchange-online", "150.171.32.0", "150.171.35.255", "150.171.31.255",
     "public", "150.171.36.0", "public"},
    {"204.79.197.215/32", "exchange-online", "204.79.197.215", "204.79.197.215", "204.79.197.214",
     "public", "204.79.197.216", "public"},
    {"2603:1006::/40", "exchange-online", "2603:1006::", "2603:1006:ff:ffff:ffff:ffff:ffff:ffff",
     "2603:1005:ffff:ffff:ffff:ffff:ffff:ffff", "public", "2603:1006:100::", "public"},
    {"2603:1016::/36", "exchange-online", "2603:1016::", "2603:1016:fff:ffff:ffff:ffff:ffff:ffff",
     "2603:1015:ffff:ffff:ffff:ffff:ffff:ffff", "public", "2603:1016:1000::", "public"},
    {"2603:1026::/36", "exchange-online", "2603:1026::", "2603:1026:fff:ffff:ffff:ffff:ffff:ffff",
     "2603:1025:ffff:ffff:ffff:ffff:ffff:ffff", "public", "2603:1026:1000::", "public"},
    {"2603:1036::/36", "exchange-online", "2603:1036::", "2603:1036:fff:ffff:ffff:ffff:ffff:ffff",
     "2603:1035:ffff:ffff:ffff:ffff:ffff:ffff", "public", "2603:1036:1000::", "public"},
    {"2603:1046::/36", "exchange-online", "2603:1046::", "2603:1046:fff:ffff:ffff:ffff:ffff:ffff",
     "2603:1045:ffff:ffff:ffff:ffff:ffff:ffff", "public", "2603:1046:1000::", "public"},
    {"2603:1056::/36", "exchange-online", "2603:1056::", "2603:1056:fff:ffff:ffff:ffff:ffff:ffff",
     "2603:1055:ffff:ffff:ffff:ffff:ffff:ffff", "public", "2603:1056:1000::", "public"},
    {"2620:1ec:4::152/128", "exchange-online", "2620:1ec:4::152", "2620:1ec:4::152",
     "2620:1ec:4::151", "public", "2620:1ec:4::153", "exchange-online"},
    {"2620:1ec:4::153/128", "exchange-online", "2620:1ec:4::153", "2620:1ec:4::153",
     "2620:1ec:4::152", "exchange-online", "2620:1ec:4::154", "public"},
    {"2620:1ec:c::10/128", "exchange-online", "2620:1ec:c::10", "2620:1ec:c::10", "2620:1ec:c::f",
     "public", "2620:1ec:c::11", "exchange-online"},
    {"2620:1ec:c::11/128", "exchange-online", "2620:1ec:c::11", "2620:1ec:c::11", "2620:1ec:c::10",
     "exchange-online", "2620:1ec:c::12", "public"},
    {"2620:1ec:d::10/128", "exchange-online", "2620:1ec:d::10", "2620:1ec:d::10", "2620:1ec:d::f",
     "public", "2620:1ec:d::11", "exchange-online"},
    {"2620:1ec:d::11/128", "exchange-online", "2620:1ec:d::11", "2620:1ec:d::11", "2620:1ec:d::10",
     "exchange-online", "2620:1ec:d::12", "public"},
    {"2620:1ec:8f0::/46", "exchange-online",
     "2620:1ec:8f0::", "2620:1ec:8f3:ffff:ffff:ffff:ffff:ffff",
     "2620:1ec:8ef:ffff:ffff:ffff:ffff:ffff", "public", "2620:1ec:8f4::", "public"},
    {"2620:1ec:900::/46", "exchange-online",
     "2620:1ec:900::", "2620:1ec:903:ffff:ffff:ffff:ffff:ffff",
     "2620:1ec:8ff:ffff:ffff:ffff:ffff:ffff", "public", "2620:1ec:904::", "public"},
    {"2620:1ec:a92::152/128", "exchange-online", "2620:1ec:a92::152", "2620:1ec:a92::152",
     "2620:1ec:a92::151", "public", "2620:1ec:a92::153", "exchange-online"},
    {"2620:1ec:a92::153/128", "exchange-online", "2620:1ec:a92::153", "2620:1ec:a92::153",
     "2620:1ec:a92::152", "exchange-online", "2620:1ec:a92::154", "public"},
    {"40.92.0.0/15", "protection", "40.92.0.0", "40.93.255.255", "40.91.255.255", "public",
     "40.94.0.0", "public"},
    {"40.107.0.0/16", "protection", "40.107.0.0", "40.107.255.255", "40.106.255.255", "public",
     "40.108.0.0", "public"},
    {"52.100.0.0/14", "protection", "52.100.0.0", "52.103.255.255", "52.99.255.255",
     "exchange-online", "52.104.0.0", "sharepoint"},
    {"52.238.78.88/32", "protection", "52.238.78.88", "52.238.78.88", "52.238.78.87", "public",
     "52.238.78.89", "public"},
    {"104.47.0.0/17", "protection", "104.47.0.0", "104.47.127.255", "104.46.255.255", "public",
     "104.47.128.0", "public"},
    {"2a01:111:f400::/48", "protection",
     "2a01:111:f400::", "2a01:111:f400:ffff:ffff:ffff:ffff:ffff",
     "2a01:111:f3ff:ffff:ffff:ffff:ffff:ffff", "public", "2a01:111:f401::", "public"},
    {"2a01:111:f403::/48", "protection",
     "2a01:111:f403::", "2a01:111:f403:ffff:ffff:ffff:ffff:ffff",
     "2a01:111:f402:ffff:ffff:ffff:ffff:ffff", "public", "2a01:111:f404::", "public"},
    {"20.20.32.0/19", "sign-in", "20.20.32.0", "20.20.63.255", "20.20.31.255", "public",
     "20.20.64.0", "public"},
    {"20.190.128.0/18", "sign-in", "20.190.128.0", "20.190.191.255", "20.190.127.255", "public",
     "20.190.192.0", "public"},
    {"20.231.128.0/19", "sign-in", "20.231.128.0", "20.231.159.255", "20.231.127.255", "public",
     "20.231.160.0", "public"},
    {"40.126.0.0/18", "sign-in", "40.126.0.0", "40.126.63.255", "40.125.255.255", "public",
     "40.126.64.0", "public"},
    {"13.107.6.171/32", "office", "13.107.6.171", "13.107.6.171", "13.107.6.170", "public",
     "13.107.6.172", "public"},
    {"13.107.18.15/32", "office", "13.107.18.15", "13.107.18.15", "13.107.18.14", "public",
     "13.107.18.16", "public"},
    {"13.107.140.6/32", "office", "13.107.140.6", "13.107.140.6", "13.107.140.5", "public",
     "13.107.140.7", "public"},
    {"52.108.0.0/14", "office", "52.108.0.0", "52.111.255.255", "52.107.255.255", "sharepoint",
     "52.112.0.0", "teams"},
    {"52.244.37.168/32", "office", "52.244.37.168", "52.244.37.168", "52.244.37.167", "public",
     "52.244.37.169", "public"},
    {"13.107.136.0/22", "sharepoint", "13.107.136.0", "13.107.139.255", "13.107.135.255", "public",
     "13.107.140.0", "public"},
    {"40.108.128.0/17", "sharepoint", "40.108.128.0", "40.108.255.255", "40.108.127.255", "public",
     "40.109.0.0", "public"},
    {"52.104.0.0/14", "sharepoint", "52.104.0.0", "52.107.255.255", "52.103.255.255", "protection",
     "52.108.0.0", "office"},
    {"104.146.128.0/17", "sharepoint", "104.146.128.0", "104.146.255.255", "104.146.127.255",
     "public", "104.147.0.0", "public"},
    {"150.171.40.0/22", "sharepoint", "150.171.40.0", "150.171.43.255", "150.171.39.255", "public",
     "150.171.44.0", "public"},
    {"52.112.0.0/14", "teams", "52.112.0.0", "52.115.255.255", "52.111.255.255", "office",
     "52.116.0.0", "public"},
    {"52.122.0.0/15", "teams", "52.122.0.0", "52.123.255.255", "52.121.255.255", "public",
     "52.124.0.0", "public"},
    {"10.0.0.0/8", "private", "10.0.0.0", "10.255.255.255", "9.255.255.255", "public", "11.0.0.0",
     "public"},
    {"172.16.0.0/12", "private", "172.16.0.0", "172.31.255.255", "172.15.255.255", "public",
     "172.32.0.0", "public"},
    {"192.168.0.0/16", "private", "192.168.0.0", "192.168.255.255", "192.167.255.255", "public",
     "192.169.0.0", "public"},
    {"100.64.0.0/10", "private", "100.64.0.0", "100.127.255.255", "100.63.255.255", "public",
     "100.128.0.0", "public"},
    {"fc00::/7", "private", "fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
     "fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "public", "fe00::", "public"},
    {"169.254.0.0/16", "link-local", "169.254.0.0", "169.254.255.255", "169.253.255.255", "public",
     "169.255.0.0", "public"},
    {"fe80::/10", "link-local", "fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
     "fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "public", "fec0::", "public"},
    {"127.0.0.0/8", "loopback", "127.0.0.0", "127.255.255.255", "126.255.255.255", "public",
     "128.0.0.0", "public"},
    {"::1/128", "loopback", "::1", "::1", "::", "public", "::2", "public"},
};

static void check_prefix(void **state)
{
    const struct prefix_case *at = *state;
    assert_int_equal(setup(NULL), 0);
    assert_label(&meaning, at->first, 443, at->label);
    assert_label(&meaning, at->last, 443, at->label);
    assert_label(&meaning, at->before, 443, at->label_before);
    assert_label(&meaning, at->after, 443, at->label_after);
    teardown(NULL);
}

static void the_tables_hold_no_other_prefix(void **state)
{
    size_t of_tables = 0;
    (void)state;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        bool reserved = strcmp(prefixes[i].label, "private") == 0 ||
                        strcmp(prefixes[i].label, "link-local") == 0 ||
                        strcmp(prefixes[i].label, "loopback") == 0;
        of_tables += !reserved;
    }
    assert_int_equal(meaning.networks.count, of_tables);
}

/* ---- spellings ---- */

static void an_address_may_be_spelled_in_many_ways(void **state)
{
    static const char *const online[] = {
        "2603:1006::1",
        "2603:1006:0:0:0:0:0:1",
        "2603:1006:0000:0000:0000:0000:0000:0001",
        "2603:1006::0.0.0.1",
        "2603:1006:0::1%12",
        "2620:1ec:8F0::A",
        "2620:01EC:08f3:FFFF:ffff:FFFF:ffff:FFFF",
        "40.96.0.1",
        "::ffff:40.96.0.1",
        "::FFFF:40.96.0.1",
        "0:0:0:0:0:ffff:40.96.0.1",
        "::ffff:2860:1",
        "::ffff:2860:0001%3",
    };
    static const char *const loopback[] = {
        "::1", "0:0:0:0:0:0:0:1", "::0001", "::ffff:127.0.0.1", "::ffff:7f00:1", "::1%1",
    };
    (void)state;
    for (size_t i = 0; i < sizeof online / sizeof *online; i++) {
        assert_label(&meaning, online[i], 443, "exchange-online");
    }
    for (size_t i = 0; i < sizeof loopback / sizeof *loopback; i++) {
        assert_label(&meaning, loopback[i], 443, "loopback");
    }
    assert_label(&meaning, "fe80::5b1c:9f00:1%14", 443, "link-local");
    assert_label(&meaning, "FD00::5", 443, "private");
    assert_label(&meaning, "2001:DB8::1", 443, "public");
}

static void what_is_no_address_has_no_label(void **state)
{
    static const char *const names[] = {
        "mail.example",
        "",
        "*",
        "40.96.0",
        "40.96.0.1.2",
        "40.96.0.256",
        "040.096.0.1",
        "1::2::3",
        ":1",
        "2603:1006:",
        "%12",
        "40.96.0.1%12",
        "2603:1006::1%",
        "[::1]",
        "::ffff:1.2",
        "12345::1",
        " 40.96.0.1",
        "40.96.0.1 ",
        "1:2:3:4:5:6:7",
        "::g",
        "40.96.0.-1",
        "0x28.96.0.1",
        "2603:1006:0000:0000:0000:0000:0000:0001:0001:0001:0001",
    };
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        bool zoned = strcmp(names[i], "2603:1006::1%") == 0;
        assert_label(&meaning, names[i], 443, zoned ? "exchange-online" : NULL);
    }
    assert_label(&meaning, NULL, 443, NULL);
}

/* ---- what comes before what ---- */

static void assert_with(const char *servers, const char *address, int32_t port,
                        const char *expected)
{
    struct meaning known;
    assert_true(meaning_init(&known, servers));
    assert_label(&known, address, port, expected);
    meaning_free(&known);
}

static void what_the_user_named_comes_first(void **state)
{
    (void)state;
    assert_with("10.0.0.5", "10.0.0.5", 443, "own-server");
    assert_with("10.0.0.5", "10.0.0.4", 443, "private");
    assert_with("10.0.0.5", "10.0.0.6", 443, "private");
    assert_with("10.0.0.5", "::ffff:10.0.0.5", 443, "own-server");
    assert_with("40.0.0.0/7", "40.96.0.1", 443, "own-server");
    assert_with("0.0.0.0/0", "192.168.2.50", 443, "own-server");
    assert_with("0.0.0.0/0", "2001:db8::1", 443, "public");
    assert_with("::/0", "2001:db8::1", 443, "own-server");
    assert_with("::/0", "192.168.2.50", 443, "private");
    assert_with("[fd00::5]:443", "FD00:0::5", 443, "own-server");
    assert_with("[fd00::5]:443", "fd00::5", 444, "private");
    assert_with("10.0.0.5:443", "10.0.0.5", 80, "private");
    assert_with("10.0.0.5:443", "10.0.0.5", OC_NONE, "private");
}

static void loopback_comes_before_all(void **state)
{
    (void)state;
    assert_with("0.0.0.0/0 ::/0 127.0.0.1:443", "127.0.0.1", 443, "loopback");
    assert_with("0.0.0.0/0 ::/0 ::1", "::1", 443, "loopback");
}

static void the_longest_prefix_counts(void **state)
{
    const oc_network networks[] = {
        {.address = {[10] = 0xff, [11] = 0xff, 10},
         .bits = 104,
         .port = OC_NONE,
         .label = text_of("eight")},
        {.address = {[10] = 0xff, [11] = 0xff, 10, 1},
         .bits = 112,
         .port = OC_NONE,
         .label = text_of("sixteen")},
        {.address = {[10] = 0xff, [11] = 0xff, 10, 1},
         .bits = 112,
         .port = 443,
         .label = text_of("sixteen-443")},
        {.address = {[10] = 0xff, [11] = 0xff, 10, 1},
         .bits = 109,
         .port = OC_NONE,
         .label = text_of("thirteen")},
    };
    static const struct {
        const char *address;
        int32_t port;
        const char *label;
    } cases[] = {
        {"10.1.0.0", 80, "sixteen"},    {"10.1.255.255", 443, "sixteen-443"},
        {"10.2.0.0", 443, "thirteen"},  {"10.7.255.255", 443, "thirteen"},
        {"10.8.0.0", 443, "eight"},     {"10.0.255.255", 443, "thirteen"},
        {"9.255.255.255", 1, "public"}, {"11.0.0.0", 1, "public"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const oc_remote remote = {.address = text_of(cases[i].address), .port = cases[i].port};
        oc_text label = servers_label(networks, 4, &remote);
        assert_true(text_equal(label, text_of(cases[i].label)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tables_hold_no_other_prefix),
        cmocka_unit_test(an_address_may_be_spelled_in_many_ways),
        cmocka_unit_test(what_is_no_address_has_no_label),
        cmocka_unit_test(what_the_user_named_comes_first),
        cmocka_unit_test(loopback_comes_before_all),
        cmocka_unit_test(the_longest_prefix_counts),
    };
    int failed = TABLE_RUN("prefixes", prefixes, check_prefix);
    return failed + cmocka_run_group_tests(tests, setup, teardown);
}
