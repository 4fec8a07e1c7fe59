/* Which processes are targets, what is told of them, and what is told when there is none. */
#include "base/text.h"
#include "support/join_script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/table.h"

struct target_case {
    const char *name;
    const char *images[3];
    uint32_t pids[3];
    size_t pid_count;
    bool all;
    bool details;
    const char *script;
    const char *expected; /* what the log has from the first target on */
};

static size_t texts_of(const char *const *strings, oc_text *texts)
{
    size_t count = 0;
    for (; count < 3 && strings[count] != NULL; count++) {
        texts[count] = text_of(strings[count]);
    }
    return count;
}

/* The log without its heads, which test_join.c checks. */
static const char *behind_heads(char *log)
{
    char *lines = strstr(log, "  lines:");
    char *end = lines == NULL ? NULL : strchr(lines, '\n');
    return end == NULL ? log : end + 1;
}

static void check_case(void **state)
{
    static const oc_text near[] = {{"olk.exe", 7}, {"Hx*", 3}};
    const struct target_case *at = *state;
    oc_text images[3];
    struct join_script script = {.options = {.images = images,
                                             .image_count = texts_of(at->images, images),
                                             .pids = at->pids,
                                             .pid_count = at->pid_count,
                                             .all = at->all,
                                             .near = near,
                                             .near_count = 2},
                                 .details = at->details};
    struct buffer log;
    buffer_init(&log);
    assert_int_equal(join_script_run(&script, at->script, &log), OC_OK);
    buffer_byte(&log, '\0');
    const char *got = behind_heads(log.data);
    bool same = strcmp(got, at->expected) == 0;
    if (!same) {
        print_error("expected:\n%sgot:\n%s", at->expected, got);
    }
    buffer_free(&log);
    assert_true(same);
}

#define OUTLOOK                                                                                    \
    {                                                                                              \
        "outlook.exe"                                                                              \
    }
#define PIDS(count_, ...) .pids = {__VA_ARGS__}, .pid_count = (count_)
#define TEXT_T "text a\nT\n"
#define NO_ROWS ": 0 connections, 0 listeners, 0 udp\n"
#define ONE_ROW ": 1 connections, 0 listeners, 0 udp\n"

static struct target_case by_name[] = {
    {.name = "any case, in the order of the list",
     .images = OUTLOOK,
     .script =
         TEXT_T "p 9 OUTLOOK.EXE Console 1 214080\np 4 System\np 8 Outlook.exe Services 0 28\n"
                "N\nl 8 0.0.0.0:0 LISTENING\nc 9 10.0.0.1:443 ESTABLISHED\nu 9\nend\n",
     .expected = "  9 OUTLOOK.EXE [Console 1 214080]: 1 connections, 0 listeners, 1 udp\n"
                 "    10.0.0.1:443 ESTABLISHED\n    *:- UDP\n"
                 "  8 Outlook.exe [Services 0 28]: 0 connections, 1 listeners, 0 udp\n"
                 "    0.0.0.0:0 LISTENING\n"},
    {.name = "several names, wildcards, without .exe",
     .images = {"chrome", "OUT*"},
     .script = TEXT_T "p 1 chrome.exe\np 2 OUTLOOK.EXE\np 3 chromedriver.exe\np 4 about.exe\nend\n",
     .expected = "  1 chrome.exe" NO_ROWS "  2 OUTLOOK.EXE" NO_ROWS},
    {.name = "digits of a PID are no match",
     .images = OUTLOOK,
     .script = TEXT_T "p 4028 OUTLOOK.EXE\nN\nc 14028 10.0.0.1:443 ESTABLISHED\n"
                      "c 40281 10.0.0.2:443 ESTABLISHED\nc 4028 10.0.0.3:443 ESTABLISHED\nend\n",
     .expected = "  4028 OUTLOOK.EXE" ONE_ROW "    10.0.0.3:443 ESTABLISHED\n"},
    {.name = "a name that may be cut",
     .images = {"StartMenuExperienceHost.exe"},
     .script = TEXT_T "p 5 StartMenuExperienceHost.e/\nend\n",
     .expected = "  5 StartMenuExperienceHost.e" NO_ROWS},
};

static struct target_case by_pid[] = {
    {.name = "a PID of the list",
     PIDS(1, 4),
     .script = TEXT_T "p 9 OUTLOOK.EXE\np 4 System Services 0 28\nN\n"
                      "c 4 10.0.0.1:445 ESTABLISHED\nc 9 10.0.0.1:443 ESTABLISHED\nend\n",
     .expected = "  4 System [Services 0 28]" ONE_ROW "    10.0.0.1:445 ESTABLISHED\n"},
    {.name = "a PID that only rows have",
     .images = OUTLOOK,
     PIDS(2, 77, 9),
     .script = TEXT_T "p 9 OUTLOOK.EXE\nN\nc 77 10.0.0.1:445 ESTABLISHED\nend\n",
     .expected = "  9 OUTLOOK.EXE" NO_ROWS "  77 -" ONE_ROW "    10.0.0.1:445 ESTABLISHED\n"},
    {.name = "without a process list",
     PIDS(2, 77, 4294967295),
     .script = "text a\nN\nc 9 10.0.0.1:443 ESTABLISHED\nc 4294967295 10.0.0.2:443 ESTABLISHED\n"
               "c 77 10.0.0.3:443 ESTABLISHED\nc - 10.0.0.4:443 ESTABLISHED\nend\n",
     .expected = "  4294967295 -" ONE_ROW "    10.0.0.2:443 ESTABLISHED\n"
                 "  77 -" ONE_ROW "    10.0.0.3:443 ESTABLISHED\n"},
    {.name = "PID 0",
     PIDS(1, 0),
     .script = "text a\nN\nc 0 10.0.0.1:443 TIME_WAIT\nc - 10.0.0.4:443 ESTABLISHED\nend\n",
     .expected = "  0 -" ONE_ROW "    10.0.0.1:443 TIME_WAIT\n"},
};

static struct target_case all[] = {
    {.name = "every PID of either list",
     .all = true,
     .script = TEXT_T "p 0 Idle\np 9 OUTLOOK.EXE\nN\nc 77 10.0.0.1:1 ESTABLISHED\n"
                      "c - 10.0.0.2:2 ESTABLISHED\nc 9 10.0.0.3:3 ESTABLISHED\n"
                      "c 0 10.0.0.4:4 TIME_WAIT\nu -\nc 66 10.0.0.5:5 ESTABLISHED\nend\n",
     .expected = "  0 Idle" ONE_ROW "    10.0.0.4:4 TIME_WAIT\n"
                 "  9 OUTLOOK.EXE" ONE_ROW "    10.0.0.3:3 ESTABLISHED\n"
                 "  77 -" ONE_ROW "    10.0.0.1:1 ESTABLISHED\n"
                 "  - -: 1 connections, 0 listeners, 1 udp\n    10.0.0.2:2 ESTABLISHED\n"
                 "    *:- UDP\n"
                 "  66 -" ONE_ROW "    10.0.0.5:5 ESTABLISHED\n"},
    {.name = "connections first",
     .all = true,
     .script = "text a\nN\nc 77 10.0.0.1:1 ESTABLISHED\nc 9 10.0.0.3:3 ESTABLISHED\n"
               "T\np 9 OUTLOOK.EXE\nend\n",
     .expected = "  9 OUTLOOK.EXE" ONE_ROW "    10.0.0.3:3 ESTABLISHED\n"
                 "  77 -" ONE_ROW "    10.0.0.1:1 ESTABLISHED\n"},
    {.name = "without a process list",
     .all = true,
     .script = "text a\nN\nc 77 10.0.0.1:1 ESTABLISHED\nc 0 10.0.0.2:2 TIME_WAIT\nend\n",
     .expected = "  77 -" ONE_ROW "    10.0.0.1:1 ESTABLISHED\n"
                 "  0 -" ONE_ROW "    10.0.0.2:2 TIME_WAIT\n"},
};

static struct target_case owners[] = {
    {.name = "an owner without PID and list",
     .images = OUTLOOK,
     .script = "text a\nN\nc - 10.0.0.1:1 ESTABLISHED OUTLOOK.EXE\n"
               "c - 10.0.0.2:2 ESTABLISHED svchost.exe\nc - 10.0.0.3:3 ESTABLISHED OUTLOOK.EXE\n"
               "end\n",
     .expected = "  - OUTLOOK.EXE: 2 connections, 0 listeners, 0 udp\n"
                 "    10.0.0.1:1 ESTABLISHED\n    10.0.0.3:3 ESTABLISHED\n"},
    {.name = "an owner with its PID and no list",
     .images = OUTLOOK,
     .script = "text a\nN\nc 9 10.0.0.1:1 ESTABLISHED OUTLOOK.EXE\n"
               "c 8 10.0.0.2:2 ESTABLISHED OUTLOOK.EXE\nc 7 10.0.0.3:3 ESTABLISHED a.exe\nend\n",
     .expected = "  9 OUTLOOK.EXE" ONE_ROW "    10.0.0.1:1 ESTABLISHED\n"
                 "  8 OUTLOOK.EXE" ONE_ROW "    10.0.0.2:2 ESTABLISHED\n"},
    {.name = "an owner that the list agrees with",
     .images = OUTLOOK,
     .script = TEXT_T "p 9 outlook.exe\nN\nc 9 10.0.0.1:1 ESTABLISHED OUTLOOK.EXE\nend\n",
     .expected = "  9 outlook.exe" ONE_ROW "    10.0.0.1:1 ESTABLISHED\n"},
    {.name = "an owner whose name the list has cut",
     PIDS(1, 5),
     .script = TEXT_T "p 5 StartMenuExperienceHost.e/\nN\n"
                      "c 5 10.0.0.1:1 ESTABLISHED StartMenuExperienceHost.exe\nend\n",
     .expected = "  5 StartMenuExperienceHost.e" ONE_ROW "    10.0.0.1:1 ESTABLISHED\n"},
    {.name = "an owner that the list contradicts, told once for each process",
     .images = OUTLOOK,
     .script = TEXT_T "p 8 a.exe\np 9 b.exe\nN\nc 8 10.0.0.1:1 ESTABLISHED OUTLOOK.EXE\n"
                      "c 9 10.0.0.1:1 ESTABLISHED OUTLOOK.EXE\n"
                      "c 8 10.0.0.2:2 ESTABLISHED OUTLOOK.EXE\n"
                      "c 9 10.0.0.2:2 ESTABLISHED OUTLOOK.EXE\nend\n",
     .expected = "  diagnostic owner-conflict a:5\n  diagnostic owner-conflict a:6\n"},
    {.name = "all, with owners and without",
     .all = true,
     .script = "text a\nN\nc - 10.0.0.1:1 ESTABLISHED b.exe\nc - 10.0.0.2:2 ESTABLISHED a.exe\n"
               "c - 10.0.0.3:3 ESTABLISHED\nu - b.exe\nend\n",
     .expected = "  - b.exe: 1 connections, 0 listeners, 1 udp\n    10.0.0.1:1 ESTABLISHED\n"
                 "    *:- UDP\n"
                 "  - a.exe" ONE_ROW "    10.0.0.2:2 ESTABLISHED\n"
                 "  - -" ONE_ROW "    10.0.0.3:3 ESTABLISHED\n"},
};

static struct target_case merged[] = {
    {.name = "the second list fills what the first leaves open",
     .images = {"*"},
     .script = "text a\nT\np 9 OUTLOOK.EXE - - -\np 4 System Services 0 28\nT\n"
               "p 9 OUTLOOK.EXE Console 1 214080\np 4 System Console 7 99\np 5 new.exe\nend\n",
     .expected = "  9 OUTLOOK.EXE [Console 1 214080]" NO_ROWS "  4 System [Services 0 28]" NO_ROWS
                 "  5 new.exe" NO_ROWS},
    {.name = "a name that was cut is completed",
     .images = {"*"},
     .script = "text a\nT\np 5 StartMenuExperienceHost.e/\np 6 MicrosoftEdgeUpdateSetup.exe\nT\n"
               "p 5 StartMenuExperienceHost.exe\np 6 MicrosoftEdgeUpdateSetup./\nend\n",
     .expected =
         "  5 StartMenuExperienceHost.exe" NO_ROWS "  6 MicrosoftEdgeUpdateSetup.exe" NO_ROWS},
    {.name = "two names of one PID: the first counts",
     .images = OUTLOOK,
     .details = true,
     .script = "text a\nT\np 9 OUTLOOK.EXE - - -\nT\np 9 chrome.exe Console 1 28\nend\n",
     .expected =
         "  9 OUTLOOK.EXE" NO_ROWS
         "  diagnostic pid-conflict a:4 PID 9 is chrome.exe here and OUTLOOK.EXE above; the "
         "first one counts\n"},
    {.name = "another case of the name is the same name",
     .images = OUTLOOK,
     .script = "text a\nT\np 9 OUTLOOK.EXE\nT\np 9 outlook.exe Console 1 28\nend\n",
     .expected = "  9 OUTLOOK.EXE [Console 1 28]" NO_ROWS},
};

static struct target_case near_names[] = {
    {.name = "names that people may mean",
     .images = OUTLOOK,
     .script = TEXT_T "p 1 System\np 2 olk.exe\np 3 HxTsr.exe\np 4 HxOutlook.exe\np 5 olk.exe\n"
                      "p 6 OUTLOOK_old.EXE\np 7 look.exe\nend\n",
     .expected =
         "  near olk.exe\n  near HxTsr.exe\n  near HxOutlook.exe\n  near OUTLOOK_old.EXE\n"},
    {.name = "none when there is a target",
     .images = OUTLOOK,
     .script = TEXT_T "p 2 olk.exe\np 3 OUTLOOK.EXE\nend\n",
     .expected = "  3 OUTLOOK.EXE" NO_ROWS},
    {.name = "eight at most",
     .images = {"app.exe"},
     .script = TEXT_T "p 1 app1.exe\np 2 app2.exe\np 3 app3.exe\np 4 app4.exe\np 5 app5.exe\n"
                      "p 6 app6.exe\np 7 app7.exe\np 8 app8.exe\np 9 app9.exe\nend\n",
     .expected = "  near app1.exe\n  near app2.exe\n  near app3.exe\n  near app4.exe\n"
                 "  near app5.exe\n  near app6.exe\n  near app7.exe\n  near app8.exe\n"},
};

int main(void)
{
    int failed = TABLE_RUN("by name", by_name, check_case);
    failed += TABLE_RUN("by pid", by_pid, check_case);
    failed += TABLE_RUN("all", all, check_case);
    failed += TABLE_RUN("owners", owners, check_case);
    failed += TABLE_RUN("process lists that are one", merged, check_case);
    failed += TABLE_RUN("near names", near_names, check_case);
    return failed;
}
