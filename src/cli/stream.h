/*
 * Owns: what gives bytes, one block after the other: a file, memory, what is unpacked from another.
 * Must not know: what the bytes are.
 */
#ifndef CLI_STREAM_H
#define CLI_STREAM_H

#include "cli/kind.h"

#include <stdbool.h>
#include <sys/types.h>

#define STREAM_PROBLEM 200 /* as BUNDLE_PROBLEM */

struct stream;

struct stream_kind {
    /* The next bytes, valid until the next call; 0 at the end, and from then on; -1 with problem
     * set, and it is not called any more. */
    ssize_t (*next)(struct stream *stream, const char **bytes, char problem[STREAM_PROBLEM]);
    void (*close)(struct stream *stream);
};

/* False: problem says that it is too much. */
typedef bool stream_count(void *user, size_t size, char problem[STREAM_PROBLEM]);

/* The first member of each kind's own structure. */
struct stream {
    const struct stream_kind *kind;
    stream_count *count; /* told of what comes out; NULL: nobody is */
    void *user;
    bool wrong; /* it turned out damaged, and what it gave before may be damaged, too */
    bool failed;
    char head[KIND_HEAD]; /* what was looked at and not given yet, */
    size_t head_size;
    const char *held; /* and what came with it */
    size_t held_size;
    char problem[STREAM_PROBLEM]; /* where it failed */
};

void stream_init(struct stream *stream, const struct stream_kind *kind);
/* As its kind's next; a stream that failed goes on failing. */
ssize_t stream_next(struct stream *stream, const char **bytes, char problem[STREAM_PROBLEM]);
/* Reads the beginning into head, KIND_HEAD bytes or all that there are; it is given again. Before
 * stream_next. */
bool stream_peek(struct stream *stream, char problem[STREAM_PROBLEM]);
/* Reads to the end. */
bool stream_finish(struct stream *stream, char problem[STREAM_PROBLEM]);
void stream_close(struct stream *stream);
/* Writes what into problem; always false. */
bool stream_fail(char problem[STREAM_PROBLEM], const char *what);

#endif
