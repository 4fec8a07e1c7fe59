/*
 * Every case of fixtures/cli. A case is a directory:
 *   cmd      one line for sh, run in the directory; $OUTCONN is the program
 *   stdout, stderr   the bytes expected there; missing: none
 *   status   the exit status expected; missing: 0
 */
#include "base/text.h"
#include "support/files.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define CASES "fixtures/cli"
#define PROGRAM "build/outconn"

/* What one run gave. */
struct result {
    int status;
    struct buffer output;
    struct buffer errors;
};

static void read_stream(FILE *stream, struct buffer *bytes)
{
    rewind(stream);
    size_t got;
    do {
        char *room = buffer_reserve(bytes, 4096);
        assert_non_null(room);
        got = fread(room, 1, 4096, stream);
        bytes->size += got;
    } while (got > 0);
    assert_false(ferror(stream));
}

/* Never returns; what goes wrong here shows as status 127. */
static void run_command(const char *directory, const char *command, FILE *output, FILE *errors)
{
    int nothing = open("/dev/null", O_RDONLY);
    if (nothing >= 0 && dup2(nothing, STDIN_FILENO) >= 0 &&
        dup2(fileno(output), STDOUT_FILENO) >= 0 && dup2(fileno(errors), STDERR_FILENO) >= 0 &&
        chdir(directory) == 0) {
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    }
    _exit(127);
}

static struct result run_case(const char *directory, const char *command)
{
    FILE *output = tmpfile();
    FILE *errors = tmpfile();
    assert_true(output != NULL && errors != NULL);
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        run_command(directory, command, output, errors);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);

    struct result result = {.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128};
    buffer_init(&result.output);
    buffer_init(&result.errors);
    read_stream(output, &result.output);
    read_stream(errors, &result.errors);
    fclose(output);
    fclose(errors);
    return result;
}

/* The file of the case, "" if it has none; terminated. */
static struct buffer expectation(const char *directory, const char *name)
{
    struct buffer bytes;
    buffer_init(&bytes);
    if (files_exist(directory, name)) {
        assert_true(files_read(directory, name, &bytes));
    }
    buffer_byte(&bytes, '\0');
    assert_false(bytes.failed);
    bytes.size--;
    return bytes;
}

static bool same_bytes(const char *directory, const char *name, const struct buffer *got)
{
    struct buffer expected = expectation(directory, name);
    bool same = text_equal(buffer_view(&expected), buffer_view(got));
    if (!same) {
        print_error("%s: %s is not as expected\n--- expected\n%.*s--- got\n%.*s---\n", directory,
                    name, (int)expected.size, expected.data, (int)got->size, buffer_view(got).data);
    }
    buffer_free(&expected);
    return same;
}

static bool same_status(const char *directory, int got)
{
    struct buffer bytes = expectation(directory, "status");
    int expected = (int)strtol(bytes.data, NULL, 10);
    buffer_free(&bytes);
    if (got != expected) {
        print_error("%s: exit status %d, expected %d\n", directory, got, expected);
    }
    return got == expected;
}

static void check_case(void **state)
{
    const char *directory = *state;
    struct buffer command = expectation(directory, "cmd");
    assert_true(command.size > 0);
    struct result result = run_case(directory, command.data);
    bool good = same_status(directory, result.status);
    good = same_bytes(directory, "stdout", &result.output) && good;
    good = same_bytes(directory, "stderr", &result.errors) && good;
    buffer_free(&command);
    buffer_free(&result.output);
    buffer_free(&result.errors);
    assert_true(good);
}

/* The program by a path that holds in every directory, and nothing else that changes what it says.
 */
static bool set_environment(void)
{
    char here[4096];
    char program[8192];
    const char *named = getenv("OUTCONN");
    if (named == NULL) {
        named = PROGRAM;
    }
    if (getcwd(here, sizeof here) == NULL) {
        return false;
    }
    int size = snprintf(program, sizeof program, "%s/%s", *named == '/' ? "" : here, named);
    return size > 0 && (size_t)size < sizeof program && access(program, X_OK) == 0 &&
           setenv("OUTCONN", program, 1) == 0 && setenv("LC_ALL", "C", 1) == 0 &&
           unsetenv("NO_COLOR") == 0 && unsetenv("POSIXLY_CORRECT") == 0;
}

static int run_cases(const struct file_list *cases)
{
    struct CMUnitTest *tests = calloc(cases->count, sizeof *tests);
    if (tests == NULL) {
        return 1;
    }
    for (size_t i = 0; i < cases->count; i++) {
        tests[i] = (struct CMUnitTest){
            .name = cases->paths[i],
            .test_func = check_case,
            .initial_state = cases->paths[i],
        };
    }
    int failed = _cmocka_run_group_tests("cli", tests, cases->count, NULL, NULL);
    free(tests);
    return failed;
}

int main(void)
{
    struct file_list cases = {.paths = NULL};
    int failed = 1;
    if (!files_directories(CASES, &cases) || cases.count == 0) {
        print_error("no cases in " CASES "\n");
    } else if (!set_environment()) {
        print_error("the program is not there: set OUTCONN to its path\n");
    } else {
        failed = run_cases(&cases);
    }
    files_list_free(&cases);
    return failed;
}
