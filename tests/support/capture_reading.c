#include "support/capture_reading.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "support/capture_truth.h"

enum { READING_LARGEST_CHUNK = 100 };

void reading_free(struct reading *reading)
{
    sheet_free(&reading->lists);
    sheet_free(&reading->snapshots);
}

/* ---- values of the program as values of the truth ------------------------------------------ */

static void reading_text(char text[TRUTH_TEXT], oc_text from)
{
    truth_copy(text, from.data, from.size);
}

static void reading_end(struct truth_end *end, const oc_endpoint *from)
{
    reading_text(end->address, from->address);
    reading_text(end->service, from->service);
    end->port = from->port;
}

static struct truth_process reading_process(const oc_process *from)
{
    struct truth_process process = {.pid = from->pid,
                                    .session_id = from->session_id,
                                    .memory_kib = from->memory_kib,
                                    .told = true};
    reading_text(process.image, from->image);
    reading_text(process.session, from->session);
    return process;
}

static struct truth_connection reading_connection(const oc_connection *from)
{
    struct truth_connection connection = {.pid = from->pid, .told = true};
    const char *kind = oc_row_kind_text(from->kind);
    const char *state = from->kind == OC_UDP ? "" : oc_state_text(from->state);
    truth_copy(connection.kind, kind, strlen(kind));
    truth_copy(connection.state, state, strlen(state));
    reading_text(connection.word, from->state_word);
    reading_text(connection.owner, from->owner);
    reading_end(&connection.local, &from->local);
    reading_end(&connection.remote, &from->remote);
    return connection;
}

/* ---- events -------------------------------------------------------------------------------- */

void reading_log_lines(struct sheet *log, uint64_t total, uint64_t processes, uint64_t connections,
                       uint64_t rejected)
{
    sheet_printf(log,
                 "!lines: %" PRIu64 ", of processes %" PRIu64 ", of connections %" PRIu64
                 ", rejected %" PRIu64 "\n",
                 total, processes, connections, rejected);
}

/* Process lists that no connection list parts are one list. */
static void reading_list(struct reading *reading, bool processes)
{
    if (!processes || !reading->in_processes) {
        truth_log_list(&reading->lists, processes);
    }
    reading->in_processes = processes;
}

static int reading_event(void *user, const oc_event *event)
{
    struct reading *reading = user;
    const uint64_t *lines = event->ledger->lines;
    struct truth_process process;
    struct truth_connection connection;
    switch (event->kind) {
    case OC_EVENT_SECTION:
        reading_list(reading, event->as.section->kind == OC_PROCESSES);
        break;
    case OC_EVENT_PROCESSES:
        for (size_t i = 0; i < event->as.processes.count; i++) {
            process = reading_process(&event->as.processes.rows[i]);
            truth_log_process(&reading->lists, &process);
        }
        break;
    case OC_EVENT_CONNECTION:
        connection = reading_connection(event->as.connection);
        truth_log_connection(&reading->lists, &connection);
        break;
    case OC_EVENT_END:
        reading_log_lines(&reading->lists, oc_ledger_total(event->ledger), lines[OC_LINE_PROCESS],
                          lines[OC_LINE_CONNECTION], lines[OC_LINE_REJECTED]);
        break;
    case OC_EVENT_COUNTED:
    case OC_EVENT_CLOSED:
    case OC_EVENT_DIAGNOSTIC:
    case OC_EVENT_LINE:
    case OC_EVENT_SECTION_END:
        break;
    }
    return oc_join_event(reading->join, event) != OC_OK;
}

static void reading_target(struct sheet *log, const oc_target *from)
{
    struct truth_target target = {.pid = from->pid,
                                  .connections = from->connections,
                                  .listeners = from->listeners,
                                  .udp = from->udp,
                                  .recently_closed = from->recently_closed};
    oc_row_cursor cursor = {0};
    oc_connection row;
    reading_text(target.image, from->image);
    truth_log_target(log, &target);
    while (oc_target_next_row(from, &cursor, &row)) {
        struct truth_connection connection = reading_connection(&row);
        truth_log_target_row(log, &connection);
    }
}

static int reading_snapshot(void *user, const oc_snapshot *from)
{
    struct reading *reading = user;
    struct truth_snapshot snapshot = {.process_rows = from->process_rows,
                                      .connection_rows = from->connection_rows,
                                      .unowned_pids = from->unowned_pids,
                                      .anonymous_rows = from->anonymous_rows};
    truth_log_snapshot(&reading->snapshots, &snapshot);
    for (size_t i = 0; i < from->target_count; i++) {
        reading_target(&reading->snapshots, &from->targets[i]);
    }
    return 0;
}

/* ---- reading ------------------------------------------------------------------------------- */

static oc_status reading_feed(oc_parser *parser, const struct sheet *bytes, size_t chunk,
                              struct dice *dice)
{
    oc_status status = OC_OK;
    size_t size;
    for (size_t fed = 0; fed < bytes->size && status == OC_OK; fed += size) {
        size = chunk == 0 ? dice_between(dice, 1, READING_LARGEST_CHUNK) : chunk;
        size = size < bytes->size - fed ? size : bytes->size - fed;
        char *copy = malloc(size);
        if (copy == NULL) {
            return OC_NO_MEMORY;
        }
        memcpy(copy, bytes->data + fed, size);
        status = oc_parser_feed(parser, copy, size);
        free(copy);
    }
    return status != OC_OK ? status : oc_parser_finish(parser);
}

oc_status reading_take(struct reading *reading, const oc_grammars *grammars,
                       const struct sheet *bytes, size_t chunk, struct dice dice)
{
    static const oc_text outlook = {"outlook.exe", sizeof "outlook.exe" - 1};
    const oc_join_options options = {.images = &outlook, .image_count = 1};
    const oc_join_handler handler = {.snapshot = reading_snapshot, .user = reading};
    oc_parser *parser = NULL;
    sheet_clear(&reading->lists);
    sheet_clear(&reading->snapshots);
    reading->in_processes = false;
    oc_status status = oc_join_new(&reading->join, &options, &handler);
    if (status != OC_OK) {
        return status;
    }
    status = oc_parser_new(&parser, grammars, NULL, reading_event, reading);
    if (status == OC_OK) {
        status = reading_feed(parser, bytes, chunk, &dice);
    }
    if (status == OC_OK) {
        status = oc_join_finish(reading->join);
    }
    oc_parser_free(parser);
    oc_join_free(reading->join);
    return status;
}
