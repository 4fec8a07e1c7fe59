#include "cli/group.h"

#include "base/text.h"
#include "cli/capture.h"

#include <stdlib.h>

static bool group_holds_none(const struct item *item)
{
    return item->known && !item->has_processes && !item->has_connections;
}

static bool group_is_text(const struct item *item)
{
    return !item->archive && !item->failed;
}

/* What the user did not name is passed over. */
static void group_pass_over(struct engine *engine, const struct group *group, struct item *item)
{
    item->told = true;
    if (group->named) {
        engine_unread(engine, text_of(item->path), "unrecognised", oc_seems_text(item->seems));
        verdict_unrecognised(&engine->verdict, text_of(item->path), item->seems);
        return;
    }
    engine->result->passed_over++;
    harvest_passed_over(engine->job->harvest, 1);
    message_note(&engine->messages, text_of(item->path), 0, "passed over: it seems to be %s",
                 oc_seems_text(item->seems));
}

static bool group_read(struct engine *engine, const struct group *group,
                       const struct pair_capture *capture, enum engine_trust trust)
{
    if (!capture_run(engine, capture, group->items, trust)) {
        return false;
    }
    for (size_t i = 0; i < capture->count; i++) {
        struct item *item = &group->items[capture->texts[i]];
        if (group_holds_none(item)) {
            group_pass_over(engine, group, item);
        }
        item->told = true;
    }
    return true;
}

static bool group_read_alone(struct engine *engine, const struct group *group, size_t index,
                             enum engine_trust trust)
{
    const struct pair_capture capture = {
        .name = text_of(group->items[index].path),
        .texts = &index,
        .count = 1,
        .single = group->count == 1,
        .found = !group->named,
    };
    return group_read(engine, group, &capture, trust);
}

/* ---- texts with both lists --------------------------------------------------------------- */

/* False: it is no text that could be in a capture. */
static bool group_look_at(struct engine *engine, const struct group *group, size_t index)
{
    struct item *item = &group->items[index];
    if (!group_is_text(item) || item->told || !engine_look(engine, item, false)) {
        return false;
    }
    if (!group_holds_none(item)) {
        return true;
    }
    if (engine_explains(engine) && group->named) {
        group_read_alone(engine, group, index, ENGINE_CERTAIN); /* explains it */
    } else {
        group_pass_over(engine, group, item);
    }
    return false;
}

void group_run_own(struct engine *engine, const struct group *group, size_t index)
{
    struct item *item = &group->items[index];
    if (!group_is_text(item) || item->told || engine->broken) {
        return;
    }
    if (item->bytes == NULL || engine_explains(engine)) {
        if (group_look_at(engine, group, index) && item->has_processes && item->has_connections) {
            group_read_alone(engine, group, index, ENGINE_CERTAIN);
        }
    } else if (group_holds_none(item)) {
        group_pass_over(engine, group, item);
    } else if (!group_read_alone(engine, group, index, ENGINE_IF_BOTH)) {
        if (item->failed) {
            item->failed = false;
            group_read_alone(engine, group, index, ENGINE_CERTAIN); /* tells why */
        } else if (group_holds_none(item)) {
            group_pass_over(engine, group, item);
        }
    }
}

/* ---- texts that are paired --------------------------------------------------------------- */

bool group_pair(struct engine *engine, const struct group *group, struct pairing *pairing)
{
    struct pair_text *texts = calloc(group->count + 1, sizeof *texts);
    *pairing = (struct pairing){.captures = NULL};
    bool paired = texts != NULL;
    for (size_t i = 0; paired && i < group->count; i++) {
        const struct item *item = &group->items[i];
        bool text = group_is_text(item);
        texts[i] = (struct pair_text){
            .path = item->path,
            .has_processes = text && item->has_processes,
            .has_connections = text && item->has_connections,
        };
    }
    paired = paired && pair_texts(pairing, texts, group->count);
    if (!paired) {
        engine_stopped(engine, text_of(NULL), 0, OC_NO_MEMORY);
    }
    for (size_t i = 0; paired && i < pairing->count; i++) {
        pairing->captures[i].found = !group->named;
    }
    free(texts);
    return paired;
}

bool group_is_told(const struct group *group, const struct pair_capture *capture)
{
    return group->items[capture->texts[0]].told;
}

void group_run_capture(struct engine *engine, const struct group *group,
                       const struct pair_capture *capture)
{
    group_read(engine, group, capture, ENGINE_CERTAIN);
}

/* ---- the usual case ---------------------------------------------------------------------- */

/* One text that begins as a process list, one that begins as a connection list, and no other. */
static bool group_seems_pair(struct engine *engine, const struct group *group)
{
    size_t processes = 0;
    size_t connections = 0;
    for (size_t i = 0; i < group->count; i++) {
        struct item *item = &group->items[i];
        if (!group_is_text(item)) {
            continue;
        }
        if (item->bytes == NULL || !engine_look(engine, item, true)) {
            return false;
        }
        processes += item->has_processes;
        connections += item->has_connections;
        if (processes > 1 || connections > 1) {
            return false;
        }
    }
    return processes == 1 && connections == 1;
}

static void group_try_pair(struct engine *engine, const struct group *group)
{
    struct pairing pairing;
    if (group_pair(engine, group, &pairing) && pairing.count == 1 &&
        pairing.captures[0].count == 2) {
        group_read(engine, group, &pairing.captures[0], ENGINE_IF_PAIR);
    }
    pair_free(&pairing);
}

/* ---- all of it --------------------------------------------------------------------------- */

static bool group_is_left(const struct group *group)
{
    for (size_t i = 0; i < group->count; i++) {
        if (group_is_text(&group->items[i]) && !group->items[i].told) {
            return true;
        }
    }
    return false;
}

static void group_run_untold(struct engine *engine, const struct group *group,
                             const struct pairing *pairing)
{
    for (size_t i = 0; i < pairing->count && !engine->broken; i++) {
        if (!group_is_told(group, &pairing->captures[i])) {
            group_run_capture(engine, group, &pairing->captures[i]);
        }
    }
}

static void group_run_pairs(struct engine *engine, const struct group *group)
{
    struct pairing pairing;
    if (group_pair(engine, group, &pairing)) {
        group_run_untold(engine, group, &pairing);
    }
    pair_free(&pairing);
}

/* Where it shows whether there are several captures, that is found out before the first is told. */
static bool group_tells_at_end(const struct engine *engine, const struct group *group)
{
    return engine_explains(engine) || (group->named && engine->job->whole);
}

static void group_run_looked_at(struct engine *engine, const struct group *group)
{
    struct pairing pairing;
    for (size_t i = 0; i < group->count && !engine->broken; i++) {
        group_look_at(engine, group, i);
    }
    if (!engine->broken && group_pair(engine, group, &pairing)) {
        engine_many(engine, pairing.count > 1);
        group_run_untold(engine, group, &pairing);
    }
    pair_free(&pairing);
}

void group_run(struct engine *engine, const struct group *group)
{
    if (group->count == 1 && group_is_text(&group->items[0])) {
        group_read_alone(engine, group, 0, ENGINE_CERTAIN);
        return; /* there is nothing to pair it with */
    }
    if (!engine_explains(engine) && group_seems_pair(engine, group)) {
        engine_many(engine, engine->job->report.many && !group->named);
        group_try_pair(engine, group);
    }
    if (group_tells_at_end(engine, group)) {
        group_run_looked_at(engine, group);
        return;
    }
    for (size_t i = 0; i < group->count; i++) {
        group_run_own(engine, group, i);
    }
    if (!engine->broken && group_is_left(group)) {
        group_run_pairs(engine, group);
    }
}
