/*
 * Owns: the bytes of one text, from memory, a file, a pipe, or a member of an archive.
 * Must not know: what the text says.
 */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H

#include "base/buffer.h"
#include "cli/kind.h"
#include "cli/live.h"

#include <sys/types.h>

#define INPUT_BLOCK ((size_t)512 << 10)    /* bytes that are read at once, as many as caches hold */
#define INPUT_PIECE ((size_t)64 << 10)     /* the same where few are to be read, on the stack */
#define INPUT_MOST_KEPT ((size_t)64 << 20) /* bytes of what cannot be read twice */
#define INPUT_PROBLEM 200

struct bundle_reader;

struct input {
    const char *path; /* "-" is standard input */
    const char *held; /* read before anything else */
    size_t held_size;
    size_t at; /* in held */
    int fd;    /* what follows; -1: nothing, or the member */
    struct bundle_reader *member;
    off_t start;      /* where a regular file is read from; -1: it is none */
    bool directory;   /* it cannot be read, only walked */
    struct live live; /* when its bytes came; of a regular file, of memory: nothing did */
    int64_t waited;   /* milliseconds, for what has not come yet */
    char head[KIND_HEAD];
    char problem[INPUT_PROBLEM]; /* what is wrong, a sentence */
};

/* All that is borrowed here lives as long as the input. */
void input_of_bytes(struct input *input, const char *path, const char *bytes, size_t size);
/* The reader stands before the data of the member; it is closed with the input. */
void input_of_member(struct input *input, const char *path, struct bundle_reader *member);
/* False: input.problem says why. */
bool input_open(struct input *input, const char *path);
/* Reads the beginning, up to the first pause; it tells archives, and is read again with the rest.
 */
bool input_peek(struct input *input);
/*
 * What is there, without waiting for more: bytes point into block, of INPUT_BLOCK bytes, or to
 * memory that lives until the next call. 0 at the end; -1 with input.problem set.
 */
ssize_t input_next(struct input *input, char *block, size_t size, const char **bytes);
/* Appends all that is left, at most INPUT_MOST_KEPT bytes; what says what to do about more. */
bool input_slurp(struct input *input, struct buffer *bytes, const char *too_much);
/* The next read starts over: only where start is known. */
bool input_rewind(struct input *input);
void input_close(struct input *input);

#endif
