#include "cli/input.h"

#include "cli/bundle.h"
#include "cli/cancel.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define INPUT_MOST                                                                                 \
    ((size_t)256 << 10) /* bytes of what is held, between two looks at other things */

static bool input_fail(struct input *input, const char *what)
{
    snprintf(input->problem, sizeof input->problem, "%s", what);
    return false;
}

void input_of_bytes(struct input *input, const char *path, const char *bytes, size_t size)
{
    *input = (struct input){.path = path, .held = bytes, .held_size = size, .fd = -1, .start = -1};
}

void input_of_member(struct input *input, const char *path, struct bundle_reader *member)
{
    *input = (struct input){.path = path, .member = member, .fd = -1, .start = -1};
}

static bool input_is_standard(const struct input *input)
{
    return strcmp(input->path, "-") == 0;
}

/* Standard input may be a file that somebody has read a part of: it starts where it stands. */
bool input_open(struct input *input, const char *path)
{
    struct stat about;
    input_of_bytes(input, path, NULL, 0);
    input->fd = input_is_standard(input) ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (input->fd < 0 || fstat(input->fd, &about) != 0) {
        return input_fail(input, strerror(errno));
    }
    input->directory = S_ISDIR(about.st_mode);
    input->start = S_ISREG(about.st_mode) ? lseek(input->fd, 0, SEEK_CUR) : -1;
    return true;
}

/* ---- reading ----------------------------------------------------------------------------- */

static ssize_t input_read_some(struct input *input, char *block, size_t size)
{
    ssize_t got = -1;
    errno = EINTR; /* a signal may have come while nothing was read */
    while (got < 0 && errno == EINTR && !cancel_requested()) {
        got = read(input->fd, block, size);
    }
    if (got < 0) {
        input_fail(input, strerror(errno));
    }
    return got;
}

/* Milliseconds of a clock that nobody sets. */
static int64_t input_clock(void)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* A regular file is there already, however long the reading of it takes. */
static ssize_t input_read(struct input *input, char *block, size_t size)
{
    if (input->start >= 0) {
        return input_read_some(input, block, size);
    }
    int64_t asked = input_clock();
    ssize_t got = input_read_some(input, block, size);
    if (got > 0) {
        live_came(&input->live, input->waited + input_clock() - asked, time(NULL));
        input->waited = 0;
    }
    return got;
}

/* What comes after a pause came later than what was there before it. */
static bool input_pauses(struct input *input)
{
    struct pollfd coming = {.fd = input->fd, .events = POLLIN};
    if (input->start >= 0 || poll(&coming, 1, LIVE_PAUSE) != 0) {
        return false;
    }
    input->waited = LIVE_PAUSE;
    return true;
}

bool input_peek(struct input *input)
{
    size_t used = 0;
    ssize_t got = 1;
    while (got > 0 && used < sizeof input->head && (used == 0 || !input_pauses(input))) {
        got = input_read(input, input->head + used, sizeof input->head - used);
        used += got > 0 ? (size_t)got : 0;
    }
    input->held = input->head;
    input->held_size = used;
    input->at = 0;
    return got >= 0;
}

ssize_t input_next(struct input *input, char *block, size_t size, const char **bytes)
{
    if (input->at < input->held_size) {
        *bytes = input->held + input->at;
        size_t left = input->held_size - input->at;
        left = left < INPUT_MOST ? left : INPUT_MOST;
        input->at += left;
        return (ssize_t)left;
    }
    if (input->member != NULL) {
        return bundle_reader_next(input->member, bytes, input->problem);
    }
    *bytes = block;
    return input->fd < 0 ? 0 : input_read(input, block, size);
}

bool input_slurp(struct input *input, struct buffer *bytes, const char *too_much)
{
    char block[INPUT_PIECE];
    const char *next;
    ssize_t got;
    while ((got = input_next(input, block, sizeof block, &next)) > 0) {
        if ((size_t)got > INPUT_MOST_KEPT - bytes->size) {
            return input_fail(input, too_much);
        }
        buffer_append(bytes, next, (size_t)got);
        if (bytes->failed) {
            return input_fail(input, oc_status_text(OC_NO_MEMORY));
        }
    }
    return got == 0;
}

bool input_rewind(struct input *input)
{
    input->held_size = 0;
    input->at = 0;
    return lseek(input->fd, input->start, SEEK_SET) >= 0 || input_fail(input, strerror(errno));
}

void input_close(struct input *input)
{
    if (input->fd >= 0 && !input_is_standard(input)) {
        close(input->fd);
    }
    bundle_reader_close(input->member);
    input->member = NULL;
    input->fd = -1;
}
