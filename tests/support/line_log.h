/*
 * Owns: the lines of some bytes, at any chunking, as a log that people can read.
 * Must not know: which lines are right.
 *
 * Each line is "NUMBER@BYTE UNIT|TEXT", then " cut" when it is too long and " open" when no line
 * feed ends it. UNIT is byte, le or be. In TEXT stand the characters of the code units: printable
 * ASCII as it is, other bytes as \x0d, other units of two bytes as \u000d.
 */
#ifndef SUPPORT_LINE_LOG_H
#define SUPPORT_LINE_LOG_H

#include "support/chunks.h"
#include "text/lines.h"

struct line_source {
    const char *bytes;
    size_t size;
    size_t longest;
    const enum unit *fixed; /* NULL: the unit is not fixed */
};

/*
 * Appends the log. Each chunk is memory of its own and of its exact size, which is given back when
 * its lines are read. false: out of memory.
 */
bool line_log_append(struct buffer *log, const struct line_source *source,
                     struct chunking chunking);

#endif
