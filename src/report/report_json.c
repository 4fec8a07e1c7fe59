#include "report/report.h"

#include "base/decimal.h"
#include "base/text.h"
#include "report/escape.h"

#include <string.h>

/* Each of these writes before, which holds the commas and the key, and then the value. */

static void report_json_text(struct buffer *out, const char *before, oc_text text)
{
    buffer_string(out, before);
    if (!text_known(text)) {
        buffer_string(out, "null");
        return;
    }
    buffer_byte(out, '"');
    escape_json(out, text);
    buffer_byte(out, '"');
}

static void report_json_word(struct buffer *out, const char *before, const char *word)
{
    report_json_text(out, before, text_of(word));
}

static void report_json_count(struct buffer *out, const char *before, uint64_t count)
{
    buffer_string(out, before);
    buffer_number(out, count);
}

static void report_json_number(struct buffer *out, const char *before, int64_t number)
{
    if (number < 0) {
        buffer_string(out, before);
        buffer_string(out, "null");
        return;
    }
    report_json_count(out, before, (uint64_t)number);
}

static void report_json_line(struct buffer *out, const char *before, uint64_t line)
{
    if (line == 0) {
        report_json_number(out, before, OC_NONE);
        return;
    }
    report_json_count(out, before, line);
}

static void report_json_comma(struct buffer *out, size_t index)
{
    if (index > 0) {
        buffer_byte(out, ',');
    }
}

static void report_json_sources(oc_report *report, const oc_snapshot *snapshot)
{
    struct buffer *out = &report->out;
    buffer_string(out, ",\"sources\":[");
    for (size_t i = 0; i < snapshot->source_count && report_drain(report); i++) {
        const oc_section *section = &snapshot->sources[i].section;
        report_json_comma(out, i);
        report_json_text(out, "{\"path\":", snapshot->sources[i].path);
        report_json_word(
            out, ",\"section\":", section->kind == OC_PROCESSES ? "processes" : "connections");
        report_json_text(out, ",\"shape\":", section->shape);
        report_json_text(out, ",\"language\":", section->language);
        report_json_text(out, ",\"encoding\":", section->encoding);
        report_json_line(out, ",\"line\":", section->place.line);
        buffer_byte(out, '}');
    }
    buffer_byte(out, ']');
}

static void report_json_state(struct buffer *out, const oc_connection *row)
{
    if (row->kind == OC_UDP) {
        buffer_string(out, ",\"state\":null,\"state_word\":null");
        return;
    }
    report_json_word(out, ",\"state\":", oc_state_text(row->state));
    report_json_text(out, ",\"state_word\":", row->state_word);
}

static inline char *report_json_put(char *to, const char *words)
{
    size_t size = strlen(words);
    memcpy(to, words, size);
    return to + size;
}

static inline char *report_json_put_text(char *to, const char *before, oc_text text,
                                         uint64_t *special)
{
    to = report_json_put(to, before);
    *special |= eight_copy_text(to, text.data, text.size, escape_special);
    return to + text.size;
}

static inline char *report_json_put_port(char *to, const char *before, int32_t port)
{
    to = report_json_put(to, before);
    return to + decimal_write(to, (uint64_t)port);
}

/* What a usual row has besides its texts is less. */
#define REPORT_JSON_ROW 256

/*
 * Almost every row has two addresses with ports and a state, and nothing that must be escaped: it
 * is written into room for all of it, because rows come by the million. False: it is not so, and
 * nothing was written.
 */
static bool report_json_usual_row(struct buffer *out, const oc_connection *row)
{
    uint64_t special = 0;
    if (row->kind == OC_UDP || row->local.port < 0 || row->remote.port < 0 ||
        !text_known(row->proto) || !text_known(row->local.address) ||
        !text_known(row->remote.address) || !text_known(row->state_word)) {
        return false;
    }
    char *start = buffer_reserve(out, REPORT_JSON_ROW + row->proto.size + row->local.address.size +
                                          row->remote.address.size + row->state_word.size);
    if (start == NULL) {
        return false;
    }
    char *to = report_json_put_text(start, "\"proto\":\"", row->proto, &special);
    to = report_json_put_text(to, "\",\"local_address\":\"", row->local.address, &special);
    to = report_json_put_port(to, "\",\"local_port\":", row->local.port);
    to = report_json_put_text(to, ",\"remote_address\":\"", row->remote.address, &special);
    to = report_json_put_port(to, "\",\"remote_port\":", row->remote.port);
    to = report_json_put_text(to, ",\"state\":\"", text_of(oc_state_text(row->state)), &special);
    to = report_json_put_text(to, "\",\"state_word\":\"", row->state_word, &special);
    to = report_json_put(to, "\"");
    out->size += special == 0 ? (size_t)(to - start) : 0;
    return special == 0;
}

/* All of a row but the braces around it. */
static void report_json_row(struct buffer *out, const oc_connection *row)
{
    if (report_json_usual_row(out, row)) {
        return;
    }
    report_json_text(out, "\"proto\":", row->proto);
    report_json_text(out, ",\"local_address\":", row->local.address);
    report_json_number(out, ",\"local_port\":", row->local.port);
    report_json_text(out, ",\"remote_address\":", row->remote.address);
    report_json_number(out, ",\"remote_port\":", row->remote.port);
    report_json_state(out, row);
    if (text_known(row->local.service) || text_known(row->remote.service)) {
        report_json_text(out, ",\"local_service\":", row->local.service);
        report_json_text(out, ",\"remote_service\":", row->remote.service);
    }
}

/* count: how many there are of that kind; where there is none, nobody looks. */
static void report_json_rows(oc_report *report, const char *before, const oc_target *target,
                             oc_row_kind kind, uint64_t count)
{
    struct buffer *out = &report->out;
    oc_row_cursor cursor = {0};
    oc_connection row;
    size_t written = 0;
    buffer_string(out, before);
    while (count > 0 && report_drain(report) && report_next_row(report, target, &cursor, &row)) {
        if (row.kind == kind) {
            report_json_comma(out, written++);
            buffer_byte(out, '{');
            report_json_row(out, &row);
            buffer_byte(out, '}');
        }
    }
    buffer_byte(out, ']');
}

static void report_json_by_state(struct buffer *out, const oc_target *target)
{
    size_t written = 0;
    buffer_string(out, ",\"by_state\":{");
    for (size_t state = 0; state < OC_STATES; state++) {
        if (target->by_state[state] > 0) {
            report_json_comma(out, written++);
            report_json_word(out, "", oc_state_text((oc_state)state));
            report_json_count(out, ":", target->by_state[state]);
        }
    }
    buffer_byte(out, '}');
}

static void report_json_by_remote(oc_report *report, const oc_target *target)
{
    struct buffer *out = &report->out;
    buffer_string(out, ",\"by_remote\":[");
    for (size_t i = 0; i < target->remote_count && report_drain(report); i++) {
        const oc_remote *remote = &target->remotes[i];
        report_json_comma(out, i);
        report_json_text(out, "{\"address\":", remote->address);
        report_json_number(out, ",\"port\":", remote->port);
        if (text_known(remote->service)) {
            report_json_text(out, ",\"service\":", remote->service);
        }
        report_json_count(out, ",\"connections\":", remote->connections);
        report_json_text(out, ",\"label\":", remote->label);
        buffer_byte(out, '}');
    }
    buffer_byte(out, ']');
}

static void report_json_reading(struct buffer *out, const oc_reading *reading)
{
    if (reading == NULL) {
        buffer_string(out, ",\"reading\":null");
        return;
    }
    report_json_text(out, ",\"reading\":{\"code\":", reading->code);
    report_json_text(out, ",\"confidence\":", reading->confidence);
    report_json_text(out, ",\"text\":", reading->text);
    buffer_string(out, ",\"reasons\":[");
    for (size_t i = 0; i < reading->reason_count; i++) {
        report_json_text(out, i == 0 ? "" : ",", reading->reasons[i]);
    }
    buffer_string(out, "]}");
}

static void report_json_target(oc_report *report, const oc_target *target)
{
    struct buffer *out = &report->out;
    report_json_number(out, "{\"pid\":", target->pid);
    report_json_text(out, ",\"image\":", target->image);
    report_json_text(out, ",\"session\":", target->session);
    report_json_number(out, ",\"session_id\":", target->session_id);
    report_json_number(out, ",\"memory_kib\":", target->memory_kib);
    report_json_rows(report, ",\"connections\":[", target, OC_CONNECTION, target->connections);
    report_json_rows(report, ",\"listeners\":[", target, OC_LISTENER, target->listeners);
    report_json_rows(report, ",\"udp\":[", target, OC_UDP, target->udp);
    report_json_by_state(out, target);
    report_json_by_remote(report, target);
    report_json_number(out, ",\"recently_closed\":", target->recently_closed);
    report_json_reading(out, target->reading);
    buffer_byte(out, '}');
}

static void report_json_targets(oc_report *report, const oc_snapshot *snapshot)
{
    buffer_string(&report->out, ",\"targets\":[");
    for (size_t i = 0; i < snapshot->target_count && report_drain(report); i++) {
        report_json_comma(&report->out, i);
        report_json_target(report, &snapshot->targets[i]);
    }
    buffer_byte(&report->out, ']');
}

static void report_json_change(struct buffer *out, const oc_change *change)
{
    static const oc_connection no_row = {
        .kind = OC_UDP, .local = {.port = OC_NONE}, .remote = {.port = OC_NONE}};
    bool state = change->kind == OC_OTHER_STATE;
    const char *kind = change->of_target ? "target" : oc_row_kind_text(change->row.kind);
    report_json_word(out, "{\"change\":", oc_change_kind_text(change->kind));
    report_json_word(out, ",\"kind\":", kind);
    report_json_number(out, ",\"pid\":", change->pid);
    report_json_number(out, ",\"pid_before\":", change->pid_before);
    report_json_text(out, ",\"image\":", change->image);
    buffer_byte(out, ',');
    report_json_row(out, change->of_target ? &no_row : &change->row);
    report_json_word(out, ",\"state_before\":", state ? oc_state_text(change->state_before) : NULL);
    report_json_text(out,
                     ",\"state_word_before\":", state ? change->state_word_before : text_of(NULL));
    buffer_byte(out, '}');
}

static void report_json_since(struct buffer *out, const oc_since *since)
{
    if (since == NULL) {
        buffer_string(out, ",\"changes_since\":null");
        return;
    }
    report_json_text(out, ",\"changes_since\":{\"capture\":", since->capture);
    report_json_count(out, ",\"snapshot\":", since->number);
    report_json_text(out, ",\"taken_at\":", since->taken_at);
    buffer_byte(out, '}');
}

static void report_json_changes(oc_report *report, const oc_snapshot *snapshot)
{
    struct buffer *out = &report->out;
    size_t index = 0;
    oc_change change;
    size_t written = 0;
    report_json_since(out, snapshot->since);
    if (snapshot->since == NULL) {
        buffer_string(out, ",\"changes\":null");
        return;
    }
    buffer_string(out, ",\"changes\":[");
    while (report_drain(report) && report_next_change(report, snapshot, &index, &change)) {
        report_json_comma(out, written++);
        report_json_change(out, &change);
    }
    buffer_byte(out, ']');
}

static void report_json_ledger(struct buffer *out, const oc_ledger *ledger)
{
    report_json_count(out, ",\"lines\":{\"total\":", oc_ledger_total(ledger));
    for (size_t i = 0; i < OC_LINE_CLASSES; i++) {
        report_json_word(out, ",", oc_line_class_text((oc_line_class)i));
        report_json_count(out, ":", ledger->lines[i]);
    }
    buffer_byte(out, '}');
}

static void report_json_diagnostics(oc_report *report, const oc_snapshot *snapshot)
{
    struct buffer *out = &report->out;
    buffer_string(out, ",\"diagnostics\":[");
    for (size_t i = 0; i < snapshot->diagnostic_count && report_drain(report); i++) {
        const oc_diagnostic *diagnostic = &snapshot->diagnostics[i];
        report_json_comma(out, i);
        report_json_word(out, "{\"severity\":", oc_severity_text(diagnostic->severity));
        report_json_text(out, ",\"path\":", diagnostic->path);
        report_json_line(out, ",\"line\":", diagnostic->place.line);
        report_json_word(out, ",\"code\":", diagnostic->code);
        report_json_text(out, ",\"text\":", diagnostic->text);
        buffer_byte(out, '}');
    }
    buffer_byte(out, ']');
}

static void report_json_snapshot(oc_report *report, const oc_snapshot *snapshot)
{
    struct buffer *out = &report->out;
    report_json_text(out, "{\"schema\":1,\"capture\":", snapshot->capture);
    report_json_count(out, ",\"snapshot\":", snapshot->number);
    report_json_text(out, ",\"taken_at\":", snapshot->taken_at);
    report_json_text(out, ",\"read_at\":", snapshot->read_at);
    report_json_sources(report, snapshot);
    report_json_count(out, ",\"process_rows\":", snapshot->process_rows);
    report_json_count(out, ",\"connection_rows\":", snapshot->connection_rows);
    report_json_targets(report, snapshot);
    report_json_changes(report, snapshot);
    report_json_count(out, ",\"unowned_pids\":", snapshot->unowned_pids);
    report_json_ledger(out, &snapshot->ledger);
    report_json_diagnostics(report, snapshot);
    buffer_string(out, "}\n");
}

const struct report_writer report_json_writer = {
    .name = "json",
    .snapshot = report_json_snapshot,
};
