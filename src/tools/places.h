/*
 * Owns: where each object of a model stands in the C source that it becomes: in which array, and at
 * which index.
 * Must not know: what is in the objects.
 */
#ifndef TOOLS_PLACES_H
#define TOOLS_PLACES_H

#include "grammar/grammar.h"

/* The arrays, with the type of what stands in them. */
#define PLACE_MAP(X)                                                                               \
    X(PLACE_FILES, struct grammar_file, files)                                                     \
    X(PLACE_SHAPES, struct shape, shapes)                                                          \
    X(PLACE_HEADINGS, struct heading, headings)                                                    \
    X(PLACE_ROWS, struct row, rows)                                                                \
    X(PLACE_PLAINS, struct plain, plains)                                                          \
    X(PLACE_BARES, struct bare, bares)                                                             \
    X(PLACE_PATTERNS, struct pattern_source, patterns)                                             \
    X(PLACE_PATTERNS_BY_INDEX, const struct pattern_source *, patterns_by_index)                   \
    X(PLACE_SAMPLES, struct sample, samples)                                                       \
    X(PLACE_LANGUAGES, struct language, languages)                                                 \
    X(PLACE_TITLES, struct title, titles)                                                          \
    X(PLACE_LABELS, struct label, labels)                                                          \
    X(PLACE_STATES, struct state_word, states)                                                     \
    X(PLACE_NOTICES, struct notice, notices)                                                       \
    X(PLACE_PLAIN_WORDS, struct plain_word, plain_words)                                           \
    X(PLACE_TARGETS, struct target, targets)                                                       \
    X(PLACE_ENDPOINT_TABLES, struct endpoint_table, endpoint_tables)                               \
    X(PLACE_ENDPOINT_LABELS, struct endpoint_label, endpoint_labels)                               \
    X(PLACE_HINTS, struct charset_hint, hints)                                                     \
    X(PLACE_ALPHABETS, struct charset_alphabet, alphabets)                                         \
    X(PLACE_PORTS, oc_port_range, ports)                                                           \
    X(PLACE_SETS, uint32_t, sets)                                                                  \
    X(PLACE_NETWORKS, oc_network, networks)                                                        \
    X(PLACE_TEXTS, oc_text, texts)

enum place_array {
#define PLACE_NAME(name, type, array) name,
    PLACE_MAP(PLACE_NAME)
#undef PLACE_NAME
        PLACE_ARRAYS
};

/* The array as C writes it. */
struct place_array_info {
    const char *type;
    const char *name;
    size_t element; /* its size in memory */
};

extern const struct place_array_info place_arrays[PLACE_ARRAYS];

struct place {
    const void *object;
    enum place_array array;
    size_t index;
};

struct places {
    struct place *at; /* in the order of their indices within each array */
    size_t count;
    size_t capacity;
    size_t counts[PLACE_ARRAYS]; /* how many objects each array has */
    bool failed;                 /* no memory */
};

/* Places for everything in a sealed model. */
void places_init(struct places *places, const oc_grammars *grammars);
void places_free(struct places *places);
/* NULL: it has no place. */
const struct place *places_find(const struct places *places, const void *object,
                                enum place_array array);

#endif
