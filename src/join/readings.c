#include "join/readings.h"

#include "base/text.h"
#include "join/assess.h"

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

static void add_reading(struct snapshot *snapshot, oc_target *target, const oc_target_info *program,
                        uint64_t unowned)
{
    struct evidence evidence;
    evidence_collect(&evidence, snapshot, target, program);
    if (snapshot->failed)
        return;
    evidence.unowned = unowned;
    target->reading = assess(&snapshot->arena, &evidence);
    snapshot->failed |= arena_failed(&snapshot->arena);
}

void readings_add(struct snapshot *snapshot, const struct known *known, const struct tally *tally)
{
    if (snapshot->streams)
        return;
    uint64_t unowned =
        snapshot->processes->count == 0 ? 0 : snapshot_unowned(snapshot->processes, tally);
    for (size_t i = 0; i < snapshot->count && !snapshot->failed; i++) {
        oc_target *target = &snapshot->targets[i];
        const oc_target_info *program = program_of(snapshot, known, target);
        if (program != NULL)
            add_reading(snapshot, target, program, unowned);
    }
}
