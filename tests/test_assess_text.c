/* What readings say, where there is none, and memory that runs out. */
#include "support/fail_alloc.h"
#include "support/meaning.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define EST " ESTABLISHED"
#define PRIVATE "192.168.2.50:443"
#define ONLINE "52.97.1.2:443"
#define PUBLIC "198.51.100.7:443"

/* ---- what is said ---- */

static void assert_said(const char *servers, const struct meaning_case *input, const char *expected)
{
    struct meaning meaning;
    struct buffer log;
    buffer_init(&log);
    assert_true(meaning_init(&meaning, servers));
    assert_int_equal(meaning_run(&meaning, input, false, &log), OC_OK);
    buffer_byte(&log, '\0');
    const char *reading = strstr(log.data, "    reading ");
    assert_string_equal(reading == NULL ? "none" : reading, expected);
    buffer_free(&log);
    meaning_free(&meaning);
}

#define SETTLE_DIALOG                                                                              \
    "      - to settle it: the Connection Status dialog (of its sessions, a background entry has " \
    "no connection)"

static void the_worked_example_says_why(void **state)
{
    (void)state;
    const struct meaning_case input = {.image = "OUTLOOK.EXE",
                                       .rows = "2 " PRIVATE EST ";c 0 " PRIVATE " TIME_WAIT"};
    assert_said(
        NULL, &input,
        "    reading mapi-http-minimum medium\n"
        "      MAPI over HTTP with one mailbox and nothing else: 2 established, the "
        "minimum.\n"
        "      - counted: 2 established to 192.168.2.50:443 (private): one for the mailbox, "
        "one for the directory\n"
        "      - netstat does not show the protocol: EWS, Autodiscover and others use the "
        "same ports\n"
        "      - only the port makes that address a mail server: --server names one's "
        "own\n" SETTLE_DIALOG "\n");
}

static void exchange_online_is_never_outlook_anywhere(void **state)
{
    (void)state;
    const struct meaning_case input = {.image = "OUTLOOK.EXE",
                                       .rows = "8 " ONLINE EST ";1 2603:1026::5:443" EST
                                               ";3 " PUBLIC EST ";1 52.108.0.1:443" EST};
    assert_said(NULL, &input,
                "    reading more-than-minimum high\n"
                "      More than the minimum: 9 established, for additional mailboxes, calendars, "
                "public folders, groups or add-ins.\n"
                "      - counted: 9 established to 52.97.1.2:443 (exchange-online), "
                "[2603:1026::5]:443 (exchange-online)\n"
                "      - 7 above the minimum; an additional mailbox, calendar, public folder or "
                "group takes 2 to 4\n"
                "      - 8 and more are usual with add-ins and shared calendars\n"
                "      - not Outlook Anywhere: Exchange Online ended it in October 2017\n"
                "      - counted apart: 3 public, 1 office\n" SETTLE_DIALOG "\n");
}

static void one_s_own_server_may_have_outlook_anywhere(void **state)
{
    (void)state;
    const struct meaning_case three = {.image = "OUTLOOK.EXE",
                                       .rows = "3 " PRIVATE EST ";1 " ONLINE EST};
    assert_said("192.168.2.50", &three,
                "    reading more-than-minimum medium\n"
                "      More than the minimum: 4 established, for additional mailboxes, calendars, "
                "public folders, groups or add-ins, or Outlook Anywhere.\n"
                "      - counted: 4 established to 192.168.2.50:443 (own-server), 52.97.1.2:443 "
                "(exchange-online)\n"
                "      - 2 above the minimum; an additional mailbox, calendar, public folder or "
                "group takes 2 to 4\n"
                "      - Outlook Anywhere takes 3 or more: two for each session, and the "
                "directory\n" SETTLE_DIALOG "\n");
}

static void two_of_one_s_own_are_too_few_for_outlook_anywhere(void **state)
{
    (void)state;
    struct meaning meaning;
    struct buffer log;
    const struct meaning_case two = {.image = "OUTLOOK.EXE",
                                     .rows = "2 " PRIVATE EST ";5 " ONLINE EST};
    buffer_init(&log);
    assert_true(meaning_init(&meaning, "192.168.2.50"));
    assert_int_equal(meaning_run(&meaning, &two, false, &log), OC_OK);
    buffer_byte(&log, '\0');
    assert_non_null(strstr(log.data, "not Outlook Anywhere"));
    assert_null(strstr(log.data, "or Outlook Anywhere"));
    assert_null(strstr(log.data, "are usual"));
    buffer_free(&log);
    meaning_free(&meaning);
}

static void what_may_hide_the_connections_is_named(void **state)
{
    (void)state;
    const struct meaning_case input = {
        .image = "olk.exe",
        .processes = "p 49 HxOutlook.exe\np 50 msedgewebview2.exe\np 51 msedgewebview2.exe\n"
                     "p 52 OUTLOOK.EXE\n",
        .rows = "c 50 " ONLINE EST ";c 77 " PUBLIC EST ";c 0 " ONLINE " TIME_WAIT;c 0 " ONLINE
                " TIME_WAIT;c 0 " PUBLIC " TIME_WAIT;c 0 mail:443 TIME_WAIT"};
    assert_said(
        NULL, &input,
        "    reading no-connections low\n"
        "      No connection: it is offline, or another process holds its connections.\n"
        "      - no TCP row with a remote end has its PID; listeners and UDP rows are none\n"
        "      - 2 to its servers closed in the last minutes (TIME_WAIT), whoever's they were\n"
        "      - OUTLOOK.EXE runs, too, and is often taken for this program\n"
        "      - PIDs that the process list lacks: 1; the lists may be of different times\n"
        "      - netstat -p TCP leaves IPv6 out; -p TCPv6 shows it\n"
        "      - its traffic runs in child processes, as msedgewebview2.exe (2 run), and tasklist "
        "does not show whose they are\n"
        "      - to settle it: both commands once more, right after each other, and whether "
        "the program says that it is connected\n");
}

static void long_lists_of_ends_are_cut(void **state)
{
    (void)state;
    const struct meaning_case input = {
        .image = "OUTLOOK.EXE",
        .rows = "1 10.0.0.1:443 SYN_SENT;1 10.0.0.2:443 SYN_SENT;1 10.0.0.3:443 SYN_SENT;"
                "1 10.0.0.4:443 SYN_SENT;1 10.0.0.5:443 SYN_SENT"};
    assert_said(NULL, &input,
                "    reading unreachable high\n"
                "      Cannot reach its server: 5 without an answer, none established.\n"
                "      - counted: 5 in SYN_SENT to 10.0.0.1:443 (private), 10.0.0.2:443 (private), "
                "10.0.0.3:443 (private) and 2 more\n"
                "      - to settle it: a second capture; SYN_SENT to the same address again means "
                "that nothing answers there\n");
}

static void many_that_closed_lately_are_mentioned(void **state)
{
    (void)state;
    const struct meaning_case input = {
        .image = "OUTLOOK.EXE",
        .rows = "1 198.51.100.7:993" EST ";1 127.0.0.1:50" EST
                ";c 0 198.51.100.7:993 TIME_WAIT;c 0 198.51.100.7:993 TIME_WAIT"};
    assert_said(NULL, &input,
                "    reading internet-mail high\n"
                "      Internet mail: 1 established on ports of IMAP.\n"
                "      - counted: 1 established to 198.51.100.7:993 (public)\n"
                "      - 1 to loopback addresses, counted apart\n"
                "      - 2 closed in the last minutes (TIME_WAIT), probably its own: it may be "
                "connecting again and again\n"
                "      - to settle it: the account settings of the program\n");
}

/* ---- where there is none ---- */

static void streamed_rows_have_no_reading(void **state)
{
    (void)state;
    struct meaning meaning;
    struct buffer log;
    const struct meaning_case input = {.image = "OUTLOOK.EXE", .rows = "2 " PRIVATE EST};
    buffer_init(&log);
    assert_true(meaning_init(&meaning, NULL));
    assert_int_equal(meaning_run(&meaning, &input, true, &log), OC_OK);
    assert_string_equal(meaning_reading(&log), "none");
    buffer_free(&log);
    meaning_free(&meaning);
}

static void a_process_list_alone_has_no_reading(void **state)
{
    (void)state;
    const struct meaning_case input = {.image = "OUTLOOK.EXE", .rows = NULL};
    assert_said(NULL, &input, "none");
}

static void a_pid_without_a_name_has_no_reading(void **state)
{
    (void)state;
    const struct meaning_case input = {.image = NULL, .rows = "2 " PRIVATE EST};
    assert_said(NULL, &input, "none");
}

static void rows_that_may_be_its_own_leave_no_reading(void **state)
{
    static const struct {
        const char *rows;
        const char *readings;
    } cases[] = {
        {"2 " PRIVATE EST ";c - " PRIVATE EST, "none"},
        {"c - " PRIVATE EST, "none"},
        /* Of two processes of that name either may have it; those rows alone have a reading. */
        {"2 " PRIVATE EST ";c - " PRIVATE EST " OUTLOOK.EXE", "    reading below-minimum medium\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct meaning_case input = {
            .image = "OUTLOOK.EXE", .processes = "p 4030 OUTLOOK.EXE\n", .rows = cases[i].rows};
        struct meaning meaning;
        struct buffer log;
        buffer_init(&log);
        assert_true(meaning_init(&meaning, NULL));
        assert_int_equal(meaning_run(&meaning, &input, false, &log), OC_OK);
        buffer_byte(&log, '\0');
        const char *first = strstr(log.data, "    reading ");
        const char *expected = cases[i].readings;
        assert_int_equal(strncmp(first == NULL ? "none" : first, expected, strlen(expected)), 0);
        assert_null(first == NULL ? NULL : strstr(first + 1, "    reading "));
        buffer_free(&log);
        meaning_free(&meaning);
    }
}

static void an_empty_list_proves_little(void **state)
{
    (void)state;
    const struct meaning_case input = {.image = "OUTLOOK.EXE", .rows = "o"};
    assert_said(
        NULL, &input,
        "    reading no-connections low\n"
        "      No connection: it is offline, or another process holds its connections.\n"
        "      - no TCP row with a remote end has its PID; listeners and UDP rows are none\n"
        "      - the connection list has no row: it may be cut off\n"
        "      - netstat -p TCP leaves IPv6 out; -p TCPv6 shows it\n"
        "      - to settle it: both commands once more, right after each other, and whether "
        "the program says that it is connected\n");
}

static void an_owner_line_names_the_program(void **state)
{
    (void)state;
    const struct meaning_case input = {.image = NULL,
                                       .rows = "c 4028 127.0.0.1:9 ESTABLISHED OUTLOOK.EXE"};
    assert_said(NULL, &input,
                "    reading local-only medium\n"
                "      Only connections inside the machine, as to a filter, a proxy or an add-in; "
                "none to a server.\n"
                "      - loopback addresses are never counted as a server\n"
                "      - 1 to loopback addresses, counted apart\n"
                "      - to settle it: netstat -b names the process that listens on those ports, "
                "and where it goes from there\n");
}

/* ---- memory ---- */

static void memory_that_runs_out_is_told(void **state)
{
    (void)state;
    const struct meaning_case input = {
        .image = "OUTLOOK.EXE",
        .processes = "p 50 olk.exe\n",
        .rows = "3 " ONLINE EST ";1 2603:1026::5:443 SYN_SENT;2 " PUBLIC EST ";1 127.0.0.1:5" EST};
    struct meaning meaning;
    bool failed = true;
    assert_true(meaning_init(&meaning, "10.0.0.0/8"));
    for (uint64_t n = 0; failed && n < 10000; n++) {
        struct buffer log;
        buffer_init(&log);
        fail_alloc_start(n);
        oc_status status = meaning_run(&meaning, &input, false, &log);
        failed = fail_alloc_stop();
        assert_int_equal(status, failed ? OC_NO_MEMORY : OC_OK);
        buffer_free(&log);
    }
    assert_false(failed);
    meaning_free(&meaning);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worked_example_says_why),
        cmocka_unit_test(exchange_online_is_never_outlook_anywhere),
        cmocka_unit_test(one_s_own_server_may_have_outlook_anywhere),
        cmocka_unit_test(two_of_one_s_own_are_too_few_for_outlook_anywhere),
        cmocka_unit_test(what_may_hide_the_connections_is_named),
        cmocka_unit_test(long_lists_of_ends_are_cut),
        cmocka_unit_test(many_that_closed_lately_are_mentioned),
        cmocka_unit_test(streamed_rows_have_no_reading),
        cmocka_unit_test(a_process_list_alone_has_no_reading),
        cmocka_unit_test(a_pid_without_a_name_has_no_reading),
        cmocka_unit_test(rows_that_may_be_its_own_leave_no_reading),
        cmocka_unit_test(an_empty_list_proves_little),
        cmocka_unit_test(an_owner_line_names_the_program),
        cmocka_unit_test(memory_that_runs_out_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
