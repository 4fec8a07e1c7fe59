/*
 * Owns: the record that ends a zip archive, after its directory.
 * Must not know: members, libarchive.
 */
#ifndef CLI_ZIP_END_H
#define CLI_ZIP_END_H

#include <stdbool.h>
#include <stddef.h>

/* Whether it is there. The archive is the file of that name, or, where that is NULL, the bytes. */
bool zip_end_is_there(const char *name, const char *bytes, size_t size);

#endif
