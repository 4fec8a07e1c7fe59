#include "cli/zip_end.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ZIP_END_MAGIC "PK\5\6"
#define ZIP_END_SIZE 22
#define ZIP_END_MOST (ZIP_END_SIZE + 65535) /* with a comment */

static bool zip_end_find(const char *bytes, size_t size)
{
    for (size_t at = size < ZIP_END_SIZE ? 0 : size - ZIP_END_SIZE + 1; at-- > 0;) {
        if (memcmp(bytes + at, ZIP_END_MAGIC, sizeof ZIP_END_MAGIC - 1) == 0) {
            return true;
        }
    }
    return false;
}

/* What cannot be read says nothing about it. */
static bool zip_end_find_in(int file)
{
    char tail[ZIP_END_MOST];
    struct stat about;
    if (fstat(file, &about) != 0) {
        return true;
    }
    off_t start = about.st_size > ZIP_END_MOST ? about.st_size - ZIP_END_MOST : 0;
    size_t size = (size_t)(about.st_size - start);
    ssize_t got = pread(file, tail, size, start);
    return got != (ssize_t)size || zip_end_find(tail, size);
}

bool zip_end_is_there(const char *name, const char *bytes, size_t size)
{
    if (name == NULL) {
        size_t tail = size < ZIP_END_MOST ? size : ZIP_END_MOST;
        return zip_end_find(bytes + (size - tail), tail);
    }
    int file = open(name, O_RDONLY | O_CLOEXEC);
    bool there = file < 0 || zip_end_find_in(file);
    if (file >= 0) {
        close(file);
    }
    return there;
}
