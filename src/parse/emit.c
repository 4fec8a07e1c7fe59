#include "parse/emit.h"

static void send(struct emit *emit, oc_event *event)
{
    if (emit->status != OC_OK)
        return;
    event->ledger = &emit->ledger;
    if (emit->handler(emit->user, event) != 0)
        emit->status = OC_STOPPED;
}

static void count(struct emit *emit, const struct line *line, oc_line_class line_class,
                  oc_text note, const oc_process *process, const oc_connection *connection)
{
    emit->ledger.lines[line_class]++;
    if (!emit->every_line)
        return;
    oc_line all = {line->place, line_class, line->text, note, process, connection};
    oc_event event = {.kind = OC_EVENT_LINE, .as.line = &all};
    send(emit, &event);
}

static void settle(struct emit *emit)
{
    if (emit->settle != NULL)
        emit->settle(emit->settle_user);
}

void emit_section(struct emit *emit, oc_event_kind kind, const oc_section *section)
{
    settle(emit);
    oc_event event = {.kind = kind, .as.section = section};
    emit->said_section = true;
    send(emit, &event);
}

void emit_process(struct emit *emit, const struct line *line, const oc_process *process)
{
    oc_event event = {.kind = OC_EVENT_PROCESSES, .as.processes = {process, 1}};
    send(emit, &event);
    count(emit, line, OC_LINE_PROCESS, (oc_text){NULL, 0}, process, NULL);
}

void emit_processes(struct emit *emit, const oc_process *processes, size_t count)
{
    oc_event event = {.kind = OC_EVENT_PROCESSES, .as.processes = {processes, count}};
    send(emit, &event);
    emit->ledger.lines[OC_LINE_PROCESS] += count;
}

void emit_connection(struct emit *emit, const struct line *line, const oc_connection *connection)
{
    oc_event event = {.kind = OC_EVENT_CONNECTION, .as.connection = connection};
    send(emit, &event);
    count(emit, line, OC_LINE_CONNECTION, (oc_text){NULL, 0}, NULL, connection);
}

void emit_counted(struct emit *emit, uint64_t rows)
{
    oc_event event = {.kind = OC_EVENT_COUNTED, .as.counted = rows};
    if (rows > 0)
        send(emit, &event);
}

void emit_closed(struct emit *emit, const oc_closed *ends, size_t count)
{
    oc_event event = {.kind = OC_EVENT_CLOSED, .as.closed = {ends, count}};
    if (count > 0)
        send(emit, &event);
}

void emit_line(struct emit *emit, const struct line *line, oc_line_class line_class, oc_text note)
{
    count(emit, line, line_class, note, NULL, NULL);
}

void emit_reject(struct emit *emit, const struct line *line, const char *code, oc_text reason)
{
    emit_diagnostic(emit, OC_WARNING, line->place, code, reason);
    count(emit, line, OC_LINE_REJECTED, reason, NULL, NULL);
}

void emit_diagnostic(struct emit *emit, oc_severity severity, oc_place place, const char *code,
                     oc_text text)
{
    oc_diagnostic diagnostic = {severity, {NULL, 0}, place, code, text};
    oc_event event = {.kind = OC_EVENT_DIAGNOSTIC, .as.diagnostic = &diagnostic};
    send(emit, &event);
}

void emit_end(struct emit *emit, oc_seems seems)
{
    settle(emit);
    oc_event event = {.kind = OC_EVENT_END,
                      .as.seems = emit->said_section ? OC_SEEMS_CAPTURE : seems};
    send(emit, &event);
}
