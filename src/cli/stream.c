#include "cli/stream.h"

#include "cli/cancel.h"
#include "outconn.h"

#include <stdio.h>
#include <string.h>

void stream_init(struct stream *stream, const struct stream_kind *kind)
{
    *stream = (struct stream){.kind = kind};
}

bool stream_fail(char problem[STREAM_PROBLEM], const char *what)
{
    snprintf(problem, STREAM_PROBLEM, "%s", what);
    return false;
}

/* Much may be read before any of it becomes bytes that somebody sees. */
static ssize_t stream_ask(struct stream *stream, const char **bytes)
{
    if (cancel_requested()) {
        stream_fail(stream->problem, oc_status_text(OC_STOPPED));
        return -1;
    }
    ssize_t got = stream->kind->next(stream, bytes, stream->problem);
    if (got > 0 && stream->count != NULL &&
        !stream->count(stream->user, (size_t)got, stream->problem)) {
        return -1;
    }
    return got;
}

static ssize_t stream_take(struct stream *stream, const char **bytes, char problem[STREAM_PROBLEM])
{
    ssize_t got = stream->failed ? -1 : stream_ask(stream, bytes);
    stream->failed = got < 0;
    if (got < 0) {
        stream_fail(problem, stream->problem);
    }
    return got;
}

ssize_t stream_next(struct stream *stream, const char **bytes, char problem[STREAM_PROBLEM])
{
    size_t size = stream->head_size;
    if (size > 0) {
        *bytes = stream->head;
        stream->head_size = 0;
        return (ssize_t)size;
    }
    size = stream->held_size;
    if (size > 0) {
        *bytes = stream->held;
        stream->held_size = 0;
        return (ssize_t)size;
    }
    return stream_take(stream, bytes, problem);
}

bool stream_peek(struct stream *stream, char problem[STREAM_PROBLEM])
{
    ssize_t got = 1;
    while (got > 0 && stream->head_size < KIND_HEAD) {
        got = stream_take(stream, &stream->held, problem);
        stream->held_size = got > 0 ? (size_t)got : 0;
        size_t room = KIND_HEAD - stream->head_size;
        size_t taken = stream->held_size < room ? stream->held_size : room;
        if (taken > 0) {
            memcpy(stream->head + stream->head_size, stream->held, taken);
            stream->head_size += taken;
            stream->held += taken;
            stream->held_size -= taken;
        }
    }
    return got >= 0;
}

bool stream_finish(struct stream *stream, char problem[STREAM_PROBLEM])
{
    const char *bytes;
    ssize_t got;
    do {
        got = stream_next(stream, &bytes, problem);
    } while (got > 0);
    return got == 0;
}

void stream_close(struct stream *stream)
{
    stream->kind->close(stream);
}
