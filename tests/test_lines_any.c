/*
 * What holds for the lines of any bytes: they are the same at any chunking, no byte is lost between
 * them, no line feed is left in them. The bytes are made of those that have a meaning, in an order
 * that a generator with a fixed seed gives.
 */
#include "support/line_log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { TEXTS = 2000, SIZE_LARGEST = 40, LONGEST = 4096, SHORT = 8 };

struct generator {
    uint64_t state;
};

static unsigned generator_next(struct generator *generator, unsigned below)
{
    generator->state = generator->state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(generator->state >> 33) % below;
}

/* A byte, or a few that belong together, from one of three mixes; returns how many. */
static size_t add_piece(struct generator *generator, unsigned mix, char *bytes)
{
    static const struct {
        const char *bytes;
        size_t size;
    } pieces[] = {
        {"\n", 1},           {"a", 1},        {"\r\n", 2},     {"\0", 1},
        {"b\0", 2},          {"\n\0", 2},     {"\r\0\n\0", 4}, {"\0c", 2},
        {"\0\n", 2},         {"\0\r\0\n", 4}, {"\xFF\xFE", 2}, {"\xFE\xFF", 2},
        {"\xEF\xBB\xBF", 3}, {"\x0A\x4E", 2}, {"\x0D\x0A", 2}, {"16 ASCII letters", 16},
    };
    static const unsigned first[] = {0, 0, 4};
    static const unsigned count[] = {3, 16, 12};
    unsigned at = first[mix] + generator_next(generator, count[mix]);
    memcpy(bytes, pieces[at].bytes, pieces[at].size);
    return pieces[at].size;
}

static size_t make_text(struct generator *generator, char bytes[SIZE_LARGEST + 16])
{
    size_t wanted = generator_next(generator, SIZE_LARGEST);
    unsigned mix = generator_next(generator, 3);
    size_t size = 0;
    while (size < wanted) {
        size += add_piece(generator, mix, bytes + size);
    }
    return size;
}

static void print_bytes(const struct line_source *source)
{
    print_error("bytes:");
    for (size_t i = 0; i < source->size; i++) {
        print_error(" %02x", (unsigned char)source->bytes[i]);
    }
    print_error("\n");
}

static void read_lines(struct buffer *log, const struct line_source *source, size_t first,
                       size_t next)
{
    buffer_clear(log);
    assert_true(line_log_append(log, source, (struct chunking){first, next}));
    buffer_byte(log, '\0');
    assert_false(log->failed);
}

static void compare(const struct line_source *source, const struct buffer *whole,
                    const struct buffer *chunked, size_t first)
{
    if (strcmp(whole->data, chunked->data) != 0) {
        print_bytes(source);
        print_error("first chunk %zu\nexpected:\n%sgot:\n%s", first, whole->data, chunked->data);
        fail();
    }
}

static void check_chunkings(int texts, size_t longest, const enum unit *fixed)
{
    struct generator generator = {longest};
    char bytes[SIZE_LARGEST + 16];
    struct buffer whole;
    struct buffer chunked;
    buffer_init(&whole);
    buffer_init(&chunked);
    for (int i = 0; i < texts; i++) {
        struct line_source source = {bytes, make_text(&generator, bytes), longest, fixed};
        read_lines(&whole, &source, SIZE_MAX, SIZE_MAX);
        for (size_t first = 0; first < source.size; first++) {
            read_lines(&chunked, &source, first, SIZE_MAX);
            compare(&source, &whole, &chunked, first);
        }
        for (size_t next = 1; next < 4; next++) {
            read_lines(&chunked, &source, next, next);
            compare(&source, &whole, &chunked, next);
        }
    }
    buffer_free(&chunked);
    buffer_free(&whole);
}

static void any_chunking_gives_the_same_lines(void **state)
{
    (void)state;
    check_chunkings(TEXTS, LONGEST, NULL);
}

static void any_chunking_gives_the_same_lines_that_are_too_long(void **state)
{
    (void)state;
    check_chunkings(TEXTS, SHORT, NULL);
}

static void any_chunking_gives_the_same_lines_of_a_fixed_unit(void **state)
{
    static const enum unit units[] = {UNIT_BYTE, UNIT_UTF16LE, UNIT_UTF16BE};
    (void)state;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        check_chunkings(TEXTS / 4, LONGEST, &units[i]);
        check_chunkings(TEXTS / 4, SHORT, &units[i]);
    }
}

static bool holds_line_feed(const struct raw_line *line)
{
    size_t step = line->unit == UNIT_BYTE ? 1 : 2;
    size_t low = line->unit == UNIT_UTF16BE ? 1 : 0;
    for (size_t i = 0; i + step <= line->size; i += step) {
        if (line->data[i + low] == '\n' && (step == 1 || line->data[i + 1 - low] == 0)) {
            return true;
        }
    }
    return false;
}

/* From the beginning of a line to that of the next lie its mark, itself and its line feed. */
static bool accounts_for(const struct raw_line *line, uint64_t next_byte)
{
    uint64_t ends = line->ended ? (line->unit == UNIT_BYTE ? 1 : 2) : 0;
    uint64_t mark = next_byte - line->place.byte - line->size - ends;
    bool be_of_utf32 = line->unit == UNIT_UTF16BE && mark == 4;
    return mark == 0 || mark == (line->unit == UNIT_BYTE ? 3 : 2) || be_of_utf32;
}

static void check_lines(const struct line_source *source)
{
    struct lines lines;
    struct raw_line line = {.place = {0, 0}};
    struct raw_line before;
    bool good = true;
    lines_init(&lines, source->longest);
    lines_feed(&lines, source->bytes, source->size);
    lines_finish(&lines);
    while (before = line, lines_next(&lines, &line)) {
        good =
            good && line.place.line == before.place.line + 1 && !holds_line_feed(&line) &&
            (line.place.line == 1 ? line.place.byte == 0 : accounts_for(&before, line.place.byte));
    }
    lines_free(&lines);
    if (!good) {
        print_bytes(source);
        fail();
    }
}

static void no_byte_is_lost_between_lines(void **state)
{
    struct generator generator = {1};
    char bytes[SIZE_LARGEST + 16];
    (void)state;
    for (int i = 0; i < TEXTS; i++) {
        struct line_source source = {bytes, make_text(&generator, bytes), LONGEST, NULL};
        check_lines(&source);
    }
}

/* A line of count characters, then a line "y", both with a line feed; returns how many bytes. */
static size_t make_lines(char *bytes, enum unit unit, size_t count)
{
    static const char *const marks[] = {"", "\xFF\xFE", "\xFE\xFF"};
    size_t size = strlen(marks[unit]);
    memcpy(bytes, marks[unit], size);
    for (size_t i = 0; i < count + 3; i++) {
        char c = i < count ? 'x' : "\ny\n"[i - count];
        if (unit == UNIT_UTF16BE) {
            bytes[size++] = 0;
        }
        bytes[size++] = c;
        if (unit == UNIT_UTF16LE) {
            bytes[size++] = 0;
        }
    }
    return size;
}

static void check_count(enum unit unit, size_t count)
{
    static const char *const units[] = {"byte", "le", "be"};
    char bytes[128];
    size_t width = unit == UNIT_BYTE ? 1 : 2;
    struct line_source source = {bytes, make_lines(bytes, unit, count), SHORT, NULL};
    bool cut = count * width > SHORT;
    struct buffer whole;
    struct buffer chunked;
    buffer_init(&whole);
    buffer_init(&chunked);
    buffer_printf(&whole, "1@0 %s|%.*s%s\n2@%zu %s|y\n", units[unit],
                  cut ? SHORT / (int)width : (int)count, "xxxxxxxx", cut ? " cut" : "",
                  source.size - 2 * width, units[unit]);
    buffer_byte(&whole, '\0');
    for (size_t next = 1; next <= source.size; next++) {
        read_lines(&chunked, &source, next, next);
        compare(&source, &whole, &chunked, next);
    }
    buffer_free(&chunked);
    buffer_free(&whole);
}

static void every_size_around_the_limit(void **state)
{
    (void)state;
    for (size_t count = 0; count < 40; count++) {
        check_count(UNIT_BYTE, count);
        check_count(UNIT_UTF16LE, count);
        check_count(UNIT_UTF16BE, count);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_chunking_gives_the_same_lines),
        cmocka_unit_test(any_chunking_gives_the_same_lines_that_are_too_long),
        cmocka_unit_test(any_chunking_gives_the_same_lines_of_a_fixed_unit),
        cmocka_unit_test(no_byte_is_lost_between_lines),
        cmocka_unit_test(every_size_around_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
