/* The output: replaced as a whole, written whole, or not at all. */
#include "cli/output.h"
#include "support/fail_alloc.h"
#include "support/files.h"
#include "support/place.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static void assert_file(const char *path, const char *text)
{
    struct buffer bytes;
    buffer_init(&bytes);
    assert_true(files_read(".", path, &bytes));
    buffer_byte(&bytes, '\0');
    assert_string_equal(bytes.data, text);
    buffer_free(&bytes);
}

static void assert_mode(const char *path, mode_t mode)
{
    struct stat about;
    assert_int_equal(lstat(path, &about), 0);
    assert_true(S_ISREG(about.st_mode));
    assert_int_equal(about.st_mode & 07777, mode);
}

static size_t count_files(void)
{
    size_t count = 0;
    DIR *opened = opendir(".");
    assert_non_null(opened);
    while (readdir(opened) != NULL) {
        count++;
    }
    closedir(opened);
    return count - 2;
}

static void put(struct output *output, const char *text)
{
    assert_int_equal(output_write(output, text, strlen(text)), 0);
}

static void a_new_file_comes_whole(void **state)
{
    (void)state;
    struct output output;
    mode_t mask = umask(027);
    assert_int_equal(output_open(&output, "new"), 0);
    assert_int_equal(umask(mask), 027);
    put(&output, "one\n");
    assert_int_equal(output_flush(&output), 0);
    put(&output, "two\n");
    assert_false(files_exist(".", "new"));
    assert_int_equal(output_finish(&output), 0);
    assert_file("new", "one\ntwo\n");
    assert_mode("new", 0640);
    assert_int_equal(count_files(), 1);
}

static void the_old_file_stays_until_then(void **state)
{
    (void)state;
    struct output output;
    write_file("old", "before\n");
    assert_int_equal(chmod("old", 0604), 0);
    assert_int_equal(output_open(&output, "./old"), 0);
    put(&output, "after\n");
    assert_int_equal(output_flush(&output), 0);
    assert_file("old", "before\n");
    assert_int_equal(output_finish(&output), 0);
    assert_file("old", "after\n");
    assert_mode("old", 0604);
    assert_int_equal(count_files(), 1);
}

static void what_is_discarded_was_never_there(void **state)
{
    (void)state;
    struct output output;
    write_file("old", "before\n");
    assert_int_equal(output_open(&output, "old"), 0);
    put(&output, "after\n");
    output_discard(&output);
    assert_int_equal(output_finish(&output), 0);
    assert_file("old", "before\n");
    assert_int_equal(count_files(), 1);
}

static void a_link_stays_a_link(void **state)
{
    (void)state;
    struct output output;
    char target[8];
    assert_int_equal(mkdir("d", 0777), 0);
    write_file("d/file", "before\n");
    assert_int_equal(symlink("second", "d/first"), 0);
    assert_int_equal(symlink("file", "d/second"), 0);
    assert_int_equal(symlink("d/first", "link"), 0);
    assert_int_equal(output_open(&output, "link"), 0);
    put(&output, "after\n");
    assert_int_equal(output_finish(&output), 0);
    assert_file("d/file", "after\n");
    assert_int_equal(readlink("link", target, sizeof target), 7);
    assert_int_equal(readlink("d/second", target, sizeof target), 4);
    assert_int_equal(unlink("d/first") | unlink("d/second") | unlink("d/file"), 0);
}

static void a_link_to_nothing_makes_the_file(void **state)
{
    (void)state;
    struct output output;
    mode_t mask = umask(022);
    assert_int_equal(symlink("there", "link"), 0);
    assert_int_equal(output_open(&output, "link"), 0);
    put(&output, "text\n");
    assert_int_equal(output_finish(&output), 0);
    umask(mask);
    assert_mode("there", 0644);
    assert_file("link", "text\n");
}

static void what_cannot_be_opened(void **state)
{
    static const struct {
        const char *path;
        int error;
    } cases[] = {
        {"missing/file", ENOENT},
        {"round", ELOOP},
        {".", EISDIR},
        {"file/below", ENOTDIR},
    };
    (void)state;
    write_file("file", "");
    assert_int_equal(symlink("round", "round"), 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct output output;
        assert_int_equal(output_open(&output, cases[i].path), -1);
        assert_int_equal(output.error, cases[i].error);
        output_discard(&output);
        assert_int_equal(count_files(), 2);
    }
}

static void a_device_is_written_directly(void **state)
{
    (void)state;
    struct output output;
    assert_int_equal(output_open(&output, "/dev/null"), 0);
    assert_false(output_is_terminal(&output));
    put(&output, "text\n");
    assert_int_equal(output_finish(&output), 0);
}

static void a_fifo_is_written_directly(void **state)
{
    (void)state;
    struct output output;
    char got[16] = "";
    assert_int_equal(mkfifo("fifo", 0666), 0);
    int reader = open("fifo", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    assert_true(reader >= 0);
    assert_int_equal(output_open(&output, "fifo"), 0);
    put(&output, "text\n");
    assert_int_equal(output_flush(&output), 0);
    assert_int_equal(read(reader, got, sizeof got), 5);
    assert_string_equal(got, "text\n");
    assert_int_equal(output_finish(&output), 0);
    close(reader);
    assert_int_equal(count_files(), 1);
}

static void a_full_disk_is_a_failure_that_sticks(void **state)
{
    (void)state;
    struct output output;
    assert_int_equal(output_open(&output, "/dev/full"), 0);
    put(&output, "text\n");
    assert_int_equal(output_flush(&output), -1);
    assert_int_equal(output.error, ENOSPC);
    assert_int_equal(output_write(&output, "x", 1), -1);
    assert_int_equal(output_finish(&output), -1);
    assert_int_equal(output.error, ENOSPC);
}

static void much_is_written_in_order(void **state)
{
    (void)state;
    enum { LINES = 60000, BIG = 200000 };
    static char big[BIG];
    struct output output;
    struct buffer expected;
    buffer_init(&expected);
    memset(big, 'b', sizeof big);
    assert_int_equal(output_open(&output, "much"), 0);
    for (unsigned i = 0; i < LINES; i++) {
        size_t start = expected.size;
        buffer_printf(&expected, "%u\n", i);
        if (i == LINES / 2) {
            buffer_append(&expected, big, sizeof big);
        }
        assert_int_equal(output_write(&output, expected.data + start, expected.size - start), 0);
    }
    assert_int_equal(output_finish(&output), 0);

    struct buffer bytes;
    buffer_init(&bytes);
    assert_true(files_read(".", "much", &bytes));
    assert_int_equal(bytes.size, expected.size);
    assert_memory_equal(bytes.data, expected.data, bytes.size);
    buffer_free(&bytes);
    buffer_free(&expected);
}

static void memory_that_runs_out(void **state)
{
    bool failed = true;
    (void)state;
    write_file("old", "before\n");
    for (uint64_t n = 0; failed; n++) {
        struct output output;
        fail_alloc_start(n);
        bool written = output_open(&output, "old") == 0 && output_write(&output, "after\n", 6) == 0;
        if (!written) {
            assert_int_equal(output.error, ENOMEM);
            output_discard(&output);
        } else {
            assert_int_equal(output_finish(&output), 0);
        }
        failed = fail_alloc_stop();
        assert_int_equal(written, !failed);
        assert_file("old", failed ? "before\n" : "after\n");
        assert_int_equal(count_files(), 1);
    }
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, place_enter, place_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_PLACE(a_new_file_comes_whole),
        IN_PLACE(the_old_file_stays_until_then),
        IN_PLACE(what_is_discarded_was_never_there),
        IN_PLACE(a_link_stays_a_link),
        IN_PLACE(a_link_to_nothing_makes_the_file),
        IN_PLACE(what_cannot_be_opened),
        IN_PLACE(a_device_is_written_directly),
        IN_PLACE(a_fifo_is_written_directly),
        IN_PLACE(a_full_disk_is_a_failure_that_sticks),
        IN_PLACE(much_is_written_in_order),
        IN_PLACE(memory_that_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
