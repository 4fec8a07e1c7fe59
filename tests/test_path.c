/* Which paths name the same file. */
#include "cli/path.h"
#include "support/fail_alloc.h"
#include "support/place.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void make_files(void)
{
    assert_int_equal(mkdir("d", 0777) | symlink("d", "e"), 0);
    assert_int_equal(symlink("new", "to-new") | symlink("../to-new", "d/to-new"), 0);
    assert_int_equal(symlink("there", "to-there") | symlink("round", "round"), 0);
    assert_int_equal(close(creat("there", 0666)) | close(creat("other", 0666)), 0);
    assert_int_equal(link("there", "d/linked") | mkfifo("fifo", 0666), 0);
}

static void remove_files(void)
{
    assert_int_equal(unlink("d/to-new") | unlink("d/linked"), 0);
}

static void a_file_by_any_path(void **state)
{
    static const struct {
        const char *left;
        const char *right;
        bool same;
    } cases[] = {
        {"new", "new", true},
        {"new", "./new", true},
        {".//d/../new", "new", true},
        {"d/new", "e/new", true},
        {"to-new", "new", true},
        {"new", "d/to-new", true},
        {"there", "./there", true},
        {"there", "d/linked", true},
        {"to-there", "there", true},
        {"d/../there", "to-there", true},
        {"new", "d/new", false},
        {"new", "newer", false},
        {"new", "there", false},
        {"there", "other", false},
        {"missing/new", "new", false},
        {"missing/new", "./missing/new", false},
        {"round", "./round", false},
        {"fifo", "./fifo", false},
        {"d", "e", false},
        {"/dev/null", "/dev//null", false},
    };
    (void)state;
    make_files();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool same = path_same_file(cases[i].left, cases[i].right);
        if (same != cases[i].same || same != path_same_file(cases[i].right, cases[i].left)) {
            fail_msg("%s and %s", cases[i].left, cases[i].right);
        }
    }
    remove_files();
}

static void a_file_by_its_whole_path(void **state)
{
    char here[4096];
    char path[4200];
    (void)state;
    make_files();
    assert_non_null(getcwd(here, sizeof here));
    snprintf(path, sizeof path, "%s/there", here);
    assert_true(path_same_file("there", path));
    snprintf(path, sizeof path, "%s/new", here);
    assert_true(path_same_file("to-new", path));
    remove_files();
}

static void memory_that_runs_out(void **state)
{
    bool failed = true;
    (void)state;
    make_files();
    for (uint64_t n = 0; failed; n++) {
        fail_alloc_start(n);
        bool same = path_same_file("d/to-new", "./new");
        failed = fail_alloc_stop();
        assert_int_equal(same, !failed);
    }
    remove_files();
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_enter, place_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(a_file_by_any_path),
        IN_PLACE(a_file_by_its_whole_path),
        IN_PLACE(memory_that_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
