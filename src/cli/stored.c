#include "cli/stored.h"

#include "cli/cancel.h"
#include "outconn.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STORED_BLOCK ((size_t)64 << 10)

struct stored {
    struct stream stream;
    int file;          /* -1: memory */
    const char *bytes; /* what was not given yet */
    size_t size;
    char *block;
};

static ssize_t stored_next_of_file(struct stream *stream, const char **bytes,
                                   char problem[STREAM_PROBLEM])
{
    struct stored *stored = (struct stored *)stream;
    ssize_t got;
    do {
        got = read(stored->file, stored->block, STORED_BLOCK);
    } while (got < 0 && errno == EINTR && !cancel_requested());
    if (got < 0) {
        stream_fail(problem, strerror(errno));
    }
    *bytes = stored->block;
    return got;
}

static ssize_t stored_next_of_bytes(struct stream *stream, const char **bytes,
                                    char problem[STREAM_PROBLEM])
{
    struct stored *stored = (struct stored *)stream;
    size_t size = stored->size < STORED_BLOCK ? stored->size : STORED_BLOCK;
    (void)problem;
    *bytes = stored->bytes;
    stored->bytes += size;
    stored->size -= size;
    return (ssize_t)size;
}

static void stored_close(struct stream *stream)
{
    struct stored *stored = (struct stored *)stream;
    if (stored->file >= 0) {
        close(stored->file);
    }
    free(stored->block);
    free(stored);
}

static const struct stream_kind stored_file = {.next = stored_next_of_file, .close = stored_close};
static const struct stream_kind stored_bytes = {.next = stored_next_of_bytes,
                                                .close = stored_close};

static struct stored *stored_new(const struct stream_kind *kind, char problem[STREAM_PROBLEM])
{
    struct stored *stored = calloc(1, sizeof *stored);
    if (stored == NULL) {
        stream_fail(problem, oc_status_text(OC_NO_MEMORY));
        return NULL;
    }
    stream_init(&stored->stream, kind);
    stored->file = -1;
    return stored;
}

struct stream *stored_open_file(const char *file, char problem[STREAM_PROBLEM])
{
    struct stored *stored = stored_new(&stored_file, problem);
    if (stored == NULL) {
        return NULL;
    }
    stored->block = malloc(STORED_BLOCK);
    if (stored->block == NULL) {
        stream_fail(problem, oc_status_text(OC_NO_MEMORY));
    } else if ((stored->file = open(file, O_RDONLY | O_CLOEXEC)) < 0) {
        stream_fail(problem, strerror(errno));
    } else {
        return &stored->stream;
    }
    stored_close(&stored->stream);
    return NULL;
}

struct stream *stored_open_bytes(const char *bytes, size_t size, char problem[STREAM_PROBLEM])
{
    struct stored *stored = stored_new(&stored_bytes, problem);
    if (stored == NULL) {
        return NULL;
    }
    stored->bytes = bytes;
    stored->size = size;
    return &stored->stream;
}
