/*
 * Owns: what is compressed as a whole, unpacked as often as it is, and checked to its end.
 * Must not know: which archives there are, and their members.
 */
#ifndef CLI_PACKED_H
#define CLI_PACKED_H

#include "cli/stream.h"

#define PACKED_MOST 8 /* times that it may be compressed over */

struct libarchive;

/* Where it lies, and what counts the bytes that are unpacked on the way and never seen. */
struct packed_source {
    struct libarchive *library;
    const char *file; /* NULL: the bytes */
    const char *bytes;
    size_t size;
    stream_count *count;
    void *user;
};

struct packed {
    stream_count *count;
    void *user;
    struct stream *streams[PACKED_MOST + 1]; /* each unpacks the one before it */
    size_t depth;                            /* of the last; 0: nothing is compressed */
};

/* Call packed_close either way. False: problem says why. */
bool packed_open(struct packed *packed, const struct packed_source *source,
                 char problem[STREAM_PROBLEM]);
void packed_close(struct packed *packed);
/* What comes out in the end; its head is what was looked at. NULL: nothing is compressed. */
struct stream *packed_top(const struct packed *packed);
/* Reads all that follows, because checksums stand at the end. */
bool packed_finish(struct packed *packed, char problem[STREAM_PROBLEM]);
/* It turned out damaged, and nobody knows which of the bytes are. */
bool packed_wrong(const struct packed *packed);

#endif
