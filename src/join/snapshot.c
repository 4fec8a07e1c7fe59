#include "join/snapshot.h"

#include "base/text.h"
#include "join/remote.h"
#include "join/servers.h"

#include <stdlib.h>
#include <string.h>

#define CAPACITY_MIN 16

void snapshot_init(struct snapshot *snapshot, const struct wanted *wanted, bool streams)
{
    memset(snapshot, 0, sizeof *snapshot);
    snapshot->wanted = wanted;
    snapshot->streams = streams;
    map_init(&snapshot->by_pid);
    map_init(&snapshot->by_owner);
    arena_init(&snapshot->arena);
}

static void clear(struct snapshot *snapshot)
{
    for (size_t i = 0; i < snapshot->count; i++)
        if (snapshot->rows[i] != NULL) {
            rows_free(snapshot->rows[i]);
            free(snapshot->rows[i]);
        }
    snapshot->count = 0;
    map_clear(&snapshot->by_pid);
    map_clear(&snapshot->by_owner);
    arena_reset(&snapshot->arena);
}

void snapshot_free(struct snapshot *snapshot)
{
    clear(snapshot);
    free(snapshot->targets);
    free(snapshot->rows);
    map_free(&snapshot->by_pid);
    map_free(&snapshot->by_owner);
    arena_free(&snapshot->arena);
}

static bool make_room(struct snapshot *snapshot)
{
    if (snapshot->count < snapshot->capacity)
        return true;
    size_t capacity = snapshot->capacity == 0 ? CAPACITY_MIN : snapshot->capacity * 2;
    if (capacity > SIZE_MAX / sizeof *snapshot->targets)
        return false;
    oc_target *targets = realloc(snapshot->targets, capacity * sizeof *targets);
    if (targets == NULL)
        return false;
    snapshot->targets = targets;
    struct oc_rows **rows = realloc(snapshot->rows, capacity * sizeof *rows);
    if (rows == NULL)
        return false;
    snapshot->rows = rows;
    snapshot->capacity = capacity;
    return true;
}

static struct oc_rows *new_rows(void)
{
    struct oc_rows *rows = malloc(sizeof *rows);
    if (rows != NULL)
        rows_init(rows);
    return rows;
}

/* index: the place of a map that finds it again; process NULL: no list names it. */
static oc_target *add_target(struct snapshot *snapshot, uint64_t *index, int64_t pid,
                             const oc_process *process)
{
    if (index == NULL || !make_room(snapshot)) {
        snapshot->failed = true;
        return NULL;
    }
    struct oc_rows *rows = snapshot->streams ? NULL : new_rows();
    snapshot->failed |= !snapshot->streams && rows == NULL;
    *index = snapshot->count;
    snapshot->rows[snapshot->count] = rows;
    oc_target *target = &snapshot->targets[snapshot->count++];
    *target = (oc_target){.pid = pid, .session_id = OC_NONE, .memory_kib = OC_NONE, .rows = rows};
    if (process != NULL) {
        target->image = process->image;
        target->image_cut = process->image_cut;
        target->session = process->session;
        target->session_id = process->session_id;
        target->memory_kib = process->memory_kib;
    }
    return target;
}

static oc_text pid_key(const int64_t *pid)
{
    return (oc_text){(const char *)pid, sizeof *pid};
}

void snapshot_begin(struct snapshot *snapshot, const struct processes *processes)
{
    clear(snapshot);
    snapshot->processes = processes;
    for (size_t i = 0; i < processes->count && !snapshot->failed; i++) {
        int64_t pid = processes->rows[i].pid;
        if (wanted_process(snapshot->wanted, &processes->rows[i]))
            add_target(snapshot, map_put(&snapshot->by_pid, pid_key(&pid)), pid,
                       &processes->rows[i]);
    }
}

const oc_process *snapshot_process(const struct snapshot *snapshot, const oc_connection *row)
{
    return row->pid == OC_NONE ? NULL : processes_find(snapshot->processes, (uint32_t)row->pid);
}

static bool wanted_row(const struct snapshot *snapshot, const oc_connection *row)
{
    const struct wanted *wanted = snapshot->wanted;
    if (wanted->all || (row->pid != OC_NONE && wanted_pid(wanted, (uint32_t)row->pid)))
        return true;
    return text_known(row->owner) && snapshot_process(snapshot, row) == NULL &&
           wanted_owner(wanted, row->owner);
}

/* A process that no list names is a target when it was asked for by number, or by the name that its
 * owner line gives, or when all are. */
static oc_target *new_target(struct snapshot *snapshot, const oc_connection *row)
{
    bool by_owner = row->pid == OC_NONE && text_known(row->owner);
    uint64_t *index = by_owner ? map_put(&snapshot->by_owner, row->owner)
                               : map_put(&snapshot->by_pid, pid_key(&row->pid));
    oc_target *target = add_target(snapshot, index, row->pid, NULL);
    if (target == NULL)
        return NULL;
    target->image = arena_text(&snapshot->arena, row->owner);
    snapshot->failed |= arena_failed(&snapshot->arena);
    return target;
}

/* A name without a PID is the process of the list that has it, if only one does. */
static const oc_process *only_process(const struct processes *processes, oc_text owner)
{
    const oc_process *found = NULL;
    for (size_t i = 0; i < processes->count; i++) {
        const oc_process *process = &processes->rows[i];
        if (!wanted_image(owner, process->image, process->image_cut))
            continue;
        if (found != NULL)
            return NULL;
        found = process;
    }
    return found;
}

static const uint64_t *find_owner(struct snapshot *snapshot, oc_text owner)
{
    const uint64_t *index = map_find(&snapshot->by_owner, owner);
    if (index != NULL)
        return index;
    const oc_process *process = only_process(snapshot->processes, owner);
    if (process == NULL)
        return NULL;
    int64_t pid = process->pid;
    return map_find(&snapshot->by_pid, pid_key(&pid));
}

static oc_target *target_of(struct snapshot *snapshot, const oc_connection *row)
{
    const uint64_t *index = row->pid == OC_NONE && text_known(row->owner)
                                ? find_owner(snapshot, row->owner)
                                : map_find(&snapshot->by_pid, pid_key(&row->pid));
    if (index != NULL)
        return &snapshot->targets[*index];
    return wanted_row(snapshot, row) ? new_target(snapshot, row) : NULL;
}

const oc_target *snapshot_add(struct snapshot *snapshot, const oc_connection *row)
{
    oc_target *target = target_of(snapshot, row);
    if (target == NULL || snapshot->failed)
        return NULL;
    switch (row->kind) {
    case OC_CONNECTION:
        target->connections++;
        target->by_state[row->state]++;
        break;
    case OC_LISTENER:
        target->listeners++;
        break;
    case OC_UDP:
        target->udp++;
        break;
    }
    if (!snapshot->streams) {
        struct oc_rows *rows = snapshot->rows[target - snapshot->targets];
        rows_add(rows, row);
        snapshot->failed |= rows->failed;
    }
    return target;
}

bool oc_target_next_row(const oc_target *target, oc_row_cursor *cursor, oc_connection *row)
{
    return target->rows != NULL && rows_next(target->rows, cursor, row);
}

const oc_target *snapshot_find(const struct snapshot *snapshot, int64_t pid, oc_text image)
{
    bool by_owner = pid == OC_NONE && text_known(image);
    const uint64_t *index = by_owner ? map_find(&snapshot->by_owner, image)
                                     : map_find(&snapshot->by_pid, pid_key(&pid));
    return index == NULL ? NULL : &snapshot->targets[*index];
}

static int by_end(const void *a, const void *b)
{
    return remote_compare(a, b);
}

static int by_connections(const void *a, const void *b)
{
    const oc_remote *first = a;
    const oc_remote *second = b;
    if (first->connections != second->connections)
        return first->connections > second->connections ? -1 : 1;
    return remote_compare(first, second);
}

static size_t collect_remotes(const oc_target *target, oc_remote *remotes)
{
    oc_row_cursor cursor = {0};
    oc_connection row;
    size_t count = 0;
    while (oc_target_next_row(target, &cursor, &row))
        if (row.kind == OC_CONNECTION)
            remotes[count++] = (oc_remote){.address = row.remote.address,
                                           .service = row.remote.service,
                                           .port = row.remote.port,
                                           .connections = 1,
                                           .established = row.state == OC_ESTABLISHED,
                                           .pending = row.state == OC_SYN_SENT,
                                           .half_closed = row.state == OC_CLOSE_WAIT,
                                           .unknown = row.state == OC_UNKNOWN};
    return count;
}

static void add_remote(oc_remote *sum, const oc_remote *remote)
{
    sum->connections += remote->connections;
    sum->established += remote->established;
    sum->pending += remote->pending;
    sum->half_closed += remote->half_closed;
    sum->unknown += remote->unknown;
}

/* Equal ends lie side by side: they become one. */
static size_t merge_remotes(oc_remote *remotes, size_t count)
{
    size_t merged = 0;
    for (size_t i = 0; i < count; i++)
        if (merged > 0 && remote_compare(&remotes[merged - 1], &remotes[i]) == 0)
            add_remote(&remotes[merged - 1], &remotes[i]);
        else
            remotes[merged++] = remotes[i];
    return merged;
}

static void complete_remotes(struct snapshot *snapshot, const struct known *known,
                             oc_target *target)
{
    oc_remote *remotes =
        arena_calloc(&snapshot->arena, (size_t)target->connections + 1, sizeof *remotes);
    if (remotes == NULL) {
        snapshot->failed = true;
        return;
    }
    size_t count = collect_remotes(target, remotes);
    qsort(remotes, count, sizeof *remotes, by_end);
    count = merge_remotes(remotes, count);
    qsort(remotes, count, sizeof *remotes, by_connections);
    for (size_t i = 0; i < count; i++)
        remotes[i].label = servers_label(known->networks, known->network_count, &remotes[i]);
    target->remotes = remotes;
    target->remote_count = count;
}

static void complete_closed(oc_target *target, const struct closed *closed)
{
    target->recently_closed = closed->overflows ? OC_NONE : 0;
    if (closed->overflows || target->pid == 0)
        return;
    for (size_t i = 0; i < target->remote_count; i++) {
        const oc_remote *remote = &target->remotes[i];
        const oc_endpoint end = {remote->address, remote->service, remote->port};
        target->recently_closed += (int64_t)closed_count(closed, &end);
    }
}

void snapshot_complete(struct snapshot *snapshot, const struct known *known,
                       const struct tally *tally)
{
    for (size_t i = 0; i < snapshot->count && !snapshot->streams && !snapshot->failed; i++) {
        complete_remotes(snapshot, known, &snapshot->targets[i]);
        if (!snapshot->failed)
            complete_closed(&snapshot->targets[i], &tally->closed);
    }
}
