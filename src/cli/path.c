#include "cli/path.h"

#include "base/buffer.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_MOST_LINKS 40 /* symbolic links that lead to each other, as the kernel has it */

char *path_beside(const char *path, const char *prefix, const char *name, const char *suffix)
{
    const char *slash = strrchr(path, '/');
    size_t directory = slash == NULL ? 0 : (size_t)(slash - path) + 1;
    struct buffer made;
    buffer_init(&made);
    buffer_append(&made, path, directory);
    buffer_string(&made, prefix);
    buffer_string(&made, name);
    buffer_string(&made, suffix);
    buffer_byte(&made, '\0');
    if (made.failed) {
        buffer_free(&made);
        errno = ENOMEM;
        return NULL;
    }
    return made.data;
}

/* What the symbolic link at path says, as seen from where path is seen; NULL with errno set. */
static char *path_follow(const char *path)
{
    char link[PATH_MAX];
    ssize_t size = readlink(path, link, sizeof link);
    if (size < 0) {
        return NULL;
    }
    if ((size_t)size == sizeof link) {
        errno = ENAMETOOLONG;
        return NULL;
    }
    link[size] = '\0';
    return link[0] == '/' ? strdup(link) : path_beside(path, "", link, "");
}

char *path_resolve(const char *path)
{
    char *resolved = strdup(path);
    for (int links = 0; resolved != NULL; links++) {
        char *next = path_follow(resolved);
        if (next == NULL && (errno == EINVAL || errno == ENOENT)) {
            return resolved;
        }
        free(resolved);
        resolved = next;
        if (links == PATH_MOST_LINKS) {
            free(resolved);
            errno = ELOOP;
            return NULL;
        }
    }
    return NULL;
}

/* ---- the same file ----------------------------------------------------------------------- */

/* Where a file is, or would be: then in which directory, by what name. */
struct path_place {
    struct stat about;
    bool there;
    char *name; /* NULL where the file is there */
};

static bool path_find_directory(struct path_place *place, const char *resolved)
{
    const char *slash = strrchr(resolved, '/');
    char *directory = path_beside(resolved, "", ".", "");
    bool found = directory != NULL && stat(directory, &place->about) == 0;
    free(directory);
    place->name = found ? strdup(slash == NULL ? resolved : slash + 1) : NULL;
    return place->name != NULL;
}

static bool path_find(struct path_place *place, const char *path)
{
    place->name = NULL;
    place->there = stat(path, &place->about) == 0;
    if (place->there) {
        return S_ISREG(place->about.st_mode);
    }
    char *resolved = path_resolve(path);
    bool found = resolved != NULL && path_find_directory(place, resolved);
    free(resolved);
    return found;
}

bool path_same_file(const char *left, const char *right)
{
    struct path_place one;
    struct path_place other = {.name = NULL};
    if (strcmp(left, right) == 0) {
        return true;
    }
    bool same = path_find(&one, left) && path_find(&other, right) && one.there == other.there &&
                one.about.st_dev == other.about.st_dev && one.about.st_ino == other.about.st_ino &&
                (one.there || strcmp(one.name, other.name) == 0);
    free(one.name);
    free(other.name);
    return same;
}
