/*
 * Owns: the grammar files that are part of the library, as they were when it was built.
 * Must not know: what is in them. The table itself is generated from grammars/ into
 * build/grammars.c.
 */
#ifndef GRAMMAR_BUILTIN_H
#define GRAMMAR_BUILTIN_H

#include <stddef.h>

/* name as in "grammars/de.lang"; bytes end with a zero that size does not count. */
struct builtin_file {
    const char *name;
    const char *bytes;
    size_t size;
};

/* In the order of their names. */
extern const struct builtin_file builtin_files[];
extern const size_t builtin_file_count;

#endif
