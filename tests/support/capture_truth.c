#include "support/capture_truth.h"

#include <inttypes.h>
#include <string.h>

void truth_copy(char text[TRUTH_TEXT], const char *from, size_t size)
{
    if (size >= TRUTH_TEXT) {
        size = TRUTH_TEXT - 1;
    }
    if (size > 0) {
        memcpy(text, from, size);
    }
    text[size] = '\0';
}

bool truth_add_list(struct truth *truth, bool processes)
{
    if (truth->list_count == TRUTH_LISTS) {
        return false;
    }
    truth->lists[truth->list_count++] = (struct truth_list){
        .processes = processes,
        .first = processes ? truth->process_count : truth->connection_count,
    };
    return true;
}

struct truth_process *truth_add_process(struct truth *truth)
{
    if (truth->process_count == TRUTH_ROWS) {
        return NULL;
    }
    truth->lists[truth->list_count - 1].count++;
    struct truth_process *process = &truth->processes[truth->process_count++];
    *process = (struct truth_process){
        .pid = TRUTH_NONE, .session_id = TRUTH_NONE, .memory_kib = TRUTH_NONE};
    return process;
}

struct truth_connection *truth_add_connection(struct truth *truth)
{
    if (truth->connection_count == TRUTH_ROWS) {
        return NULL;
    }
    truth->lists[truth->list_count - 1].count++;
    struct truth_connection *connection = &truth->connections[truth->connection_count++];
    *connection = (struct truth_connection){
        .pid = TRUTH_NONE, .local = {.port = TRUTH_NONE}, .remote = {.port = TRUTH_NONE}};
    return connection;
}

/* ---- the log ------------------------------------------------------------------------------- */

static void truth_log_text(struct sheet *log, const char *key, const char *text)
{
    sheet_printf(log, " %s=%s", key, text[0] != '\0' ? text : "-");
}

static void truth_log_number(struct sheet *log, const char *key, int64_t number)
{
    if (number == TRUTH_NONE) {
        sheet_printf(log, " %s=-", key);
    } else {
        sheet_printf(log, " %s=%" PRId64, key, number);
    }
}

static void truth_log_end(struct sheet *log, const char *key, const struct truth_end *end)
{
    sheet_printf(log, " %s=%s|", key, end->address[0] != '\0' ? end->address : "*");
    if (end->service[0] != '\0') {
        sheet_append(log, end->service);
    } else if (end->port == TRUTH_NONE) {
        sheet_append(log, "*");
    } else {
        sheet_printf(log, "%" PRId64, end->port);
    }
}

void truth_log_list(struct sheet *log, bool processes)
{
    sheet_printf(log, "!list of %s\n", processes ? "processes" : "connections");
}

void truth_log_process(struct sheet *log, const struct truth_process *process)
{
    sheet_printf(log, "%c  process", process->told ? '!' : '?');
    truth_log_number(log, "pid", process->pid);
    truth_log_text(log, "image", process->image);
    truth_log_text(log, "session", process->session);
    truth_log_number(log, "session_id", process->session_id);
    truth_log_number(log, "memory_kib", process->memory_kib);
    sheet_append(log, "\n");
}

static void truth_log_ends(struct sheet *log, const struct truth_connection *connection)
{
    sheet_printf(log, " %s", connection->kind);
    truth_log_end(log, "local", &connection->local);
    truth_log_end(log, "remote", &connection->remote);
    truth_log_text(log, "state", connection->state);
}

void truth_log_connection(struct sheet *log, const struct truth_connection *connection)
{
    sheet_printf(log, "%c ", connection->told ? '!' : '?');
    truth_log_ends(log, connection);
    truth_log_text(log, "word", connection->word);
    truth_log_number(log, "pid", connection->pid);
    truth_log_text(log, "owner", connection->owner);
    sheet_append(log, "\n");
}

void truth_log_snapshot(struct sheet *log, const struct truth_snapshot *snapshot)
{
    sheet_printf(log, "!snapshot processes=%zu connections=%zu unowned=%zu anonymous=%zu\n",
                 snapshot->process_rows, snapshot->connection_rows, snapshot->unowned_pids,
                 snapshot->anonymous_rows);
}

void truth_log_target(struct sheet *log, const struct truth_target *target)
{
    sheet_append(log, "!  target");
    truth_log_number(log, "pid", target->pid);
    truth_log_text(log, "image", target->image);
    sheet_printf(log, " connections=%zu listeners=%zu udp=%zu", target->connections,
                 target->listeners, target->udp);
    truth_log_number(log, "recently_closed", target->recently_closed);
    sheet_append(log, "\n");
}

void truth_log_target_row(struct sheet *log, const struct truth_connection *connection)
{
    sheet_append(log, "!    ");
    truth_log_ends(log, connection);
    sheet_append(log, "\n");
}

void truth_log_lists(struct sheet *log, const struct truth *truth)
{
    for (size_t i = 0; i < truth->list_count; i++) {
        const struct truth_list *list = &truth->lists[i];
        if (i == 0 || !list->processes || !truth->lists[i - 1].processes) {
            truth_log_list(log, list->processes);
        }
        for (size_t row = list->first; row < list->first + list->count; row++) {
            if (list->processes) {
                truth_log_process(log, &truth->processes[row]);
            } else {
                truth_log_connection(log, &truth->connections[row]);
            }
        }
    }
}
