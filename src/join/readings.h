/*
 * Owns: the readings of a joined connection list: which program a target is, and so by which of the
 * known ones it is read.
 * Must not know: what connections mean (see assess.h); rows.
 */
#ifndef JOIN_READINGS_H
#define JOIN_READINGS_H

#include "join/snapshot.h"

/* A completed snapshot's; nothing when its rows are streamed. A program that is not known has no
 * reading. */
void readings_add(struct snapshot *snapshot, const struct known *known, const struct tally *tally);

#endif
