#include "base/text.h"
#include "grammar/read.h"

static oc_status read_name(struct reader *reader, const struct directive *directive)
{
    oc_target_info info;
    if (oc_grammars_target(reader->grammars, directive->rest, &info))
        return grammar_error(reader->grammars, directive->rest,
                             "there is a target of this name already", NULL);
    struct target *target = read_alloc(reader, sizeof *target);
    if (target == NULL)
        return OC_NO_MEMORY;
    target->name = directive->rest;
    target->info.images = target->images;
    target->info.related = target->related;
    struct target **end = &reader->grammars->targets;
    while (*end != NULL)
        end = &(*end)->next;
    *end = target;
    reader->target = target;
    return OC_OK;
}

static oc_status read_about(struct reader *reader, const struct directive *directive)
{
    reader->target->summary = directive->rest;
    return OC_OK;
}

static oc_status too_many(struct reader *reader, const struct directive *directive)
{
    return grammar_error(reader->grammars, directive->rest, "a target names at most 16 of these",
                         NULL);
}

static oc_status read_image(struct reader *reader, const struct directive *directive)
{
    struct target *target = reader->target;
    if (target->info.image_count == TARGET_IMAGES_MAX)
        return too_many(reader, directive);
    target->images[target->info.image_count++] = directive->rest;
    return OC_OK;
}

static oc_status read_related(struct reader *reader, const struct directive *directive)
{
    struct target *target = reader->target;
    if (target->info.related_count == TARGET_IMAGES_MAX)
        return too_many(reader, directive);
    target->related[target->info.related_count++] = directive->rest;
    return OC_OK;
}

oc_status read_target_directive(struct reader *reader, const struct directive *directive)
{
    static const struct read_word table[] = {
        {"target", read_name, .first = true},
        {"about", read_about, .first = false},
        {"image", read_image, .first = false},
        {"related", read_related, .first = false},
    };
    return read_by_table(reader, directive, table, sizeof table / sizeof *table,
                         reader->target != NULL);
}
