/*
 * Owns: one input, opened when it is first read: its bytes, a second reading of them, and what it
 * is when it is no text file.
 * Must not know: what the text says.
 *
 * Directories and archives are refused here; this is where they will come in.
 */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H

#include "base/buffer.h"
#include "cli/live.h"

#include <sys/types.h>

#define INPUT_BLOCK ((size_t)64 << 10)
#define INPUT_MOST_KEPT ((size_t)64 << 20) /* bytes of a pipe, for the second reading */
#define INPUT_HEAD 264                     /* bytes that tell an archive */

struct input {
    const char *path; /* "-" is standard input */
    int fd;
    off_t start;      /* where a regular file is read from */
    bool rewindable;  /* a regular file */
    struct live live; /* when its bytes came */
    bool keeps;       /* bytes read go to kept */
    struct buffer kept;
    size_t replayed; /* bytes of kept that the second reading has had */
    unsigned char head[INPUT_HEAD];
    size_t head_size;
    char problem[160]; /* after -1: what is wrong, a sentence */
};

/* The path is borrowed. */
void input_init(struct input *input, const char *path);
/*
 * What is there, at most size bytes, without waiting for more; 0 at the end; -1 with
 * input.problem set.
 */
ssize_t input_read(struct input *input, char *bytes, size_t size);
/* Before the first read: input_rewind will be called. What cannot be rewound is kept. */
void input_keep(struct input *input);
/* The next read starts over. 0, or -1 with input.problem set. */
int input_rewind(struct input *input);
void input_close(struct input *input);

#endif
