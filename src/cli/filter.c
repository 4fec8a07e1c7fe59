#include "cli/filter.h"

#include "cli/libarchive.h"
#include "outconn.h"

#include <stdlib.h>

struct filter {
    struct stream stream;
    struct stream *below;
    const struct libarchive *library;
    struct archive *archive;
    bool begun;
    bool ended;
};

static bool filter_damaged(struct filter *filter, char problem[STREAM_PROBLEM])
{
    if (filter->below->failed) {
        return stream_fail(problem, filter->below->problem);
    }
    filter->stream.wrong =
        !libarchive_problem(filter->library, filter->archive, problem, STREAM_PROBLEM);
    return false;
}

static bool filter_begin(struct filter *filter, char problem[STREAM_PROBLEM])
{
    const struct libarchive_functions *call = &filter->library->call;
    struct archive *archive = filter->archive;
    struct archive_entry *entry;
    call->archive_read_support_filter_bzip2(archive);
    call->archive_read_support_filter_xz(archive);
    call->archive_read_support_filter_zstd(archive);
    call->archive_read_support_format_raw(archive);
    call->archive_read_support_format_empty(archive);
    filter->begun = true;
    int result = libarchive_open_stream(filter->library, archive, filter->below);
    if (result == ARCHIVE_OK) {
        result = call->archive_read_next_header(archive, &entry);
    }
    filter->ended = result == ARCHIVE_EOF;
    if (result != ARCHIVE_OK && result != ARCHIVE_EOF) {
        return filter_damaged(filter, problem);
    }
    return call->archive_filter_code(archive, 0) != ARCHIVE_FILTER_NONE ||
           stream_fail(problem, LIBARCHIVE_NO_BEGINNING);
}

static ssize_t filter_next(struct stream *stream, const char **bytes, char problem[STREAM_PROBLEM])
{
    struct filter *filter = (struct filter *)stream;
    const void *block = "";
    size_t size = 0;
    la_int64_t offset;
    if (!filter->begun && !filter_begin(filter, problem)) {
        return -1;
    }
    while (size == 0 && !filter->ended) {
        int result =
            filter->library->call.archive_read_data_block(filter->archive, &block, &size, &offset);
        filter->ended = result == ARCHIVE_EOF;
        if (result != ARCHIVE_OK && result != ARCHIVE_EOF) {
            filter_damaged(filter, problem);
            return -1;
        }
    }
    *bytes = block;
    return (ssize_t)size;
}

static void filter_close(struct stream *stream)
{
    struct filter *filter = (struct filter *)stream;
    filter->library->call.archive_read_free(filter->archive);
    free(filter);
}

static const struct stream_kind filter_kind = {.next = filter_next, .close = filter_close};

struct stream *filter_open(struct libarchive *library, struct stream *below,
                           char problem[STREAM_PROBLEM])
{
    if (!libarchive_ready(library, problem, STREAM_PROBLEM)) {
        return NULL;
    }
    struct filter *filter = calloc(1, sizeof *filter);
    struct archive *archive = filter == NULL ? NULL : library->call.archive_read_new();
    if (archive == NULL) {
        free(filter);
        stream_fail(problem, oc_status_text(OC_NO_MEMORY));
        return NULL;
    }
    stream_init(&filter->stream, &filter_kind);
    filter->below = below;
    filter->library = library;
    filter->archive = archive;
    return &filter->stream;
}
