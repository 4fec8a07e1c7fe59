#include "support/capture_scene.h"

#include "support/capture_around.h"
#include "support/capture_conns.h"
#include "support/capture_tasks.h"

/* P: a process list, S: the services of the processes above, N: a connection list. */
static const char *scene_lists(struct dice *dice, enum scene scene)
{
    static const char *const connections[] = {"N", "N", "N", "NN"};
    static const char *const both[] = {"PN",    "PN",    "PN",     "NP",    "NP",  "PNN",
                                       "NNP",   "PNPN",  "NPNP",   "NPN",   "PSN", "NPS",
                                       "PNNPN", "NNPNP", "PNPNPN", "NPNPNP"};
    switch (scene) {
    case SCENE_PROCESSES:
        return "P";
    case SCENE_CONNECTIONS:
        return DICE_PICK(dice, connections);
    case SCENE_BOTH:
    case SCENE_COUNT:
        break;
    }
    return DICE_PICK(dice, both);
}

/* What stands around lists; a prompt last where it must part two of them. */
static void scene_part(struct draft *draft, bool prompt)
{
    struct dice *dice = &draft->dice;
    if (dice_chance(dice, 40)) {
        around_blocks(&draft->text, dice, 3);
    }
    if (prompt || dice_chance(dice, 30)) {
        around_prompt(&draft->text, dice);
    }
}

/*
 * What stands above the next list. Below one of the same kind, text without a prompt stands between
 * the rows of one list, unless a heading with known words follows.
 */
static void scene_part_from_above(struct draft *draft, bool processes, bool heading)
{
    const struct truth *truth = &draft->truth;
    bool first = truth->list_count == 0;
    bool same = !first && truth->lists[truth->list_count - 1].processes == processes;
    bool known = heading && draft->lexicon->listed;
    draft->starts[truth->list_count] = draft->text.size;
    if (same && !known) {
        if (!heading || dice_chance(&draft->dice, 50)) {
            scene_part(draft, true);
        }
    } else if (!first || dice_chance(&draft->dice, 30)) {
        scene_part(draft, false);
    }
}

static void scene_processes(struct draft *draft, const struct machine *machine,
                            struct tasks_layout layout)
{
    scene_part_from_above(draft, true, layout.heading && layout.form != TASKS_LIST);
    tasks_write(draft, machine, layout);
}

static void scene_nothing_found(struct draft *draft)
{
    scene_part_from_above(draft, true, true);
    sheet_append(&draft->about, " no tasks");
    draft_line(draft, draft->lexicon->no_tasks);
    draft_tell(draft, draft->lexicon->no_tasks);
    truth_add_list(&draft->truth, true);
}

static void scene_connections(struct draft *draft, struct machine *machine)
{
    struct conns_layout layout = conns_layout_of(&draft->dice, draft->lexicon);
    /* Without rows, only words that are known show a list; one row alone proves no prefix. */
    bool may_be_empty = draft->lexicon->listed && conns_titled(layout);
    machine_connect(machine, &draft->dice, may_be_empty ? 0 : conns_bare(layout) ? 2 : 1);
    scene_part_from_above(draft, false, !conns_bare(layout));
    conns_write(draft, machine, layout);
}

static void scene_list(struct draft *draft, struct machine *machine, char list,
                       struct tasks_layout *layout)
{
    struct dice *dice = &draft->dice;
    bool apps = dice_chance(dice, 8);
    if (list == 'N') {
        scene_connections(draft, machine);
        return;
    }
    if (list == 'S') {
        layout->columns = TASKS_SERVICES;
        layout->narrow = false;
        layout->heading = true;
        scene_processes(draft, machine, *layout);
        return;
    }
    if (draft->truth.list_count == 0 || dice_chance(dice, 50)) {
        machine_fill(machine, dice, draft->lexicon, apps);
    }
    *layout = tasks_layout_of(dice, apps);
    if (draft->lexicon->no_tasks != NULL && dice_chance(dice, 3)) {
        scene_nothing_found(draft);
    } else {
        scene_processes(draft, machine, *layout);
    }
}

void scene_write(struct draft *draft, enum scene scene, uint64_t seed)
{
    struct machine machine = {.process_count = 0};
    struct tasks_layout layout = {.heading = true};
    struct dice languages = dice_of(seed ^ UINT64_C(0x5EED));
    draft_start(draft, seed * SCENE_COUNT + scene,
                lexicon_of(dice_below(&languages, lexicon_count())));
    sheet_printf(&draft->about, "%s:", draft->lexicon->name);
    const char *lists = scene_lists(&draft->dice, scene);
    machine_fill(&machine, &draft->dice, draft->lexicon, false);
    for (size_t i = 0; lists[i] != '\0'; i++) {
        scene_list(draft, &machine, lists[i], &layout);
    }
    if (dice_chance(&draft->dice, 30)) {
        scene_part(draft, false);
        draft->open_end = true;
    }
}
