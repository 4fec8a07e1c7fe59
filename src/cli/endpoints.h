/*
 * Owns: the vendor's published JSON of endpoints, read into networks with the labels of the
 * .endpoints files. jansson is loaded when the first such file is read.
 * Must not know: the tables themselves, connections.
 */
#ifndef CLI_ENDPOINTS_H
#define CLI_ENDPOINTS_H

#include "base/arena.h"
#include "cli/message.h"

/* Of one file, and of all the prefixes in it. The real one has about 100 KiB. */
#define ENDPOINTS_LARGEST_FILE ((size_t)8 << 20)
#define ENDPOINTS_MOST_NETWORKS ((size_t)1 << 14)

struct endpoints {
    oc_network *networks; /* in the arena */
    size_t count;
};

/* The labels are those of the grammars, which must outlive the endpoints. False: what is wrong was
 * told. */
bool endpoints_read(struct endpoints *endpoints, const char *path, const oc_grammars *grammars,
                    struct arena *arena, struct messages *messages);

#endif
