/*
 * Owns: the line on a terminal that says how far a long run has come.
 * Must not know: what is being done.
 *
 * Nothing is shown in the first second, and never where standard error is no terminal.
 */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

struct progress {
    bool wanted;
    atomic_uint_least64_t found;    /* texts */
    atomic_uint_least64_t done;     /* of them */
    atomic_uint_least64_t unlisted; /* directories and archives, whose texts are not found yet */
    atomic_uint_least64_t errors;
    pthread_mutex_t mutex;
    struct timespec begun;
    struct timespec shown_at;
    bool shown;
};

void progress_init(struct progress *progress, bool quiet);
/* Shows it again, if it is time. */
void progress_tick(struct progress *progress);
/* Takes the line away, and shows none until it is released: the terminal is written to. */
void progress_hold(struct progress *progress);
void progress_release(struct progress *progress);
/* Takes the line away for good. */
void progress_end(struct progress *progress);
void progress_free(struct progress *progress);
/*
 * The line, terminated: "1204 of 20000 texts, 2400 a second, 8 s left, 3 errors". Found 0: how many
 * there are is not known yet.
 */
void progress_line(char *line, size_t size, uint64_t done, uint64_t found, uint64_t errors,
                   double seconds);

#endif
