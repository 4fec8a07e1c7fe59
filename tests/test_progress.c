/* The line of progress: what it says, and when it is there. */
#include "cli/progress.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void progress_says_what_is_left(void **state)
{
    char line[160];
    (void)state;
    progress_line(line, sizeof line, 1000, 5000, 3, 2.0);
    assert_string_equal(line, "1000 of 5000 texts, 500 a second, 8 s left, 3 errors");
    progress_line(line, sizeof line, 10, 10, 1, 4.0);
    assert_string_equal(line, "10 of 10 texts, 2 a second, 1 error");
    progress_line(line, sizeof line, 0, 7, 0, 1.0);
    assert_string_equal(line, "0 of 7 texts, 0 a second");
    progress_line(line, sizeof line, 1574, 0, 2, 1.0);
    assert_string_equal(line, "1574 texts, 1574 a second, 2 errors");
}

/* What was written to standard error since the last time, terminated. */
static void said(int end, char *text, size_t size)
{
    ssize_t got = read(end, text, size - 1);
    text[got > 0 ? got : 0] = '\0';
}

/* So that the next tick finds that it is time. */
static void let_time_go_by(struct progress *progress)
{
    progress->begun.tv_sec -= 10;
    progress->shown_at.tv_sec -= 10;
}

static void nothing_is_shown_while_it_is_held(void **state)
{
    char text[200];
    int ends[2];
    struct progress progress;
    (void)state;
    int errors = dup(STDERR_FILENO);
    assert_int_equal(pipe(ends) | fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
    progress_init(&progress, false);
    progress.wanted = true; /* as on a terminal */
    clock_gettime(CLOCK_MONOTONIC, &progress.begun);
    progress.shown_at = progress.begun;
    dup2(ends[1], STDERR_FILENO);
    let_time_go_by(&progress);
    atomic_store(&progress.found, 7);
    progress_tick(&progress);
    said(ends[0], text, sizeof text);
    bool shown = strcmp(text, "\r0 of 7 texts, 0 a second\x1b[K") == 0;

    progress_hold(&progress);
    said(ends[0], text, sizeof text);
    bool cleared = strcmp(text, "\r\x1b[K") == 0;
    let_time_go_by(&progress);
    progress_tick(&progress);
    said(ends[0], text, sizeof text);
    bool silent = text[0] == '\0';
    progress_release(&progress);

    atomic_store(&progress.unlisted, 1);
    progress_tick(&progress);
    said(ends[0], text, sizeof text);
    bool open = strcmp(text, "\r0 texts, 0 a second\x1b[K") == 0;
    progress_end(&progress);
    let_time_go_by(&progress);
    progress_tick(&progress);
    said(ends[0], text, sizeof text);
    bool ended = strcmp(text, "\r\x1b[K") == 0;
    progress_free(&progress);
    dup2(errors, STDERR_FILENO);
    assert_true(shown && cleared && silent && open && ended);
    close(errors);
    close(ends[0]);
    close(ends[1]);
}

static void nothing_is_shown_where_no_terminal_is(void **state)
{
    struct progress progress;
    (void)state;
    progress_init(&progress, true);
    assert_false(progress.wanted);
    progress_free(&progress);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(progress_says_what_is_left),
        cmocka_unit_test(nothing_is_shown_while_it_is_held),
        cmocka_unit_test(nothing_is_shown_where_no_terminal_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
