/* The argument of --server. */
#include "base/text.h"
#include "cli/server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void servers_have_their_bits_and_ports(void **state)
{
    static const struct {
        const char *argument;
        uint8_t last; /* byte of the address */
        uint8_t bits;
        int32_t port;
    } cases[] = {
        {"192.168.2.50", 50, 128, OC_NONE},   {"192.168.2.50:443", 50, 128, 443},
        {"192.168.2.50/24", 0, 120, OC_NONE}, {"192.168.2.50/24:443", 0, 120, 443},
        {"fd00::5", 5, 128, OC_NONE},         {"[fd00::5]", 5, 128, OC_NONE},
        {"[fd00::5]:65535", 5, 128, 65535},   {"fd00::5/64", 0, 64, OC_NONE},
        {"[fd00::5]/64:1", 0, 64, 1},         {"[fd00::5/64]:1", 0, 64, 1},
        {"::ffff:10.0.0.9", 9, 128, OC_NONE}, {"[::ffff:10.0.0.9]:443", 9, 128, 443},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        oc_network network;
        assert_null(server_read(text_of(cases[i].argument), &network));
        assert_int_equal(network.address[15], cases[i].last);
        assert_int_equal(network.bits, cases[i].bits);
        assert_int_equal(network.port, cases[i].port);
        assert_true(network.own);
        assert_true(text_equal(network.label, text_of("own-server")));
    }
}

static void what_is_none_is_refused(void **state)
{
    static const struct {
        const char *argument;
        const char *problem; /* a piece of it */
    } cases[] = {
        {"", "no address"},
        {"mail.example.com", "no address"},
        {"192.168.2", "no address"},
        {"192.168.2.50/33", "no address"},
        {"192.168.2.50:443/24", "no port"},
        {"192.168.2.50:", "no port"},
        {"192.168.2.50:0", "no port"},
        {"192.168.2.50:65536", "no port"},
        {"192.168.2.50:https", "no port"},
        {"[192.168.2.50", "no address"},
        {"[fd00::5", "no address"},
        {"[fd00::5]x", "no address"},
        {"[]", "no address"},
        {"[]:443", "no address"},
        {"[", "no address"},
        {"]", "no address"},
        {":443", "no address"},
        {"fd00::5]:443", "no address"},
        {"[fd00:0000:0000:0000:0000:0000:0000:0005%a-zone-that-goes-on-and-on-and-on-and-on]:1",
         "no address"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        oc_network network;
        const char *problem = server_read(text_of(cases[i].argument), &network);
        if (problem == NULL || strstr(problem, cases[i].problem) == NULL) {
            fail_msg("'%s': %s", cases[i].argument, problem == NULL ? "taken" : problem);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(servers_have_their_bits_and_ports),
        cmocka_unit_test(what_is_none_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
