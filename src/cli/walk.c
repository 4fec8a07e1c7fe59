/* For d_type. NOLINTNEXTLINE(bugprone-reserved-identifier,cert-dcl*) */
#define _DEFAULT_SOURCE

#include "cli/walk.h"

#include "base/text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum walk_kind walk_kind_of_mode(mode_t mode, const char **what)
{
    switch (mode & S_IFMT) {
    case S_IFREG:
        return WALK_FILE;
    case S_IFDIR:
        return WALK_DIRECTORY;
    case S_IFLNK:
        return WALK_LINK;
    case S_IFIFO:
        *what = "a FIFO";
        return WALK_SPECIAL;
    case S_IFSOCK:
        *what = "a socket";
        return WALK_SPECIAL;
    default:
        *what = "a device";
        return WALK_SPECIAL;
    }
}

/* Not every file system tells the kind with the name. */
static enum walk_kind walk_kind(const struct walk *walk, const struct dirent *entry,
                                const char **what)
{
    struct stat about;
    if (entry->d_type != DT_UNKNOWN) {
        return walk_kind_of_mode((mode_t)DTTOIF(entry->d_type), what);
    }
    if (fstatat(walk->directory, entry->d_name, &about, AT_SYMLINK_NOFOLLOW) != 0) {
        return WALK_FILE; /* opening it says why */
    }
    return walk_kind_of_mode(about.st_mode, what);
}

static bool walk_is_dots(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static bool walk_add(struct walk *walk, const struct dirent *entry, size_t *room)
{
    if (walk->count == *room) {
        size_t more = *room == 0 ? 32 : *room * 2;
        struct walk_entry *entries = realloc(walk->entries, more * sizeof *entries);
        if (entries == NULL) {
            return false;
        }
        walk->entries = entries;
        *room = more;
    }
    struct walk_entry *added = &walk->entries[walk->count];
    size_t size = strlen(entry->d_name) + 1;
    char *name = arena_alloc(&walk->arena, size);
    if (name == NULL) {
        return false;
    }
    memcpy(name, entry->d_name, size);
    *added = (struct walk_entry){.name = name};
    added->kind = walk_kind(walk, entry, &added->what);
    walk->count++;
    return true;
}

static int walk_compare(const void *left, const void *right)
{
    const struct walk_entry *a = left;
    const struct walk_entry *b = right;
    return strcmp(a->name, b->name);
}

static bool walk_read(struct walk *walk, DIR *stream)
{
    size_t room = 0;
    const struct dirent *entry;
    for (errno = 0; (entry = readdir(stream)) != NULL; errno = 0) {
        if (!walk_is_dots(entry->d_name) && !walk_add(walk, entry, &room)) {
            errno = ENOMEM;
            return false;
        }
    }
    return errno == 0;
}

bool walk_open(struct walk *walk, const char *path)
{
    *walk = (struct walk){.directory = -1};
    arena_init(&walk->arena);
    walk->stream = opendir(path);
    if (walk->stream == NULL) {
        return false;
    }
    walk->directory = dirfd(walk->stream);
    bool read = walk_read(walk, walk->stream);
    int error = errno;
    if (walk->count > 1) {
        qsort(walk->entries, walk->count, sizeof *walk->entries, walk_compare);
    }
    errno = error;
    return read;
}

void walk_close(struct walk *walk)
{
    if (walk->stream != NULL) {
        closedir(walk->stream);
    }
    free(walk->entries);
    arena_free(&walk->arena);
    *walk = (struct walk){.directory = -1};
}

const char *walk_path(struct arena *arena, oc_text directory, oc_text name)
{
    bool slash = directory.size > 0 && directory.data[directory.size - 1] != '/';
    size_t size = directory.size + (slash ? 1 : 0) + name.size;
    char *path = arena_alloc(arena, size + 1);
    if (path == NULL) {
        return NULL;
    }
    memcpy(path, directory.data, directory.size);
    if (slash) {
        path[directory.size] = '/';
    }
    memcpy(path + size - name.size, name.data, name.size);
    path[size] = '\0';
    return path;
}
