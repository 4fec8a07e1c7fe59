#include "join/readings.h"

#include "base/text.h"
#include "join/assess.h"
#include "join/servers.h"

/* The list says whether a name may be cut; an owner line gives it whole. */
static bool is_cut(const struct snapshot *snapshot, const oc_target *target)
{
    const oc_process *process =
        target->pid < 0 ? NULL : processes_find(snapshot->processes, (uint32_t)target->pid);
    return process != NULL && process->image_cut;
}

static const oc_target_info *program_of(const struct snapshot *snapshot, const struct known *known,
                                        const oc_target *target)
{
    bool cut = is_cut(snapshot, target);
    if (!text_known(target->image))
        return NULL;
    for (size_t i = 0; i < known->program_count; i++)
        if (wanted_one_of(known->programs[i].images, known->programs[i].image_count, target->image,
                          cut))
            return &known->programs[i];
    return NULL;
}

static uint64_t closed_at_servers(const struct known *known, const oc_target_info *program,
                                  const struct tally *tally)
{
    uint64_t closed = 0;
    size_t next = 0;
    for (oc_remote end; closed_next(&tally->closed, &next, &end);) {
        end.label = servers_label(known->networks, known->network_count, &end);
        closed += evidence_is_server(program, &end) ? end.connections : 0;
    }
    return closed;
}

/* Rows without a PID may be the target's: those that name no process, or its image alone. */
static bool may_have_more(const struct snapshot *snapshot, const struct tally *tally,
                          const oc_target *target)
{
    bool more = tally->anonymous > 0;
    for (size_t i = 0; i < snapshot->count && !more && target->pid != OC_NONE; i++)
        more = snapshot->targets[i].pid == OC_NONE &&
               text_equal_nocase(snapshot->targets[i].image, target->image);
    return more;
}

static void add_reading(struct snapshot *snapshot, const struct known *known,
                        const struct tally *tally, oc_target *target)
{
    const oc_target_info *program = program_of(snapshot, known, target);
    struct evidence evidence;
    if (program == NULL || may_have_more(snapshot, tally, target))
        return;
    evidence_collect(&evidence, snapshot, target, program);
    if (snapshot->failed)
        return;
    evidence.rows = tally->rows;
    if (target->connections == 0) {
        evidence.closed = closed_at_servers(known, program, tally);
        evidence.unowned =
            snapshot->processes->count > 0 ? snapshot_unowned(snapshot->processes, tally) : 0;
    }
    target->reading = assess(&snapshot->arena, &evidence);
    snapshot->failed |= arena_failed(&snapshot->arena);
}

void readings_add(struct snapshot *snapshot, const struct known *known, const struct tally *tally)
{
    for (size_t i = 0; i < snapshot->count && !snapshot->streams && !snapshot->failed; i++)
        add_reading(snapshot, known, tally, &snapshot->targets[i]);
}
