/*
 * Owns: the bytes of a file or of memory as a stream.
 * Must not know: what they are.
 */
#ifndef CLI_STORED_H
#define CLI_STORED_H

#include "cli/stream.h"

/* NULL: problem says why. */
struct stream *stored_open_file(const char *file, char problem[STREAM_PROBLEM]);
/* The bytes are borrowed. */
struct stream *stored_open_bytes(const char *bytes, size_t size, char problem[STREAM_PROBLEM]);

#endif
