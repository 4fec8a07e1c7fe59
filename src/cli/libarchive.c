#include "cli/libarchive.h"

#include "base/library.h"
#include "cli/stream.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define LIBARCHIVE_FILE "libarchive.so.13"

static const struct library_symbol libarchive_symbols[] = {
#define LIBARCHIVE_SYMBOL(name) {#name, offsetof(struct libarchive_functions, name)},
    LIBARCHIVE_FUNCTIONS(LIBARCHIVE_SYMBOL)
#undef LIBARCHIVE_SYMBOL
};

void libarchive_init(struct libarchive *library)
{
    *library = (struct libarchive){.tried = false};
    pthread_mutex_init(&library->mutex, NULL);
    zlib_init(&library->zlib);
}

void libarchive_free(struct libarchive *library)
{
    if (library->locale != (locale_t)0) {
        uselocale(LC_GLOBAL_LOCALE);
        freelocale(library->locale);
    }
    zlib_free(&library->zlib);
    pthread_mutex_destroy(&library->mutex);
}

static bool libarchive_load(struct libarchive *library)
{
    pthread_mutex_lock(&library->mutex);
    if (!library->tried) {
        library->tried = true;
        library->locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
        library_load(LIBARCHIVE_FILE, libarchive_symbols,
                     sizeof libarchive_symbols / sizeof *libarchive_symbols, &library->call,
                     &library->missing);
    }
    pthread_mutex_unlock(&library->mutex);
    return library->missing == NULL;
}

bool libarchive_ready(struct libarchive *library, char *problem, size_t room)
{
    if (!libarchive_load(library)) {
        snprintf(problem, room,
                 "archives are read with libarchive, and %s is not there: install the package "
                 "libarchive13",
                 library->missing);
        return false;
    }
    if (library->locale != (locale_t)0) {
        uselocale(library->locale);
    }
    return true;
}

static la_ssize_t libarchive_read(struct archive *archive, void *stream, const void **bytes)
{
    char problem[STREAM_PROBLEM]; /* the stream keeps it, too */
    const char *next = NULL;
    ssize_t got = stream_next(stream, &next, problem);
    (void)archive;
    *bytes = next;
    return got < 0 ? ARCHIVE_FATAL : got;
}

int libarchive_open_stream(const struct libarchive *library, struct archive *archive,
                           struct stream *stream)
{
    return library->call.archive_read_open(archive, stream, NULL, libarchive_read, NULL);
}

/* ---- problems ---------------------------------------------------------------------------- */

#define LIBARCHIVE_NO_SEEKING                                                                      \
    "such an archive cannot be read where it is compressed once more: unpack it and give the "     \
    "archive"
#define LIBARCHIVE_NO_SENSE "damaged: its data cannot be decompressed"

struct libarchive_saying {
    const char *theirs; /* stands in it */
    const char *ours;
    bool early;
};

static const struct libarchive_saying libarchive_sayings[] = {
    {"No progress is possible", "damaged: its xz data ends early", true},
    {"runcated", NULL, true},
    {"ecompression failed(", LIBARCHIVE_NO_SENSE, false},
    {"ecompression failed (", LIBARCHIVE_NO_SENSE, false},
    {"header is encrypted", LIBARCHIVE_ENCRYPTED, false},
    {"does not support seeking", LIBARCHIVE_NO_SEEKING, false},
};

static const struct libarchive_saying *libarchive_find(const char *error)
{
    for (size_t i = 0; i < sizeof libarchive_sayings / sizeof *libarchive_sayings; i++) {
        if (strstr(error, libarchive_sayings[i].theirs) != NULL) {
            return &libarchive_sayings[i];
        }
    }
    return NULL;
}

/* Some of them end in a line end. */
static size_t libarchive_size(const char *error)
{
    size_t size = strlen(error);
    while (size > 0 && (error[size - 1] == '\n' || error[size - 1] == ' ')) {
        size--;
    }
    return size;
}

bool libarchive_problem(const struct libarchive *library, struct archive *archive, char *problem,
                        size_t room)
{
    const char *error = library->call.archive_error_string(archive);
    if (error == NULL || *error == '\0') {
        error = "damaged";
    }
    const struct libarchive_saying *saying = libarchive_find(error);
    if (saying != NULL && saying->ours != NULL) {
        snprintf(problem, room, "%s", saying->ours);
    } else {
        snprintf(problem, room, "cannot be unpacked: %.*s", (int)libarchive_size(error), error);
    }
    return saying != NULL && saying->early;
}
