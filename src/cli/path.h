/*
 * Owns: which file a path names.
 * Must not know: what files are for.
 */
#ifndef CLI_PATH_H
#define CLI_PATH_H

#include <stdbool.h>

/* A fresh "DIRECTORY OF PATH" + prefix + name + suffix; NULL with errno set: no memory. */
char *path_beside(const char *path, const char *prefix, const char *name, const char *suffix);
/* A fresh path behind all symbolic links, whether a file is there or not; NULL with errno set. */
char *path_resolve(const char *path);
/* Both name one file, however they are spelt, or one place where a file would be made. Devices and
 * pipes are never the same: each is written to its end, or read, whatever else has it. */
bool path_same_file(const char *left, const char *right);

#endif
