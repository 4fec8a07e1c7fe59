/* Cells to values: endpoints, PIDs, memory, states, and why a cell is none. */
#include "base/text.h"
#include "parse/value.h"
#include "support/pipeline.h"
#include "text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/table.h"

static oc_grammars *grammars;
static struct reason reason;
/* Two shapes: their local and remote are TYPE_ENDPOINT and TYPE_ADDRESS. */
static const struct shape endpoints = {
    .types = {[COLUMN_LOCAL] = TYPE_ENDPOINT, [COLUMN_REMOTE] = TYPE_ENDPOINT}};
static const struct shape addresses = {
    .types = {[COLUMN_LOCAL] = TYPE_ADDRESS, [COLUMN_REMOTE] = TYPE_ADDRESS}};

static void assert_text(oc_text text, const char *expected)
{
    if (!text_equal(text, text_of(expected))) {
        fail_msg("expected %s, got %.*s", expected == NULL ? "nothing" : expected, (int)text.size,
                 text.data == NULL ? "" : text.data);
    }
}

static void assert_reason(const char *cell, const char *what)
{
    struct buffer expected;
    buffer_init(&expected);
    buffer_printf(&expected, "\"%s\" %s", cell, what);
    assert_string_equal(reason.code, "row-unread");
    bool same = text_equal(buffer_view(&reason.text), buffer_view(&expected));
    buffer_free(&expected);
    if (!same) {
        fail_msg("%.*s", (int)reason.text.size, reason.text.data);
    }
}

static struct cells tcp_cells(const char *local, const char *remote, const char *state,
                              const char *pid)
{
    struct cells cells = {.at = {[COLUMN_PROTO] = text_of("TCP"),
                                 [COLUMN_LOCAL] = text_of(local),
                                 [COLUMN_REMOTE] = text_of(remote),
                                 [COLUMN_STATE] = text_of(state),
                                 [COLUMN_PID] = text_of(pid)}};
    return cells;
}

/* ---- endpoints ---- */

struct endpoint_case {
    const char *cell;
    const char *address;
    const char *service;
    int32_t port;
};

static struct endpoint_case good_endpoints[] = {
    {"127.0.0.1:443", "127.0.0.1", NULL, 443},
    {"0.0.0.0:0", "0.0.0.0", NULL, 0},
    {"255.255.255.255:65535", "255.255.255.255", NULL, 65535},
    {"[::]:135", "::", NULL, 135},
    {"[::1]:0", "::1", NULL, 0},
    {"[fe80::1%14]:1900", "fe80::1%14", NULL, 1900},
    {"[FE80::D1F2:8F5E%Ethernet]:56063", "FE80::D1F2:8F5E%Ethernet", NULL, 56063},
    {"[::ffff:192.0.2.1]:80", "::ffff:192.0.2.1", NULL, 80},
    {"[2001:db8:xxxx:xxxx::*]:443", "2001:db8:xxxx:xxxx::*", NULL, 443},
    {"[::]:epmap", "::", "epmap", OC_NONE},
    {"*:*", NULL, NULL, OC_NONE},
    {"0.0.0.0:*", "0.0.0.0", NULL, OC_NONE},
    {"PC-17:0", "PC-17", NULL, 0},
    {"server:https", "server", "https", OC_NONE},
    {"40.67.251.132:https", "40.67.251.132", "https", OC_NONE},
    {"server.example.com:msft-gc", "server.example.com", "msft-gc", OC_NONE},
    {"server:3com-tsmux", "server", "3com-tsmux", OC_NONE},
    {"büro:50001", "büro", NULL, 50001},
};

static void assert_endpoint(const oc_endpoint *end, const struct endpoint_case *expected)
{
    assert_text(end->address, expected->address);
    assert_text(end->service, expected->service);
    assert_int_equal(end->port, expected->port);
}

static void read_good_endpoint(void **state)
{
    static const struct endpoint_case other = {"10.0.0.1:7", "10.0.0.1", NULL, 7};
    const struct endpoint_case *at = *state;
    struct cells local = tcp_cells(at->cell, other.cell, "ESTABLISHED", "1");
    struct cells remote = tcp_cells(other.cell, at->cell, "ESTABLISHED", "1");
    oc_connection row;
    assert_true(value_connection(grammars, &endpoints, &local, &row, &reason));
    assert_endpoint(&row.local, at);
    assert_endpoint(&row.remote, &other);
    assert_true(value_connection(grammars, &endpoints, &remote, &row, &reason));
    assert_endpoint(&row.local, &other);
    assert_endpoint(&row.remote, at);
}

struct bad_case {
    const char *cell;
    const char *what;
};

#define NO_ENDPOINT "is not an address and a port"
#define NO_IPV6 "has no IPv6 address between [ and ]"
#define NOT_CERTAIN "has an IPv6 address without [ and ], so its port is not certain"

static struct bad_case bad_endpoints[] = {
    {"127.0.0.1", NO_ENDPOINT},
    {":443", NO_ENDPOINT},
    {"", NO_ENDPOINT},
    {"*", NO_ENDPOINT},
    {"[fe80::1]", NO_ENDPOINT},
    {"[fe80::1]443", NO_ENDPOINT},
    {"127.0.0.1:", "has no port"},
    {"[::1]:", "has no port"},
    {"127.0.0.1:65536", "has a port past 65535"},
    {"127.0.0.1:4294967739", "has a port past 65535"},
    {"127.0.0.1:18446744073709551616", "has a port past 65535"},
    {"127.0.0.1:99999999999999999999999", "has a port past 65535"},
    {"256.0.0.1:80", "has no IPv4 address"},
    {"1.2.3:80", "has no IPv4 address"},
    {"1.2.3.4.5:80", "has no IPv4 address"},
    {"1.2.3.:80", "has no IPv4 address"},
    {"192.168.100.1000000:80", "has no IPv4 address"},
    {"[fe80::1:80", "has no ] behind its address"},
    {"[:80", "has no ] behind its address"},
    {"[]:80", NO_IPV6},
    {"[fe80::1%]:80", NO_IPV6},
    {"[1.2.3.4]:80", NO_IPV6},
    {"[server]:80", NO_IPV6},
    {"[fe80::1/64]:80", NO_IPV6},
    {"[fe80::1%abcdefghijklmnopqrstuvwxyz0123456]:80", NO_IPV6},
    {"fe80::1:80", NOT_CERTAIN},
    {"::1:80", NOT_CERTAIN},
    {"server:80:81", NOT_CERTAIN},
};

static void read_bad_endpoint(void **state)
{
    const struct bad_case *at = *state;
    struct cells local = tcp_cells(at->cell, "10.0.0.1:7", "ESTABLISHED", "1");
    struct cells remote = tcp_cells("10.0.0.1:7", at->cell, "ESTABLISHED", "1");
    oc_connection row;
    assert_false(value_connection(grammars, &endpoints, &local, &row, &reason));
    assert_reason(at->cell, at->what);
    assert_false(value_connection(grammars, &endpoints, &remote, &row, &reason));
    assert_reason(at->cell, at->what);
}

static void an_address_alone_is_enough_for_its_type(void **state)
{
    struct cells cells = tcp_cells("PC-17", "[fe80::2%3]", "ESTABLISHED", "1");
    oc_connection row;
    (void)state;
    assert_true(value_connection(grammars, &addresses, &cells, &row, &reason));
    assert_endpoint(&row.local, &(struct endpoint_case){"", "PC-17", NULL, OC_NONE});
    assert_endpoint(&row.remote, &(struct endpoint_case){"", "fe80::2%3", NULL, OC_NONE});
    assert_int_equal(row.kind, OC_CONNECTION);
    cells = tcp_cells("10.0.0.1:80", "10.0.0.2", "ESTABLISHED", "1");
    assert_true(value_connection(grammars, &addresses, &cells, &row, &reason));
    assert_endpoint(&row.local, &(struct endpoint_case){"", "10.0.0.1", NULL, 80});
    cells = tcp_cells("10.0.0.1", "10.0.0.256", "ESTABLISHED", "1");
    assert_false(value_connection(grammars, &addresses, &cells, &row, &reason));
    assert_reason("10.0.0.256", "has no IPv4 address");
}

/* A host name of size bytes, then ":80". */
static oc_text long_endpoint(char *bytes, const char *first, size_t size)
{
    size_t start = strlen(first);
    memcpy(bytes, first, start);
    memset(bytes + start, 'a', size - start);
    memcpy(bytes + size - 3, ":80", 3);
    return (oc_text){bytes, size};
}

static void a_cell_has_at_most_512_bytes(void **state)
{
    char bytes[1024];
    oc_connection row;
    struct cells cells = tcp_cells("10.0.0.1:7", "", "ESTABLISHED", "1");
    (void)state;
    cells.at[COLUMN_REMOTE] = long_endpoint(bytes, "server-", 512);
    assert_true(value_connection(grammars, &endpoints, &cells, &row, &reason));
    assert_int_equal(row.remote.address.size, 509);
    cells.at[COLUMN_REMOTE] = long_endpoint(bytes, "server-", 513);
    assert_false(value_connection(grammars, &endpoints, &cells, &row, &reason));
    assert_reason("server-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "begins a cell that is too long");
    cells.at[COLUMN_REMOTE] =
        long_endpoint(bytes, "012345678901234567890123456789012345678\xC3\xB6", 600);
    assert_false(value_connection(grammars, &endpoints, &cells, &row, &reason));
    assert_true(utf8_valid(reason.text.data, reason.text.size));
}

/* ---- PIDs ---- */

static void pids_have_32_bits(void **state)
{
    static const struct {
        const char *cell;
        int64_t pid;
    } good[] = {{"0", 0}, {"4028", 4028}, {"4294967295", 4294967295}, {"0000000004", 4}};
    static const char *const bad[] = {"4294967296", "99999999999999999999", "", "-1", "12a", " 1"};
    oc_connection row;
    oc_process process;
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct cells cells = tcp_cells("10.0.0.1:7", "10.0.0.2:8", "ESTABLISHED", good[i].cell);
        assert_true(value_connection(grammars, &endpoints, &cells, &row, &reason));
        assert_int_equal(row.pid, good[i].pid);
        assert_true(value_process(&cells, &process, &reason));
        assert_int_equal(process.pid, good[i].pid);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct cells cells = tcp_cells("10.0.0.1:7", "10.0.0.2:8", "ESTABLISHED", bad[i]);
        assert_false(value_connection(grammars, &endpoints, &cells, &row, &reason));
        assert_reason(bad[i], "is not a number of at most 32 bits");
        assert_false(value_process(&cells, &process, &reason));
        assert_reason(bad[i], "is not a number of at most 32 bits");
    }
}

static void a_layout_without_pid_gives_none(void **state)
{
    struct cells cells = tcp_cells("10.0.0.1:7", "10.0.0.2:8", "ESTABLISHED", NULL);
    oc_connection row;
    (void)state;
    assert_true(value_connection(grammars, &endpoints, &cells, &row, &reason));
    assert_int_equal(row.pid, OC_NONE);
    assert_text(row.owner, NULL);
    cells.at[COLUMN_OWNER] = text_of("OUTLOOK.EXE");
    assert_true(value_connection(grammars, &endpoints, &cells, &row, &reason));
    assert_text(row.owner, "OUTLOOK.EXE");
}

/* ---- states ---- */

struct state_case {
    const char *name;
    const char *word;
    const char *remote;
    oc_row_kind kind;
    oc_state state;
};

static struct state_case states[] = {
    {"german", "HERGESTELLT", "10.0.0.1:443", OC_CONNECTION, OC_ESTABLISHED},
    {"german, two words in one", "SCHLIESSEN_WARTEN", "10.0.0.1:443", OC_CONNECTION, OC_CLOSE_WAIT},
    {"german, a lost character", "ABH\uFFFDREN", "0.0.0.0:0", OC_LISTENER, OC_LISTENING},
    {"two words nobody listed", "SCHLIESSEN WARTEN", "10.0.0.1:443", OC_CONNECTION, OC_UNKNOWN},
    {"a word nobody listed", "USTANOWIONO", "10.0.0.1:443", OC_CONNECTION, OC_UNKNOWN},
    {"the word UNKNOWN", "UNKNOWN", "10.0.0.1:443", OC_CONNECTION, OC_UNKNOWN},
    {"a word nobody listed listens", "IN ASCOLTO", "0.0.0.0:0", OC_LISTENER, OC_LISTENING},
    {"any word listens", "ESTABLISHED", "[::]:0", OC_LISTENER, OC_LISTENING},
    {"a host name listens", "LISTENING", "PC-17:0", OC_LISTENER, OC_LISTENING},
    {"bound", "BOUND", "0.0.0.0:0", OC_LISTENER, OC_BOUND},
    {"closed", "CLOSED", "0.0.0.0:0", OC_LISTENER, OC_CLOSED},
    {"closed with a remote end", "CLOSED", "10.0.0.1:443", OC_CONNECTION, OC_CLOSED},
    {"a service is a remote end", "ESTABLISHED", "server:https", OC_CONNECTION, OC_ESTABLISHED},
    {"no remote end at all", "LISTENING", "*:*", OC_LISTENER, OC_LISTENING},
};

static void read_state(void **state)
{
    const struct state_case *at = *state;
    struct cells cells = tcp_cells("10.0.0.9:7", at->remote, at->word, "1");
    oc_connection row;
    assert_true(value_connection(grammars, &endpoints, &cells, &row, &reason));
    assert_int_equal(row.kind, at->kind);
    assert_string_equal(oc_state_text(row.state), oc_state_text(at->state));
    assert_text(row.state_word, at->word);
    assert_text(row.proto, "TCP");
}

static void english_states_are_known(void **state)
{
    (void)state;
    for (int i = OC_UNKNOWN + 1; i < OC_STATES; i++) {
        const char *word = oc_state_text((oc_state)i);
        struct cells cells = tcp_cells("10.0.0.9:7", "10.0.0.1:443", word, "1");
        oc_connection row;
        assert_true(value_connection(grammars, &endpoints, &cells, &row, &reason));
        assert_string_equal(oc_state_text(row.state), word);
    }
}

static void udp_has_no_state(void **state)
{
    static const struct endpoint_case none = {"*:*", NULL, NULL, OC_NONE};
    struct cells cells = tcp_cells("[fe80::1%14]:1900", "*:*", NULL, "4321");
    oc_connection row;
    (void)state;
    cells.at[COLUMN_PROTO] = text_of("UDP");
    assert_true(value_connection(grammars, &endpoints, &cells, &row, &reason));
    assert_int_equal(row.kind, OC_UDP);
    assert_endpoint(&row.remote, &none);
    assert_text(row.state_word, NULL);
    assert_int_equal(row.pid, 4321);
}

static int setup(void **state)
{
    oc_status status;
    (void)state;
    buffer_init(&reason.text);
    grammars = pipeline_grammars(&status);
    return status != OC_OK;
}

static int teardown(void **state)
{
    (void)state;
    buffer_free(&reason.text);
    oc_grammars_free(grammars);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_alone_is_enough_for_its_type),
        cmocka_unit_test(a_cell_has_at_most_512_bytes),
        cmocka_unit_test(pids_have_32_bits),
        cmocka_unit_test(a_layout_without_pid_gives_none),
        cmocka_unit_test(english_states_are_known),
        cmocka_unit_test(udp_has_no_state),
    };
    if (setup(NULL) != 0) {
        return EXIT_FAILURE;
    }
    int failed = TABLE_RUN("endpoints", good_endpoints, read_good_endpoint);
    failed += TABLE_RUN("no endpoints", bad_endpoints, read_bad_endpoint);
    failed += TABLE_RUN("states", states, read_state);
    failed += cmocka_run_group_tests(tests, NULL, NULL);
    teardown(NULL);
    return failed;
}
