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
    atomic_uint_least64_t found; /* texts */
    atomic_uint_least64_t done;  /* of them */
    atomic_uint_least64_t errors;
    pthread_mutex_t mutex;
    struct timespec begun;
    struct timespec shown_at;
    bool shown;
};

void progress_init(struct progress *progress, bool quiet);
/* Shows it again, if it is time. */
void progress_tick(struct progress *progress);
/* Takes the line away, as for a message. */
void progress_clear(struct progress *progress);
void progress_free(struct progress *progress);
/* The line, terminated: "1,204 of 20,000 texts, 2,400 a second, 8 s left, 3 errors". */
void progress_line(char *line, size_t size, uint64_t done, uint64_t found, uint64_t errors,
                   double seconds);

#endif
