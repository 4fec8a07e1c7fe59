/*
 * Owns: which groups of texts are this machine's share.
 * Must not know: what is in them.
 */
#ifndef CLI_SHARD_H
#define CLI_SHARD_H

#include "outconn.h"

struct shard {
    uint64_t number; /* from 1 */
    uint64_t count;  /* 0: everything is ours */
};

/* By the name alone, so the same on every machine. */
bool shard_takes(const struct shard *shard, oc_text name);

#endif
