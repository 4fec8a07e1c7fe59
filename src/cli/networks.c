#include "cli/networks.h"

#include "base/text.h"
#include "cli/endpoints.h"

#include <string.h>

static void networks_append(struct networks *networks, const oc_network *more, size_t count)
{
    if (count > 0) {
        memcpy(networks->networks + networks->count, more, count * sizeof *more);
        networks->count += count;
    }
}

static size_t networks_built_in(const oc_grammars *grammars)
{
    oc_label_info label;
    size_t count = 0;
    for (size_t i = 0; oc_grammars_label(grammars, i, &label); i++) {
        count += label.network_count;
    }
    return count;
}

static void networks_collect(struct networks *networks, const struct options *options,
                             const oc_grammars *grammars, const struct endpoints *endpoints)
{
    oc_label_info label;
    networks_append(networks, options->servers, options->server_count);
    networks_append(networks, endpoints->networks, endpoints->count);
    for (size_t i = 0; options->endpoints == NULL && oc_grammars_label(grammars, i, &label); i++) {
        networks_append(networks, label.networks, label.network_count);
    }
}

/* NULL stays in the first pass, which only counts. */
static size_t networks_programs(oc_target_info *programs, const oc_grammars *grammars)
{
    oc_grammar_info info;
    oc_target_info program;
    size_t count = 0;
    for (size_t i = 0; oc_grammars_list(grammars, i, &info); i++) {
        if (info.kind != OC_GRAMMAR_TARGET || !oc_grammars_target(grammars, info.name, &program)) {
            continue;
        }
        if (programs != NULL) {
            programs[count] = program;
        }
        count++;
    }
    return count;
}

bool networks_init(struct networks *networks, const struct options *options,
                   const oc_grammars *grammars, struct messages *messages)
{
    struct endpoints endpoints = {.networks = NULL};
    *networks = (struct networks){.networks = NULL};
    arena_init(&networks->arena);
    if (options->endpoints != NULL &&
        !endpoints_read(&endpoints, options->endpoints, grammars, &networks->arena, messages)) {
        return false;
    }
    size_t most = options->server_count + endpoints.count + networks_built_in(grammars) + 1;
    size_t programs = networks_programs(NULL, grammars) + 1;
    networks->networks = arena_calloc(&networks->arena, most, sizeof *networks->networks);
    networks->programs = arena_calloc(&networks->arena, programs, sizeof *networks->programs);
    if (arena_failed(&networks->arena)) {
        message_error(messages, text_of(NULL), 0, "%s", oc_status_text(OC_NO_MEMORY));
        return false;
    }
    networks_collect(networks, options, grammars, &endpoints);
    networks->program_count = networks_programs(networks->programs, grammars);
    return true;
}

void networks_free(struct networks *networks)
{
    arena_free(&networks->arena);
}
