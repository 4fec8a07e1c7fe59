/*
 * Owns: events to the caller, the ledger of line classes, the first failure.
 * Must not know: how a line came to its class.
 */
#ifndef PARSE_EMIT_H
#define PARSE_EMIT_H

#include "base/buffer.h"

/* One decoded line on its way to its class. */
struct line {
    oc_place place;
    oc_place after_blank; /* where an empty line just before it begins, else its own place; set by
                             classify_line */
    oc_text text;         /* valid UTF-8, without its end */
    const char *encoding; /* NULL: bytes that no page explains */
    bool ended;
};

struct emit {
    oc_event_handler *handler;
    void *user;
    bool every_line;
    bool said_section;
    oc_ledger ledger;
    oc_status status; /* sticks */
    /* Tells what is told of many rows together, before a list begins or ends; NULL: nothing is. */
    void (*settle)(void *user);
    void *settle_user;
};

void emit_section(struct emit *emit, oc_event_kind kind, const oc_section *section);
void emit_process(struct emit *emit, const struct line *line, const oc_process *process);
/* Rows that follow each other; not where every line is told. */
void emit_processes(struct emit *emit, const oc_process *processes, size_t count);
void emit_connection(struct emit *emit, const struct line *line, const oc_connection *connection);
/* So many connection rows that nobody asked for; their lines were counted already. */
void emit_counted(struct emit *emit, uint64_t rows);
/* At which ends others have closed such rows, and how many at each. */
void emit_closed(struct emit *emit, const oc_closed *ends, size_t count);
/* A line that is no row: its class, and what was recognised in it (may be unknown). */
void emit_line(struct emit *emit, const struct line *line, oc_line_class line_class, oc_text note);
/* A line that belongs to a list and fits nothing. */
void emit_reject(struct emit *emit, const struct line *line, const char *code, oc_text reason);
void emit_diagnostic(struct emit *emit, oc_severity severity, oc_place place, const char *code,
                     oc_text text);
void emit_end(struct emit *emit, oc_seems seems);

#endif
