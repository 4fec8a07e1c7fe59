/* One process list: rows in order, found by PID, merged, at any size; and when memory runs out. */
#include "join/processes.h"

#include "base/text.h"
#include "support/fail_alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { MANY = 5000, NAME_SIZE = 32 };

/* The index-th process; PIDs are multiples of 4 in an order that is not theirs. */
static oc_process make_process(uint32_t index, char name[NAME_SIZE])
{
    int size = snprintf(name, NAME_SIZE, "process%u.exe", index);
    return (oc_process){.pid = index * 2053 % MANY * 4,
                        .image = {name, (size_t)size},
                        .session_id = index,
                        .memory_kib = OC_NONE};
}

static void fill(struct processes *processes, uint32_t count)
{
    char name[NAME_SIZE];
    for (uint32_t i = 0; i < count && !processes->failed; i++) {
        oc_process process = make_process(i, name);
        assert_false(text_known(processes_add(processes, &process)));
    }
    memset(name, '?', sizeof name);
}

static void check(const struct processes *processes, uint32_t count)
{
    char name[NAME_SIZE];
    for (uint32_t i = 0; i < count; i++) {
        oc_process expected = make_process(i, name);
        const oc_process *found = processes_find(processes, expected.pid);
        assert_ptr_equal(found, &processes->rows[i]);
        assert_int_equal(found->session_id, i);
        assert_true(text_equal(found->image, expected.image));
    }
}

static void many_processes_are_found(void **state)
{
    struct processes processes;
    (void)state;
    processes_init(&processes);
    assert_null(processes_find(&processes, 4));
    fill(&processes, MANY);
    assert_int_equal(processes.count, MANY);
    check(&processes, MANY);
    assert_null(processes_find(&processes, 1));
    assert_null(processes_find(&processes, MANY * 4));
    processes_free(&processes);
}

static void a_cleared_list_starts_anew(void **state)
{
    struct processes processes;
    (void)state;
    processes_init(&processes);
    fill(&processes, MANY);
    processes_clear(&processes);
    assert_int_equal(processes.count, 0);
    assert_null(processes_find(&processes, 0));
    fill(&processes, 10);
    check(&processes, 10);
    processes_free(&processes);
}

static void the_first_name_of_a_pid_counts(void **state)
{
    static const oc_process first = {
        .pid = 9, .image = {"OUTLOOK.EXE", 11}, .session_id = OC_NONE, .memory_kib = OC_NONE};
    static const oc_process same = {.pid = 9,
                                    .image = {"outlook.exe", 11},
                                    .session = {"Console", 7},
                                    .session_id = 1,
                                    .memory_kib = 28};
    static const oc_process other = {.pid = 9,
                                     .image = {"chrome.exe", 10},
                                     .session = {"Services", 8},
                                     .session_id = 0,
                                     .memory_kib = 99};
    struct processes processes;
    (void)state;
    processes_init(&processes);
    assert_false(text_known(processes_add(&processes, &first)));
    assert_false(text_known(processes_add(&processes, &same)));
    assert_true(text_equal(processes_add(&processes, &other), text_of("OUTLOOK.EXE")));
    assert_int_equal(processes.count, 1);
    assert_true(text_equal(processes.rows[0].image, text_of("OUTLOOK.EXE")));
    assert_true(text_equal(processes.rows[0].session, text_of("Console")));
    assert_int_equal(processes.rows[0].session_id, 1);
    assert_int_equal(processes.rows[0].memory_kib, 28);
    processes_free(&processes);
}

static void each_row_has_its_session(void **state)
{
    static const char *const names[] = {"Console", "Console", NULL, "Services", "Console", ""};
    enum { COUNT = sizeof names / sizeof *names };
    struct processes processes;
    char session[16];
    (void)state;
    processes_init(&processes);
    for (uint32_t i = 0; i < COUNT; i++) {
        oc_process row = {.pid = i, .image = text_of("a.exe")};
        if (names[i] != NULL) {
            row.session = (oc_text){session, strlen(names[i])};
            memcpy(session, names[i], row.session.size + 1);
        }
        assert_false(text_known(processes_add(&processes, &row)));
    }
    memset(session, '?', sizeof session);
    for (uint32_t i = 0; i < COUNT; i++) {
        assert_true(text_equal(processes_find(&processes, i)->session, text_of(names[i])));
    }
    processes_free(&processes);
}

static void a_failure_sticks_and_what_was_added_stays(void **state)
{
    bool failed = true;
    (void)state;
    for (uint64_t failing = 0; failed; failing++) {
        struct processes processes;
        processes_init(&processes);
        fail_alloc_start(failing);
        fill(&processes, MANY);
        failed = fail_alloc_stop();
        assert_int_equal(processes.failed, failed);
        if (processes.count > 0) {
            check(&processes, (uint32_t)processes.count - 1);
        }
        processes_free(&processes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_processes_are_found),
        cmocka_unit_test(a_cleared_list_starts_anew),
        cmocka_unit_test(the_first_name_of_a_pid_counts),
        cmocka_unit_test(each_row_has_its_session),
        cmocka_unit_test(a_failure_sticks_and_what_was_added_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
