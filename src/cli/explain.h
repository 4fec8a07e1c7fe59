/*
 * Owns: --explain: a line for each input line, with what was read from it.
 * Must not know: how it was read, the join.
 */
#ifndef CLI_EXPLAIN_H
#define CLI_EXPLAIN_H

#include "base/buffer.h"

struct explain {
    oc_sink sink;
    struct buffer line;
    bool headed; /* a heading was written */
};

void explain_init(struct explain *explain, oc_sink sink);
void explain_free(struct explain *explain);
/* What follows is written apart from what was: the next heading is the first one. */
void explain_apart(struct explain *explain);
/* The lines that follow are of this text. 0, or -1: it could not be written. */
int explain_heading(struct explain *explain, oc_text path);
int explain_line(struct explain *explain, const oc_line *line);

#endif
