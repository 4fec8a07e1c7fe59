/* The report for people: per target a head line, a table of rows, a summary line. */
#include "report/report_text.h"

#include "base/text.h"
#include "report/escape.h"
#include "report/labels.h"
#include "report/wording.h"
#include "text/utf8.h"

#include <inttypes.h>
#include <string.h>

#define REPORT_TEXT_DIM "\x1b[2m"

void report_text_color(oc_report *report, const char *color)
{
    if (report->options.color && color != NULL) {
        buffer_string(&report->out, color);
    }
}

static bool report_text_filled(oc_text text)
{
    return text.size > 0;
}

/* A blank line between any two blocks. */
void report_text_gap(oc_report *report)
{
    if (report->began || report->out.size > 0) {
        buffer_byte(&report->out, '\n');
    }
}

/* ---- head line ---- */

/* 214080 is 214,080. */
static void report_text_grouped(struct buffer *out, uint64_t number)
{
    uint64_t unit = 1;
    while (number / unit >= 1000) {
        unit *= 1000;
    }
    buffer_number(out, number / unit);
    while (unit > 1) {
        number %= unit;
        unit /= 1000;
        buffer_printf(out, ",%03u", (unsigned)(number / unit));
    }
}

void report_text_name(struct buffer *out, oc_text image, int64_t pid)
{
    bool named = report_text_filled(image);
    escape_terminal(out, image);
    if (pid >= 0) {
        buffer_printf(out, "%spid %" PRId64, named ? "  " : "", pid);
    } else if (!named) {
        buffer_string(out, "no PID and no name");
    }
}

static void report_text_session(struct buffer *out, const oc_target *target)
{
    bool named = report_text_filled(target->session);
    if (!named && target->session_id < 0) {
        return;
    }
    buffer_string(out, "  session ");
    escape_terminal(out, target->session);
    if (target->session_id >= 0) {
        buffer_printf(out, named ? " (%" PRId64 ")" : "%" PRId64, target->session_id);
    }
}

static void report_text_head(oc_report *report, const oc_target *target)
{
    struct buffer *out = &report->out;
    report_text_color(report, REPORT_TEXT_BOLD);
    report_text_name(out, target->image, target->pid);
    report_text_session(out, target);
    if (target->memory_kib >= 0) {
        buffer_string(out, "  ");
        report_text_grouped(out, (uint64_t)target->memory_kib);
        buffer_string(out, " KiB");
    }
    report_text_color(report, REPORT_TEXT_PLAIN);
    buffer_byte(out, '\n');
}

/* ---- table ---- */

static void report_text_address(struct buffer *out, oc_text address)
{
    bool brackets = address.size > 0 && memchr(address.data, ':', address.size) != NULL;
    if (!report_text_filled(address)) {
        buffer_byte(out, '*');
        return;
    }
    buffer_string(out, brackets ? "[" : "");
    escape_terminal(out, address);
    buffer_string(out, brackets ? "]" : "");
}

static void report_text_endpoint(struct buffer *out, const oc_endpoint *endpoint)
{
    report_text_address(out, endpoint->address);
    buffer_byte(out, ':');
    if (endpoint->port >= 0) {
        buffer_number(out, (uint64_t)endpoint->port);
    } else if (report_text_filled(endpoint->service)) {
        escape_terminal(out, endpoint->service);
    } else {
        buffer_byte(out, '*');
    }
}

static size_t report_text_cells_since(const struct buffer *out, size_t start)
{
    return utf8_cells(text_sub(buffer_view(out), start, out->size));
}

/* Writes the end where the next bytes go, measures it and takes it back. */
static size_t report_text_measure(struct buffer *out, const oc_endpoint *endpoint)
{
    size_t start = out->size;
    report_text_endpoint(out, endpoint);
    size_t cells = report_text_cells_since(out, start);
    out->size = start;
    return cells;
}

static size_t report_text_wider(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* Of the longest label, and of the heading. */
static size_t report_text_label_width(const struct labels *labels)
{
    size_t width = labels->count == 0 ? 0 : strlen("SERVER");
    for (size_t i = 0; i < labels->count; i++) {
        width = report_text_wider(width, utf8_cells(labels->ends[i]->label));
    }
    return width;
}

void report_text_widen(oc_report *report, struct report_text_table *table, const oc_connection *row)
{
    struct buffer *out = &report->out;
    table->local_width =
        report_text_wider(table->local_width, report_text_measure(out, &row->local));
    table->remote_width =
        report_text_wider(table->remote_width, report_text_measure(out, &row->remote));
    if (row->kind == OC_UDP) {
        table->proto_width = strlen("PROTO");
    }
    table->rows++;
}

static struct report_text_table report_text_layout(oc_report *report, const oc_target *target)
{
    struct report_text_table table = {.local_width = strlen("LOCAL"),
                                      .remote_width = strlen("REMOTE")};
    report->out.failed |= !labels_init(&table.labels, target);
    table.label_width = report_text_label_width(&table.labels);
    oc_row_cursor cursor = {0};
    oc_connection row;
    while (!report->out.failed && report_next_row(report, target, &cursor, &row)) {
        report_text_widen(report, &table, &row);
    }
    return table;
}

/* Blanks behind a cell that began at start, up to the next column. */
static void report_text_pad(struct buffer *out, size_t start, size_t width)
{
    for (size_t cells = report_text_cells_since(out, start); cells < width + 2; cells++) {
        buffer_byte(out, ' ');
    }
}

static void report_text_cell(struct buffer *out, oc_text text, size_t width)
{
    size_t start = out->size;
    escape_terminal(out, text);
    report_text_pad(out, start, width);
}

static void report_text_columns(oc_report *report, const struct report_text_table *table)
{
    struct buffer *out = &report->out;
    buffer_string(out, "  ");
    report_text_color(report, REPORT_TEXT_DIM);
    if (table->proto_width > 0) {
        report_text_cell(out, text_of("PROTO"), table->proto_width);
    }
    report_text_cell(out, text_of("LOCAL"), table->local_width);
    report_text_cell(out, text_of("REMOTE"), table->remote_width);
    if (table->label_width > 0) {
        report_text_cell(out, text_of("SERVER"), table->label_width);
    }
    buffer_string(out, "STATE");
    report_text_color(report, REPORT_TEXT_PLAIN);
    buffer_byte(out, '\n');
}

static const char *report_text_state_color(oc_state state)
{
    switch (state) {
    case OC_ESTABLISHED:
        return REPORT_TEXT_GREEN;
    case OC_CLOSE_WAIT:
    case OC_SYN_SENT:
        return REPORT_TEXT_YELLOW;
    default:
        return NULL;
    }
}

void report_text_state(struct buffer *out, oc_state state, oc_text word)
{
    bool as_printed = state == OC_UNKNOWN && report_text_filled(word);
    escape_terminal(out, as_printed ? word : text_of(oc_state_text(state)));
}

void report_text_ends(oc_report *report, const struct report_text_table *table,
                      const oc_connection *row)
{
    struct buffer *out = &report->out;
    if (table->proto_width > 0) {
        report_text_cell(out, row->proto, table->proto_width);
    }
    size_t start = out->size;
    report_text_endpoint(out, &row->local);
    report_text_pad(out, start, table->local_width);
    start = out->size;
    report_text_endpoint(out, &row->remote);
    if (row->kind != OC_UDP) {
        report_text_pad(out, start, table->remote_width);
        if (table->label_width > 0) {
            report_text_cell(out, labels_find(&table->labels, &row->remote), table->label_width);
        }
    }
}

static void report_text_row(oc_report *report, const struct report_text_table *table,
                            const oc_connection *row)
{
    struct buffer *out = &report->out;
    const char *color = report_text_state_color(row->state);
    buffer_string(out, "  ");
    report_text_ends(report, table, row);
    if (row->kind != OC_UDP) {
        report_text_color(report, color);
        report_text_state(out, row->state, row->state_word);
        report_text_color(report, color == NULL ? NULL : REPORT_TEXT_PLAIN);
    }
    buffer_byte(out, '\n');
}

static void report_text_rows(oc_report *report, const oc_target *target,
                             const struct report_text_table *table, oc_row_kind kind)
{
    oc_row_cursor cursor = {0};
    oc_connection row;
    while (report_drain(report) && report_next_row(report, target, &cursor, &row)) {
        if (row.kind == kind) {
            report_text_row(report, table, &row);
        }
    }
}

static void report_text_listing(oc_report *report, const oc_target *target,
                                const struct report_text_table *table)
{
    if (table->rows == 0) {
        return;
    }
    report_text_columns(report, table);
    report_text_rows(report, target, table, OC_CONNECTION);
    report_text_rows(report, target, table, OC_LISTENER);
    report_text_rows(report, target, table, OC_UDP);
}

/* ---- snapshot ---- */

void report_text_time(struct buffer *out, const oc_snapshot *snapshot)
{
    if (text_known(snapshot->taken_at)) {
        buffer_string(out, ", taken at ");
        escape_terminal(out, snapshot->taken_at);
    } else if (text_known(snapshot->read_at)) {
        buffer_string(out, ", read at ");
        escape_terminal(out, snapshot->read_at);
    }
}

void report_text_heading(oc_report *report, const oc_snapshot *snapshot)
{
    struct buffer *out = &report->out;
    report_text_color(report, REPORT_TEXT_BOLD);
    buffer_string(out, "== ");
    escape_terminal(out, snapshot->capture);
    buffer_printf(out, ", snapshot %" PRIu64, snapshot->number);
    report_text_time(out, snapshot);
    report_text_color(report, REPORT_TEXT_PLAIN);
    buffer_byte(out, '\n');
}

static void report_text_target(oc_report *report, const oc_snapshot *snapshot,
                               const oc_target *target)
{
    struct report_text_table table = report_text_layout(report, target);
    report_text_head(report, target);
    report_text_listing(report, target, &table);
    wording_summary(&report->out, snapshot, target, table.rows);
    report_reading(report, target->reading);
    labels_free(&table.labels);
}

static void report_text_no_target(oc_report *report, const oc_snapshot *snapshot)
{
    struct buffer *out = &report->out;
    if (snapshot->has_processes) {
        buffer_string(out, "no process that matches among ");
        wording_count(out, snapshot->process_rows, "process", "processes");
    } else {
        buffer_string(out, "no process list to find a process in, only ");
        wording_count(out, snapshot->connection_rows, "connection row", "connection rows");
    }
    for (size_t i = 0; i < snapshot->near_image_count && report_drain(report); i++) {
        buffer_string(out, i == 0 ? "; close: " : ", ");
        escape_terminal(out, snapshot->near_images[i]);
    }
    buffer_byte(out, '\n');
}

static void report_text_unowned(oc_report *report, const oc_snapshot *snapshot)
{
    if (!snapshot->has_processes || snapshot->unowned_pids == 0) {
        return;
    }
    report_text_gap(report);
    wording_count(&report->out, snapshot->unowned_pids,
                  "PID has connections and is not in the process list\n",
                  "PIDs have connections and are not in the process list\n");
}

static void report_text_whole(oc_report *report, const oc_snapshot *snapshot)
{
    report_text_gap(report);
    if (report->options.many || snapshot->number > 1) {
        report_text_heading(report, snapshot);
    }
    if (snapshot->target_count == 0) {
        report_text_no_target(report, snapshot);
    }
    for (size_t i = 0; i < snapshot->target_count && report_drain(report); i++) {
        if (i > 0) {
            report_text_gap(report);
        }
        report_text_target(report, snapshot, &snapshot->targets[i]);
    }
    report_text_unowned(report, snapshot);
}

/* A reader who has seen the snapshot before wants to know what is different in this one. */
static void report_text_snapshot(oc_report *report, const oc_snapshot *snapshot)
{
    if (snapshot->since != NULL && !report->options.verbose) {
        report_changes_snapshot(report, snapshot);
        return;
    }
    report_changes_finish(report);
    report_text_whole(report, snapshot);
}

const struct report_writer report_text_writer = {
    .name = "text",
    .snapshot = report_text_snapshot,
    .finish = report_changes_finish,
};
