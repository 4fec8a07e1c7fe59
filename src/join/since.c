#include "join/join.h"

#include "base/text.h"

#include <string.h>

void since_init(oc_join *join)
{
    snapshot_init(&join->since.snapshot, &join->wanted, join->snapshot.streams);
    changes_init(&join->changes);
}

void since_free(oc_join *join)
{
    snapshot_free(&join->since.snapshot);
    changes_free(&join->changes);
}

bool since_failed(const oc_join *join)
{
    return join->changes.failed || join->since.snapshot.failed;
}

/*
 * Whether what the snapshot does not show was not there: its targets can be told in it, and a
 * process list alone says nothing of connections, unless no process was there at all.
 */
static bool comparable(const oc_join *join, const oc_snapshot *snapshot)
{
    if (join->snapshot.streams)
        return false;
    if (!snapshot->has_connections)
        return snapshot->process_rows == 0;
    return snapshot->has_processes || join_names_targets(join, snapshot->has_owners);
}

void since_compare(oc_join *join, oc_snapshot *snapshot)
{
    if (!join->since.there || !comparable(join, snapshot))
        return;
    changes_find(&join->changes, &join->since.snapshot, &join->snapshot);
    snapshot->since = &join->since.description;
    snapshot->changes = &join->changes;
    snapshot->change_count = join->changes.count;
}

/* What the targets borrow from the process list does not live on with it. */
static void own_images(struct snapshot *snapshot)
{
    for (size_t i = 0; i < snapshot->count; i++) {
        oc_target *target = &snapshot->targets[i];
        target->image = arena_text(&snapshot->arena, target->image);
        target->session = (oc_text){NULL, 0};
    }
    snapshot->failed |= arena_failed(&snapshot->arena);
}

static void describe(struct since *since, const oc_snapshot *snapshot)
{
    since->description = (oc_since){.capture = snapshot->capture, .number = snapshot->number};
    if (text_known(snapshot->taken_at)) {
        memcpy(since->taken_at, snapshot->taken_at.data, snapshot->taken_at.size);
        since->description.taken_at = (oc_text){since->taken_at, snapshot->taken_at.size};
    }
}

void since_keep(oc_join *join, const oc_snapshot *snapshot)
{
    if (!comparable(join, snapshot))
        return;
    const struct snapshot told = join->snapshot;
    join->snapshot = join->since.snapshot;
    join->since.snapshot = told;
    join->since.there = true;
    own_images(&join->since.snapshot);
    describe(&join->since, snapshot);
}

oc_status oc_join_compare(oc_join *join, oc_join *before)
{
    if (join->number > 0 || join->in_list || join->since.there)
        return OC_MISUSE;
    const struct since taken = before->since;
    before->since = join->since;
    before->since.snapshot.wanted = &before->wanted;
    join->since = taken;
    join->since.snapshot.wanted = &join->wanted;
    join->since.description.other_capture = true;
    join->since.description.capture = arena_text(&join->arena, taken.description.capture);
    if (text_known(taken.description.taken_at))
        join->since.description.taken_at.data = join->since.taken_at;
    if (arena_failed(&join->arena))
        join->status = OC_NO_MEMORY;
    return join->status;
}
