/* The report for people on many captures: a line for each target of a snapshot. */
#include "report/report.h"

#include "base/text.h"
#include "report/escape.h"
#include "text/utf8.h"

#include <inttypes.h>
#include <string.h>

/* Display cells of the columns; what is longer moves the others, where lines have no limit. */
enum { LINES_CAPTURE = 32, LINES_PID = 7, LINES_CONNECTIONS = 5, LINES_STATES = 28 };
/* The same in narrow lines: "2 ESTABLISHED" and "192.168.2.50:443 (2)" fit into 80 cells. */
enum { LINES_NARROW = 110, LINES_NARROW_CAPTURE = 22, LINES_NARROW_STATES = 14 };

#define LINES_MARK "…" /* stands for what did not fit */

static bool report_lines_narrow(const oc_report *report)
{
    return report->options.width > 0 && report->options.width < LINES_NARROW;
}

static size_t report_lines_capture_width(const oc_report *report)
{
    return report_lines_narrow(report) ? LINES_NARROW_CAPTURE : LINES_CAPTURE;
}

static size_t report_lines_states_width(const oc_report *report)
{
    return report_lines_narrow(report) ? LINES_NARROW_STATES : LINES_STATES;
}

static size_t report_lines_cells(const struct buffer *out, size_t start)
{
    return utf8_cells(text_sub(buffer_view(out), start, out->size));
}

/* Takes characters off the end until it fits, with a mark for them. */
static void report_lines_fit(struct buffer *out, size_t start, size_t cells)
{
    if (report_lines_cells(out, start) <= cells) {
        return;
    }
    while (out->size > start && report_lines_cells(out, start) >= cells) {
        do {
            out->size--;
        } while (out->size > start && ((unsigned char)out->data[out->size] & 0xC0) == 0x80);
    }
    buffer_string(out, LINES_MARK);
}

/* Of a path the end tells more: characters are taken off its start. */
static void report_lines_fit_end(struct buffer *out, size_t start, size_t cells)
{
    size_t taken = start;
    while (taken < out->size && utf8_cells(text_sub(buffer_view(out), taken, out->size)) >= cells) {
        do {
            taken++;
        } while (taken < out->size && ((unsigned char)out->data[taken] & 0xC0) == 0x80);
    }
    size_t left = out->size - taken;
    char *room = buffer_reserve(out, strlen(LINES_MARK));
    if (room == NULL) {
        return;
    }
    memmove(out->data + start + strlen(LINES_MARK), out->data + taken, left);
    memcpy(out->data + start, LINES_MARK, strlen(LINES_MARK));
    out->size = start + strlen(LINES_MARK) + left;
}

static void report_lines_pad(struct buffer *out, size_t start, size_t width)
{
    for (size_t cells = report_lines_cells(out, start); cells < width; cells++) {
        buffer_byte(out, ' ');
    }
    buffer_string(out, "  ");
}

/* ---- columns ----------------------------------------------------------------------------- */

static void report_lines_capture(oc_report *report, const oc_snapshot *snapshot)
{
    struct buffer *out = &report->out;
    size_t start = out->size;
    size_t width = report_lines_capture_width(report);
    escape_terminal(out, snapshot->capture);
    if (snapshot->number > 1) {
        buffer_printf(out, " (%" PRIu64 ")", snapshot->number);
    }
    if (report->options.width > 0 && report_lines_cells(out, start) > width) {
        report_lines_fit_end(out, start, width);
    }
    report_lines_pad(out, start, width);
}

static void report_lines_states(oc_report *report, const oc_target *target)
{
    struct buffer *out = &report->out;
    size_t start = out->size;
    const char *comma = "";
    for (int state = 0; state < OC_STATES; state++) {
        if (target->by_state[state] > 0) {
            buffer_string(out, comma);
            buffer_number(out, target->by_state[state]);
            buffer_byte(out, ' ');
            buffer_string(out, oc_state_text((oc_state)state));
            comma = ", ";
        }
    }
    if (out->size == start) {
        buffer_byte(out, '-');
    }
    report_lines_pad(out, start, report_lines_states_width(report));
}

static void report_lines_server(struct buffer *out, const oc_remote *remote)
{
    oc_text address = remote->address;
    bool brackets = address.size > 0 && memchr(address.data, ':', address.size) != NULL;
    buffer_string(out, brackets ? "[" : "");
    escape_terminal(out, address);
    buffer_string(out, brackets ? "]:" : ":");
    if (remote->port != OC_NONE) {
        buffer_number(out, (uint64_t)remote->port);
    } else {
        escape_terminal(out, remote->service);
    }
    if (remote->connections > 1) {
        buffer_string(out, " (");
        buffer_number(out, remote->connections);
        buffer_byte(out, ')');
    }
}

static void report_lines_servers(oc_report *report, const oc_target *target)
{
    struct buffer *out = &report->out;
    for (size_t i = 0; i < target->remote_count && !out->failed; i++) {
        buffer_string(out, i == 0 ? "" : ", ");
        report_lines_server(out, &target->remotes[i]);
    }
    if (target->remote_count == 0) {
        buffer_byte(out, '-');
    }
}

/* ---- lines ------------------------------------------------------------------------------- */

static void report_lines_end(oc_report *report, size_t start)
{
    struct buffer *out = &report->out;
    if (report->options.width > 0) {
        report_lines_fit(out, start, report->options.width);
    }
    while (out->size > start && out->data[out->size - 1] == ' ') {
        out->size--;
    }
    buffer_byte(out, '\n');
}

static void report_lines_target(oc_report *report, const oc_snapshot *snapshot,
                                const oc_target *target)
{
    struct buffer *out = &report->out;
    size_t start = out->size;
    report_lines_capture(report, snapshot);
    if (target->pid >= 0) {
        buffer_printf(out, "%*" PRId64, LINES_PID, target->pid);
    } else {
        buffer_printf(out, "%*s", LINES_PID, "-");
    }
    buffer_printf(out, "  %*" PRIu64 "  ", LINES_CONNECTIONS, target->connections);
    report_lines_states(report, target);
    report_lines_servers(report, target);
    report_lines_end(report, start);
}

static void report_lines_none(oc_report *report, const oc_snapshot *snapshot)
{
    struct buffer *out = &report->out;
    size_t start = out->size;
    report_lines_capture(report, snapshot);
    buffer_printf(out, "%*s  %*s  %s", LINES_PID, "-", LINES_CONNECTIONS, "-",
                  snapshot->has_processes ? "no process that matches" : "no process list");
    report_lines_end(report, start);
}

static void report_lines_snapshot(oc_report *report, const oc_snapshot *snapshot)
{
    if (snapshot->target_count == 0) {
        report_lines_none(report, snapshot);
    }
    for (size_t i = 0; i < snapshot->target_count && report_drain(report); i++) {
        report_lines_target(report, snapshot, &snapshot->targets[i]);
    }
}

static void report_lines_begin(oc_report *report)
{
    struct buffer *out = &report->out;
    size_t start = out->size;
    buffer_string(out, "CAPTURE");
    report_lines_pad(out, start, report_lines_capture_width(report));
    buffer_printf(out, "%*s  %*s  ", LINES_PID, "PID", LINES_CONNECTIONS, "CONNS");
    size_t states = out->size;
    buffer_string(out, "STATES");
    report_lines_pad(out, states, report_lines_states_width(report));
    buffer_string(out, "SERVERS");
    report_lines_end(report, start);
}

const struct report_writer report_lines_writer = {
    .name = "lines",
    .begin = report_lines_begin,
    .snapshot = report_lines_snapshot,
};
