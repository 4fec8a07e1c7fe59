/*
 * Owns: the whole of a small file that the program itself needs, up to a limit.
 * Must not know: what is in it; inputs, which are read as streams.
 */
#ifndef CLI_FILE_H
#define CLI_FILE_H

#include "base/buffer.h"

/* Appends the bytes of the file. NULL, or what is wrong, a static sentence. */
const char *file_read(const char *path, size_t limit, struct buffer *bytes);

#endif
