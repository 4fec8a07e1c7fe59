#include "cli/file.h"

#include "cli/cancel.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define FILE_BLOCK 4096

static const char *file_read_open(int fd, size_t limit, struct buffer *bytes)
{
    for (;;) {
        char *room = buffer_reserve(bytes, FILE_BLOCK);
        if (room == NULL) {
            return oc_status_text(OC_NO_MEMORY);
        }
        ssize_t got = read(fd, room, FILE_BLOCK);
        if (got < 0 && (errno != EINTR || cancel_requested())) {
            return strerror(errno);
        }
        if (got == 0) {
            return NULL;
        }
        bytes->size += got > 0 ? (size_t)got : 0;
        if (bytes->size > limit) {
            return "larger than such a file may be";
        }
    }
}

const char *file_read(const char *path, size_t limit, struct buffer *bytes)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return strerror(errno);
    }
    const char *problem = file_read_open(fd, limit, bytes);
    close(fd);
    return problem;
}
