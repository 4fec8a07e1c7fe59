/* gzip data in blocks of every size: what comes out, and that no damage goes unseen. */
#include "base/text.h"
#include "cli/gunzip.h"
#include "outconn.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/fail_alloc.h"
#include "support/table.h"

#define HEADER "\x1f\x8b\x08\0\0\0\0\0\0\x03"
#define BODY "\1\3\0\xfc\xff"
/* "abc", stored; as gzip writes it, but not compressed. */
#define ABC HEADER BODY "abc\xc2\x41\x24\x35\3\0\0\0"
#define NOTHING HEADER "\3\0\0\0\0\0\0\0\0\0"
#define EARLY "damaged: its gzip data ends early"

enum { HEADER_SIZE = 10, MOST = 300 };

/* Memory that is given a few bytes at a time. */
struct blocks {
    struct stream stream;
    const char *bytes;
    size_t size;
    size_t block;
};

static ssize_t blocks_next(struct stream *stream, const char **bytes, char problem[STREAM_PROBLEM])
{
    struct blocks *blocks = (struct blocks *)stream;
    size_t size = blocks->size < blocks->block ? blocks->size : blocks->block;
    (void)problem;
    *bytes = blocks->bytes;
    blocks->bytes += size;
    blocks->size -= size;
    return (ssize_t)size;
}

static void blocks_close(struct stream *stream)
{
    (void)stream;
}

static const struct stream_kind blocks_kind = {.next = blocks_next, .close = blocks_close};

static void blocks_init(struct blocks *blocks, const char *bytes, size_t size, size_t block)
{
    *blocks = (struct blocks){.bytes = bytes, .size = size, .block = block};
    stream_init(&blocks->stream, &blocks_kind);
}

/* All that comes out; problem is "" where it is whole. */
static size_t take_all(struct stream *stream, char out[MOST], char problem[STREAM_PROBLEM])
{
    const char *bytes;
    ssize_t got;
    size_t size = 0;
    problem[0] = '\0';
    while ((got = stream_next(stream, &bytes, problem)) > 0) {
        assert_true((size_t)got <= MOST - size);
        memcpy(out + size, bytes, (size_t)got);
        size += (size_t)got;
    }
    assert_int_equal(got < 0, problem[0] != '\0');
    assert_int_equal(stream_next(stream, &bytes, problem), got); /* it stays so */
    return size;
}

static size_t gunzip(struct zlib *library, struct blocks *blocks, char out[MOST],
                     char problem[STREAM_PROBLEM], bool *wrong)
{
    struct stream *stream = gunzip_open(library, &blocks->stream, problem);
    assert_non_null(stream);
    size_t size = take_all(stream, out, problem);
    *wrong = stream->wrong;
    stream_close(stream);
    return size;
}

struct gunzip_case {
    const char *name;
    const char *bytes;
    size_t size;
    const char *text;
    const char *problem;
    bool wrong;
};

#define BYTES(literal) (literal), sizeof(literal) - 1

static struct gunzip_case cases[] = {
    {"one member", BYTES(ABC), "abc", "", false},
    {"nothing", BYTES(NOTHING), "", "", false},
    {"members", BYTES(ABC NOTHING ABC), "abcabc", "", false},
    {"zeros behind it", BYTES(ABC "\0\0\0\0"), "abc", "", false},
    {"a member behind zeros", BYTES(ABC "\0" ABC), "abc", "", false},
    {"garbage behind it", BYTES(ABC "garbage"), "abc", "", false},
    {"garbage that begins like a member", BYTES(ABC "\x1f\x8a"), "abc", "", false},
    {"one byte of another member", BYTES(ABC "\x1f"), "abc", EARLY, false},
    {"two bytes of another member", BYTES(ABC "\x1f\x8b"), "abc", EARLY, false},
    {"another member without its end", BYTES(ABC HEADER BODY "ab"), "abcab", EARLY, false},
    {"another member of another kind", BYTES(ABC "\x1f\x8b\x07..."), "",
     "damaged: unknown compression method in its gzip data", true},
    {"wrong checksum", BYTES(HEADER BODY "abd\xc2\x41\x24\x35\3\0\0\0"), "",
     "damaged: wrong checksum in its gzip data", true},
    {"wrong checksum of another member", BYTES(ABC HEADER BODY "abc\xc2\x41\x24\x36\3\0\0\0"), "",
     "damaged: wrong checksum in its gzip data", true},
    {"wrong length", BYTES(HEADER BODY "abc\xc2\x41\x24\x35\4\0\0\0"), "",
     "damaged: incorrect length check in its gzip data", true},
};

static void check_case(void **state)
{
    const struct gunzip_case *at = *state;
    struct zlib library;
    struct blocks blocks;
    char out[MOST];
    char problem[STREAM_PROBLEM];
    bool wrong;
    zlib_init(&library);
    for (size_t block = 1; block <= at->size; block++) {
        blocks_init(&blocks, at->bytes, at->size, block);
        size_t size = gunzip(&library, &blocks, out, problem, &wrong);
        assert_string_equal(problem, at->problem);
        assert_int_equal(size, strlen(at->text));
        assert_memory_equal(out, at->text, size);
        assert_int_equal(wrong, at->wrong);
    }
    zlib_free(&library);
}

static void whatever_is_cut_ends_early(void **state)
{
    struct zlib library;
    struct blocks blocks;
    char out[MOST];
    char problem[STREAM_PROBLEM];
    bool wrong;
    (void)state;
    zlib_init(&library);
    for (size_t size = 0; size < sizeof ABC - 1; size++) {
        blocks_init(&blocks, ABC, size, 7);
        assert_true(gunzip(&library, &blocks, out, problem, &wrong) <= 3);
        assert_string_equal(problem, EARLY);
        assert_false(wrong);
    }
    zlib_free(&library);
}

/* What its header says, as its time, is under no checksum, and a stored block begins with bits that
 * mean nothing. */
static void no_bit_of_the_data_changes_unseen(void **state)
{
    struct zlib library;
    struct blocks blocks;
    char bytes[] = ABC;
    char out[MOST];
    char problem[STREAM_PROBLEM];
    bool wrong;
    (void)state;
    zlib_init(&library);
    for (size_t bit = HEADER_SIZE * 8; bit < (sizeof bytes - 1) * 8; bit++) {
        bytes[bit / 8] = (char)(bytes[bit / 8] ^ (1 << bit % 8));
        blocks_init(&blocks, bytes, sizeof bytes - 1, sizeof bytes);
        size_t size = gunzip(&library, &blocks, out, problem, &wrong);
        bool told = text_starts(text_of(problem), text_of("damaged: "));
        bool same = problem[0] == '\0' && size == 3 && memcmp(out, "abc", 3) == 0;
        assert_true(told || (same && bit / 8 == HEADER_SIZE));
        bytes[bit / 8] = (char)(bytes[bit / 8] ^ (1 << bit % 8));
    }
    zlib_free(&library);
}

static void what_is_below_fails_it(void **state)
{
    struct zlib library;
    struct blocks blocks;
    char out[MOST];
    char problem[STREAM_PROBLEM];
    bool wrong;
    (void)state;
    zlib_init(&library);
    blocks_init(&blocks, ABC, sizeof ABC - 1, 1);
    blocks.stream.failed = true;
    stream_fail(blocks.stream.problem, "no such disk");
    assert_int_equal(gunzip(&library, &blocks, out, problem, &wrong), 0);
    assert_string_equal(problem, "no such disk");
    assert_false(wrong);
    zlib_free(&library);
}

static void memory_that_runs_out_is_told(void **state)
{
    struct zlib library;
    struct blocks blocks;
    char problem[STREAM_PROBLEM];
    bool failed = true;
    (void)state;
    zlib_init(&library);
    blocks_init(&blocks, ABC, sizeof ABC - 1, 1);
    for (uint64_t failing = 0; failed; failing++) {
        fail_alloc_start(failing);
        struct stream *stream = gunzip_open(&library, &blocks.stream, problem);
        failed = fail_alloc_stop();
        assert_int_equal(stream == NULL, failed);
        if (stream == NULL) {
            assert_string_equal(problem, oc_status_text(OC_NO_MEMORY));
        } else {
            stream_close(stream);
        }
    }
    zlib_free(&library);
}

/* ---- streams ----------------------------------------------------------------------------- */

static void what_was_looked_at_comes_again(void **state)
{
    char bytes[KIND_HEAD + 100];
    char out[KIND_HEAD + 100];
    char problem[STREAM_PROBLEM];
    struct blocks blocks;
    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (char)(i * 7);
    }
    for (size_t block = 1; block <= sizeof bytes; block++) {
        size_t all = sizeof bytes - block % 3 * 80; /* also less than is looked at */
        size_t head = all < KIND_HEAD ? all : KIND_HEAD;
        const char *next;
        ssize_t got;
        size_t size = 0;
        blocks_init(&blocks, bytes, all, block);
        assert_true(stream_peek(&blocks.stream, problem));
        assert_int_equal(blocks.stream.head_size, head);
        assert_memory_equal(blocks.stream.head, bytes, head);
        while ((got = stream_next(&blocks.stream, &next, problem)) > 0) {
            memcpy(out + size, next, (size_t)got);
            size += (size_t)got;
        }
        assert_int_equal(size, all);
        assert_memory_equal(out, bytes, all);
    }
}

static bool count_to_five(void *user, size_t size, char problem[STREAM_PROBLEM])
{
    size_t *counted = user;
    *counted += size;
    return *counted <= 5 || stream_fail(problem, "more than five");
}

static void what_is_counted_is_stopped(void **state)
{
    struct blocks blocks;
    size_t counted = 0;
    char problem[STREAM_PROBLEM];
    (void)state;
    blocks_init(&blocks, "abcdef", 6, 2);
    blocks.stream.count = count_to_five;
    blocks.stream.user = &counted;
    assert_false(stream_finish(&blocks.stream, problem));
    assert_string_equal(problem, "more than five");
    assert_int_equal(counted, 6);
    blocks_init(&blocks, "abcde", 5, 2);
    blocks.stream.count = count_to_five;
    blocks.stream.user = &counted;
    counted = 0;
    assert_true(stream_finish(&blocks.stream, problem));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_is_cut_ends_early),
        cmocka_unit_test(no_bit_of_the_data_changes_unseen),
        cmocka_unit_test(what_is_below_fails_it),
        cmocka_unit_test(memory_that_runs_out_is_told),
        cmocka_unit_test(what_was_looked_at_comes_again),
        cmocka_unit_test(what_is_counted_is_stopped),
    };
    int failed = TABLE_RUN("gunzip", cases, check_case);
    return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
