/*
 * Owns: shared libraries that only some runs need, loaded when they are first needed, so that one
 * small capture does not wait for what it does not use.
 * Must not know: what the libraries do.
 *
 * A module that uses one keeps a struct of function pointers in its handle, each of the type that
 * the library's own header gives: __typeof__(archive_read_new) *read_new.
 */
#ifndef BASE_LIBRARY_H
#define BASE_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

struct library_symbol {
    const char *name;
    size_t offset; /* in the struct of function pointers, of the pointer that takes its address */
};

/*
 * Loads the library of that file name ("libarchive.so.13") and fills the pointers at functions.
 * It stays loaded until the process ends. False: missing names the library or the symbol that is
 * not there, and is file or one of the
 * names in symbols.
 */
bool library_load(const char *file, const struct library_symbol *symbols, size_t count,
                  void *functions, const char **missing);

#endif
