/*
 * Owns: grammar files into the model: one function for each kind of file.
 * Must not know: whether what stands in different files agrees (see seal.c and check.c).
 */
#ifndef GRAMMAR_READ_H
#define GRAMMAR_READ_H

#include "grammar/directive.h"
#include "grammar/grammar.h"

/* What a target and a label list, while they are read: with room for as many as there may be. */
struct target_lists;
struct label_lists;

struct reader {
    oc_grammars *grammars;
    const struct grammar_file *file;
    struct shape *shape; /* what the file defines, once its first directive is read */
    struct language *language;
    struct target *target;
    struct target_lists *target_lists;
    struct endpoint_table *endpoints;
    struct endpoint_label *endpoint_label; /* the last one of the file */
    struct label_lists *label_lists;
};

oc_status read_shape_directive(struct reader *reader, const struct directive *directive);
oc_status read_language_directive(struct reader *reader, const struct directive *directive);
oc_status read_target_directive(struct reader *reader, const struct directive *directive);
oc_status read_endpoints_directive(struct reader *reader, const struct directive *directive);

/* As oc_grammars_add; name and bytes are not copied and must live as long as the grammars. */
oc_status read_borrowed(oc_grammars *grammars, oc_text name, oc_text bytes);

typedef oc_status read_function(struct reader *reader, const struct directive *directive);

/* One row of a table of directives. first: it opens the file, and nothing else may. */
struct read_word {
    const char *word;
    read_function *read;
    bool first;
    bool takes_lines; /* indented lines may stand below it */
    bool may_be_bare; /* needs nothing behind the word */
};

/* Looks the directive up and reads it; started says whether the file's first one has been read. */
oc_status read_by_table(struct reader *reader, const struct directive *directive,
                        const struct read_word *table, size_t count, bool started);
/* The next word of *rest, unknown at its end. */
oc_text read_word(oc_text *rest);
/* Memory for the model; an error of the grammars when there is none. */
void *read_alloc(struct reader *reader, size_t size);

#endif
