#include "base/text.h"
#include "grammar/grammar.h"
#include "grammar/hints.h"
#include "grammar/words.h"

static oc_status seal_columns(oc_grammars *grammars, const struct shape *shape)
{
    static const enum column of_process[] = {COLUMN_IMAGE, COLUMN_PID};
    static const enum column of_connection[] = {COLUMN_PROTO, COLUMN_LOCAL, COLUMN_REMOTE};
    const enum column *needed = shape->emits == EMITS_PROCESS ? of_process : of_connection;
    size_t count = shape->emits == EMITS_PROCESS ? 2 : shape->emits == EMITS_CONNECTION ? 3 : 0;
    for (size_t i = 0; i < count; i++)
        if (shape->types[needed[i]] == TYPE_NONE)
            return grammar_error(
                grammars, shape->declared, "the shape lacks a column that its rows need",
                "image and pid for processes; proto, local and remote for connections");
    return OC_OK;
}

static oc_status seal_rows(oc_grammars *grammars, const struct shape *shape)
{
    if (shape->rows == NULL)
        return grammar_error(grammars, shape->declared, "the shape has no row", NULL);
    for (const struct row *row = shape->rows; row != NULL; row = row->next) {
        if (!row->sampled)
            return grammar_error(grammars, row->name, "this row has no sample",
                                 "sample NAME, and below it a line that a program printed");
        for (const struct row *other = row->next; other != NULL; other = other->next)
            if (shape->layout != LAYOUT_PATTERN && other->columns.count == row->columns.count)
                return grammar_error(
                    grammars, other->name,
                    "another row has as many columns, and nothing else tells them apart", NULL);
    }
    for (const struct row *detail = shape->details; detail != NULL; detail = detail->next)
        if (!detail->sampled)
            return grammar_error(grammars, detail->name, "this detail has no sample",
                                 "sample NAME, and below it a line that a program printed");
    return OC_OK;
}

static oc_status seal_shapes(oc_grammars *grammars)
{
    oc_status status = OC_OK;
    for (const struct shape *at = grammars->shapes; status == OC_OK && at != NULL; at = at->next) {
        status = seal_columns(grammars, at);
        if (status == OC_OK)
            status = seal_rows(grammars, at);
    }
    return status;
}

static bool has_label(const oc_grammars *grammars, oc_text name)
{
    const struct endpoint_label *label = grammars->endpoint_labels;
    while (label != NULL && !text_equal(label->info.name, name))
        label = label->next;
    return label != NULL;
}

static bool has_ports(const oc_target_info *info, oc_role role)
{
    size_t i = 0;
    while (i < info->port_count && info->ports[i].role != role)
        i++;
    return i < info->port_count;
}

static oc_status seal_target(oc_grammars *grammars, const struct target *target)
{
    const oc_target_info *info = &target->info;
    if (info->image_count == 0)
        return grammar_error(grammars, target->name, "the target names no image", "image NAME.EXE");
    for (size_t i = 0; i < info->server_count; i++)
        if (!has_label(grammars, info->servers[i]))
            return grammar_error(grammars, info->servers[i], "no .endpoints file has this label",
                                 "label NAME in such a file, or leave the line out");
    if (has_ports(info, OC_ROLE_DYNAMIC) && !has_ports(info, OC_ROLE_RPC))
        return grammar_error(grammars, target->name, "the target has dynamic ports and none of rpc",
                             "dynamic ports count on a host that is also asked on: port rpc 135");
    return OC_OK;
}

static oc_status seal_targets(oc_grammars *grammars)
{
    oc_status status = OC_OK;
    for (const struct target *at = grammars->targets; status == OC_OK && at != NULL; at = at->next)
        status = seal_target(grammars, at);
    return status;
}

static oc_status seal_patterns(oc_grammars *grammars)
{
    grammars->patterns_by_index = arena_calloc(&grammars->arena, grammars->pattern_count + 1,
                                               sizeof *grammars->patterns_by_index);
    if (grammars->patterns_by_index == NULL)
        return OC_NO_MEMORY;
    for (const struct pattern_source *at = grammars->patterns; at != NULL; at = at->next)
        grammars->patterns_by_index[at->index] = at;
    return OC_OK;
}

oc_status oc_grammars_seal(oc_grammars *grammars)
{
    oc_status (*const steps[])(oc_grammars *) = {seal_shapes, seal_patterns, seal_targets,
                                                 hints_seal};
    if (grammars->sealed)
        return OC_MISUSE;
    for (size_t i = 0; grammars->status == OC_OK && i < sizeof steps / sizeof *steps; i++)
        grammars->status = steps[i](grammars);
    if (grammars->status == OC_OK)
        words_seal(grammars);
    grammars->sealed = grammars->status == OC_OK;
    return grammars->status;
}
