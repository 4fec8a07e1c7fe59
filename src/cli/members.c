#include "cli/members.h"

#include "base/map.h"
#include "base/text.h"
#include "cli/cancel.h"

#include <stdlib.h>

/* ---- the list ---------------------------------------------------------------------------- */

static oc_text members_name(struct bundle *bundle, const char *name)
{
    oc_text text = text_of(name == NULL ? "" : name);
    bool changed = true;
    while (changed) {
        changed = false;
        if (text.size > 0 && text.data[0] == '/') {
            text = text_sub(text, 1, text.size);
            changed = true;
        } else if (text_starts(text, text_of("./"))) {
            text = text_sub(text, 2, text.size);
            changed = true;
        }
    }
    return arena_text(&bundle->arena, text);
}

static bool members_add_other(struct bundle *bundle, const struct bundle_entry *entry)
{
    struct bundle_other *other = arena_alloc(&bundle->arena, sizeof *other);
    if (other == NULL) {
        return false;
    }
    *other = (struct bundle_other){.name = members_name(bundle, entry->name)};
    if (bundle->last_other == NULL) {
        bundle->others = other;
    } else {
        bundle->last_other->next = other;
    }
    bundle->last_other = other;
    return !arena_failed(&bundle->arena);
}

static bool members_add(struct bundle *bundle, const struct bundle_entry *entry, size_t *room)
{
    if (entry->directory) {
        return true;
    }
    if (!entry->regular) {
        return members_add_other(bundle, entry);
    }
    if (bundle->count == *room) {
        size_t more = *room == 0 ? 16 : *room * 2;
        struct bundle_member *members = realloc(bundle->members, more * sizeof *members);
        if (members == NULL) {
            return false;
        }
        bundle->members = members;
        *room = more;
    }
    bundle->members[bundle->count++] = (struct bundle_member){
        .name = members_name(bundle, entry->name),
        .number = entry->number,
        .size = entry->size,
    };
    return !arena_failed(&bundle->arena);
}

/* What has to be decompressed to get past it is read, so that it is counted. */
static bool members_pass(struct bundle_reader *reader, char problem[BUNDLE_PROBLEM])
{
    const char *bytes;
    ssize_t got;
    while ((got = bundle_reader_next(reader, &bytes, problem)) > 0) {
        if (cancel_requested()) {
            return bundle_fail(problem, oc_status_text(OC_STOPPED));
        }
    }
    return got == 0;
}

static void members_list_with(struct bundle *bundle, struct bundle_reader *reader)
{
    struct bundle_entry entry;
    size_t room = 0;
    while (bundle_reader_entry(reader, &entry, bundle->problem) > 0) {
        bundle->single = entry.single;
        bundle->solid = entry.packed || !entry.apart;
        if (!members_add(bundle, &entry, &room)) {
            bundle_fail(bundle->problem, oc_status_text(OC_NO_MEMORY));
            return;
        }
        if (entry.single || (entry.packed && !members_pass(reader, bundle->problem))) {
            return;
        }
    }
}

void members_list(struct bundle *bundle)
{
    struct bundle_reader *reader = bundle_reader_open(bundle, bundle->problem);
    if (reader != NULL) {
        members_list_with(bundle, reader);
        if (bundle->problem[0] != '\0' && bundle_reader_wrong(reader, bundle->problem)) {
            bundle->count = 0;
        }
        bundle_reader_close(reader);
        atomic_store(&bundle->expanded, 0); /* what is read twice counts once */
    }
}

/* ---- which belong together --------------------------------------------------------------- */

struct members_sorting {
    const struct bundle *bundle;
    struct map directories; /* to the number of the group, from 1 */
    size_t *group_of;       /* for each member */
    size_t *counts;         /* for each group */
    size_t count;           /* of groups */
};

oc_text members_directory(const struct bundle_member *member)
{
    size_t size = member->name.size;
    while (size > 0 && member->name.data[size - 1] != '/') {
        size--;
    }
    return text_sub(member->name, 0, size);
}

static bool members_count(struct members_sorting *sorting)
{
    for (size_t i = 0; i < sorting->bundle->count; i++) {
        oc_text directory = members_directory(&sorting->bundle->members[i]);
        uint64_t *number = map_put(&sorting->directories, directory);
        if (number == NULL) {
            return false;
        }
        if (*number == 0) {
            *number = ++sorting->count;
        }
        sorting->group_of[i] = (size_t)*number - 1;
        sorting->counts[*number - 1]++;
    }
    return true;
}

static bool members_sort(const struct members_sorting *sorting, struct members_groups *groups)
{
    groups->groups = calloc(sorting->count + 1, sizeof *groups->groups);
    if (groups->groups == NULL) {
        return false;
    }
    groups->count = sorting->count;
    for (size_t i = 0; i < sorting->bundle->count; i++) {
        size_t number = sorting->group_of[i];
        struct members_group *group = &groups->groups[number];
        if (group->members == NULL) {
            group->members = calloc(sorting->counts[number], sizeof *group->members);
        }
        if (group->members == NULL) {
            return false;
        }
        group->members[group->count++] = i;
    }
    return true;
}

bool members_group(const struct bundle *bundle, struct members_groups *groups)
{
    struct members_sorting sorting = {
        .bundle = bundle,
        .group_of = calloc(bundle->count + 1, sizeof(size_t)),
        .counts = calloc(bundle->count + 1, sizeof(size_t)),
    };
    *groups = (struct members_groups){.count = 0};
    map_init(&sorting.directories);
    bool sorted = sorting.group_of != NULL && sorting.counts != NULL && members_count(&sorting) &&
                  members_sort(&sorting, groups);
    map_free(&sorting.directories);
    free(sorting.group_of);
    free(sorting.counts);
    return sorted;
}

void members_groups_free(struct members_groups *groups)
{
    for (size_t i = 0; i < groups->count; i++) {
        free(groups->groups[i].members);
    }
    free(groups->groups);
}
