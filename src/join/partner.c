#include "join/partner.h"

#include "base/text.h"

#define SEVERAL UINT64_MAX /* targets have the name */

void partners_init(struct partners *partners)
{
    *partners = (struct partners){.before = NULL};
    map_init(&partners->names_before);
    map_init(&partners->names_now);
    arena_init(&partners->arena);
}

void partners_free(struct partners *partners)
{
    map_free(&partners->names_before);
    map_free(&partners->names_now);
    arena_free(&partners->arena);
}

static size_t *no_partners(struct partners *partners, size_t count)
{
    size_t *none = arena_alloc(&partners->arena, (count + 1) * sizeof *none);
    for (size_t i = 0; none != NULL && i < count; i++)
        none[i] = PARTNER_NONE;
    return none;
}

static void marry(struct partners *partners, size_t before, size_t now)
{
    partners->before[now] = before;
    partners->now[before] = now;
}

/* ---- by PID ---------------------------------------------------------------------------------- */

static bool same_image(const oc_target *a, const oc_target *b)
{
    return !text_known(a->image) || !text_known(b->image) ||
           processes_same_image(a->image, a->image_cut, b->image, b->image_cut);
}

static void marry_by_pid(struct partners *partners, const struct snapshot *before,
                         const struct snapshot *now)
{
    for (size_t i = 0; i < now->count; i++) {
        const oc_target *target = &now->targets[i];
        const oc_target *same = snapshot_find(before, target->pid, target->image);
        if (same != NULL && same_image(same, target))
            marry(partners, (size_t)(same - before->targets), i);
    }
}

/* ---- by image -------------------------------------------------------------------------------- */

/* Images are the same in any case. */
static oc_text folded(struct partners *partners, oc_text image)
{
    char *copy = arena_alloc(&partners->arena, image.size + 1);
    for (size_t i = 0; copy != NULL && i < image.size; i++) {
        bool upper = image.data[i] >= 'A' && image.data[i] <= 'Z';
        copy[i] = (char)(upper ? image.data[i] + ('a' - 'A') : image.data[i]);
    }
    return (oc_text){copy, copy == NULL ? 0 : image.size};
}

/* The images of those without partner: the index of the only one that has it, and 1; or SEVERAL. */
static void collect_names(struct partners *partners, struct map *names,
                          const struct snapshot *snapshot, const size_t *partner)
{
    map_clear(names);
    for (size_t i = 0; i < snapshot->count; i++) {
        if (partner[i] != PARTNER_NONE || !text_known(snapshot->targets[i].image))
            continue;
        oc_text name = folded(partners, snapshot->targets[i].image);
        uint64_t *index = text_known(name) ? map_put(names, name) : NULL;
        if (index != NULL)
            *index = *index == 0 ? i + 1 : SEVERAL;
    }
}

static void marry_by_image(struct partners *partners)
{
    const struct map *names = &partners->names_now;
    for (size_t i = 0; i < names->capacity; i++) {
        const struct map_entry *now = &names->entries[i];
        if (!text_known(now->key) || now->value == SEVERAL)
            continue;
        const uint64_t *before = map_find(&partners->names_before, now->key);
        if (before != NULL && *before != SEVERAL)
            marry(partners, (size_t)*before - 1, (size_t)now->value - 1);
    }
}

void partners_find(struct partners *partners, const struct snapshot *before,
                   const struct snapshot *now)
{
    arena_reset(&partners->arena);
    partners->before = no_partners(partners, now->count);
    partners->now = no_partners(partners, before->count);
    if (!arena_failed(&partners->arena)) {
        marry_by_pid(partners, before, now);
        collect_names(partners, &partners->names_before, before, partners->now);
        collect_names(partners, &partners->names_now, now, partners->before);
        marry_by_image(partners);
    }
    partners->failed = arena_failed(&partners->arena) || partners->names_before.failed ||
                       partners->names_now.failed;
}
