/* The wish to stop: what it is, and that no write stands against it. */
#include "cli/cancel.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define MANY ((size_t)1 << 20) /* bytes, more than a pipe holds */
#define PAGE 4096
#define LONGEST 3000 /* times 10 milliseconds; never reached but by a program that hangs */

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
#define SIGNALS (sizeof signals / sizeof *signals)

/* What a process does: the wish is noted for good, so each test is a process of its own. */
typedef int process(int number);

static int end_of(pid_t child)
{
    const struct timespec moment = {.tv_nsec = 10000000};
    int status = -1;
    for (int i = 0; i < LONGEST && waitpid(child, &status, WNOHANG) == 0; i++) {
        nanosleep(&moment, NULL);
    }
    if (status == -1) {
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
    }
    return status;
}

static int run(process *what, int number)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        signal(number, SIG_DFL);
        _exit(what(number));
    }
    return end_of(child);
}

static int notes(int number)
{
    cancel_begin();
    cancel_end();
    bool before = cancel_requested();
    raise(number);
    if (before || !cancel_requested()) {
        return 1;
    }
    cancel_end();
    return 2;
}

static void a_signal_is_noted(void **state)
{
    (void)state;
    for (size_t i = 0; i < SIGNALS; i++) {
        int status = run(notes, signals[i]);
        assert_true(WIFSIGNALED(status));
        assert_int_equal(WTERMSIG(status), signals[i]);
    }
}

static int has_an_alarm(int number)
{
    int ends[2];
    cancel_begin();
    raise(number);
    if (pipe(ends) != 0 || cancel_write(ends[1], "text", 4) != 0 || !cancel_requested()) {
        return 1;
    }
    cancel_end();
    return 2;
}

static void an_alarm_is_noted_when_it_is_written(void **state)
{
    (void)state;
    int status = run(has_an_alarm, SIGALRM);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGALRM);
}

static int ignores(int number)
{
    signal(number, SIG_IGN);
    cancel_begin();
    raise(number);
    cancel_end();
    return cancel_requested();
}

static void what_was_ignored_stays_ignored(void **state)
{
    (void)state;
    for (size_t i = 0; i < SIGNALS; i++) {
        assert_int_equal(run(ignores, signals[i]), 0);
    }
}

/* The end of a pipe that nobody reads, and that is full. */
static int full_pipe(void)
{
    static const char bytes[PAGE];
    int ends[2];
    if (pipe(ends) != 0 || fcntl(ends[1], F_SETFL, O_NONBLOCK) != 0) {
        _exit(3);
    }
    while (write(ends[1], bytes, sizeof bytes) > 0) {
    }
    fcntl(ends[1], F_SETFL, 0);
    return ends[1];
}

static int writes(int number)
{
    int end = full_pipe();
    cancel_begin();
    raise(number);
    if (cancel_write(end, "text", 4) != EINTR) {
        return 1;
    }
    cancel_end();
    return 2;
}

static void *write_to_pipe(void *user)
{
    const int *end = user;
    return cancel_write(*end, "text", 4) == EINTR ? user : NULL;
}

static int writes_in_a_thread(int number)
{
    pthread_t thread;
    void *given_up;
    int end = full_pipe();
    cancel_begin();
    if (pthread_create(&thread, NULL, write_to_pipe, &end) != 0) {
        return 1;
    }
    raise(number);
    if (pthread_join(thread, &given_up) != 0 || given_up == NULL) {
        return 2;
    }
    cancel_end();
    return 3;
}

static void a_write_that_nobody_reads_is_given_up(void **state)
{
    (void)state;
    for (size_t i = 0; i < SIGNALS; i++) {
        int status = run(i == 0 ? writes : writes_in_a_thread, signals[i]);
        assert_true(WIFSIGNALED(status));
        assert_int_equal(WTERMSIG(status), signals[i]);
    }
}

/* Reads a page for each second that seems to have gone by, until nobody writes any more. */
static int reads(int end, pid_t writer)
{
    char bytes[PAGE];
    size_t total = 0;
    ssize_t got;
    while ((got = read(end, bytes, sizeof bytes)) > 0) {
        total += (size_t)got;
        kill(writer, SIGALRM);
    }
    return total == MANY ? 0 : 1;
}

static int writes_to_a_reader(int number)
{
    static const char bytes[MANY];
    int ends[2];
    pid_t writer = getpid();
    if (pipe(ends) != 0) {
        return 1;
    }
    cancel_begin();
    raise(number);
    pid_t child = fork();
    if (child == 0) {
        close(ends[1]);
        _exit(reads(ends[0], writer));
    }
    close(ends[0]);
    int error = cancel_write(ends[1], bytes, sizeof bytes);
    close(ends[1]);
    return error == 0 && end_of(child) == 0 ? 0 : 2;
}

static void a_write_that_goes_on_is_let_finish(void **state)
{
    (void)state;
    assert_int_equal(run(writes_to_a_reader, SIGTERM), 0);
}

static int fails(int number)
{
    int ends[2];
    (void)number;
    signal(SIGPIPE, SIG_IGN);
    if (pipe(ends) != 0) {
        return 1;
    }
    close(ends[0]);
    return cancel_write(ends[1], "text", 4) == EPIPE && cancel_write(ends[1], "", 0) == 0 ? 0 : 2;
}

static void a_failure_is_told(void **state)
{
    (void)state;
    assert_int_equal(run(fails, SIGTERM), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_signal_is_noted),
        cmocka_unit_test(an_alarm_is_noted_when_it_is_written),
        cmocka_unit_test(what_was_ignored_stays_ignored),
        cmocka_unit_test(a_write_that_nobody_reads_is_given_up),
        cmocka_unit_test(a_write_that_goes_on_is_let_finish),
        cmocka_unit_test(a_failure_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
