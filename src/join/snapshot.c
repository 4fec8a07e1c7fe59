#include "join/snapshot.h"

#include "base/text.h"
#include "join/ends.h"
#include "join/servers.h"

#include <stdlib.h>
#include <string.h>

#define CAPACITY_MIN 16
/* Places for them in a table: mostly there is one. */
#define TARGETS_LEAST 16

void snapshot_init(struct snapshot *snapshot, const struct wanted *wanted, bool streams)
{
    memset(snapshot, 0, sizeof *snapshot);
    snapshot->wanted = wanted;
    snapshot->streams = streams;
    pid_table_init(&snapshot->by_pid, TARGETS_LEAST);
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
    if (snapshot->shapes != NULL)
        shapes_free(snapshot->shapes);
    snapshot->count = 0;
    pid_table_clear(&snapshot->by_pid);
    map_clear(&snapshot->by_owner);
    snapshot->by_nothing = 0;
    arena_reset(&snapshot->arena);
}

void snapshot_free(struct snapshot *snapshot)
{
    clear(snapshot);
    free(snapshot->targets);
    free(snapshot->rows);
    free(snapshot->shapes);
    pid_table_free(&snapshot->by_pid);
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

static bool has_shapes(struct snapshot *snapshot)
{
    if (snapshot->shapes == NULL) {
        snapshot->shapes = malloc(sizeof *snapshot->shapes);
        if (snapshot->shapes != NULL)
            shapes_init(snapshot->shapes);
    }
    return snapshot->shapes != NULL;
}

static struct oc_rows *new_rows(struct snapshot *snapshot)
{
    struct oc_rows *rows = has_shapes(snapshot) ? malloc(sizeof *rows) : NULL;
    if (rows != NULL)
        rows_init(rows, snapshot->shapes);
    return rows;
}

/* process NULL: no list names it. */
static oc_target *add_target(struct snapshot *snapshot, int64_t pid, const oc_process *process)
{
    if (!make_room(snapshot)) {
        snapshot->failed = true;
        return NULL;
    }
    struct oc_rows *rows = snapshot->streams ? NULL : new_rows(snapshot);
    snapshot->failed |= !snapshot->streams && rows == NULL;
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

/* The last target is found again by its PID; where it has none, by the owner of its rows. */
static void enter_target(struct snapshot *snapshot, int64_t pid, oc_text owner)
{
    uint64_t *index = &snapshot->by_nothing;
    if (pid != OC_NONE)
        pid_table_put(&snapshot->by_pid, (uint32_t)pid, (uint32_t)snapshot->count);
    else if (text_known(owner))
        index = map_put(&snapshot->by_owner, owner);
    if (pid == OC_NONE && index != NULL)
        *index = snapshot->count;
    snapshot->failed |= index == NULL || snapshot->by_pid.failed;
}

void snapshot_begin(struct snapshot *snapshot, const struct processes *processes)
{
    clear(snapshot);
    snapshot->processes = processes;
    for (size_t i = 0; i < processes->count && !snapshot->failed; i++) {
        const oc_process *process = &processes->rows[i];
        if (wanted_process(snapshot->wanted, process) &&
            add_target(snapshot, process->pid, process) != NULL)
            enter_target(snapshot, process->pid, (oc_text){NULL, 0});
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
    oc_target *target = add_target(snapshot, row->pid, NULL);
    if (target == NULL)
        return NULL;
    enter_target(snapshot, row->pid, row->owner);
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

static uint64_t find_owner(const struct snapshot *snapshot, oc_text owner)
{
    const uint64_t *index = map_find(&snapshot->by_owner, owner);
    return index == NULL ? 0 : *index;
}

/* The index of a target and 1; 0: there is none yet. */
static uint64_t find_target(const struct snapshot *snapshot, const oc_connection *row)
{
    if (row->pid != OC_NONE)
        return pid_table_find(&snapshot->by_pid, (uint32_t)row->pid);
    if (!text_known(row->owner))
        return snapshot->by_nothing;
    uint64_t index = find_owner(snapshot, row->owner);
    const oc_process *process = index == 0 ? only_process(snapshot->processes, row->owner) : NULL;
    return process == NULL ? index : pid_table_find(&snapshot->by_pid, process->pid);
}

static oc_target *target_of(struct snapshot *snapshot, const oc_connection *row)
{
    uint64_t index = find_target(snapshot, row);
    if (index != 0)
        return &snapshot->targets[index - 1];
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
    uint64_t index = pid != OC_NONE      ? pid_table_find(&snapshot->by_pid, (uint32_t)pid)
                     : text_known(image) ? find_owner(snapshot, image)
                                         : snapshot->by_nothing;
    return index == 0 ? NULL : &snapshot->targets[index - 1];
}

static void count_ends(struct ends *ends, const oc_target *target)
{
    oc_row_cursor cursor = {0};
    oc_connection row;
    while (oc_target_next_row(target, &cursor, &row))
        if (row.kind == OC_CONNECTION)
            ends_add(ends, &row);
    ends_sort(ends);
}

static void complete_remotes(struct snapshot *snapshot, const struct known *known,
                             oc_target *target)
{
    struct ends ends;
    ends_init(&ends);
    count_ends(&ends, target);
    oc_remote *remotes = arena_alloc(&snapshot->arena, ends.count * sizeof *remotes);
    snapshot->failed |= ends.failed || remotes == NULL;
    for (size_t i = 0; i < ends.count && !snapshot->failed; i++) {
        remotes[i] = ends.at[i];
        remotes[i].label = servers_label(known->networks, known->network_count, &remotes[i]);
    }
    target->remotes = remotes;
    target->remote_count = ends.count;
    ends_free(&ends);
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

uint64_t snapshot_unowned(const struct processes *processes, const struct tally *tally)
{
    uint64_t unowned = 0;
    size_t left = tally->pids.count;
    for (const struct pid_slot *slot = tally->pids.slots; left > 0; slot++)
        if (slot->number != 0) {
            unowned += processes_find(processes, slot->pid) == NULL;
            left--;
        }
    return unowned;
}
