#include "cli/bundle.h"
#include "cli/libarchive.h"
#include "cli/packed.h"
#include "cli/zip_end.h"
#include "outconn.h"

#include <stdio.h>
#include <stdlib.h>

#define BUNDLE_BLOCK ((size_t)64 << 10)

struct bundle_reader {
    struct bundle *bundle;
    struct packed packed;
    bool single; /* it is no archive, as bundle.single */
    struct archive *archive;
    struct archive_entry *entry;
    bool encrypted; /* the member */
    size_t next;    /* number of the member that the next header is of */
};

static const struct libarchive_functions *bundle_call(const struct bundle *bundle)
{
    return &bundle->library->call;
}

static void bundle_reader_stop(struct bundle_reader *reader)
{
    if (reader->archive != NULL) {
        bundle_call(reader->bundle)->archive_read_free(reader->archive);
    }
    reader->archive = NULL;
    reader->single = false;
    packed_close(&reader->packed);
}

void bundle_reader_free(struct bundle_reader *reader)
{
    if (reader != NULL) {
        bundle_reader_stop(reader);
        free(reader);
    }
}

/* The outermost archive's size says what may come out of all of them. */
static bool bundle_expands(void *user, size_t size, char problem[BUNDLE_PROBLEM])
{
    struct bundle *bundle = user;
    while (bundle->outer != NULL) {
        bundle = bundle->outer;
    }
    uint64_t expanded = atomic_fetch_add(&bundle->expanded, size) + size;
    if (expanded <= BUNDLE_FREE_BYTES ||
        (expanded - BUNDLE_FREE_BYTES) / BUNDLE_MOST_TIMES <= bundle->size) {
        return true;
    }
    snprintf(problem, BUNDLE_PROBLEM,
             "it expands to more than %u times its size: if that is meant, unpack it and give the "
             "files",
             (unsigned)BUNDLE_MOST_TIMES);
    return false;
}

static bool bundle_reader_damaged(const struct bundle_reader *reader, char problem[BUNDLE_PROBLEM])
{
    const struct stream *stream = packed_top(&reader->packed);
    if (stream != NULL && stream->failed) {
        return bundle_fail(problem, stream->problem);
    }
    if (reader->encrypted) {
        return bundle_fail(problem, LIBARCHIVE_ENCRYPTED);
    }
    libarchive_problem(reader->bundle->library, reader->archive, problem, BUNDLE_PROBLEM);
    return false;
}

static bool bundle_reader_formats(struct bundle_reader *reader, char problem[BUNDLE_PROBLEM])
{
    const struct bundle *bundle = reader->bundle;
    if (!libarchive_ready(bundle->library, problem, BUNDLE_PROBLEM)) {
        return false;
    }
    const struct libarchive_functions *call = bundle_call(bundle);
    struct archive *archive = call->archive_read_new();
    if (archive == NULL) {
        return bundle_fail(problem, oc_status_text(OC_NO_MEMORY));
    }
    reader->archive = archive;
    call->archive_read_support_format_zip(archive);
    call->archive_read_support_format_7zip(archive);
    call->archive_read_support_format_cab(archive);
    call->archive_read_support_format_tar(archive);
    call->archive_read_support_format_raw(archive);
    struct stream *stream = packed_top(&reader->packed);
    int result =
        stream != NULL ? libarchive_open_stream(bundle->library, archive, stream)
        : bundle->file != NULL
            ? call->archive_read_open_filename(archive, bundle->file, BUNDLE_BLOCK)
            : call->archive_read_open_memory(archive, bundle->bytes.data, bundle->bytes.size);
    return result == ARCHIVE_OK || bundle_reader_damaged(reader, problem);
}

static bool bundle_reader_start(struct bundle_reader *reader, char problem[BUNDLE_PROBLEM])
{
    struct bundle *bundle = reader->bundle;
    const struct packed_source source = {
        .library = bundle->library,
        .file = bundle->file,
        .bytes = bundle->bytes.data,
        .size = bundle->bytes.size,
        .count = bundle_expands,
        .user = bundle,
    };
    reader->next = 0;
    if (!packed_open(&reader->packed, &source, problem)) {
        return false;
    }
    const struct stream *stream = packed_top(&reader->packed);
    reader->single = stream != NULL && kind_of_archive(stream->head, stream->head_size) == NULL;
    return reader->single || bundle_reader_formats(reader, problem);
}

struct bundle_reader *bundle_reader_new(struct bundle *bundle, char problem[BUNDLE_PROBLEM])
{
    struct bundle_reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL) {
        bundle_fail(problem, oc_status_text(OC_NO_MEMORY));
        return NULL;
    }
    reader->bundle = bundle;
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

/* An archive makes no sense where its bytes are damaged; the checksum that tells so comes later. */
bool bundle_reader_wrong(struct bundle_reader *reader, char problem[BUNDLE_PROBLEM])
{
    char told[BUNDLE_PROBLEM];
    packed_finish(&reader->packed, told);
    bool wrong = packed_wrong(&reader->packed);
    if (wrong) {
        bundle_fail(problem, told);
    }
    return wrong;
}

static int bundle_format(const struct bundle_reader *reader)
{
    return reader->archive == NULL ? ARCHIVE_FORMAT_RAW
                                   : bundle_call(reader->bundle)->archive_format(reader->archive) &
                                         ARCHIVE_FORMAT_BASE_MASK;
}

/* Behind the last member. Of a zip that is cut in its directory, all members can be read. */
static bool bundle_reader_finish(struct bundle_reader *reader, char problem[BUNDLE_PROBLEM])
{
    const struct bundle *bundle = reader->bundle;
    if (packed_top(&reader->packed) != NULL) {
        return packed_finish(&reader->packed, problem);
    }
    return bundle_format(reader) != ARCHIVE_FORMAT_ZIP ||
           zip_end_is_there(bundle->file, bundle->bytes.data, bundle->bytes.size) ||
           bundle_fail(problem, "damaged: it ends early, before the end of its directory");
}

/* Returns as bundle_reader_entry does. */
static int bundle_reader_header(struct bundle_reader *reader, char problem[BUNDLE_PROBLEM])
{
    const struct libarchive_functions *call = bundle_call(reader->bundle);
    size_t number = reader->next++;
    if (reader->single) {
        return number == 0;
    }
    int result = call->archive_read_next_header(reader->archive, &reader->entry);
    if (result == ARCHIVE_EOF) {
        return bundle_reader_finish(reader, problem) ? 0 : -1;
    }
    if (result == ARCHIVE_FATAL || result == ARCHIVE_RETRY) {
        bundle_reader_damaged(reader, problem);
        return -1;
    }
    if (bundle_format(reader) == ARCHIVE_FORMAT_RAW) {
        bundle_fail(problem, LIBARCHIVE_NO_BEGINNING);
        return -1;
    }
    reader->encrypted = call->archive_entry_is_data_encrypted(reader->entry) == 1;
    return 1;
}

static struct bundle_entry bundle_entry_of(const struct bundle_reader *reader)
{
    const struct libarchive_functions *call = bundle_call(reader->bundle);
    struct archive_entry *header = reader->entry;
    int format = bundle_format(reader);
    unsigned type = call->archive_entry_filetype(header);
    return (struct bundle_entry){
        .name = call->archive_entry_pathname(header),
        .size =
            call->archive_entry_size_is_set(header) ? call->archive_entry_size(header) : OC_NONE,
        .directory = type == AE_IFDIR,
        .regular = type == AE_IFREG && call->archive_entry_hardlink(header) == NULL,
        .apart = format == ARCHIVE_FORMAT_ZIP || format == ARCHIVE_FORMAT_TAR,
    };
}

int bundle_reader_entry(struct bundle_reader *reader, struct bundle_entry *entry,
                        char problem[BUNDLE_PROBLEM])
{
    int found = bundle_reader_header(reader, problem);
    if (found <= 0) {
        return found;
    }
    *entry = reader->single
                 ? (struct bundle_entry){.size = OC_NONE, .regular = true, .single = true}
                 : bundle_entry_of(reader);
    entry->number = reader->next - 1;
    entry->packed = packed_top(&reader->packed) != NULL;
    return 1;
}

bool bundle_reader_begin(struct bundle_reader *reader, bool *single, char problem[BUNDLE_PROBLEM])
{
    int found = bundle_reader_header(reader, problem);
    *single = found > 0 && reader->single;
    return found >= 0;
}

bool bundle_reader_seek(struct bundle_reader *reader, size_t number, char problem[BUNDLE_PROBLEM])
{
    bool open = reader->archive != NULL || reader->single;
    if (!open || number < reader->next) {
        bundle_reader_stop(reader);
        if (!bundle_reader_start(reader, problem)) {
            bundle_reader_stop(reader);
            return false;
        }
    }
    int found = 1;
    while (found > 0 && reader->next <= number) {
        found = bundle_reader_header(reader, problem);
    }
    return found > 0 || (found == 0 && bundle_fail(problem, "it changed while it was read"));
}

/* The bytes of what is no archive are those of its stream. */
static ssize_t bundle_next_of_single(struct bundle_reader *reader, const char **bytes,
                                     char problem[BUNDLE_PROBLEM])
{
    ssize_t got = stream_next(packed_top(&reader->packed), bytes, problem);
    return got != 0 || packed_finish(&reader->packed, problem) ? got : -1;
}

static ssize_t bundle_next_of_member(struct bundle_reader *reader, const char **bytes,
                                     char problem[BUNDLE_PROBLEM])
{
    const void *block = NULL;
    size_t size = 0;
    la_int64_t offset;
    int result = ARCHIVE_OK;
    while (size == 0 && result == ARCHIVE_OK) {
        result = bundle_call(reader->bundle)
                     ->archive_read_data_block(reader->archive, &block, &size, &offset);
    }
    if (result != ARCHIVE_OK && result != ARCHIVE_EOF) {
        bundle_reader_damaged(reader, problem);
        return -1;
    }
    *bytes = block;
    return result == ARCHIVE_EOF ? 0 : (ssize_t)size;
}

ssize_t bundle_reader_next(struct bundle_reader *reader, const char **bytes,
                           char problem[BUNDLE_PROBLEM])
{
    ssize_t got = reader->single ? bundle_next_of_single(reader, bytes, problem)
                                 : bundle_next_of_member(reader, bytes, problem);
    return got > 0 && !bundle_expands(reader->bundle, (size_t)got, problem) ? -1 : got;
}
