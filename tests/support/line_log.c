#include "support/line_log.h"

#include <stdlib.h>
#include <string.h>

static void line_log_unit(struct buffer *log, unsigned value, const char *escape)
{
    if (value > ' ' && value < 0x7F && value != '\\') {
        buffer_byte(log, (char)value);
    } else {
        buffer_printf(log, escape, value);
    }
}

static void line_log_text(struct buffer *log, const struct raw_line *line)
{
    const unsigned char *bytes = (const unsigned char *)line->data;
    size_t i = 0;
    for (; line->unit != UNIT_BYTE && i + 1 < line->size; i += 2) {
        unsigned low = line->unit == UNIT_UTF16LE ? bytes[i] : bytes[i + 1];
        unsigned high = line->unit == UNIT_UTF16LE ? bytes[i + 1] : bytes[i];
        line_log_unit(log, high << 8 | low, "\\u%04x");
    }
    for (; i < line->size; i++) {
        line_log_unit(log, bytes[i], "\\x%02x");
    }
}

static void line_log_line(struct buffer *log, const struct raw_line *line)
{
    static const char *const units[] = {"byte", "le", "be"};
    buffer_number(log, line->place.line);
    buffer_byte(log, '@');
    buffer_number(log, line->place.byte);
    buffer_printf(log, " %s|", units[line->unit]);
    line_log_text(log, line);
    buffer_printf(log, "%s%s\n", line->too_long ? " cut" : "", line->ended ? "" : " open");
}

static bool line_log_drain(struct buffer *log, struct lines *lines)
{
    struct raw_line line;
    while (lines_next(lines, &line)) {
        line_log_line(log, &line);
    }
    return !lines_failed(lines);
}

static bool line_log_chunk(struct buffer *log, struct lines *lines, const char *bytes, size_t size)
{
    char *chunk = malloc(size);
    if (chunk == NULL && size > 0) {
        return false;
    }
    if (size > 0) {
        memcpy(chunk, bytes, size);
    }
    lines_feed(lines, chunk, size);
    bool done = line_log_drain(log, lines);
    free(chunk);
    return done;
}

bool line_log_append(struct buffer *log, const struct line_source *source, struct chunking chunking)
{
    struct lines lines;
    lines_init(&lines, source->longest);
    if (source->fixed != NULL) {
        lines_fix_unit(&lines, *source->fixed);
    }
    bool done = true;
    size_t fed = 0;
    for (size_t size = chunking.first; done && fed < source->size; size = chunking.next) {
        size = size < source->size - fed ? size : source->size - fed;
        done = line_log_chunk(log, &lines, source->bytes + fed, size);
        fed += size;
    }
    lines_feed(&lines, NULL, 0);
    lines_finish(&lines);
    done = done && line_log_drain(log, &lines);
    lines_free(&lines);
    return done && !log->failed;
}
