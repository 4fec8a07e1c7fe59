#include "cli/loader.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOADER_NESTED_TOO_LARGE                                                                    \
    "an archive inside an archive is read when it has at most 64 MiB: unpack it and give its "     \
    "files"

void loader_init(struct loader *loader, struct libarchive *library)
{
    *loader = (struct loader){.library = library};
}

void loader_free(struct loader *loader)
{
    bundle_reader_close(loader->reader);
    free(loader->memory);
}

void loader_return(struct loader *loader, size_t used)
{
    loader->used = used;
}

static bool loader_fail(char problem[INPUT_PROBLEM], const char *what)
{
    snprintf(problem, INPUT_PROBLEM, "%s", what);
    return false;
}

static bool loader_ready(struct loader *loader, char problem[INPUT_PROBLEM])
{
    if (loader->memory == NULL) {
        loader->memory = malloc(LOADER_ROOM + KIND_HEAD);
    }
    return loader->memory != NULL || loader_fail(problem, oc_status_text(OC_NO_MEMORY));
}

/* The item is all that was read since start. */
static void loader_hold(struct loader *loader, struct item *item, size_t start)
{
    item->bytes = loader->memory + start;
    item->size = loader->used - start;
}

/* ---- archives ---------------------------------------------------------------------------- */

/* What a reader gave and the memory had no room for. */
struct loader_rest {
    const char *bytes;
    size_t size;
};

static bool loader_append(struct buffer *nested, const char *bytes, size_t size,
                          char problem[INPUT_PROBLEM])
{
    if (size > INPUT_MOST_KEPT - nested->size) {
        return loader_fail(problem, LOADER_NESTED_TOO_LARGE);
    }
    buffer_append(nested, bytes, size);
    return !nested->failed || loader_fail(problem, oc_status_text(OC_NO_MEMORY));
}

/* All of an archive whose beginning is held from start on. */
static bool loader_slurp(struct loader *loader, size_t start, struct loader_rest rest,
                         struct bundle_reader *reader, struct buffer *nested,
                         char problem[INPUT_PROBLEM])
{
    const char *bytes = rest.bytes;
    ssize_t got = (ssize_t)rest.size;
    bool kept = loader_append(nested, loader->memory + start, loader->used - start, problem) &&
                loader_append(nested, bytes, rest.size, problem);
    loader_return(loader, start);
    while (kept && (got = bundle_reader_next(reader, &bytes, problem)) > 0) {
        kept = loader_append(nested, bytes, (size_t)got, problem);
    }
    return kept && got == 0;
}

/* The next bytes of the reader, as far as there is room; as bundle_reader_next. */
static ssize_t loader_take(struct loader *loader, struct bundle_reader *reader,
                           struct loader_rest *rest, char problem[INPUT_PROBLEM])
{
    const char *bytes;
    ssize_t got = bundle_reader_next(reader, &bytes, problem);
    if (got > 0) {
        size_t room = LOADER_ROOM + KIND_HEAD - loader->used;
        size_t taken = (size_t)got < room ? (size_t)got : room;
        memcpy(loader->memory + loader->used, bytes, taken);
        loader->used += taken;
        *rest = (struct loader_rest){.bytes = bytes + taken, .size = (size_t)got - taken};
    }
    return got;
}

bool loader_stream(struct loader *loader, struct item *item, struct bundle_reader *reader,
                   struct buffer *nested, char problem[INPUT_PROBLEM])
{
    if (!loader_ready(loader, problem)) {
        return false;
    }
    size_t start = loader->used;
    struct loader_rest rest = {.bytes = "", .size = 0};
    bool looked = false;
    ssize_t got = 1;
    while (got > 0 && loader->used <= LOADER_ROOM && !item->archive) {
        got = loader_take(loader, reader, &rest, problem);
        size_t size = loader->used - start;
        if (got >= 0 && !looked && (size >= KIND_HEAD || got == 0)) {
            looked = true;
            item->archive = kind_of_archive(loader->memory + start, size) != NULL;
        }
    }
    if (got >= 0 && item->archive) {
        return loader_slurp(loader, start, rest, reader, nested, problem);
    }
    if (got == 0 && loader->used <= LOADER_ROOM) {
        loader_hold(loader, item, start);
    } else {
        loader_return(loader, start);
    }
    return got >= 0;
}

struct bundle_reader *loader_member(struct loader *loader, const struct item *item,
                                    char problem[INPUT_PROBLEM])
{
    if (bundle_reader_of(loader->reader) != item->bundle) {
        bundle_reader_close(loader->reader);
        loader->reader = bundle_reader_open(item->bundle, problem);
    }
    if (loader->reader == NULL || !bundle_reader_seek(loader->reader, item->member, problem)) {
        bundle_reader_close(loader->reader);
        loader->reader = NULL;
    }
    return loader->reader;
}

static bool loader_unpack_from(struct loader *loader, struct item *item,
                               struct bundle_reader *reader, char problem[INPUT_PROBLEM])
{
    struct buffer nested;
    bool single;
    if (!bundle_reader_begin(reader, &single, problem)) {
        return false;
    }
    if (!single) {
        item->archive = true;
        return true;
    }
    buffer_init(&nested);
    bool read = loader_stream(loader, item, reader, &nested, problem);
    buffer_free(&nested);
    return read;
}

/* What is packed may be a text or an archive. */
static bool loader_unpack(struct loader *loader, struct item *item, char problem[INPUT_PROBLEM])
{
    struct bundle *bundle = bundle_of_file(loader->library, item->path, item->path);
    if (bundle == NULL) {
        return loader_fail(problem, oc_status_text(OC_NO_MEMORY));
    }
    item->bundle = bundle;
    item->member = 0;
    struct bundle_reader *reader = bundle_reader_open(bundle, problem);
    bool read = reader != NULL && loader_unpack_from(loader, item, reader, problem);
    bundle_reader_close(reader);
    return read;
}

/* ---- files ------------------------------------------------------------------------------- */

static bool loader_read(struct loader *loader, int file, size_t most, char problem[INPUT_PROBLEM])
{
    size_t end = loader->used + most;
    while (loader->used < end) {
        size_t room = end - loader->used;
        ssize_t got = read(file, loader->memory + loader->used, room);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return loader_fail(problem, strerror(errno));
        }
        loader->used += (size_t)got;
        if ((size_t)got < room) {
            return true;
        }
    }
    return true;
}

static bool loader_descriptor(struct loader *loader, struct item *item, int file,
                              char problem[INPUT_PROBLEM])
{
    struct stat about;
    if (fstat(file, &about) != 0) {
        return loader_fail(problem, strerror(errno));
    }
    if (!S_ISREG(about.st_mode)) {
        return loader_fail(problem, "not a file any more");
    }
    size_t start = loader->used;
    size_t room = LOADER_ROOM - start;
    bool fits = !loader->heads && about.st_size >= 0 && (uint64_t)about.st_size < room;
    size_t most = fits ? (size_t)about.st_size + 1 : KIND_HEAD;
    if (!loader_read(loader, file, most, problem)) {
        return false;
    }
    size_t size = loader->used - start;
    bool whole = fits && size <= (size_t)about.st_size;
    const char *head = loader->memory + start;
    item->archive = kind_of_archive(head, size) != NULL;
    if (item->archive || !whole) {
        bool one = item->archive && kind_packs_one(head, size);
        loader_return(loader, start);
        item->archive = item->archive && !one;
        return !one || loader_unpack(loader, item, problem);
    }
    loader_hold(loader, item, start);
    return true;
}

bool loader_file(struct loader *loader, struct item *item, int directory, const char *name,
                 int flags, char problem[INPUT_PROBLEM])
{
    if (!loader_ready(loader, problem)) {
        return false;
    }
    int file = openat(directory, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | flags);
    if (file < 0) {
        return loader_fail(problem, strerror(errno));
    }
    bool read = loader_descriptor(loader, item, file, problem);
    close(file);
    return read;
}
