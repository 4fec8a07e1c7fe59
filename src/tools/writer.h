/*
 * Owns: the values of a model as C initialisers. Each ends with a comma.
 * Must not know: which member of which structure a value is.
 */
#ifndef TOOLS_WRITER_H
#define TOOLS_WRITER_H

#include "tools/places.h"

struct writer {
    struct buffer *out;
    const oc_grammars *grammars;
    const struct places *places;
    bool failed; /* an address has no place */
};

/* The brackets of a structure or an array. */
void writer_begin(struct writer *writer);
void writer_end(struct writer *writer);
void writer_number(struct writer *writer, size_t number);
void writer_pattern_index(struct writer *writer, size_t index);
void writer_bool(struct writer *writer, bool value);
void writer_string(struct writer *writer, const char *string); /* terminated, or NULL */
void writer_text(struct writer *writer, oc_text text);
/* Of an object that lies in that array, or NULL. */
void writer_address(struct writer *writer, enum place_array array, const void *object);
/* A pointer to the first of so many objects, and how many. */
void writer_array(struct writer *writer, enum place_array array, const void *first, size_t count);
/* Members that are arrays themselves. */
void writer_texts(struct writer *writer, const oc_text *texts, size_t count);
void writer_sizes(struct writer *writer, const size_t *sizes, size_t count);
void writer_bytes(struct writer *writer, const uint8_t *bytes, size_t count);

#endif
