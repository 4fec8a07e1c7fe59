#include "cli/output.h"

#include "base/text.h"
#include "cli/cancel.h"
#include "cli/path.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define OUTPUT_BLOCK ((size_t)64 << 10)

static int output_fail(struct output *output, int error)
{
    if (output->error == 0) {
        output->error = error;
    }
    return -1;
}

/* ---- opening ----------------------------------------------------------------------------- */

static mode_t output_new_mode(void)
{
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

static int output_open_beside(struct output *output, const char *path, mode_t mode)
{
    output->target = path_resolve(path);
    if (output->target == NULL) {
        return output_fail(output, errno);
    }
    const char *slash = strrchr(output->target, '/');
    const char *name = slash == NULL ? output->target : slash + 1;
    char *temporary = path_beside(output->target, ".", name, ".XXXXXX");
    if (temporary == NULL) {
        return output_fail(output, ENOMEM);
    }
    output->fd = mkstemp(temporary);
    if (output->fd < 0) {
        int error = errno;
        free(temporary);
        return output_fail(output, error);
    }
    output->temporary = temporary;
    bool set = fchmod(output->fd, mode) == 0 && fcntl(output->fd, F_SETFD, FD_CLOEXEC) == 0;
    return set ? 0 : output_fail(output, errno);
}

static int output_open_directly(struct output *output, const char *path)
{
    output->fd = open(path, O_WRONLY | O_CLOEXEC);
    return output->fd < 0 ? output_fail(output, errno) : 0;
}

int output_open(struct output *output, const char *path)
{
    *output = (struct output){.name = text_of("standard output"), .fd = STDOUT_FILENO};
    buffer_init(&output->waiting);
    if (path == NULL || strcmp(path, "-") == 0) {
        return 0;
    }
    output->name = text_of(path);
    output->fd = -1;
    struct stat there;
    if (stat(path, &there) != 0) {
        return errno == ENOENT ? output_open_beside(output, path, output_new_mode())
                               : output_fail(output, errno);
    }
    if (!S_ISREG(there.st_mode)) {
        return output_open_directly(output, path);
    }
    if (access(path, W_OK) != 0) {
        return output_fail(output, errno);
    }
    return output_open_beside(output, path, there.st_mode & 07777);
}

bool output_is_terminal(const struct output *output)
{
    return isatty(output->fd) == 1;
}

/* ---- writing ----------------------------------------------------------------------------- */

static int output_write_all(struct output *output, const char *bytes, size_t size)
{
    int error = cancel_write(output->fd, bytes, size);
    return error == 0 ? 0 : output_fail(output, error);
}

int output_flush(struct output *output)
{
    if (output->error != 0) {
        return -1;
    }
    int result = output_write_all(output, output->waiting.data, output->waiting.size);
    buffer_clear(&output->waiting);
    return result;
}

int output_write(void *user, const char *bytes, size_t size)
{
    struct output *output = user;
    if (output->error != 0) {
        return -1;
    }
    if (output->waiting.size + size < OUTPUT_BLOCK) {
        buffer_append(&output->waiting, bytes, size);
        return output->waiting.failed ? output_fail(output, ENOMEM) : 0;
    }
    return output_flush(output) == 0 ? output_write_all(output, bytes, size) : -1;
}

int output_buffer(struct output *output, const struct buffer *buffer)
{
    if (buffer->failed) {
        return output_fail(output, ENOMEM);
    }
    return output_write(output, buffer->data, buffer->size);
}

/* ---- the end ----------------------------------------------------------------------------- */

static void output_close(struct output *output)
{
    if (output->fd >= 0 && close(output->fd) != 0 && errno != EINTR) {
        output_fail(output, errno);
    }
    output->fd = -1;
}

int output_finish(struct output *output)
{
    output_flush(output);
    output_close(output);
    if (output->error == 0 && output->temporary != NULL) {
        if (rename(output->temporary, output->target) == 0) {
            free(output->temporary);
            output->temporary = NULL;
        } else {
            output_fail(output, errno);
        }
    }
    int result = output->error == 0 ? 0 : -1;
    output_discard(output);
    return result;
}

void output_discard(struct output *output)
{
    output_close(output);
    if (output->temporary != NULL) {
        unlink(output->temporary);
    }
    free(output->temporary);
    free(output->target);
    buffer_free(&output->waiting);
    output->temporary = NULL;
    output->target = NULL;
}
