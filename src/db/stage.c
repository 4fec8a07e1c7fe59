#include "db/stage.h"

#include "base/text.h"
#include "report/escape.h"

#include <string.h>

#define STAGE_LARGE ((size_t)1 << 20) /* bytes */

/* Before the bytes of a cell. */
enum { STAGE_NUMBER, STAGE_TEXT };

_Static_assert(OC_LINE_CLASSES == 7, "snapshots has a column for each class of lines");

void stage_init(struct stage *stage)
{
    *stage = (struct stage){.read = 0};
    buffer_init(&stage->name);
    buffer_init(&stage->bytes);
}

void stage_free(struct stage *stage)
{
    buffer_free(&stage->name);
    buffer_free(&stage->bytes);
    stage_init(stage);
}

void stage_begin(struct stage *stage, oc_text name)
{
    buffer_clear(&stage->name);
    stage_drop(stage);
    memset(stage->ids, 0, sizeof stage->ids);
    escape_name(&stage->name, name);
}

bool stage_is_large(const struct stage *stage)
{
    return stage->bytes.size >= STAGE_LARGE;
}

void stage_drop(struct stage *stage)
{
    buffer_clear(&stage->bytes);
    stage->read = 0;
}

bool stage_failed(const struct stage *stage)
{
    return stage->name.failed || stage->bytes.failed;
}

/* ---- cells ------------------------------------------------------------------------------- */

static void stage_row(struct stage *stage, enum schema_table table)
{
    buffer_byte(&stage->bytes, (char)table);
}

static void stage_number(struct stage *stage, int64_t number)
{
    buffer_byte(&stage->bytes, STAGE_NUMBER);
    buffer_append(&stage->bytes, &number, sizeof number);
}

static void stage_count(struct stage *stage, uint64_t count)
{
    stage_number(stage, count < INT64_MAX ? (int64_t)count : INT64_MAX);
}

static void stage_text(struct stage *stage, oc_text text)
{
    if (!text_known(text)) {
        stage_number(stage, OC_NONE);
        return;
    }
    buffer_byte(&stage->bytes, STAGE_TEXT);
    buffer_append(&stage->bytes, &text.size, sizeof text.size);
    buffer_text(&stage->bytes, text);
}

/* From outside, of any bytes. */
static void stage_path(struct stage *stage, oc_text path)
{
    if (!text_known(path)) {
        stage_text(stage, path);
        return;
    }
    size_t size = 0;
    buffer_byte(&stage->bytes, STAGE_TEXT);
    size_t at = stage->bytes.size;
    buffer_append(&stage->bytes, &size, sizeof size);
    escape_name(&stage->bytes, path);
    if (!stage->bytes.failed) {
        size = stage->bytes.size - at - sizeof size;
        memcpy(stage->bytes.data + at, &size, sizeof size);
    }
}

static void stage_word(struct stage *stage, const char *word)
{
    stage_text(stage, text_of(word));
}

/* One text of many, a line each. */
static void stage_lines(struct stage *stage, const oc_text *lines, size_t count)
{
    size_t size = count == 0 ? 0 : count - 1;
    for (size_t i = 0; i < count; i++) {
        size += lines[i].size;
    }
    buffer_byte(&stage->bytes, STAGE_TEXT);
    buffer_append(&stage->bytes, &size, sizeof size);
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            buffer_byte(&stage->bytes, '\n');
        }
        buffer_text(&stage->bytes, lines[i]);
    }
}

/* ---- rows, their cells in the order of the columns ---------------------------------------- */

static void stage_source(struct stage *stage, const oc_source *source, size_t position)
{
    const oc_section *section = &source->section;
    stage_row(stage, SCHEMA_SOURCES);
    stage_count(stage, position);
    stage_path(stage, source->path);
    stage_word(stage, section->kind == OC_PROCESSES ? "processes" : "connections");
    stage_text(stage, section->shape);
    stage_text(stage, section->language);
    stage_text(stage, section->encoding);
    stage_number(stage, section->place.line == 0 ? OC_NONE : (int64_t)section->place.line);
}

static void stage_diagnostic(struct stage *stage, const oc_diagnostic *diagnostic, size_t position)
{
    stage_row(stage, SCHEMA_DIAGNOSTICS);
    stage_count(stage, position);
    stage_word(stage, oc_severity_text(diagnostic->severity));
    stage_path(stage, diagnostic->path);
    stage_number(stage, diagnostic->place.line == 0 ? OC_NONE : (int64_t)diagnostic->place.line);
    stage_word(stage, diagnostic->code);
    stage_text(stage, diagnostic->text);
}

static void stage_server(struct stage *stage, const oc_remote *remote, size_t position)
{
    stage_row(stage, SCHEMA_SERVERS);
    stage_count(stage, position);
    stage_text(stage, remote->address);
    stage_number(stage, remote->port);
    stage_text(stage, remote->service);
    stage_text(stage, remote->label);
    stage_count(stage, remote->connections);
}

static void stage_endpoint(struct stage *stage, const oc_endpoint *endpoint)
{
    stage_text(stage, endpoint->address);
    stage_number(stage, endpoint->port);
    stage_text(stage, endpoint->service);
}

static void stage_connection(struct stage *stage, const oc_connection *row, size_t position)
{
    stage_row(stage, SCHEMA_CONNECTIONS);
    stage_count(stage, position);
    stage_word(stage, oc_row_kind_text(row->kind));
    stage_text(stage, row->proto);
    stage_endpoint(stage, &row->local);
    stage_endpoint(stage, &row->remote);
    stage_word(stage, row->kind == OC_UDP ? NULL : oc_state_text(row->state));
    stage_text(stage, row->kind == OC_UDP ? text_of(NULL) : row->state_word);
}

static void stage_reading(struct stage *stage, const oc_reading *reading)
{
    if (reading == NULL) {
        for (int i = 0; i < 4; i++) {
            stage_number(stage, OC_NONE);
        }
        return;
    }
    stage_text(stage, reading->code);
    stage_text(stage, reading->confidence);
    stage_text(stage, reading->text);
    stage_lines(stage, reading->reasons, reading->reason_count);
}

static void stage_target(struct stage *stage, const oc_target *target, size_t position)
{
    stage_row(stage, SCHEMA_TARGETS);
    stage_count(stage, position);
    stage_number(stage, target->pid);
    stage_text(stage, target->image);
    stage_text(stage, target->session);
    stage_number(stage, target->session_id);
    stage_number(stage, target->memory_kib);
    stage_count(stage, target->connections);
    stage_count(stage, target->listeners);
    stage_count(stage, target->udp);
    stage_number(stage, target->recently_closed);
    stage_reading(stage, target->reading);
    for (size_t i = 0; i < target->remote_count; i++) {
        stage_server(stage, &target->remotes[i], i + 1);
    }
    oc_row_cursor cursor = {0};
    oc_connection row;
    size_t rows = 0;
    while (target->rows != NULL && oc_target_next_row(target, &cursor, &row)) {
        stage_connection(stage, &row, ++rows);
    }
}

void stage_snapshot(struct stage *stage, const oc_snapshot *snapshot)
{
    stage_row(stage, SCHEMA_SNAPSHOTS);
    stage_count(stage, snapshot->number);
    stage_text(stage, snapshot->taken_at);
    stage_number(stage, snapshot->has_processes);
    stage_number(stage, snapshot->has_connections);
    stage_count(stage, snapshot->process_rows);
    stage_count(stage, snapshot->connection_rows);
    stage_count(stage, snapshot->unowned_pids);
    for (size_t i = 0; i < OC_LINE_CLASSES; i++) {
        stage_count(stage, snapshot->ledger.lines[i]);
    }
    stage_count(stage, snapshot->diagnostics_left_out);
    for (size_t i = 0; i < snapshot->source_count; i++) {
        stage_source(stage, &snapshot->sources[i], i + 1);
    }
    for (size_t i = 0; i < snapshot->diagnostic_count; i++) {
        stage_diagnostic(stage, &snapshot->diagnostics[i], i + 1);
    }
    for (size_t i = 0; i < snapshot->target_count; i++) {
        stage_target(stage, &snapshot->targets[i], i + 1);
    }
}

/* ---- giving out -------------------------------------------------------------------------- */

static const char *stage_take(struct stage *stage, size_t size)
{
    const char *at = stage->bytes.data + stage->read;
    stage->read += size;
    return at;
}

enum schema_table stage_next_row(struct stage *stage)
{
    if (stage->read == stage->bytes.size) {
        stage_drop(stage);
        return SCHEMA_TABLES;
    }
    return (enum schema_table) * stage_take(stage, 1);
}

struct stage_cell stage_next_cell(struct stage *stage)
{
    struct stage_cell cell = {.is_text = *stage_take(stage, 1) == STAGE_TEXT};
    if (cell.is_text) {
        memcpy(&cell.text.size, stage_take(stage, sizeof cell.text.size), sizeof cell.text.size);
        cell.text.data = stage_take(stage, cell.text.size);
    } else {
        memcpy(&cell.number, stage_take(stage, sizeof cell.number), sizeof cell.number);
    }
    return cell;
}
