/*
 * Owns: reading files and directories for tests.
 * Must not know: what is in them.
 */
#ifndef SUPPORT_FILES_H
#define SUPPORT_FILES_H

#include "base/buffer.h"

/* Appends the bytes of directory/name; false when it cannot be read whole. */
bool files_read(const char *directory, const char *name, struct buffer *bytes);
bool files_exist(const char *directory, const char *name);

/* Terminated paths in byte order. */
struct file_list {
    char **paths;
    size_t count;
};

/* Adds the directories that lie directly in path, as path/name, hidden ones apart; false when that
 * cannot be done whole. */
bool files_directories(const char *path, struct file_list *list);
void files_list_free(struct file_list *list);

#endif
