/*
 * Owns: what is compressed with bzip2, xz or zstd, unpacked with libarchive.
 * Must not know: where its bytes come from, what they are.
 */
#ifndef CLI_FILTER_H
#define CLI_FILTER_H

#include "cli/stream.h"

struct libarchive;

/* Of what begins as such data. The stream below is borrowed. NULL: problem says why. */
struct stream *filter_open(struct libarchive *library, struct stream *below,
                           char problem[STREAM_PROBLEM]);

#endif
