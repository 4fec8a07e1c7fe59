/* CSV and its twin TSV: one line per row, the same cells, another separator. */
#include "report/report.h"

#include "base/text.h"

#include <limits.h>
#include <string.h>

#define REPORT_CSV_CELLS 14
#define REPORT_CSV_NUMBER 20 /* digits of the largest number */

static const char *const report_csv_columns[REPORT_CSV_CELLS] = {
    "capture",    "snapshot",       "taken_at",    "image", "pid",
    "session",    "session_id",     "kind",        "proto", "local_address",
    "local_port", "remote_address", "remote_port", "state",
};

/*
 * One line on its way into room that is large enough for it: rows come by the tens of millions,
 * so that each cell must not ask for memory again.
 */
struct report_csv_line {
    char *end;
    char separator;
};

static char report_csv_separator(const oc_report *report)
{
    return report->writer == &report_tsv_writer ? '\t' : ',';
}

/* A spreadsheet would run such a cell as a formula. */
static bool report_csv_formula(oc_text text)
{
    switch (text.size == 0 ? '\0' : text.data[0]) {
    case '=':
    case '+':
    case '-':
    case '@':
    case '\t':
    case '\r':
        return true;
    default:
        return false;
    }
}

static void report_csv_byte(struct report_csv_line *line, char byte)
{
    *line->end++ = byte;
}

static void report_csv_quoted(struct report_csv_line *line, oc_text text)
{
    report_csv_byte(line, '"');
    if (report_csv_formula(text)) {
        report_csv_byte(line, '\'');
    }
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '"') {
            report_csv_byte(line, '"');
        }
        report_csv_byte(line, text.data[i]);
    }
    report_csv_byte(line, '"');
}

/* Bytes that a cell holds only in quotes; TSV has the comma as well, which does no harm there. */
static const bool report_csv_special[UCHAR_MAX + 1] = {
    [','] = true, ['\t'] = true, ['"'] = true, ['\r'] = true, ['\n'] = true,
};

static bool report_csv_needs_quotes(oc_text text, char separator)
{
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.data[i];
        if (byte == separator || byte == '"' || byte == '\r' || byte == '\n') {
            return true;
        }
    }
    return false;
}

static void report_csv_bytes(struct report_csv_line *line, const char *bytes, size_t size)
{
    if (size > 0) {
        memcpy(line->end, bytes, size);
        line->end += size;
    }
}

/* Copies and looks in one go: almost every cell needs neither quotes nor a leading '. */
static bool report_csv_copy(struct report_csv_line *line, oc_text text)
{
    bool special = report_csv_formula(text);
    for (size_t i = 0; i < text.size; i++) {
        line->end[i] = text.data[i];
        special |= report_csv_special[(unsigned char)text.data[i]];
    }
    return !special;
}

/* Every cell but the last of a line ends with its separator. */
static void report_csv_text(struct report_csv_line *line, oc_text text)
{
    if (report_csv_copy(line, text)) {
        line->end += text.size;
    } else if (report_csv_needs_quotes(text, line->separator)) {
        report_csv_quoted(line, text);
    } else {
        if (report_csv_formula(text)) {
            report_csv_byte(line, '\'');
        }
        report_csv_bytes(line, text.data, text.size);
    }
    report_csv_byte(line, line->separator);
}

/* A word of ours, which needs no quotes. */
static void report_csv_word(struct report_csv_line *line, const char *word)
{
    report_csv_bytes(line, word, strlen(word));
    report_csv_byte(line, line->separator);
}

static void report_csv_count(struct report_csv_line *line, uint64_t number)
{
    size_t size = 1;
    for (uint64_t rest = number; rest >= 10; rest /= 10) {
        size++;
    }
    for (size_t i = size; i > 0; i--) {
        line->end[i - 1] = (char)('0' + number % 10);
        number /= 10;
    }
    line->end += size;
    report_csv_byte(line, line->separator);
}

static void report_csv_number(struct report_csv_line *line, int64_t number)
{
    if (number < 0) {
        report_csv_byte(line, line->separator);
        return;
    }
    report_csv_count(line, (uint64_t)number);
}

static void report_csv_capture(struct report_csv_line *line, oc_text capture)
{
    if (text_equal(capture, text_of("-"))) {
        report_csv_byte(line, '-');
        report_csv_byte(line, line->separator);
        return;
    }
    report_csv_text(line, capture);
}

static void report_csv_endpoint(struct report_csv_line *line, const oc_endpoint *endpoint)
{
    report_csv_text(line, endpoint->address);
    if (endpoint->port < 0) {
        report_csv_text(line, endpoint->service);
        return;
    }
    report_csv_count(line, (uint64_t)endpoint->port);
}

static void report_csv_end(struct report_csv_line *line)
{
    line->end[-1] = '\n';
}

/* Room for the line: in a text each byte may be a quote, and four bytes may stand around it. */
static size_t report_csv_room(const oc_snapshot *snapshot, const oc_target *target,
                              const oc_connection *row)
{
    const oc_text texts[] = {
        snapshot->capture,  snapshot->taken_at,  target->image,
        target->session,    row->proto,          row->local.address,
        row->local.service, row->remote.address, row->remote.service,
    };
    size_t room = REPORT_CSV_CELLS * (REPORT_CSV_NUMBER + 4);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (texts[i].size > (SIZE_MAX - room) / 2) {
            return SIZE_MAX;
        }
        room += texts[i].size * 2;
    }
    return room;
}

static void report_csv_row(oc_report *report, const oc_snapshot *snapshot, const oc_target *target,
                           const oc_connection *row)
{
    struct buffer *out = &report->out;
    char *start = buffer_reserve(out, report_csv_room(snapshot, target, row));
    if (start == NULL) {
        return;
    }
    struct report_csv_line line = {.end = start, .separator = report_csv_separator(report)};
    report_csv_capture(&line, snapshot->capture);
    report_csv_count(&line, snapshot->number);
    report_csv_text(&line, snapshot->taken_at);
    report_csv_text(&line, target->image);
    report_csv_number(&line, target->pid);
    report_csv_text(&line, target->session);
    report_csv_number(&line, target->session_id);
    report_csv_word(&line, oc_row_kind_text(row->kind));
    report_csv_text(&line, row->proto);
    report_csv_endpoint(&line, &row->local);
    report_csv_endpoint(&line, &row->remote);
    report_csv_word(&line, row->kind == OC_UDP ? "" : oc_state_text(row->state));
    report_csv_end(&line);
    out->size += (size_t)(line.end - start);
}

static void report_csv_begin(oc_report *report)
{
    for (size_t i = 0; i < REPORT_CSV_CELLS; i++) {
        buffer_string(&report->out, report_csv_columns[i]);
        bool last = i + 1 == REPORT_CSV_CELLS;
        buffer_byte(&report->out, last ? '\n' : report_csv_separator(report));
    }
}

/* Rows that did not come one by one come with their snapshot. */
static void report_csv_snapshot(oc_report *report, const oc_snapshot *snapshot)
{
    for (size_t i = 0; i < snapshot->target_count; i++) {
        oc_row_cursor cursor = {0};
        oc_connection row;
        while (report_drain(report) &&
               report_next_row(report, &snapshot->targets[i], &cursor, &row)) {
            report_csv_row(report, snapshot, &snapshot->targets[i], &row);
        }
    }
}

const struct report_writer report_csv_writer = {
    .name = "csv",
    .begin = report_csv_begin,
    .row = report_csv_row,
    .snapshot = report_csv_snapshot,
};

const struct report_writer report_tsv_writer = {
    .name = "tsv",
    .begin = report_csv_begin,
    .row = report_csv_row,
    .snapshot = report_csv_snapshot,
};
