#include "cli/bundle.h"

#include "base/text.h"
#include "cli/cancel.h"
#include "cli/libarchive.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define BUNDLE_BLOCK ((size_t)64 << 10)

struct bundle_reader {
    struct bundle *bundle;
    struct archive *archive;
    struct archive_entry *entry;
    bool encrypted; /* the member */
    size_t next;    /* number of the member that the next header is of */
};

static const struct libarchive_functions *bundle_call(const struct bundle *bundle)
{
    return &bundle->library->call;
}

bool bundle_fail(char problem[BUNDLE_PROBLEM], const char *what)
{
    snprintf(problem, BUNDLE_PROBLEM, "%s", what);
    return false;
}

static void bundle_reader_stop(struct bundle_reader *reader)
{
    if (reader->archive != NULL) {
        bundle_call(reader->bundle)->archive_read_free(reader->archive);
    }
    reader->archive = NULL;
}

static void bundle_reader_free(struct bundle_reader *reader)
{
    if (reader != NULL) {
        bundle_reader_stop(reader);
        free(reader);
    }
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

/* ---- reading ----------------------------------------------------------------------------- */

static bool bundle_reader_damaged(const struct bundle_reader *reader, char problem[BUNDLE_PROBLEM])
{
    const char *error = bundle_call(reader->bundle)->archive_error_string(reader->archive);
    if (reader->encrypted) {
        return bundle_fail(problem, "encrypted: unpack it and give the files");
    }
    snprintf(problem, BUNDLE_PROBLEM, "cannot be unpacked: %s", error == NULL ? "damaged" : error);
    return false;
}

static bool bundle_reader_start(struct bundle_reader *reader, char problem[BUNDLE_PROBLEM])
{
    const struct bundle *bundle = reader->bundle;
    const struct libarchive_functions *call = bundle_call(bundle);
    struct archive *archive = call->archive_read_new();
    if (archive == NULL) {
        return bundle_fail(problem, oc_status_text(OC_NO_MEMORY));
    }
    reader->archive = archive;
    reader->next = 0;
    call->archive_read_support_filter_gzip(archive);
    call->archive_read_support_filter_bzip2(archive);
    call->archive_read_support_filter_xz(archive);
    call->archive_read_support_filter_zstd(archive);
    call->archive_read_support_format_zip(archive);
    call->archive_read_support_format_7zip(archive);
    call->archive_read_support_format_cab(archive);
    call->archive_read_support_format_tar(archive);
    call->archive_read_support_format_raw(archive);
    call->archive_read_support_format_empty(archive);
    int result =
        bundle->file != NULL
            ? call->archive_read_open_filename(archive, bundle->file, BUNDLE_BLOCK)
            : call->archive_read_open_memory(archive, bundle->bytes.data, bundle->bytes.size);
    return result == ARCHIVE_OK || bundle_reader_damaged(reader, problem);
}

/* It does not hold the bundle. */
static struct bundle_reader *bundle_reader_new(struct bundle *bundle, char problem[BUNDLE_PROBLEM])
{
    if (!libarchive_load(bundle->library)) {
        snprintf(problem, BUNDLE_PROBLEM,
                 "archives are read with libarchive, and %s is not there: install the package "
                 "libarchive13",
                 bundle->library->missing);
        return NULL;
    }
    struct bundle_reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL) {
        bundle_fail(problem, oc_status_text(OC_NO_MEMORY));
        return NULL;
    }
    reader->bundle = bundle;
    if (bundle->library->locale != (locale_t)0) {
        uselocale(bundle->library->locale);
    }
    if (!bundle_reader_start(reader, problem)) {
        bundle_reader_free(reader);
        return NULL;
    }
    return reader;
}

struct bundle_reader *bundle_reader_open(struct bundle *bundle, char problem[BUNDLE_PROBLEM])
{
    struct bundle_reader *reader = bundle_reader_new(bundle, problem);
    if (reader != NULL) {
        bundle_hold(bundle);
    }
    return reader;
}

void bundle_reader_close(struct bundle_reader *reader)
{
    struct bundle *bundle = reader == NULL ? NULL : reader->bundle;
    bundle_reader_free(reader);
    bundle_release(bundle);
}

const struct bundle *bundle_reader_of(const struct bundle_reader *reader)
{
    return reader == NULL ? NULL : reader->bundle;
}

static bool bundle_is_packed(const struct bundle_reader *reader)
{
    return bundle_call(reader->bundle)->archive_filter_code(reader->archive, 0) !=
           ARCHIVE_FILTER_NONE;
}

static int bundle_format(const struct bundle_reader *reader)
{
    return bundle_call(reader->bundle)->archive_format(reader->archive) & ARCHIVE_FORMAT_BASE_MASK;
}

static bool bundle_reader_single(const struct bundle_reader *reader)
{
    return bundle_format(reader) == ARCHIVE_FORMAT_RAW;
}

/* Returns as bundle_reader_entry does. */
static int bundle_reader_header(struct bundle_reader *reader, char problem[BUNDLE_PROBLEM])
{
    int result =
        bundle_call(reader->bundle)->archive_read_next_header(reader->archive, &reader->entry);
    reader->next++;
    if (result == ARCHIVE_EOF) {
        return 0;
    }
    if (result == ARCHIVE_FATAL || result == ARCHIVE_RETRY) {
        bundle_reader_damaged(reader, problem);
        return -1;
    }
    if (bundle_reader_single(reader) && !bundle_is_packed(reader)) {
        bundle_fail(problem, "cannot be unpacked: it begins like an archive, and is damaged");
        return -1;
    }
    reader->encrypted =
        bundle_call(reader->bundle)->archive_entry_is_data_encrypted(reader->entry) == 1;
    return 1;
}

int bundle_reader_entry(struct bundle_reader *reader, struct bundle_entry *entry,
                        char problem[BUNDLE_PROBLEM])
{
    const struct libarchive_functions *call = bundle_call(reader->bundle);
    int found = bundle_reader_header(reader, problem);
    if (found <= 0) {
        return found;
    }
    struct archive_entry *header = reader->entry;
    int format = bundle_format(reader);
    unsigned type = call->archive_entry_filetype(header);
    bool linked = call->archive_entry_hardlink(header) != NULL;
    *entry = (struct bundle_entry){
        .name = call->archive_entry_pathname(header),
        .number = reader->next - 1,
        .size =
            call->archive_entry_size_is_set(header) ? call->archive_entry_size(header) : OC_NONE,
        .directory = type == AE_IFDIR,
        .regular = !linked && (format == ARCHIVE_FORMAT_RAW || type == AE_IFREG),
        .single = format == ARCHIVE_FORMAT_RAW,
        .packed = bundle_is_packed(reader),
        .apart = format == ARCHIVE_FORMAT_ZIP || format == ARCHIVE_FORMAT_TAR,
    };
    return 1;
}

bool bundle_reader_begin(struct bundle_reader *reader, bool *single, char problem[BUNDLE_PROBLEM])
{
    int found = bundle_reader_header(reader, problem);
    *single = found > 0 && bundle_reader_single(reader);
    return found >= 0;
}

bool bundle_reader_seek(struct bundle_reader *reader, size_t number, char problem[BUNDLE_PROBLEM])
{
    if (number < reader->next) {
        bundle_reader_stop(reader);
        if (!bundle_reader_start(reader, problem)) {
            return false;
        }
    }
    int found = 1;
    while (found > 0 && reader->next <= number) {
        found = bundle_reader_header(reader, problem);
    }
    return found > 0 || (found == 0 && bundle_fail(problem, "it changed while it was read"));
}

/* The outermost archive's size says what may come out of all of them. */
static bool bundle_expands(struct bundle *bundle, size_t size)
{
    while (bundle->outer != NULL) {
        bundle = bundle->outer;
    }
    uint64_t expanded = atomic_fetch_add(&bundle->expanded, size) + size;
    return expanded <= BUNDLE_FREE_BYTES ||
           (expanded - BUNDLE_FREE_BYTES) / BUNDLE_MOST_TIMES <= bundle->size;
}

ssize_t bundle_reader_next(struct bundle_reader *reader, const char **bytes,
                           char problem[BUNDLE_PROBLEM])
{
    const void *block;
    size_t size = 0;
    la_int64_t offset;
    int result = ARCHIVE_OK;
    while (size == 0 && result == ARCHIVE_OK) {
        result = bundle_call(reader->bundle)
                     ->archive_read_data_block(reader->archive, &block, &size, &offset);
    }
    if (result == ARCHIVE_EOF) {
        return 0;
    }
    if (result != ARCHIVE_OK) {
        bundle_reader_damaged(reader, problem);
        return -1;
    }
    if (!bundle_expands(reader->bundle, size)) {
        snprintf(problem, BUNDLE_PROBLEM,
                 "it expands to more than %u times its size: if that is meant, unpack it and give "
                 "the files",
                 (unsigned)BUNDLE_MOST_TIMES);
        return -1;
    }
    *bytes = block;
    return (ssize_t)size;
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
