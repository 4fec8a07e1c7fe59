/* CSV and its twin TSV: one line per row, the same cells, another separator. */
#include "report/report.h"

#include "base/decimal.h"
#include "base/text.h"
#include "report/eight.h"

#include <string.h>

#define REPORT_CSV_CELLS 14

static const char *const report_csv_columns[REPORT_CSV_CELLS] = {
    "capture",    "snapshot",       "taken_at",    "image", "pid",
    "session",    "session_id",     "kind",        "proto", "local_address",
    "local_port", "remote_address", "remote_port", "state",
};

/*
 * A line goes into room that is large enough for all of it: rows come by the tens of millions, and
 * each cell must not ask for memory again. Each function here writes at to and returns the end.
 */

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

static char *report_csv_byte(char *to, char byte)
{
    *to = byte;
    return to + 1;
}

static char *report_csv_quoted(char *to, oc_text text)
{
    to = report_csv_byte(to, '"');
    if (report_csv_formula(text)) {
        to = report_csv_byte(to, '\'');
    }
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '"') {
            to = report_csv_byte(to, '"');
        }
        to = report_csv_byte(to, text.data[i]);
    }
    return report_csv_byte(to, '"');
}

/* What a cell holds only in quotes is among these; that TSV has the comma as well, and every
 * control character is there, only makes such a cell slower. */
static uint64_t report_csv_special(uint64_t eight)
{
    return eight_below(eight, 0x20) | eight_equal(eight, ',') | eight_equal(eight, '"');
}

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

/* Copies and looks in one go: almost every cell needs neither quotes nor a leading '. */
static bool report_csv_copy(char *to, oc_text text)
{
    return !report_csv_formula(text) &&
           eight_copy_text(to, text.data, text.size, report_csv_special) == 0;
}

/* Every cell but the last of a line ends with its separator. */
static char *report_csv_text(char *to, oc_text text, char separator)
{
    if (report_csv_copy(to, text)) {
        to += text.size;
    } else if (report_csv_needs_quotes(text, separator)) {
        to = report_csv_quoted(to, text);
    } else {
        if (report_csv_formula(text)) {
            to = report_csv_byte(to, '\'');
        }
        memcpy(to, text.data, text.size);
        to += text.size;
    }
    return report_csv_byte(to, separator);
}

/* Words of ours, which need no quotes; they are copied with what lies behind them. */
struct report_csv_word {
    char bytes[15];
    unsigned char size;
};

#define REPORT_CSV_WORD(name, word) [name] = {word, sizeof(word) - 1},

static const struct report_csv_word report_csv_kinds[] = {OC_ROW_KIND_MAP(REPORT_CSV_WORD)};
static const struct report_csv_word report_csv_states[] = {OC_STATE_MAP(REPORT_CSV_WORD)};

static char *report_csv_word(char *to, const struct report_csv_word *word, char separator)
{
    memcpy(to, word->bytes, sizeof word->bytes);
    return report_csv_byte(to + word->size, separator);
}

/* Of what is not known, nothing. */
static char *report_csv_number(char *to, int64_t number, char separator)
{
    if (number >= 0) {
        to += decimal_write(to, (uint64_t)number);
    }
    return report_csv_byte(to, separator);
}

static char *report_csv_capture(char *to, oc_text capture, char separator)
{
    if (text_equal(capture, text_of("-"))) {
        return report_csv_byte(report_csv_byte(to, '-'), separator);
    }
    return report_csv_text(to, capture, separator);
}

static char *report_csv_endpoint(char *to, const oc_endpoint *endpoint, char separator)
{
    to = report_csv_text(to, endpoint->address, separator);
    if (endpoint->port < 0) {
        return report_csv_text(to, endpoint->service, separator);
    }
    return report_csv_number(to, endpoint->port, separator);
}

/* Room for the line: in a text each byte may be a quote, and four bytes may stand around it. */
static size_t report_csv_room(const oc_snapshot *snapshot, const oc_target *target,
                              const oc_connection *row)
{
    const size_t sizes[] = {
        snapshot->capture.size,  snapshot->taken_at.size,  target->image.size,
        target->session.size,    row->proto.size,          row->local.address.size,
        row->local.service.size, row->remote.address.size, row->remote.service.size,
    };
    size_t sum = 0;
    size_t bits = 0; /* of all sizes: a sum of those that lack the highest bits fits */
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        sum += sizes[i];
        bits |= sizes[i];
    }
    return bits > SIZE_MAX / 64 ? SIZE_MAX : REPORT_CSV_CELLS * (DECIMAL_MOST + 4) + sum * 2;
}

static void report_csv_row(oc_report *report, const oc_snapshot *snapshot, const oc_target *target,
                           const oc_connection *row)
{
    struct buffer *out = &report->out;
    char *start = buffer_reserve(out, report_csv_room(snapshot, target, row));
    if (start == NULL) {
        return;
    }
    const char separator = report_csv_separator(report);
    char *to = report_csv_capture(start, snapshot->capture, separator);
    to += decimal_write(to, snapshot->number);
    to = report_csv_byte(to, separator);
    to = report_csv_text(to, snapshot->taken_at, separator);
    to = report_csv_text(to, target->image, separator);
    to = report_csv_number(to, target->pid, separator);
    to = report_csv_text(to, target->session, separator);
    to = report_csv_number(to, target->session_id, separator);
    to = report_csv_word(to, &report_csv_kinds[row->kind], separator);
    to = report_csv_text(to, row->proto, separator);
    to = report_csv_endpoint(to, &row->local, separator);
    to = report_csv_endpoint(to, &row->remote, separator);
    if (row->kind == OC_UDP) {
        to = report_csv_byte(to, '\n');
    } else {
        to = report_csv_word(to, &report_csv_states[row->state], '\n');
    }
    out->size += (size_t)(to - start);
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
