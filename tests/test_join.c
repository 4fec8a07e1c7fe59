/* Which list joins which, when each snapshot is told, and which lines it accounts for. */
#include "base/text.h"
#include "support/join_script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/table.h"

struct order_case {
    const char *name;
    const char *script;
    const char *expected;
};

static void check_case(void **state)
{
    static const oc_text image = {"outlook.exe", 11};
    const struct order_case *at = *state;
    struct join_script script = {.options = {.images = &image, .image_count = 1}, .echoes = true};
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

/* Lists with one row each; the numbers tell the lists apart. */
#define T1 "T\np 11 OUTLOOK.EXE\n"
#define T2 "T\np 22 OUTLOOK.EXE\n"
#define N1 "N\nc 11 10.0.0.1:1 ESTABLISHED\nc 22 10.0.0.1:1 SYN_SENT\n"
#define N2 "N\nc 11 10.0.0.2:2 ESTABLISHED\nc 22 10.0.0.2:2 SYN_SENT\n"
#define N3 "N\nc 11 10.0.0.3:3 ESTABLISHED\nc 22 10.0.0.3:3 SYN_SENT\n"

/* What becomes of them: process list, connection list. */
#define TARGET(pid, n, state)                                                                      \
    "  " pid " OUTLOOK.EXE: 1 connections, 0 listeners, 0 udp\n    10.0.0." n ":" n " " state "\n"
#define T1_N(n) TARGET("11", n, "ESTABLISHED")
#define T2_N(n) TARGET("22", n, "SYN_SENT")
#define JOINED(number) "snapshot " number ": T a + N a, 1 processes, 2 connections, 1 unowned\n"
#define BOTH_LINES "  lines: process 1 connection 2 heading 2\n"
#define N_LINES "  lines: connection 2 heading 1\n"

static struct order_case orders[] = {
    {"t n", "text a\n" T1 N1 "end\n", "> T\n> N\n" JOINED("1") BOTH_LINES T1_N("1")},
    {"n t", "text a\n" N1 T1 "end\n", "> N\n> T\n" JOINED("1") BOTH_LINES T1_N("1")},
    {"t n n", "text a\n" T1 N1 N2 "end\n",
     "> T\n> N\n> N\n" JOINED("1") BOTH_LINES T1_N("1") JOINED("2") N_LINES T1_N("2")},
    {"n n t", "text a\n" N1 N2 T1 "end\n",
     "> N\n> N\n> T\n" JOINED("1") N_LINES T1_N("1") JOINED("2") BOTH_LINES T1_N("2")},
    {"t n t n", "text a\n" T1 N1 T2 N2 "end\n",
     "> T\n> N\n> T\n" JOINED("1") BOTH_LINES T1_N("1") "> N\n" JOINED("2") BOTH_LINES T2_N("2")},
    {"n t n t", "text a\n" N1 T1 N2 T2 "end\n",
     "> N\n> T\n> N\n" JOINED("1") BOTH_LINES T1_N("1") "> T\n" JOINED("2") BOTH_LINES T2_N("2")},
    {"n t n", "text a\n" N1 T1 N2 "end\n",
     "> N\n> T\n> N\n" JOINED("1") BOTH_LINES T1_N("1") JOINED("2") N_LINES T1_N("2")},
    {"t n n t n", "text a\n" T1 N1 N2 T2 N3 "end\n",
     "> T\n> N\n> N\n" JOINED("1") BOTH_LINES T1_N("1") "> T\n" JOINED("2")
         N_LINES T1_N("2") "> N\n" JOINED("3") BOTH_LINES T2_N("3")},
    {"n n t n t", "text a\n" N1 N2 T1 N3 T2 "end\n",
     "> N\n> N\n> T\n> N\n" JOINED("1") N_LINES T1_N("1") JOINED("2")
         BOTH_LINES T1_N("2") "> T\n" JOINED("3") BOTH_LINES T2_N("3")},
    {"n t n n t", "text a\n" N1 T1 N2 N3 T2 "end\n",
     "> N\n> T\n> N\n" JOINED("1") BOTH_LINES T1_N("1") "> N\n> T\n" JOINED("2") N_LINES T2_N("2")
         JOINED("3") BOTH_LINES T2_N("3")},
};

#define T_ALONE(number, pid)                                                                       \
    "snapshot " number ": T a, 1 processes\n  lines: process 1 heading 1\n  " pid                  \
    " OUTLOOK.EXE: 0 connections, 0 listeners, 0 udp\n"

static struct order_case alone[] = {
    {"nothing", "", ""},
    {"no list", "text a\no\no\nend\n", ""},
    {"t", "text a\n" T1 "end\n", "> T\n" T_ALONE("1", "11")},
    {"n", "text a\n" N1 "end\n", "> N\nsnapshot 1: N a, 2 connections\n" N_LINES},
    {"n n", "text a\n" N1 N2 "end\n",
     "> N\n> N\nsnapshot 1: N a, 2 connections\n" N_LINES
     "snapshot 2: N a, 2 connections\n" N_LINES},
    {"t n t", "text a\n" T1 N1 T2 "end\n",
     "> T\n> N\n> T\n" JOINED("1") BOTH_LINES T1_N("1") T_ALONE("2", "22")},
    {"an empty process list", "text a\nT\n" N1 "end\n",
     "> T\n> N\nsnapshot 1: T a + N a, 0 processes, 2 connections, 2 unowned\n"
     "  lines: connection 2 heading 2\n"},
    {"an empty connection list", "text a\n" T1 "N\nend\n",
     "> T\n> N\nsnapshot 1: T a + N a, 1 processes, 0 connections\n"
     "  lines: process 1 heading 2\n  11 OUTLOOK.EXE: 0 connections, 0 listeners, 0 udp\n"},
    {"an empty connection list first", "text a\nN\n" T1 "end\n",
     "> N\n> T\nsnapshot 1: T a + N a, 1 processes, 0 connections\n"
     "  lines: process 1 heading 2\n  11 OUTLOOK.EXE: 0 connections, 0 listeners, 0 udp\n"},
};

static struct order_case texts[] = {
    {"t and n in two texts", "text a/t\n" T1 "o\nend\ntext a/n\no\n" N1 "end\n",
     "> T\n> N\nsnapshot 1: T a/t + N a/n, 1 processes, 2 connections, 1 unowned\n"
     "  lines: process 1 connection 2 heading 2 other 2\n" T1_N("1")},
    {"n and t in two texts", "text n\n" N1 "end\ntext t\n" T1 "end\n",
     "> N\n> T\nsnapshot 1: T t + N n, 1 processes, 2 connections, 1 unowned\n" BOTH_LINES T1_N(
         "1")},
    {"t in two texts is one list", "text t1\n" T1 "end\ntext t2\n" T2 "end\ntext n\n" N1 "end\n",
     "> T\n> T\n> N\nsnapshot 1: T t1 + T t2 + N n, 2 processes, 2 connections\n"
     "  lines: process 2 connection 2 heading 3\n" T1_N("1") T2_N("1")},
    {"one t serves two texts", "text t\n" T1 "end\ntext n1\n" N1 "end\ntext n2\n" N2 "end\n",
     "> T\n> N\n> N\nsnapshot 1: T t + N n1, 1 processes, 2 connections, 1 unowned\n" BOTH_LINES
         T1_N("1") "snapshot 2: T t + N n2, 1 processes, 2 connections, 1 unowned\n" N_LINES T1_N(
             "2")},
    {"a diagnostic names its text",
     "text t\n" T1 "x row-cut\nend\ntext n\n" N1 "x stray-line\nend\n",
     "> T\n> N\nsnapshot 1: T t + N n, 1 processes, 2 connections, 1 unowned\n"
     "  lines: process 1 connection 2 heading 2 rejected 2\n" T1_N(
         "1") "  diagnostic row-cut t:3\n  diagnostic stray-line n:4\n"},
    {"texts are gone when the join is told of the next",
     "text some/folder/tasklist.txt\n" T1 "end\ntext some/folder/netstat.txt\n" N1 "end\n"
     "text some/folder/netstat2.txt\n" N2 "end\n",
     "> T\n> N\n> N\nsnapshot 1: T some/folder/tasklist.txt + N some/folder/netstat.txt, 1 "
     "processes, "
     "2 connections, 1 unowned\n" BOTH_LINES T1_N(
         "1") "snapshot 2: T some/folder/tasklist.txt + N some/folder/netstat2.txt, 1 processes, "
              "2 connections, 1 unowned\n" N_LINES T1_N("2")},
};

/* Every line is in one snapshot: those behind a list go with it, up to the next list. */
static struct order_case ledgers[] = {
    {"before, between and behind", "text a\no\n" T1 "o\no\n" N1 "o\nend\n",
     "> T\n> N\n" JOINED("1") "  lines: process 1 connection 2 heading 2 other 4\n" T1_N("1")},
    {"between connection lists", "text a\n" T1 N1 "o\nx row-cut\n" N2 "o\no\nend\n",
     "> T\n> N\n> N\n" JOINED("1") "  lines: process 1 connection 2 heading 2 other 1 rejected "
                                   "1\n" T1_N("1") "  diagnostic row-cut a:7\n" JOINED(
                                       "2") "  lines: connection 2 heading 1 other 2\n" T1_N("2")},
    {"before a process list that follows", "text a\n" T1 N1 "o\n" T2 "o\no\n" N2 "end\n",
     "> T\n> N\n> T\n" JOINED("1") "  lines: process 1 connection 2 heading 2 other 1\n" T1_N(
         "1") "> N\n" JOINED("2") "  lines: process 1 connection 2 heading 2 other 2\n" T2_N("2")},
    {"connection lists first", "text a\no\n" N1 "o\n" T1 "o\n" N2 "o\n" T2 "o\nend\n",
     "> N\n> T\n> N\n" JOINED("1") "  lines: process 1 connection 2 heading 2 other 3\n" T1_N(
         "1") "> T\n" JOINED("2") "  lines: process 1 connection 2 heading 2 other 2\n" T2_N("2")},
    {"a text without any list between two others",
     "text a\n" T1 "end\ntext b\no\no\nend\ntext a\n" N1 "end\n",
     "> T\n> N\n" JOINED("1") "  lines: process 1 connection 2 heading 2 other 2\n" T1_N("1")},
};

#define AT(number, time, list)                                                                     \
    "snapshot " number " at " time ": T a + N a, 1 processes, 2 connections, 1 unowned\n" list

static struct order_case times[] = {
    {"the connection list says when",
     "text a\nT 2024-05-01T10:00:00\np 11 OUTLOOK.EXE\nN 2024-05-01T10:05:00\n"
     "c 11 10.0.0.1:1 ESTABLISHED\nc 22 10.0.0.1:1 SYN_SENT\nend\n",
     "> T\n> N\n" AT("1", "2024-05-01T10:05:00", BOTH_LINES) T1_N("1")},
    {"each connection list says when",
     "text a\n" T1 "N 2024-05-01T10:05:00\nc 11 10.0.0.1:1 ESTABLISHED\n"
     "c 22 10.0.0.1:1 SYN_SENT\nN 2024-05-01T10:10:00\nc 11 10.0.0.2:2 ESTABLISHED\n"
     "c 22 10.0.0.2:2 SYN_SENT\nend\n",
     "> T\n> N\n> N\n" AT("1", "2024-05-01T10:05:00", BOTH_LINES) T1_N("1")
         AT("2", "2024-05-01T10:10:00", N_LINES) T1_N("2")},
    {"a connection list that waits says when",
     "text a\nN 2024-05-01T10:05:00\nc 11 10.0.0.1:1 ESTABLISHED\nc 22 10.0.0.1:1 SYN_SENT\n"
     "T 2024-05-01T10:06:00\np 11 OUTLOOK.EXE\nend\n",
     "> N\n> T\n" AT("1", "2024-05-01T10:05:00", BOTH_LINES) T1_N("1")},
    {"a process list alone says when", "text a\nT 2024-05-01T10:00:00\np 11 OUTLOOK.EXE\nend\n",
     "> T\nsnapshot 1 at 2024-05-01T10:00:00: T a, 1 processes\n  lines: process 1 heading 1\n"
     "  11 OUTLOOK.EXE: 0 connections, 0 listeners, 0 udp\n"},
};

int main(void)
{
    int failed = TABLE_RUN("which list joins which", orders, check_case);
    failed += TABLE_RUN("lists alone", alone, check_case);
    failed += TABLE_RUN("several texts", texts, check_case);
    failed += TABLE_RUN("lines of a snapshot", ledgers, check_case);
    failed += TABLE_RUN("when a snapshot was taken", times, check_case);
    return failed;
}
