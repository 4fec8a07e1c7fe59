#include "base/text.h"
#include "grammar/read.h"

#define NAMES_MAX 16
#define PORTS_MAX 64

struct target_lists {
    oc_text images[NAMES_MAX];
    oc_text related[NAMES_MAX];
    oc_text children[NAMES_MAX];
    oc_text servers[NAMES_MAX];
    oc_port_range ports[PORTS_MAX];
};

static oc_status read_name(struct reader *reader, const struct directive *directive)
{
    oc_target_info info;
    if (oc_grammars_target(reader->grammars, directive->rest, &info))
        return grammar_error(reader->grammars, directive->rest,
                             "there is a target of this name already", NULL);
    struct target *target = read_alloc(reader, sizeof *target);
    struct target_lists *lists = read_alloc(reader, sizeof *lists);
    if (target == NULL || lists == NULL)
        return OC_NO_MEMORY;
    target->name = directive->rest;
    target->info.images = lists->images;
    target->info.related = lists->related;
    target->info.children = lists->children;
    target->info.servers = lists->servers;
    target->info.ports = lists->ports;
    struct target **end = &reader->grammars->targets;
    while (*end != NULL)
        end = &(*end)->next;
    *end = target;
    reader->target = target;
    reader->target_lists = lists;
    return OC_OK;
}

static oc_status read_about(struct reader *reader, const struct directive *directive)
{
    reader->target->summary = directive->rest;
    return OC_OK;
}

static oc_status append(struct reader *reader, const struct directive *directive, oc_text *list,
                        size_t *count)
{
    if (*count == NAMES_MAX)
        return grammar_error(reader->grammars, directive->rest,
                             "a target names at most 16 of these", NULL);
    list[(*count)++] = directive->rest;
    return OC_OK;
}

static oc_status read_image(struct reader *reader, const struct directive *directive)
{
    return append(reader, directive, reader->target_lists->images,
                  &reader->target->info.image_count);
}

static oc_status read_related(struct reader *reader, const struct directive *directive)
{
    return append(reader, directive, reader->target_lists->related,
                  &reader->target->info.related_count);
}

static oc_status read_child(struct reader *reader, const struct directive *directive)
{
    return append(reader, directive, reader->target_lists->children,
                  &reader->target->info.child_count);
}

static oc_status read_server(struct reader *reader, const struct directive *directive)
{
    return append(reader, directive, reader->target_lists->servers,
                  &reader->target->info.server_count);
}

/* "443", "1024-65535" */
static bool read_range(oc_text word, oc_port_range *range)
{
    uint64_t first;
    uint64_t last;
    oc_text rest = word;
    oc_text piece;
    text_split(&rest, '-', &piece);
    if (!text_number(piece, UINT16_MAX, &first) || first == 0)
        return false;
    last = first;
    if (text_known(rest) && (!text_number(rest, UINT16_MAX, &last) || last < first))
        return false;
    range->first = (uint16_t)first;
    range->last = (uint16_t)last;
    return true;
}

/* Only what is dynamic may have another meaning, too: that comes first. */
static bool has_role(const oc_target_info *info, const oc_port_range *range)
{
    for (size_t i = 0; i < info->port_count; i++) {
        const oc_port_range *other = &info->ports[i];
        bool apart = range->last < other->first || other->last < range->first;
        if (!apart && (other->role == OC_ROLE_DYNAMIC) == (range->role == OC_ROLE_DYNAMIC))
            return true;
    }
    return false;
}

static oc_status read_port(struct reader *reader, const struct directive *directive)
{
    struct target *target = reader->target;
    oc_text rest = directive->rest;
    oc_text word = read_word(&rest);
    oc_port_range range = {.role = role_of(word)};
    if (range.role == OC_ROLES)
        return grammar_error(
            reader->grammars, word, "no such role of a port",
            "http, rpc, imap, pop, smtp, directory, proxy or dynamic, and then ports");
    if (text_trim(rest).size == 0)
        return grammar_error(reader->grammars, word, "no port stands behind this role", NULL);
    while (text_known(word = read_word(&rest))) {
        if (!read_range(word, &range))
            return grammar_error(reader->grammars, word, "this is no port",
                                 "a number from 1 to 65535, or two with - between them");
        if (has_role(&target->info, &range))
            return grammar_error(reader->grammars, word, "this port has a role already", NULL);
        if (target->info.port_count == PORTS_MAX)
            return grammar_error(reader->grammars, word, "a target names at most 64 ports", NULL);
        reader->target_lists->ports[target->info.port_count++] = range;
    }
    return OC_OK;
}

static oc_status read_figure(struct reader *reader, const struct directive *directive,
                             uint32_t *figure)
{
    uint64_t number;
    if (*figure != 0)
        return grammar_error(reader->grammars, directive->word, "this figure was given above",
                             NULL);
    if (!text_number(directive->rest, UINT16_MAX, &number) || number == 0)
        return grammar_error(reader->grammars, directive->rest, "this is no number of connections",
                             "a number from 1 to 65535");
    *figure = (uint32_t)number;
    return OC_OK;
}

static oc_status read_minimum(struct reader *reader, const struct directive *directive)
{
    return read_figure(reader, directive, &reader->target->info.minimum);
}

static oc_status read_ceiling(struct reader *reader, const struct directive *directive)
{
    return read_figure(reader, directive, &reader->target->info.ceiling);
}

oc_status read_target_directive(struct reader *reader, const struct directive *directive)
{
    static const struct read_word table[] = {
        {"target", read_name, .first = true},      {"about", read_about, .first = false},
        {"image", read_image, .first = false},     {"related", read_related, .first = false},
        {"child", read_child, .first = false},     {"server", read_server, .first = false},
        {"port", read_port, .first = false},       {"minimum", read_minimum, .first = false},
        {"ceiling", read_ceiling, .first = false},
    };
    return read_by_table(reader, directive, table, sizeof table / sizeof *table,
                         reader->target != NULL);
}
