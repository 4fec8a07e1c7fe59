#include "cli/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct input_magic {
    size_t offset;
    size_t size;
    const char *bytes;
    const char *name;
};

static const struct input_magic input_magics[] = {
    {0, 4, "PK\3\4", "a zip archive"},
    {0, 4, "PK\5\6", "a zip archive"},
    {0, 3, "\x1f\x8b\x08", "gzip data"},
    {0, 6, "7z\xbc\xaf\x27\x1c", "a 7z archive"},
    {0, 6,
     "\xfd"
     "7zXZ\0",
     "xz data"},
    {0, 4, "\x28\xb5\x2f\xfd", "zstd data"},
    {0, 3, "BZh", "bzip2 data"},
    {0, 8, "MSCF\0\0\0\0", "a cab archive"},
    {257, 5, "ustar", "a tar archive"},
};

static ssize_t input_fail(struct input *input, const char *what)
{
    snprintf(input->problem, sizeof input->problem, "%s", what);
    return -1;
}

void input_init(struct input *input, const char *path)
{
    *input = (struct input){.path = path, .fd = -1};
    buffer_init(&input->kept);
}

static bool input_is_standard(const struct input *input)
{
    return strcmp(input->path, "-") == 0;
}

/* Standard input may be a file that somebody has read a part of: it starts where it stands. */
static int input_examine(struct input *input)
{
    struct stat about;
    if (fstat(input->fd, &about) != 0) {
        return (int)input_fail(input, strerror(errno));
    }
    if (S_ISDIR(about.st_mode)) {
        return (int)input_fail(input, "a directory: directories are not read yet, name its files");
    }
    input->start = S_ISREG(about.st_mode) ? lseek(input->fd, 0, SEEK_CUR) : -1;
    input->rewindable = input->start >= 0;
    return 0;
}

static int input_open(struct input *input)
{
    input->fd = input_is_standard(input) ? STDIN_FILENO : open(input->path, O_RDONLY | O_CLOEXEC);
    if (input->fd < 0) {
        return (int)input_fail(input, strerror(errno));
    }
    return input_examine(input);
}

/* ---- archives ---------------------------------------------------------------------------- */

static const struct input_magic *input_find_magic(const struct input *input)
{
    for (size_t i = 0; i < sizeof input_magics / sizeof *input_magics; i++) {
        const struct input_magic *magic = &input_magics[i];
        if (input->head_size >= magic->offset + magic->size &&
            memcmp(input->head + magic->offset, magic->bytes, magic->size) == 0) {
            return magic;
        }
    }
    return NULL;
}

/* The head grows with the reads, so that a pipe that delivers single bytes is told, too. */
static ssize_t input_refuse_archive(struct input *input, const char *bytes, size_t size)
{
    size_t room = sizeof input->head - input->head_size;
    if (room == 0) {
        return 0;
    }
    size_t taken = size < room ? size : room;
    memcpy(input->head + input->head_size, bytes, taken);
    input->head_size += taken;
    const struct input_magic *magic = input_find_magic(input);
    if (magic == NULL) {
        return 0;
    }
    snprintf(input->problem, sizeof input->problem,
             "%s: archives are not read yet, unpack it first", magic->name);
    return -1;
}

/* ---- reading ----------------------------------------------------------------------------- */

static ssize_t input_replay(struct input *input, char *bytes, size_t size)
{
    size_t left = input->kept.size - input->replayed;
    size_t taken = left < size ? left : size;
    memcpy(bytes, input->kept.data + input->replayed, taken);
    input->replayed += taken;
    return (ssize_t)taken;
}

static ssize_t input_remember(struct input *input, const char *bytes, size_t size)
{
    if (!input->keeps || input->rewindable) {
        return 0;
    }
    if (size > INPUT_MOST_KEPT - input->kept.size) {
        return input_fail(input, "a pipe of more than 64 MiB cannot be paired with other inputs: "
                                 "save it in a file, or give it alone");
    }
    buffer_append(&input->kept, bytes, size);
    return input->kept.failed ? input_fail(input, oc_status_text(OC_NO_MEMORY)) : 0;
}

ssize_t input_read(struct input *input, char *bytes, size_t size)
{
    if (input->fd < 0 && input_open(input) != 0) {
        return -1;
    }
    if (!input->keeps && input->replayed < input->kept.size) {
        return input_replay(input, bytes, size);
    }
    ssize_t got;
    do {
        got = read(input->fd, bytes, size);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        return input_fail(input, strerror(errno));
    }
    bool kept = input_refuse_archive(input, bytes, (size_t)got) == 0 &&
                input_remember(input, bytes, (size_t)got) == 0;
    return kept ? got : -1;
}

void input_keep(struct input *input)
{
    input->keeps = true;
}

int input_rewind(struct input *input)
{
    input->keeps = false;
    if (!input->rewindable) {
        return 0;
    }
    if (!input_is_standard(input)) {
        input_close(input); /* thousands of inputs must not stay open at once */
        return 0;
    }
    return lseek(input->fd, input->start, SEEK_SET) < 0 ? (int)input_fail(input, strerror(errno))
                                                        : 0;
}

void input_close(struct input *input)
{
    if (input->fd >= 0 && !input_is_standard(input)) {
        close(input->fd);
    }
    input->fd = -1;
    buffer_free(&input->kept);
    input->replayed = 0;
}
