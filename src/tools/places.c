#include "tools/places.h"

#include <stdlib.h>

#define FIRST_CAPACITY 256

const struct place_array_info place_arrays[PLACE_ARRAYS] = {
#define PLACE_INFO(place, type, name) {#type, #name, sizeof(type)},
    PLACE_MAP(PLACE_INFO)
#undef PLACE_INFO
};

static void add(struct places *places, enum place_array array, const void *object)
{
    if (places->count == places->capacity && !places->failed) {
        size_t capacity = places->capacity == 0 ? FIRST_CAPACITY : 2 * places->capacity;
        struct place *larger = realloc(places->at, capacity * sizeof *larger);
        places->failed = larger == NULL;
        if (larger != NULL) {
            places->at = larger;
            places->capacity = capacity;
        }
    }
    if (!places->failed)
        places->at[places->count++] = (struct place){object, array, places->counts[array]++};
}

#define ADD_LIST(places, array, type, list)                                                        \
    for (const struct type *at = (list); at != NULL; at = at->next)                                \
    add(places, array, at)

/* Whatever the type of its elements. */
#define ADD_ARRAY(places, array, first, size)                                                      \
    for (size_t i = 0; i < (size); i++)                                                            \
    add(places, array, &(first)[i])

static void add_shapes(struct places *places, const struct shape *shapes)
{
    ADD_LIST(places, PLACE_SHAPES, shape, shapes);
    for (const struct shape *shape = shapes; shape != NULL; shape = shape->next) {
        ADD_LIST(places, PLACE_HEADINGS, heading, shape->headings);
        ADD_LIST(places, PLACE_ROWS, row, shape->rows);
        ADD_LIST(places, PLACE_ROWS, row, shape->details);
        ADD_LIST(places, PLACE_PLAINS, plain, shape->plains);
        ADD_LIST(places, PLACE_BARES, bare, shape->bares);
    }
}

static void add_words(struct places *places, const oc_grammars *grammars)
{
    ADD_LIST(places, PLACE_LANGUAGES, language, grammars->languages);
    ADD_LIST(places, PLACE_TITLES, title, grammars->titles);
    ADD_LIST(places, PLACE_LABELS, label, grammars->labels);
    ADD_LIST(places, PLACE_STATES, state_word, grammars->states);
    ADD_LIST(places, PLACE_NOTICES, notice, grammars->notices);
    ADD_LIST(places, PLACE_PLAIN_WORDS, plain_word, grammars->plain_words);
}

static void add_targets(struct places *places, const struct target *targets)
{
    ADD_LIST(places, PLACE_TARGETS, target, targets);
    for (const struct target *target = targets; target != NULL; target = target->next) {
        const oc_target_info *info = &target->info;
        ADD_ARRAY(places, PLACE_TEXTS, info->images, info->image_count);
        ADD_ARRAY(places, PLACE_TEXTS, info->related, info->related_count);
        ADD_ARRAY(places, PLACE_TEXTS, info->children, info->child_count);
        ADD_ARRAY(places, PLACE_TEXTS, info->servers, info->server_count);
        ADD_ARRAY(places, PLACE_PORTS, info->ports, info->port_count);
    }
}

static void add_endpoints(struct places *places, const oc_grammars *grammars)
{
    ADD_LIST(places, PLACE_ENDPOINT_TABLES, endpoint_table, grammars->endpoint_tables);
    ADD_LIST(places, PLACE_ENDPOINT_LABELS, endpoint_label, grammars->endpoint_labels);
    const struct endpoint_label *label = grammars->endpoint_labels;
    for (; label != NULL; label = label->next) {
        const oc_label_info *info = &label->info;
        ADD_ARRAY(places, PLACE_SETS, info->sets, info->set_count);
        ADD_ARRAY(places, PLACE_TEXTS, info->areas, info->area_count);
        ADD_ARRAY(places, PLACE_NETWORKS, info->networks, info->network_count);
        ADD_ARRAY(places, PLACE_TEXTS, label->declared, info->network_count);
    }
}

static void add_hints(struct places *places, const oc_grammars *grammars)
{
    ADD_ARRAY(places, PLACE_HINTS, grammars->hints, grammars->hint_count);
    for (size_t hint = 0; hint < grammars->hint_count; hint++) {
        const struct charset_hint *at = &grammars->hints[hint];
        ADD_ARRAY(places, PLACE_TEXTS, at->keys, at->key_count);
        ADD_ARRAY(places, PLACE_TEXTS, at->words, at->word_count);
        ADD_ARRAY(places, PLACE_ALPHABETS, at->alphabets, at->alphabet_count);
    }
}

void places_init(struct places *places, const oc_grammars *grammars)
{
    *places = (struct places){.at = NULL};
    ADD_LIST(places, PLACE_FILES, grammar_file, grammars->files);
    add_shapes(places, grammars->shapes);
    ADD_LIST(places, PLACE_PATTERNS, pattern_source, grammars->patterns);
    ADD_ARRAY(places, PLACE_PATTERNS_BY_INDEX, grammars->patterns_by_index,
              grammars->pattern_count);
    ADD_LIST(places, PLACE_SAMPLES, sample, grammars->samples);
    add_words(places, grammars);
    add_targets(places, grammars->targets);
    add_endpoints(places, grammars);
    add_hints(places, grammars);
}

void places_free(struct places *places)
{
    free(places->at);
    *places = (struct places){.at = NULL};
}

const struct place *places_find(const struct places *places, const void *object,
                                enum place_array array)
{
    for (size_t i = 0; i < places->count; i++)
        if (places->at[i].object == object && places->at[i].array == array)
            return &places->at[i];
    return NULL;
}
