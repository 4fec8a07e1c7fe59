/* What is different between two snapshots: rows, targets, and which snapshots are compared. */
#include "base/text.h"
#include "support/fail_alloc.h"
#include "support/join_script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/table.h"

static const oc_text outlook = {"outlook.exe", 11};
static const uint32_t pids[] = {9};

enum wants { WANTS_OUTLOOK, WANTS_PID, WANTS_ALL };

struct change_case {
    const char *name;
    const char *script;
    const char *expected;
    enum wants wants;
};

static struct join_script script_of(enum wants wants)
{
    struct join_script script = {.changes = true};
    script.options.all = wants == WANTS_ALL;
    if (wants == WANTS_OUTLOOK) {
        script.options.images = &outlook;
        script.options.image_count = 1;
    } else if (wants == WANTS_PID) {
        script.options.pids = pids;
        script.options.pid_count = 1;
    }
    return script;
}

static void check_case(void **state)
{
    const struct change_case *at = *state;
    const struct join_script script = script_of(at->wants);
    struct buffer log;
    buffer_init(&log);
    assert_string_equal(oc_status_text(join_script_run(&script, at->script, &log)),
                        oc_status_text(OC_OK));
    buffer_byte(&log, '\0');
    bool same = strcmp(log.data, at->expected) == 0;
    if (!same) {
        print_error("expected:\n%sgot:\n%s", at->expected, log.data);
    }
    buffer_free(&log);
    assert_true(same);
}

#define T "T\np 9 OUTLOOK.EXE\n"
#define ROW(port, state) "c 9 10.0.0.1:443 " state " - 10.0.0.9:" port "\n"
#define A ROW("1", "ESTABLISHED")
#define B ROW("2", "ESTABLISHED")
#define C ROW("3", "SYN_SENT")
/* A process list, two connection lists that it serves. */
#define PAIR(before, now) "text a\n" T "N\n" before "N\n" now "end\n"
#define PAIRED(changes) "snapshot 1\nsnapshot 2 since 1\n" changes

static struct change_case rows[] = {
    {.name = "nothing changes", .script = PAIR(A B, A B), .expected = PAIRED("")},
    {.name = "the order of rows is no change",
     .script = PAIR(A B C, C A B),
     .expected = PAIRED("")},
    {.name = "a row appears",
     .script = PAIR(A, A B),
     .expected = PAIRED("  + 9 OUTLOOK.EXE 10.0.0.9:2 10.0.0.1:443 ESTABLISHED\n")},
    {.name = "rows between rows that stay, in another order, too",
     .script = PAIR(A B C ROW("4", "CLOSED") ROW("5", "CLOSED"),
                    ROW("6", "CLOSED") A C B ROW("5", "BOUND") ROW("4", "CLOSED")),
     .expected = PAIRED("  + 9 OUTLOOK.EXE 10.0.0.9:6 10.0.0.1:443 CLOSED\n"
                        "  ~ 9 OUTLOOK.EXE 10.0.0.9:5 CLOSED 10.0.0.1:443 BOUND\n")},
    {.name = "a row vanishes",
     .script = PAIR(A B, B),
     .expected = PAIRED("  - 9 OUTLOOK.EXE 10.0.0.9:1 10.0.0.1:443 ESTABLISHED\n")},
    {.name = "a row changes its state",
     .script = PAIR(A C, A ROW("3", "ESTABLISHED")),
     .expected = PAIRED("  ~ 9 OUTLOOK.EXE 10.0.0.9:3 SYN_SENT 10.0.0.1:443 ESTABLISHED\n")},
    {.name = "rows of now in their order, then those that vanished",
     .script = PAIR(ROW("1", "ESTABLISHED") ROW("2", "ESTABLISHED") ROW("3", "ESTABLISHED"),
                    ROW("5", "SYN_SENT") ROW("2", "CLOSE_WAIT") ROW("4", "SYN_SENT")),
     .expected = PAIRED("  + 9 OUTLOOK.EXE 10.0.0.9:5 10.0.0.1:443 SYN_SENT\n"
                        "  ~ 9 OUTLOOK.EXE 10.0.0.9:2 ESTABLISHED 10.0.0.1:443 CLOSE_WAIT\n"
                        "  + 9 OUTLOOK.EXE 10.0.0.9:4 10.0.0.1:443 SYN_SENT\n"
                        "  - 9 OUTLOOK.EXE 10.0.0.9:1 10.0.0.1:443 ESTABLISHED\n"
                        "  - 9 OUTLOOK.EXE 10.0.0.9:3 10.0.0.1:443 ESTABLISHED\n")},
    {.name = "another remote port, address or service is another row",
     .script = PAIR("c 9 10.0.0.1:443 CLOSED\nc 9 h:https CLOSED\nc 9 10.0.0.2:443 CLOSED\n",
                    "c 9 10.0.0.1:444 CLOSED\nc 9 h:http CLOSED\nc 9 10.0.0.3:443 CLOSED\n"),
     .expected = PAIRED("  + 9 OUTLOOK.EXE 10.0.0.9:50000 10.0.0.1:444 CLOSED\n"
                        "  + 9 OUTLOOK.EXE 10.0.0.9:50000 h:http CLOSED\n"
                        "  + 9 OUTLOOK.EXE 10.0.0.9:50000 10.0.0.3:443 CLOSED\n"
                        "  - 9 OUTLOOK.EXE 10.0.0.9:50000 10.0.0.1:443 CLOSED\n"
                        "  - 9 OUTLOOK.EXE 10.0.0.9:50000 h:https CLOSED\n"
                        "  - 9 OUTLOOK.EXE 10.0.0.9:50000 10.0.0.2:443 CLOSED\n")},
    {.name = "an address and a service do not run into each other",
     .script = PAIR("c 9 ab:c CLOSED\n", "c 9 a:bc CLOSED\n"),
     .expected = PAIRED("  + 9 OUTLOOK.EXE 10.0.0.9:50000 a:bc CLOSED\n"
                        "  - 9 OUTLOOK.EXE 10.0.0.9:50000 ab:c CLOSED\n")},
    {.name = "listeners and UDP rows",
     .script = PAIR("l 9 0.0.0.0:0 LISTENING - 0.0.0.0:80\nu 9 - 0.0.0.0:53\nu 9 - 0.0.0.0:54\n",
                    "u 9 - 0.0.0.0:54\nu 9 - 0.0.0.0:55\nl 9 0.0.0.0:0 LISTENING - 0.0.0.0:81\n"),
     .expected = PAIRED("  + 9 OUTLOOK.EXE 0.0.0.0:55 *:- UDP\n"
                        "  + 9 OUTLOOK.EXE 0.0.0.0:81 0.0.0.0:0 LISTENING\n"
                        "  - 9 OUTLOOK.EXE 0.0.0.0:80 0.0.0.0:0 LISTENING\n"
                        "  - 9 OUTLOOK.EXE 0.0.0.0:53 *:- UDP\n")},
    {.name = "states that nobody listed are told apart by their words",
     .script = PAIR(ROW("1", "ODD") ROW("2", "ODD"), ROW("1", "ODD") ROW("2", "EVEN")),
     .expected = PAIRED("  ~ 9 OUTLOOK.EXE 10.0.0.9:2 ODD 10.0.0.1:443 EVEN\n")},
};

static struct change_case duplicates[] = {
    {.name = "as many as before", .script = PAIR(A A B, A B A), .expected = PAIRED("")},
    {.name = "one more",
     .script = PAIR(A A, A A A),
     .expected = PAIRED("  + 9 OUTLOOK.EXE 10.0.0.9:1 10.0.0.1:443 ESTABLISHED\n")},
    {.name = "one fewer",
     .script = PAIR("u 9\nu 9\nu 9\n", "u 9\nu 9\n"),
     .expected = PAIRED("  - 9 OUTLOOK.EXE 10.0.0.9:50000 *:- UDP\n")},
    {.name = "equal states pair first",
     .script = PAIR(ROW("1", "TIME_WAIT") ROW("1", "ESTABLISHED"), ROW("1", "ESTABLISHED")),
     .expected = PAIRED("  - 9 OUTLOOK.EXE 10.0.0.9:1 10.0.0.1:443 TIME_WAIT\n")},
    {.name = "what is left changed its state",
     .script = PAIR(ROW("1", "TIME_WAIT") ROW("1", "ESTABLISHED"),
                    ROW("1", "ESTABLISHED") ROW("1", "ESTABLISHED") ROW("1", "CLOSED")),
     .expected = PAIRED("  ~ 9 OUTLOOK.EXE 10.0.0.9:1 TIME_WAIT 10.0.0.1:443 ESTABLISHED\n"
                        "  + 9 OUTLOOK.EXE 10.0.0.9:1 10.0.0.1:443 CLOSED\n")},
};

/* A process list of its own before each connection list. */
#define LISTS(processes_before, before, processes_now, now)                                        \
    "text a\nT\n" processes_before "N\n" before "T\n" processes_now "N\n" now "end\n"

static struct change_case targets[] = {
    {.name = "a target comes",
     .script = LISTS("p 4 System\n", A, "p 9 OUTLOOK.EXE\n", A),
     .expected = PAIRED("  + 9 OUTLOOK.EXE\n"
                        "  + 9 OUTLOOK.EXE 10.0.0.9:1 10.0.0.1:443 ESTABLISHED\n")},
    {.name = "a target goes, and those that stay come first",
     .script = LISTS("p 8 OUTLOOK.EXE\np 9 OUTLOOK.EXE\n", A "c 8 10.0.0.2:1 CLOSED\n",
                     "p 9 OUTLOOK.EXE\n", B),
     .expected = PAIRED("  + 9 OUTLOOK.EXE 10.0.0.9:2 10.0.0.1:443 ESTABLISHED\n"
                        "  - 9 OUTLOOK.EXE 10.0.0.9:1 10.0.0.1:443 ESTABLISHED\n"
                        "  - 8 OUTLOOK.EXE (gone)\n"
                        "  - 8 OUTLOOK.EXE 10.0.0.9:50000 10.0.0.2:1 CLOSED\n")},
    {.name = "a PID that another program has got",
     .script = LISTS("p 9 OUTLOOK.EXE\n", A, "p 9 chrome.exe\n", A),
     .expected = PAIRED("  + 9 chrome.exe\n"
                        "  + 9 chrome.exe 10.0.0.9:1 10.0.0.1:443 ESTABLISHED\n"
                        "  - 9 OUTLOOK.EXE (gone)\n"
                        "  - 9 OUTLOOK.EXE 10.0.0.9:1 10.0.0.1:443 ESTABLISHED\n"),
     .wants = WANTS_PID},
    {.name = "the only one of its name has another PID",
     .script = LISTS("p 9 OUTLOOK.EXE\n", A B, "p 7 Outlook.exe\n",
                     "c 7 10.0.0.1:443 ESTABLISHED - 10.0.0.9:1\n"),
     .expected = PAIRED("  ~ 9>7 Outlook.exe\n"
                        "  - 9>7 Outlook.exe 10.0.0.9:2 10.0.0.1:443 ESTABLISHED\n")},
    {.name = "of those of one name, the one that is left on both sides",
     .script =
         LISTS("p 9 OUTLOOK.EXE\np 8 OUTLOOK.EXE\n", A, "p 7 OUTLOOK.EXE\np 9 OUTLOOK.EXE\n", A),
     .expected = PAIRED("  ~ 8>7 OUTLOOK.EXE\n")},
    {.name = "two of one name are left: nobody can say which is which",
     .script = LISTS("p 9 OUTLOOK.EXE\np 8 OUTLOOK.EXE\n", "", "p 7 OUTLOOK.EXE\n", ""),
     .expected = PAIRED("  + 7 OUTLOOK.EXE\n  - 9 OUTLOOK.EXE (gone)\n  - 8 OUTLOOK.EXE (gone)\n")},
    {.name = "a name that was cut is the whole name",
     .script = LISTS("p 9 outlook.exe_and_so_fo/\n", A, "p 9 Outlook.exe_and_so_forth\n", A),
     .expected = PAIRED(""),
     .wants = WANTS_PID},
    {.name = "no target in either",
     .script = LISTS("p 4 System\n", A, "p 4 System\n", B),
     .expected = PAIRED("")},
    {.name = "PIDs that no list names",
     .script = "text a\nN\nc 9 10.0.0.1:1 CLOSED\nN\nc 8 10.0.0.1:1 CLOSED\nc - 10.0.0.1:1 "
               "CLOSED\nend\n",
     .expected = PAIRED("  + 8 -\n  + 8 - 10.0.0.9:50000 10.0.0.1:1 CLOSED\n"
                        "  + - -\n  + - - 10.0.0.9:50000 10.0.0.1:1 CLOSED\n"
                        "  - 9 - (gone)\n  - 9 - 10.0.0.9:50000 10.0.0.1:1 CLOSED\n"),
     .wants = WANTS_ALL},
    {.name = "owners without PIDs",
     .script = "text a\nN\nc - 10.0.0.1:1 CLOSED outlook.exe\nc - 10.0.0.1:2 CLOSED outlook.exe\n"
               "N\nc - 10.0.0.1:2 CLOSED outlook.exe\nend\n",
     .expected = PAIRED("  - - outlook.exe 10.0.0.9:50000 10.0.0.1:1 CLOSED\n")},
    {.name = "a PID that was not known is no other one",
     .script = "text a\nT\np 4 System\nN\nc - 10.0.0.1:1 CLOSED outlook.exe\n"
               "T\np 9 OUTLOOK.EXE\nN\nc 9 10.0.0.1:1 CLOSED\nend\n",
     .expected = PAIRED("")},
};

/* Which snapshots are compared. */
static struct change_case since[] = {
    {.name = "each with the one before, whose time is told",
     .script =
         "text a\n" T "N 1970-01-01T00:00:01\n" A "N 1970-01-01T00:00:02\n" A B "N\n" B "end\n",
     .expected = "snapshot 1 at 1970-01-01T00:00:01\n"
                 "snapshot 2 at 1970-01-01T00:00:02 since 1 at 1970-01-01T00:00:01\n"
                 "  + 9 OUTLOOK.EXE 10.0.0.9:2 10.0.0.1:443 ESTABLISHED\n"
                 "snapshot 3 since 2 at 1970-01-01T00:00:02\n"
                 "  - 9 OUTLOOK.EXE 10.0.0.9:1 10.0.0.1:443 ESTABLISHED\n"},
    {.name = "lists that wait for their process list",
     .script = "text a\nN\n" A "N\n" B T "end\n",
     .expected = PAIRED("  + 9 OUTLOOK.EXE 10.0.0.9:2 10.0.0.1:443 ESTABLISHED\n"
                        "  - 9 OUTLOOK.EXE 10.0.0.9:1 10.0.0.1:443 ESTABLISHED\n")},
    {.name = "a process list alone says nothing of connections",
     .script = "text a\n" T "N\n" A T "end\n",
     .expected = "snapshot 1\nsnapshot 2\n"},
    {.name = "an empty process list alone says that no process is there",
     .script = "text a\n" T "N\n" A "T\nend\n",
     .expected = PAIRED("  - 9 OUTLOOK.EXE (gone)\n"
                        "  - 9 OUTLOOK.EXE 10.0.0.9:1 10.0.0.1:443 ESTABLISHED\n")},
    {.name = "where no process can be found nothing is compared",
     .script = "text a\nN\n" A "N\n" B "end\n",
     .expected = "snapshot 1\nsnapshot 2\n"},
    {.name = "a PID can be found without a process list",
     .script = "text a\nN\n" A "N\n" B "end\n",
     .expected = PAIRED("  + 9 - 10.0.0.9:2 10.0.0.1:443 ESTABLISHED\n"
                        "  - 9 - 10.0.0.9:1 10.0.0.1:443 ESTABLISHED\n"),
     .wants = WANTS_PID},
    {.name = "with another capture",
     .script =
         "text a\n" T "N\nN 1970-01-01T00:00:02\n" A "end\ncompare\ntext b\nN\n" A B T "N\nend\n",
     .expected = "snapshot 1\n"
                 "snapshot 2 at 1970-01-01T00:00:02 since 1\n"
                 "  + 9 OUTLOOK.EXE 10.0.0.9:1 10.0.0.1:443 ESTABLISHED\n"
                 "snapshot 1 since 2 at 1970-01-01T00:00:02 of -\n"
                 "  + 9 OUTLOOK.EXE 10.0.0.9:2 10.0.0.1:443 ESTABLISHED\n"
                 "snapshot 2 since 1\n"
                 "  - 9 OUTLOOK.EXE 10.0.0.9:1 10.0.0.1:443 ESTABLISHED\n"
                 "  - 9 OUTLOOK.EXE 10.0.0.9:2 10.0.0.1:443 ESTABLISHED\n"},
    {.name = "with another capture that has nothing to compare",
     .script = "text a\n" T "end\ncompare\ntext b\n" T "N\n" A "end\n",
     .expected = "snapshot 1\nsnapshot 1\n"},
    {.name = "a program that has a list of its own in one capture only",
     .script = "text a\nN\n" A "end\ncompare\ntext b\n" T "N\n" A "end\n",
     .expected = "snapshot 1\nsnapshot 1 since 1 of -\n",
     .wants = WANTS_PID},
};

/* What a text that comes live may not wait for. */
static struct change_case live[] = {
    {.name = "a list without process list is told when the next begins, and says when it came",
     .script = "text a\ncame 1970-01-01T00:00:01\nN\n" A "came 1970-01-01T00:00:02\nlive\nN\n" B
               "o\ncame x\nend\n",
     .expected = "snapshot 1 read 1970-01-01T00:00:01\n"
                 "snapshot 2 read 1970-01-01T00:00:02 since 1\n"
                 "  + 9 - 10.0.0.9:2 10.0.0.1:443 ESTABLISHED\n"
                 "  - 9 - 10.0.0.9:1 10.0.0.1:443 ESTABLISHED\n",
     .wants = WANTS_PID},
    {.name = "one without anything to find a process by waits",
     .script = "text a\nN\n" A "live\nN\n" A "o\n" T "end\n",
     .expected = "> waits\n" PAIRED("")},
    {.name = "with process lists nothing is different but the time",
     .script =
         "text a\n" T "live\ncame 1970-01-01T00:00:01\nN\n" A "live\ncame -\n" T "N\n" A "end\n",
     .expected = "snapshot 1 read 1970-01-01T00:00:01\nsnapshot 2 since 1\n"},
    {.name = "what does not come live does not say when it came",
     .script = "text a\ncame 1970-01-01T00:00:01\n" T "N\n" A "end\n",
     .expected = "snapshot 1\n"},
};

static void rows_that_are_streamed_are_not_compared(void **state)
{
    struct join_script script = script_of(WANTS_OUTLOOK);
    struct buffer log;
    (void)state;
    script.streams = true;
    buffer_init(&log);
    assert_int_equal(join_script_run(&script, PAIR(A, B), &log), OC_OK);
    buffer_byte(&log, '\0');
    assert_non_null(strstr(log.data, "snapshot 2\n"));
    buffer_free(&log);
}

static int no_snapshot(void *user, const oc_snapshot *snapshot)
{
    (void)user;
    (void)snapshot;
    return 0;
}

static void comparing_comes_before_everything_else(void **state)
{
    const struct join_script script = script_of(WANTS_OUTLOOK);
    const oc_join_handler handler = {.snapshot = no_snapshot};
    const oc_section section = {.kind = OC_PROCESSES, .place = {1, 0}};
    const oc_ledger ledger = {{0}};
    const oc_event event = {.kind = OC_EVENT_SECTION, .ledger = &ledger, .as.section = &section};
    oc_join *join;
    oc_join *before;
    (void)state;
    assert_int_equal(oc_join_new(&join, &script.options, &handler), OC_OK);
    assert_int_equal(oc_join_new(&before, &script.options, &handler), OC_OK);
    assert_int_equal(oc_join_event(join, &event), OC_OK);
    assert_int_equal(oc_join_compare(join, before), OC_MISUSE);
    assert_int_equal(oc_join_compare(before, join), OC_OK);
    oc_join_free(join);
    oc_join_free(before);
}

/* Every allocation fails once: the join says so, and what it told until then was right. */
static void memory_that_runs_out(void **state)
{
    static const char events[] =
        "text a\nT\np 9 OUTLOOK.EXE\np 8 b.exe\nN\n" A A C "c 8 1.1.1.1:1 CLOSED\n"
        "T\np 9 OUTLOOK.EXE\np 7 b.exe\nN\n" A B "c 9 10.0.0.1:443 CLOSED - 10.0.0.9:3\nend\n"
        "compare\ntext b\n" T "N\n" C "end\n";
    const struct join_script script = script_of(WANTS_ALL);
    struct buffer whole;
    bool failed = true;
    (void)state;
    buffer_init(&whole);
    assert_int_equal(join_script_run(&script, events, &whole), OC_OK);
    for (uint64_t n = 0; failed && n < 100000; n++) {
        struct buffer log;
        buffer_init(&log);
        fail_alloc_start(n);
        oc_status status = join_script_run(&script, events, &log);
        failed = fail_alloc_stop();
        assert_int_equal(status, failed ? OC_NO_MEMORY : OC_OK);
        bool right = text_starts(buffer_view(&whole), buffer_view(&log));
        buffer_free(&log);
        assert_true(right);
    }
    assert_false(failed);
    buffer_free(&whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_that_are_streamed_are_not_compared),
        cmocka_unit_test(comparing_comes_before_everything_else),
        cmocka_unit_test(memory_that_runs_out),
    };
    int failed = TABLE_RUN("rows", rows, check_case);
    failed += TABLE_RUN("duplicates", duplicates, check_case);
    failed += TABLE_RUN("targets", targets, check_case);
    failed += TABLE_RUN("since", since, check_case);
    failed += TABLE_RUN("live", live, check_case);
    return failed + cmocka_run_group_tests_name("calls", tests, NULL, NULL);
}
