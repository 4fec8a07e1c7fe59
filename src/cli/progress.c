#include "cli/progress.h"

#include "base/text.h"
#include "cli/message.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PROGRESS_WAIT 1.0     /* seconds before anything is shown */
#define PROGRESS_INTERVAL 0.2 /* seconds between two lines */
#define PROGRESS_LINE 160

static double progress_since(const struct timespec *then)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - then->tv_sec) + (double)(now.tv_nsec - then->tv_nsec) / 1e9;
}

void progress_init(struct progress *progress, bool quiet)
{
    memset(progress, 0, sizeof *progress);
    pthread_mutex_init(&progress->mutex, NULL);
    atomic_init(&progress->found, 0);
    atomic_init(&progress->done, 0);
    atomic_init(&progress->unlisted, 0);
    atomic_init(&progress->errors, 0);
    progress->wanted = !quiet && isatty(STDERR_FILENO) == 1;
    if (progress->wanted) {
        clock_gettime(CLOCK_MONOTONIC, &progress->begun);
        progress->shown_at = progress->begun;
    }
}

void progress_line(char *line, size_t size, uint64_t done, uint64_t found, uint64_t errors,
                   double seconds)
{
    double rate = seconds > 0 ? (double)done / seconds : 0;
    char of[32] = "";
    if (found > 0) {
        snprintf(of, sizeof of, " of %" PRIu64, found);
    }
    int used = snprintf(line, size, "%" PRIu64 "%s texts, %.0f a second", done, of, rate);
    if (used > 0 && (size_t)used < size && rate > 0 && found > done) {
        used += snprintf(line + used, size - (size_t)used, ", %.0f s left",
                         (double)(found - done) / rate);
    }
    if (used > 0 && (size_t)used < size && errors > 0) {
        snprintf(line + used, size - (size_t)used, ", %" PRIu64 " error%s", errors,
                 errors == 1 ? "" : "s");
    }
}

static void progress_show(struct progress *progress)
{
    char line[PROGRESS_LINE];
    char shown[PROGRESS_LINE + 8];
    bool known = atomic_load(&progress->unlisted) == 0;
    progress_line(line, sizeof line, atomic_load(&progress->done),
                  known ? atomic_load(&progress->found) : 0, atomic_load(&progress->errors),
                  progress_since(&progress->begun));
    snprintf(shown, sizeof shown, "\r%s\x1b[K", line);
    message_lines(text_of(shown));
    progress->shown = true;
    clock_gettime(CLOCK_MONOTONIC, &progress->shown_at);
}

void progress_tick(struct progress *progress)
{
    if (!progress->wanted || pthread_mutex_trylock(&progress->mutex) != 0) {
        return;
    }
    if (progress_since(&progress->begun) >= PROGRESS_WAIT &&
        progress_since(&progress->shown_at) >= PROGRESS_INTERVAL) {
        progress_show(progress);
    }
    pthread_mutex_unlock(&progress->mutex);
}

void progress_hold(struct progress *progress)
{
    pthread_mutex_lock(&progress->mutex);
    if (progress->shown) {
        message_lines(text_of("\r\x1b[K"));
        progress->shown = false;
    }
}

void progress_release(struct progress *progress)
{
    pthread_mutex_unlock(&progress->mutex);
}

void progress_end(struct progress *progress)
{
    progress_hold(progress);
    progress->wanted = false;
    progress_release(progress);
}

void progress_free(struct progress *progress)
{
    pthread_mutex_destroy(&progress->mutex);
}
