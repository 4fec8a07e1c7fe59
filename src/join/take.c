#include "join/join.h"

#include "base/text.h"

#include <string.h>

/* Owner lines and process list must agree; each process is told of once in a snapshot. */
static void check_owner(oc_join *join, const oc_connection *row)
{
    const oc_process *process = snapshot_process(&join->snapshot, row);
    if (process == NULL || wanted_image(row->owner, process->image, process->image_cut))
        return;
    uint64_t *told = map_put(&join->conflicts, (oc_text){(const char *)&row->pid, sizeof row->pid});
    if (told != NULL && (*told)++ == 0)
        diagnostics_add_owner(&join->diagnostics, join->path, row, process->image);
    join_check_failures(join);
}

static void stream_row(oc_join *join, const oc_target *target, const oc_connection *row)
{
    join->streamed.number = join->number + 1;
    join->streamed.taken_at = join->connections.section.taken_at;
    if (join->handler.row(join->handler.user, &join->streamed, target, row) != 0)
        join->status = OC_STOPPED;
}

/* Whether a target wants it. */
static bool add_row(oc_join *join, const oc_connection *row)
{
    if (text_known(row->owner))
        check_owner(join, row);
    const oc_target *target = snapshot_add(&join->snapshot, row);
    if (join->snapshot.failed && join->status == OC_OK)
        join->status = OC_NO_MEMORY;
    else if (target != NULL && join->handler.row != NULL)
        stream_row(join, target, row);
    return target != NULL;
}

static bool is_counted(const oc_join *join, int64_t pid)
{
    return (join->counted.bits[pid / 64] >> pid % 64 & 1) != 0;
}

static void set_counted(oc_join *join, int64_t pid, bool counted)
{
    if (pid < 0 || pid >= OC_PIDS)
        return;
    uint64_t *word = &join->counted.bits[pid / 64];
    const uint64_t bit = UINT64_C(1) << pid % 64;
    *word = counted ? *word | bit : *word & ~bit;
}

/* More rows of a PID that no target has tell nothing new, unless an owner line makes it one. */
void join_take_row(oc_join *join, const oc_connection *row)
{
    if (row->pid < 0 || row->pid >= OC_PIDS) {
        add_row(join, row);
        return;
    }
    if (!text_known(row->owner) && is_counted(join, row->pid))
        return;
    bool wanted = add_row(join, row);
    set_counted(join, row->pid, !wanted);
    join->counts = join->counts || !wanted;
}

void join_forget_counted(oc_join *join)
{
    if (join->counts)
        memset(&join->counted, 0, sizeof join->counted);
    join->counts = false;
}

/* Rows of a process that is listed and no target tell nothing, not even the first one. */
static void count_unwanted(oc_join *join)
{
    for (size_t i = 0; i < join->processes.count; i++)
        set_counted(join, join->processes.rows[i].pid, true);
    for (size_t i = 0; i < join->snapshot.count; i++)
        set_counted(join, join->snapshot.targets[i].pid, false);
    join->counts = join->processes.count > 0;
}

void join_begin_rows(oc_join *join)
{
    join_forget_counted(join);
    snapshot_begin(&join->snapshot, &join->processes);
    count_unwanted(join);
}

const oc_pids *oc_join_counted(const oc_join *join)
{
    return &join->counted;
}
