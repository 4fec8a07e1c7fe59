#include "join/readings.h"

#include "base/text.h"
#include "join/assess.h"
#include "join/remote.h"
#include "join/servers.h"

/* The list says whether a name may be cut; an owner line gives it whole. */
static bool is_cut(const struct snapshot *snapshot, const oc_target *target)
{
    const oc_process *process =
        target->pid < 0 ? NULL : processes_find(snapshot->processes, (uint32_t)target->pid);
    return process != NULL && process->image_cut;
}

static bool has_image(const oc_target_info *program, oc_text image, bool cut)
{
    for (size_t i = 0; i < program->image_count; i++)
        if (wanted_image(program->images[i], image, cut))
            return true;
    return false;
}

static const oc_target_info *program_of(const struct snapshot *snapshot, const struct known *known,
                                        const oc_target *target)
{
    bool cut = is_cut(snapshot, target);
    if (!text_known(target->image))
        return NULL;
    for (size_t i = 0; i < known->program_count; i++)
        if (has_image(&known->programs[i], target->image, cut))
            return &known->programs[i];
    return NULL;
}

static uint64_t closed_at_servers(const struct known *known, const oc_target_info *program,
                                  const struct tally *tally)
{
    uint64_t closed = 0;
    size_t cursor = 0;
    oc_remote remote;
    while (closed_next(&tally->closed, &cursor, &remote)) {
        remote.label = servers_label(known->networks, known->network_count, &remote);
        closed += evidence_is_server(program, &remote) ? remote.connections : 0;
    }
    return closed;
}

static void add_reading(struct snapshot *snapshot, const struct known *known,
                        const struct tally *tally, oc_target *target)
{
    const oc_target_info *program = program_of(snapshot, known, target);
    struct evidence evidence;
    if (program == NULL)
        return;
    evidence_collect(&evidence, snapshot, target, program);
    if (snapshot->failed)
        return;
    if (target->connections == 0)
        evidence.closed = closed_at_servers(known, program, tally);
    if (snapshot->processes->count > 0)
        evidence.unowned = snapshot_unowned(snapshot->processes, tally);
    target->reading = assess(&snapshot->arena, &evidence);
    snapshot->failed |= arena_failed(&snapshot->arena);
}

void readings_add(struct snapshot *snapshot, const struct known *known, const struct tally *tally)
{
    for (size_t i = 0; i < snapshot->count && !snapshot->streams && !snapshot->failed; i++)
        add_reading(snapshot, known, tally, &snapshot->targets[i]);
}
