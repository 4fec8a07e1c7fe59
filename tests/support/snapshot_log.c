#include "support/snapshot_log.h"

#include "base/text.h"

#include <inttypes.h>

static void snapshot_log_text(struct buffer *log, const char *before, oc_text text)
{
    buffer_string(log, before);
    buffer_text(log, text_known(text) ? text : text_of("-"));
}

static void snapshot_log_number(struct buffer *log, const char *before, int64_t number)
{
    if (number == OC_NONE) {
        buffer_printf(log, "%s-", before);
    } else {
        buffer_printf(log, "%s%" PRId64, before, number);
    }
}

static void snapshot_log_end(struct buffer *log, oc_text address, oc_text service, int32_t port)
{
    buffer_text(log, text_known(address) ? address : text_of("*"));
    if (text_known(service)) {
        snapshot_log_text(log, ":", service);
    } else {
        snapshot_log_number(log, ":", port);
    }
}

static void snapshot_log_connection(struct buffer *log, const oc_connection *row)
{
    snapshot_log_end(log, row->remote.address, row->remote.service, row->remote.port);
    snapshot_log_text(log, " ", row->kind == OC_UDP ? row->proto : row->state_word);
    buffer_byte(log, '\n');
}

static void snapshot_log_reading(struct buffer *log, const oc_reading *reading, bool details)
{
    if (reading == NULL) {
        return;
    }
    snapshot_log_text(log, "    reading ", reading->code);
    snapshot_log_text(log, " ", reading->confidence);
    buffer_byte(log, '\n');
    if (details) {
        snapshot_log_text(log, "      ", reading->text);
        buffer_byte(log, '\n');
    }
    for (size_t i = 0; details && i < reading->reason_count; i++) {
        snapshot_log_text(log, "      - ", reading->reasons[i]);
        buffer_byte(log, '\n');
    }
}

static void snapshot_log_target(struct buffer *log, const oc_target *target, bool details)
{
    oc_row_cursor cursor = {0};
    oc_connection row;
    snapshot_log_number(log, "  ", target->pid);
    snapshot_log_text(log, " ", target->image);
    if (text_known(target->session) || target->memory_kib != OC_NONE) {
        snapshot_log_text(log, " [", target->session);
        snapshot_log_number(log, " ", target->session_id);
        snapshot_log_number(log, " ", target->memory_kib);
        buffer_byte(log, ']');
    }
    buffer_printf(log, ": %" PRIu64 " connections, %" PRIu64 " listeners, %" PRIu64 " udp",
                  target->connections, target->listeners, target->udp);
    if (target->recently_closed != 0) {
        snapshot_log_number(log, ", closed ", target->recently_closed);
    }
    for (int i = 0; details && i < OC_STATES; i++) {
        if (target->by_state[i] > 0) {
            buffer_printf(log, ", %s %" PRIu64, oc_state_text((oc_state)i), target->by_state[i]);
        }
    }
    buffer_byte(log, '\n');
    while (oc_target_next_row(target, &cursor, &row)) {
        buffer_string(log, "    ");
        snapshot_log_connection(log, &row);
    }
    for (size_t i = 0; details && i < target->remote_count; i++) {
        const oc_remote *remote = &target->remotes[i];
        buffer_string(log, "    to ");
        snapshot_log_end(log, remote->address, remote->service, remote->port);
        buffer_printf(log, " x%" PRIu64 "\n", remote->connections);
    }
    snapshot_log_reading(log, target->reading, details);
}

static void snapshot_log_ledger(struct buffer *log, const oc_ledger *ledger)
{
    buffer_string(log, "  lines:");
    for (int i = 0; i < OC_LINE_CLASSES; i++) {
        if (ledger->lines[i] > 0) {
            buffer_printf(log, " %s %" PRIu64, oc_line_class_text((oc_line_class)i),
                          ledger->lines[i]);
        }
    }
    buffer_byte(log, '\n');
}

static void snapshot_log_source(struct buffer *log, const oc_source *source, bool details)
{
    const oc_section *section = &source->section;
    snapshot_log_text(log, section->kind == OC_PROCESSES ? "T " : "N ", source->path);
    if (details) {
        snapshot_log_text(log, " (", section->shape);
        snapshot_log_text(log, " ", section->language);
        snapshot_log_text(log, " ", section->encoding);
        snapshot_log_text(log, " ", section->taken_at);
        buffer_byte(log, ')');
    }
}

static void snapshot_log_head(struct buffer *log, const oc_snapshot *snapshot, bool details)
{
    buffer_printf(log, "snapshot %" PRIu64, snapshot->number);
    if (text_known(snapshot->taken_at)) {
        snapshot_log_text(log, " at ", snapshot->taken_at);
    }
    for (size_t i = 0; i < snapshot->source_count; i++) {
        buffer_string(log, i == 0 ? ": " : " + ");
        snapshot_log_source(log, &snapshot->sources[i], details);
    }
    if (snapshot->has_processes) {
        buffer_printf(log, ", %" PRIu64 " processes", snapshot->process_rows);
    }
    if (snapshot->has_connections) {
        buffer_printf(log, ", %" PRIu64 " connections", snapshot->connection_rows);
    }
    if (snapshot->unowned_pids > 0) {
        buffer_printf(log, ", %" PRIu64 " unowned", snapshot->unowned_pids);
    }
    buffer_byte(log, '\n');
}

static void snapshot_log_diagnostics(struct buffer *log, const oc_snapshot *snapshot, bool details)
{
    for (size_t i = 0; i < snapshot->diagnostic_count; i++) {
        const oc_diagnostic *diagnostic = &snapshot->diagnostics[i];
        buffer_printf(log, "  diagnostic %s", diagnostic->code);
        snapshot_log_text(log, " ", diagnostic->path);
        buffer_printf(log, ":%" PRIu64, diagnostic->place.line);
        if (details) {
            snapshot_log_text(log, " ", diagnostic->text);
        }
        buffer_byte(log, '\n');
    }
    if (snapshot->diagnostics_left_out > 0) {
        buffer_printf(log, "  %" PRIu64 " diagnostics left out\n", snapshot->diagnostics_left_out);
    }
    for (size_t i = 0; i < snapshot->near_image_count; i++) {
        snapshot_log_text(log, "  near ", snapshot->near_images[i]);
        buffer_byte(log, '\n');
    }
}

void snapshot_log_append(struct buffer *log, const oc_snapshot *snapshot, bool details)
{
    snapshot_log_head(log, snapshot, details);
    snapshot_log_ledger(log, &snapshot->ledger);
    for (size_t i = 0; i < snapshot->target_count; i++) {
        snapshot_log_target(log, &snapshot->targets[i], details);
    }
    snapshot_log_diagnostics(log, snapshot, details);
}

/* ---- changes ---- */

static void snapshot_log_time(struct buffer *log, const char *before, oc_text time)
{
    if (text_known(time)) {
        snapshot_log_text(log, before, time);
    }
}

static void snapshot_log_since(struct buffer *log, const oc_since *since)
{
    if (since == NULL) {
        return;
    }
    buffer_printf(log, " since %" PRIu64, since->number);
    snapshot_log_time(log, " at ", since->taken_at);
    if (since->other_capture) {
        snapshot_log_text(log, " of ", since->capture);
    }
}

static void snapshot_log_change(struct buffer *log, const oc_change *change)
{
    static const char *const marks[] = {"  + ", "  - ", "  ~ ", "  ~ "};
    bool was_other = change->pid_before != change->pid && change->kind != OC_APPEARED;
    const oc_connection *row = &change->row;
    if (was_other) {
        snapshot_log_number(log, marks[change->kind], change->pid_before);
    }
    snapshot_log_number(log, was_other ? ">" : marks[change->kind], change->pid);
    snapshot_log_text(log, " ", change->image);
    if (change->of_target) {
        buffer_string(log, change->target == NULL ? " (gone)\n" : "\n");
        return;
    }
    buffer_byte(log, ' ');
    snapshot_log_end(log, row->local.address, row->local.service, row->local.port);
    buffer_byte(log, ' ');
    if (change->kind == OC_OTHER_STATE) {
        snapshot_log_text(log, "", change->state_word_before);
        buffer_byte(log, ' ');
    }
    snapshot_log_connection(log, row);
}

void snapshot_log_changes(struct buffer *log, const oc_snapshot *snapshot)
{
    oc_change change;
    buffer_printf(log, "snapshot %" PRIu64, snapshot->number);
    snapshot_log_time(log, " at ", snapshot->taken_at);
    snapshot_log_time(log, " read ", snapshot->read_at);
    snapshot_log_since(log, snapshot->since);
    buffer_byte(log, '\n');
    for (size_t i = 0; i < snapshot->change_count; i++) {
        if (oc_changes_at(snapshot->changes, i, &change)) {
            snapshot_log_change(log, &change);
        }
    }
}

void snapshot_log_row(struct buffer *log, const oc_snapshot *snapshot, const oc_target *target,
                      const oc_connection *row)
{
    buffer_printf(log, "row %" PRIu64, snapshot->number);
    if (text_known(snapshot->taken_at)) {
        snapshot_log_text(log, " at ", snapshot->taken_at);
    }
    snapshot_log_number(log, ": ", target->pid);
    snapshot_log_text(log, " ", target->image);
    buffer_byte(log, ' ');
    snapshot_log_connection(log, row);
}
