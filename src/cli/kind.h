/*
 * Owns: telling archives and compressed files by how they begin.
 * Must not know: how they are read, names of files.
 */
#ifndef CLI_KIND_H
#define CLI_KIND_H

#include <stdbool.h>
#include <stddef.h>

#define KIND_HEAD 512 /* bytes that tell every kind */

/* "a zip archive", "gzip data"; NULL: none that is read, so it is taken for text. */
const char *kind_of_archive(const char *head, size_t size);
/* Whether that is a format that packs one file, which may be a text or an archive. */
bool kind_packs_one(const char *head, size_t size);
bool kind_is_gzip(const char *head, size_t size);

#endif
