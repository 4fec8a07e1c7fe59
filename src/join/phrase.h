/*
 * Owns: the sentences of a reading: patterns with {names} of counts and ends, filled in.
 * Must not know: which sentence is right.
 */
#ifndef JOIN_PHRASE_H
#define JOIN_PHRASE_H

#include "base/buffer.h"
#include "join/evidence.h"

/*
 * Appends the pattern with each {name} replaced. false: one of them has nothing to say, and
 * nothing is appended. The names are those of the table in phrase.c.
 */
bool phrase_write(struct buffer *out, const char *pattern, const struct evidence *evidence);

#endif
