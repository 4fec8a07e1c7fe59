#include "support/files.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { READ_SIZE = 65536 };

/* Terminated; the caller frees it; NULL: out of memory. */
static char *files_path(const char *directory, const char *name)
{
    struct buffer path;
    buffer_init(&path);
    buffer_printf(&path, "%s/%s", directory, name);
    buffer_byte(&path, '\0');
    if (path.failed) {
        buffer_free(&path);
        return NULL;
    }
    return path.data;
}

static bool files_read_stream(FILE *file, struct buffer *bytes)
{
    size_t got = 1;
    while (got > 0) {
        char *room = buffer_reserve(bytes, READ_SIZE);
        got = room == NULL ? 0 : fread(room, 1, READ_SIZE, file);
        bytes->size += got;
    }
    return !ferror(file) && !bytes->failed;
}

bool files_read(const char *directory, const char *name, struct buffer *bytes)
{
    char *path = files_path(directory, name);
    FILE *file = path == NULL ? NULL : fopen(path, "rb");
    bool whole = file != NULL && files_read_stream(file, bytes);
    if (file != NULL) {
        fclose(file);
    }
    free(path);
    return whole;
}

static bool files_status(const char *directory, const char *name, struct stat *status)
{
    char *path = files_path(directory, name);
    bool known = path != NULL && stat(path, status) == 0;
    free(path);
    return known;
}

bool files_exist(const char *directory, const char *name)
{
    struct stat status;
    return files_status(directory, name, &status);
}

static bool files_list_add(struct file_list *list, const char *directory, const char *name)
{
    char **paths = realloc(list->paths, (list->count + 1) * sizeof *paths);
    if (paths == NULL) {
        return false;
    }
    list->paths = paths;
    paths[list->count] = files_path(directory, name);
    if (paths[list->count] == NULL) {
        return false;
    }
    list->count++;
    return true;
}

static int files_compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

bool files_directories(const char *path, struct file_list *list)
{
    DIR *directory = opendir(path);
    if (directory == NULL) {
        return false;
    }
    bool whole = true;
    const struct dirent *entry;
    while (whole && (entry = readdir(directory)) != NULL) {
        struct stat status;
        if (entry->d_name[0] != '.' && files_status(path, entry->d_name, &status) &&
            S_ISDIR(status.st_mode)) {
            whole = files_list_add(list, path, entry->d_name);
        }
    }
    closedir(directory);
    if (list->count > 0) {
        qsort(list->paths, list->count, sizeof *list->paths, files_compare);
    }
    return whole;
}

void files_list_free(struct file_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->paths[i]);
    }
    free(list->paths);
    *list = (struct file_list){.paths = NULL};
}
