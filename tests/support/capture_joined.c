#include "support/capture_joined.h"

#include <string.h>

enum { JOINED_TARGETS = 32 };

/* One process list, maybe merged of several, by indices of the truth's processes. */
struct joined_view {
    const struct truth *truth;
    bool known;
    size_t rows[TRUTH_ROWS];
    size_t count;
};

/* ---- processes ----------------------------------------------------------------------------- */

static const struct truth_process *joined_find(const struct joined_view *view, int64_t pid)
{
    for (size_t i = 0; i < view->count; i++) {
        const struct truth_process *process = &view->truth->processes[view->rows[i]];
        if (process->pid == pid) {
            return process;
        }
    }
    return NULL;
}

static void joined_merge(struct joined_view *view, const struct truth_list *list)
{
    view->known = true;
    for (size_t row = list->first; row < list->first + list->count; row++) {
        if (joined_find(view, view->truth->processes[row].pid) == NULL) {
            view->rows[view->count++] = row;
        }
    }
}

/* In any case. */
static bool joined_is_outlook(const char *image)
{
    static const char name[] = "outlook.exe";
    for (size_t i = 0; i < sizeof name; i++) {
        char c = image[i];
        if ((c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c) != name[i]) {
            return false;
        }
    }
    return true;
}

/* ---- targets ------------------------------------------------------------------------------- */

struct joined_targets {
    struct truth_target at[JOINED_TARGETS];
    size_t count;
};

static void joined_add(struct joined_targets *targets, int64_t pid, const char *image)
{
    if (targets->count < JOINED_TARGETS) {
        struct truth_target *target = &targets->at[targets->count++];
        *target = (struct truth_target){.pid = pid};
        truth_copy(target->image, image, strlen(image));
    }
}

static struct truth_target *joined_target_of_pid(struct joined_targets *targets, int64_t pid)
{
    for (size_t i = 0; i < targets->count; i++) {
        if (targets->at[i].pid == pid) {
            return &targets->at[i];
        }
    }
    return NULL;
}

/* A row without a PID is its owner's: that of the list if only one has the name. */
static struct truth_target *joined_target_of_owner(struct joined_targets *targets,
                                                   const struct joined_view *view)
{
    const struct truth_process *found = NULL;
    size_t count = 0;
    for (size_t i = 0; i < view->count; i++) {
        const struct truth_process *process = &view->truth->processes[view->rows[i]];
        if (joined_is_outlook(process->image)) {
            found = process;
            count++;
        }
    }
    return joined_target_of_pid(targets, count == 1 ? found->pid : TRUTH_NONE);
}

static struct truth_target *joined_target(struct joined_targets *targets,
                                          const struct joined_view *view,
                                          const struct truth_connection *row)
{
    bool outlook = joined_is_outlook(row->owner);
    if (row->pid == TRUTH_NONE && !outlook) {
        return NULL;
    }
    struct truth_target *target = row->pid == TRUTH_NONE ? joined_target_of_owner(targets, view)
                                                         : joined_target_of_pid(targets, row->pid);
    if (target == NULL && outlook && joined_find(view, row->pid) == NULL) {
        joined_add(targets, row->pid, row->owner);
        target = &targets->at[targets->count - 1];
    }
    return target;
}

/* ---- counts -------------------------------------------------------------------------------- */

static bool joined_same_end(const struct truth_end *a, const struct truth_end *b)
{
    return a->port == b->port && strcmp(a->address, b->address) == 0 &&
           strcmp(a->service, b->service) == 0;
}

static bool joined_connection(const struct truth_connection *row)
{
    return strcmp(row->kind, "connection") == 0;
}

/* Whether an earlier row from first on, of the same target, has the remote end of row at. */
static bool joined_reaches(struct joined_targets *targets, const struct joined_view *view,
                           const struct truth_target *target, const struct truth_list *list,
                           const struct truth_end *end)
{
    for (size_t i = list->first; i < list->first + list->count; i++) {
        const struct truth_connection *row = &view->truth->connections[i];
        if (joined_connection(row) && joined_target(targets, view, row) == target &&
            joined_same_end(&row->remote, end)) {
            return true;
        }
    }
    return false;
}

static void joined_count_closed(struct joined_targets *targets, const struct joined_view *view,
                                const struct truth_list *list)
{
    for (size_t i = list->first; i < list->first + list->count; i++) {
        const struct truth_connection *row = &view->truth->connections[i];
        if (row->pid != 0 || !joined_connection(row) || strcmp(row->state, "TIME_WAIT") != 0) {
            continue;
        }
        for (size_t at = 0; at < targets->count; at++) {
            targets->at[at].recently_closed +=
                joined_reaches(targets, view, &targets->at[at], list, &row->remote);
        }
    }
}

static void joined_count_rows(struct joined_targets *targets, const struct joined_view *view,
                              const struct truth_list *list)
{
    for (size_t i = list->first; i < list->first + list->count; i++) {
        const struct truth_connection *row = &view->truth->connections[i];
        struct truth_target *target = joined_target(targets, view, row);
        if (target != NULL) {
            target->connections += joined_connection(row);
            target->listeners += strcmp(row->kind, "listener") == 0;
            target->udp += strcmp(row->kind, "udp") == 0;
        }
    }
}

static bool joined_seen_above(const struct truth *truth, const struct truth_list *list, size_t row)
{
    for (size_t i = list->first; i < row; i++) {
        if (truth->connections[i].pid == truth->connections[row].pid) {
            return true;
        }
    }
    return false;
}

static struct truth_snapshot joined_snapshot(const struct joined_view *view,
                                             const struct truth_list *list)
{
    struct truth_snapshot snapshot = {.process_rows = view->count, .connection_rows = list->count};
    for (size_t i = list->first; i < list->first + list->count; i++) {
        const struct truth_connection *row = &view->truth->connections[i];
        snapshot.anonymous_rows += row->pid == TRUTH_NONE && row->owner[0] == '\0';
        snapshot.unowned_pids += view->known && row->pid > 0 &&
                                 joined_find(view, row->pid) == NULL &&
                                 !joined_seen_above(view->truth, list, i);
    }
    return snapshot;
}

/* ---- snapshots ----------------------------------------------------------------------------- */

static void joined_log_one(struct sheet *log, const struct joined_view *view,
                           const struct truth_list *list)
{
    struct joined_targets targets = {.count = 0};
    struct truth_snapshot snapshot = joined_snapshot(view, list);
    for (size_t i = 0; i < view->count; i++) {
        const struct truth_process *process = &view->truth->processes[view->rows[i]];
        if (joined_is_outlook(process->image)) {
            joined_add(&targets, process->pid, process->image);
        }
    }
    joined_count_rows(&targets, view, list);
    joined_count_closed(&targets, view, list);
    truth_log_snapshot(log, &snapshot);
    for (size_t at = 0; at < targets.count; at++) {
        truth_log_target(log, &targets.at[at]);
        for (size_t i = list->first; i < list->first + list->count; i++) {
            if (joined_target(&targets, view, &view->truth->connections[i]) == &targets.at[at]) {
                truth_log_target_row(log, &view->truth->connections[i]);
            }
        }
    }
}

/* The lists from first to before end that are connections. */
static void joined_log_waiting(struct sheet *log, const struct joined_view *view, size_t first,
                               size_t end)
{
    for (size_t i = first; i < end; i++) {
        if (!view->truth->lists[i].processes) {
            joined_log_one(log, view, &view->truth->lists[i]);
        }
    }
}

/* The list at index i is of processes: those it stands with are one list. */
static void joined_see(struct joined_view *view, size_t i)
{
    if (i > 0 && !view->truth->lists[i - 1].processes) {
        view->count = 0;
    }
    joined_merge(view, &view->truth->lists[i]);
}

static void joined_log_processes_first(struct sheet *log, struct joined_view *view)
{
    const struct truth_list none = {.processes = false};
    bool used = false;
    for (size_t i = 0; i < view->truth->list_count; i++) {
        if (view->truth->lists[i].processes) {
            joined_see(view, i);
        } else {
            joined_log_one(log, view, &view->truth->lists[i]);
            used = true;
        }
    }
    if (!used) {
        joined_log_one(log, view, &none);
    }
}

static void joined_log_connections_first(struct sheet *log, struct joined_view *view)
{
    const struct truth *truth = view->truth;
    size_t waiting = 0;
    for (size_t i = 0; i < truth->list_count; i++) {
        if (truth->lists[i].processes) {
            joined_see(view, i);
        } else if (i > 0 && truth->lists[i - 1].processes) {
            joined_log_waiting(log, view, waiting, i);
            waiting = i;
        }
    }
    joined_log_waiting(log, view, waiting, truth->list_count);
}

void joined_log(struct sheet *log, const struct truth *truth)
{
    struct joined_view view = {.truth = truth};
    if (truth->list_count == 0) {
        return;
    }
    if (truth->lists[0].processes) {
        joined_log_processes_first(log, &view);
    } else {
        joined_log_connections_first(log, &view);
    }
}
