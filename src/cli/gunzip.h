/*
 * Owns: gzip data: what is packed in it, with its checksums and lengths checked.
 * Must not know: where its bytes come from, what they are.
 *
 * Members that follow each other are one. Zeros and anything else behind them that does not begin
 * like another is passed over, as gzip does.
 */
#ifndef CLI_GUNZIP_H
#define CLI_GUNZIP_H

#include "cli/stream.h"
#include "cli/zlib.h"

/* Of what begins as gzip data. The stream below is borrowed. NULL: problem says why. */
struct stream *gunzip_open(struct zlib *library, struct stream *below,
                           char problem[STREAM_PROBLEM]);

#endif
