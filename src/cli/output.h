/*
 * Owns: the one place results go to: standard output or a file.
 * Must not know: what the bytes mean, who is told about a failure.
 *
 * A regular file is replaced as a whole: the bytes go to a temporary file beside it, which takes
 * its name when output_finish finds everything written. What exists and is no regular file (a
 * device, a FIFO) is written directly. Failure sticks: after the first one nothing is written any
 * more and output.error holds its errno, EINTR where the user wants to stop and nobody reads.
 */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "base/buffer.h"

struct output {
    oc_text name; /* for messages */
    int fd;
    int error;
    char *target;    /* the file to replace; NULL: written directly */
    char *temporary; /* what is written in its stead */
    struct buffer waiting;
};

/* Path NULL or "-": standard output. 0, or -1 with output.error set; call output_discard then. */
int output_open(struct output *output, const char *path);
bool output_is_terminal(const struct output *output);
/* Fits an oc_sink, user is the output. 0, or -1 with output.error set. */
int output_write(void *user, const char *bytes, size_t size);
/* Writes what the buffer holds; a buffer that failed is a failure of the output. */
int output_buffer(struct output *output, const struct buffer *buffer);
/* Hands on what waits, so that a reader at the other end sees it. */
int output_flush(struct output *output);
/* Flushes, closes, and puts the new file in place; the output is done with. */
int output_finish(struct output *output);
/* Closes, and leaves the file that was there as it was. Harmless after output_finish. */
void output_discard(struct output *output);

#endif
