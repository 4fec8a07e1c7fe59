#include "cli/packed.h"

#include "cli/filter.h"
#include "cli/gunzip.h"
#include "cli/libarchive.h"
#include "cli/stored.h"

#include <stdio.h>

/* What is unpacked only to be unpacked again may be more than what comes out of it. */
static bool packed_push(struct packed *packed, struct libarchive *library,
                        char problem[STREAM_PROBLEM])
{
    struct stream *below = packed->streams[packed->depth];
    if (packed->depth == PACKED_MOST) {
        snprintf(problem, STREAM_PROBLEM,
                 "it is compressed more than %d times over: unpack it and give the files",
                 PACKED_MOST);
        return false;
    }
    if (packed->depth > 0) {
        below->count = packed->count;
        below->user = packed->user;
    }
    struct stream *above = kind_is_gzip(below->head, below->head_size)
                               ? gunzip_open(&library->zlib, below, problem)
                               : filter_open(library, below, problem);
    if (above != NULL) {
        packed->streams[++packed->depth] = above;
    }
    return above != NULL && stream_peek(above, problem);
}

bool packed_open(struct packed *packed, const struct packed_source *source,
                 char problem[STREAM_PROBLEM])
{
    *packed = (struct packed){.count = source->count, .user = source->user};
    struct stream *top = source->file != NULL
                             ? stored_open_file(source->file, problem)
                             : stored_open_bytes(source->bytes, source->size, problem);
    packed->streams[0] = top;
    bool opened = top != NULL && stream_peek(top, problem);
    while (opened && kind_packs_one(top->head, top->head_size)) {
        opened = packed_push(packed, source->library, problem);
        top = packed->streams[packed->depth];
    }
    return opened;
}

void packed_close(struct packed *packed)
{
    for (size_t i = packed->depth + 1; i-- > 0;) {
        if (packed->streams[i] != NULL) {
            stream_close(packed->streams[i]);
        }
    }
    *packed = (struct packed){.depth = 0};
}

struct stream *packed_top(const struct packed *packed)
{
    return packed->depth == 0 ? NULL : packed->streams[packed->depth];
}

bool packed_finish(struct packed *packed, char problem[STREAM_PROBLEM])
{
    bool whole = true;
    for (size_t i = packed->depth; whole && i > 0; i--) {
        packed->streams[i]->count = packed->count;
        packed->streams[i]->user = packed->user;
        whole = stream_finish(packed->streams[i], problem);
    }
    return whole;
}

bool packed_wrong(const struct packed *packed)
{
    bool wrong = false;
    for (size_t i = 1; i <= packed->depth; i++) {
        wrong = wrong || packed->streams[i]->wrong;
    }
    return wrong;
}
