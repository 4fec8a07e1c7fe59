#include "cli/bundle.h"

#include "base/text.h"
#include "outconn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool bundle_fail(char problem[BUNDLE_PROBLEM], const char *what)
{
    snprintf(problem, BUNDLE_PROBLEM, "%s", what);
    return false;
}

/* ---- the archive ------------------------------------------------------------------------- */

static struct bundle *bundle_new(struct libarchive *library, const char *path, const char *file)
{
    struct bundle *bundle = calloc(1, sizeof *bundle);
    if (bundle == NULL) {
        return NULL;
    }
    bundle->library = library;
    bundle->depth = 1;
    bundle->path = strdup(path);
    bundle->file = file == NULL ? NULL : strdup(file);
    pthread_mutex_init(&bundle->mutex, NULL);
    pthread_cond_init(&bundle->changed, NULL);
    atomic_init(&bundle->holders, 1);
    atomic_init(&bundle->expanded, 0);
    buffer_init(&bundle->bytes);
    arena_init(&bundle->arena);
    if (bundle->path == NULL || (file != NULL && bundle->file == NULL)) {
        bundle_release(bundle);
        return NULL;
    }
    return bundle;
}

struct bundle *bundle_of_file(struct libarchive *library, const char *path, const char *file)
{
    struct bundle *bundle = bundle_new(library, path, file);
    struct stat about;
    if (bundle != NULL && stat(file, &about) == 0) {
        bundle->size = (uint64_t)about.st_size;
    }
    return bundle;
}

struct bundle *bundle_of_bytes(struct libarchive *library, const char *path, struct buffer *bytes,
                               struct bundle *outer)
{
    struct bundle *bundle = bundle_new(library, path, NULL);
    if (bundle == NULL) {
        return NULL;
    }
    bundle->bytes = *bytes;
    bundle->size = bytes->size;
    buffer_init(bytes);
    if (outer != NULL) {
        bundle->depth = outer->depth + 1;
        bundle->outer = bundle_hold(outer);
    }
    return bundle;
}

struct bundle *bundle_hold(struct bundle *bundle)
{
    atomic_fetch_add(&bundle->holders, 1);
    return bundle;
}

void bundle_release(struct bundle *bundle)
{
    while (bundle != NULL && atomic_fetch_sub(&bundle->holders, 1) == 1) {
        struct bundle *outer = bundle->outer;
        bundle_reader_free(bundle->reader);
        pthread_cond_destroy(&bundle->changed);
        pthread_mutex_destroy(&bundle->mutex);
        free(bundle->path);
        free(bundle->file);
        buffer_free(&bundle->bytes);
        arena_free(&bundle->arena);
        free(bundle->members);
        free(bundle);
        bundle = outer;
    }
}

/* ---- one reader for all ------------------------------------------------------------------ */

struct bundle_reader *bundle_enter(struct bundle *bundle, uint64_t turn,
                                   char problem[BUNDLE_PROBLEM])
{
    pthread_mutex_lock(&bundle->mutex);
    while (bundle->turn != turn) {
        pthread_cond_wait(&bundle->changed, &bundle->mutex);
    }
    pthread_mutex_unlock(&bundle->mutex);
    if (bundle->reader == NULL) {
        bundle->reader = bundle_reader_new(bundle, problem); /* it may not hold him who holds it */
    }
    return bundle->reader;
}

void bundle_leave(struct bundle *bundle)
{
    pthread_mutex_lock(&bundle->mutex);
    bundle->turn++;
    pthread_cond_broadcast(&bundle->changed);
    pthread_mutex_unlock(&bundle->mutex);
}
