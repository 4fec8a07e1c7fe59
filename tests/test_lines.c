/*
 * Where lines begin and end in bytes of any code unit. Each case is fed whole, in chunks of several
 * sizes and in two chunks split at every place, each chunk being memory of its own size that is
 * gone when the next one comes.
 */
#include "text/lines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define BYTES(string) .bytes = (string), .size = sizeof(string) - 1
/* Eight bytes: short enough to write lines that are longer. */
#define SHORT 8

enum fix { FIX_NONE, FIX_BYTE, FIX_UTF16LE, FIX_UTF16BE };

struct line_case {
    const char *name;
    const char *bytes;
    size_t size;
    size_t longest; /* 0: more than any line of the case has */
    enum fix fix;
    /*
     * A line "NUMBER@BYTE UNIT|TEXT" for each line, then " cut" when it is too long and " open" when
     * no line feed ends it. In TEXT stand the characters of the code units: printable ASCII as it
     * is, other bytes as \x0d, other units as \u000d.
     */
    const char *expected;
};

static void show_unit(struct buffer *log, unsigned value, const char *escape)
{
    if (value > 0x20 && value < 0x7F && value != '\\') {
        buffer_byte(log, (char)value);
    } else {
        buffer_printf(log, escape, value);
    }
}

static void show_text(struct buffer *log, const struct raw_line *line)
{
    const unsigned char *bytes = (const unsigned char *)line->data;
    size_t i = 0;
    for (; line->unit != UNIT_BYTE && i + 1 < line->size; i += 2) {
        unsigned low = line->unit == UNIT_UTF16LE ? bytes[i] : bytes[i + 1];
        unsigned high = line->unit == UNIT_UTF16LE ? bytes[i + 1] : bytes[i];
        show_unit(log, high << 8 | low, "\\u%04x");
    }
    for (; i < line->size; i++) {
        show_unit(log, bytes[i], "\\x%02x");
    }
}

static void show_line(struct buffer *log, const struct raw_line *line)
{
    static const char *const units[] = {"byte", "le", "be"};
    buffer_number(log, line->place.line);
    buffer_byte(log, '@');
    buffer_number(log, line->place.byte);
    buffer_printf(log, " %s|", units[line->unit]);
    show_text(log, line);
    buffer_printf(log, "%s%s\n", line->too_long ? " cut" : "", line->ended ? "" : " open");
}

static void take_lines(struct lines *lines, struct buffer *log)
{
    struct raw_line line;
    while (lines_next(lines, &line)) {
        show_line(log, &line);
    }
    assert_false(lines_failed(lines));
}

static void feed_chunk(struct lines *lines, const char *bytes, size_t size, struct buffer *log)
{
    char *chunk = malloc(size);
    assert_true(chunk != NULL || size == 0);
    if (size > 0) {
        memcpy(chunk, bytes, size);
    }
    lines_feed(lines, chunk, size);
    take_lines(lines, log);
    free(chunk);
}

/* The first chunk of that many bytes, the others of next. */
static void read_all(const struct line_case *at, size_t first, size_t next, struct buffer *log)
{
    static const enum unit units[] = {UNIT_BYTE, UNIT_BYTE, UNIT_UTF16LE, UNIT_UTF16BE};
    struct lines lines;
    lines_init(&lines, at->longest != 0 ? at->longest : 4096);
    if (at->fix != FIX_NONE) {
        lines_fix_unit(&lines, units[at->fix]);
    }
    size_t size = first;
    for (size_t fed = 0; fed < at->size; fed += size, size = next) {
        size = size < at->size - fed ? size : at->size - fed;
        feed_chunk(&lines, at->bytes + fed, size, log);
        if (size == 0) {
            size = 0;
        }
    }
    lines_feed(&lines, NULL, 0);
    lines_finish(&lines);
    take_lines(&lines, log);
    lines_free(&lines);
}

static void check_chunking(const struct line_case *at, size_t first, size_t next)
{
    struct buffer log;
    buffer_init(&log);
    read_all(at, first, next, &log);
    buffer_byte(&log, '\0');
    assert_false(log.failed);
    if (strcmp(log.data, at->expected) != 0) {
        print_error("first chunk %zu, others %zu\nexpected:\n%sgot:\n%s", first, next,
                    at->expected, log.data);
        buffer_free(&log);
        fail();
    }
    buffer_free(&log);
}

static void check_case(void **state)
{
    static const size_t sizes[] = {SIZE_MAX, 1, 2, 3, 5, 7, 31};
    const struct line_case *at = *state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        check_chunking(at, sizes[i], sizes[i]);
    }
    for (size_t first = 0; first <= at->size; first++) {
        check_chunking(at, first, SIZE_MAX);
    }
}
