/* Addresses and prefixes: what is one, and what lies within one. The spellings of addresses are
 * those of test_servers. */
#include "base/address.h"
#include "base/text.h"

#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct prefix {
    uint8_t address[ADDRESS_SIZE];
    uint8_t bits;
    bool exact;
};

static bool read_prefix(const char *text, struct prefix *prefix)
{
    return address_read_prefix(text_of(text), prefix->address, &prefix->bits, &prefix->exact);
}

static void prefixes_have_their_bits(void **state)
{
    static const struct {
        const char *text;
        uint8_t bits;
        bool exact;
    } cases[] = {
        {"0.0.0.0/0", 96, true},
        {"10.0.0.0/8", 104, true},
        {"10.0.0.1/8", 104, false},
        {"10.0.0.1", 128, true},
        {"10.0.0.1/32", 128, true},
        {"10.0.0.3/31", 127, false},
        {"10.0.0.2/31", 127, true},
        {"::/0", 0, true},
        {"::1/0", 0, false},
        {"2603:1006::/40", 40, true},
        {"2603:1006:100::/40", 40, true},
        {"2603:1006:101::/40", 40, false},
        {"2603:1006:8::/40", 40, false},
        {"::1", 128, true},
        {"::ffff:10.0.0.0/104", 104, true},
        {"fe80::%12/10", 10, true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct prefix prefix;
        assert_true(read_prefix(cases[i].text, &prefix));
        assert_int_equal(prefix.bits, cases[i].bits);
        if (prefix.exact != cases[i].exact) {
            fail_msg("%s: exact is %d", cases[i].text, prefix.exact);
        }
    }
}

static void what_stands_behind_is_cleared(void **state)
{
    static const uint8_t expected[ADDRESS_SIZE] = {0x26, 0x03, 0x10, 0x06, 0xfc};
    struct prefix prefix;
    (void)state;
    assert_true(read_prefix("2603:1006:ffff:ffff:ffff::1/38", &prefix));
    assert_memory_equal(prefix.address, expected, sizeof expected);
}

static void what_is_no_prefix_is_refused(void **state)
{
    static const char *const texts[] = {
        "",
        "/",
        "/8",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "x/8",
        "10.0.0.0/8/8",
        "10.0.0.0/ 8",
        "::/129",
        "::/x",
        "10.0.0/8",
        "10.*",
        "::ffff:10.0.0.0/129",
        "10.0.0.0/99999999999999999999",
    };
    struct prefix prefix;
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (read_prefix(texts[i], &prefix)) {
            fail_msg("'%s' was taken for a prefix", texts[i]);
        }
    }
    assert_false(read_prefix(NULL, &prefix));
}

static void a_zero_byte_ends_nothing(void **state)
{
    uint8_t address[ADDRESS_SIZE];
    (void)state;
    assert_false(address_read((oc_text){.data = "10.0.0.1\0", .size = 9}, address));
    assert_true(address_read((oc_text){.data = "10.0.0.12", .size = 8}, address));
    assert_int_equal(address[15], 1);
}

static bool lies_within(const char *address, const char *text)
{
    uint8_t bytes[ADDRESS_SIZE] = {0};
    struct prefix prefix = {.bits = 0};
    assert_true(address_read(text_of(address), bytes) && read_prefix(text, &prefix));
    return address_within(bytes, prefix.address, prefix.bits);
}

static void addresses_lie_within_prefixes(void **state)
{
    (void)state;
    assert_true(lies_within("10.0.0.1", "10.0.0.1"));
    assert_false(lies_within("10.0.0.2", "10.0.0.1"));
    assert_true(lies_within("10.127.255.255", "10.0.0.0/9"));
    assert_false(lies_within("10.128.0.0", "10.0.0.0/9"));
    assert_true(lies_within("255.255.255.255", "0.0.0.0/0"));
    assert_false(lies_within("2001:db8::1", "0.0.0.0/0"));
    assert_true(lies_within("2001:db8::1", "::/0"));
    assert_true(lies_within("::1", "::/1"));
    assert_false(lies_within("10.0.0.1", "::/0"));
    assert_false(lies_within("10.0.0.1", "::/80"));
    assert_true(lies_within("10.0.0.1", "::ffff:0:0/96"));
}

/* Digits and dots in any order, and what is nearly an address: the C library is right. */
static void ipv4_is_read_as_the_library_reads_it(void **state)
{
    static const char letters[] = "0123456789.0125. :x";
    uint64_t random = 3;
    size_t read = 0;
    (void)state;
    for (size_t i = 0; i < 300000; i++) {
        char text[24] = {0};
        uint8_t ours[ADDRESS_IPV4_SIZE];
        uint8_t theirs[ADDRESS_IPV4_SIZE];
        random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        snprintf(text, sizeof text, "%u.%u.%u.%u", (unsigned)(random >> 60) * 17,
                 (unsigned)(random >> 50) % 270, (unsigned)(random >> 40) % 12,
                 (unsigned)(random >> 30) % 300);
        if (i % 3 > 0) {
            text[(random >> 20) % (strlen(text) + 1)] =
                letters[(random >> 33) % (sizeof letters - 1)];
        }
        bool is_one = inet_pton(AF_INET, text, theirs) == 1;
        assert_int_equal(address_read_ipv4(text_of(text), ours), is_one);
        if (is_one) {
            assert_memory_equal(ours, theirs, sizeof ours);
            read++;
        }
    }
    assert_true(read > 100000);
    assert_false(address_read_ipv4(text_of(""), (uint8_t[ADDRESS_IPV4_SIZE]){0}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ipv4_is_read_as_the_library_reads_it),
        cmocka_unit_test(prefixes_have_their_bits),
        cmocka_unit_test(what_stands_behind_is_cleared),
        cmocka_unit_test(what_is_no_prefix_is_refused),
        cmocka_unit_test(a_zero_byte_ends_nothing),
        cmocka_unit_test(addresses_lie_within_prefixes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
