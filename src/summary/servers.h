/*
 * Owns: servers, each with how many captures and connections go to it.
 * Must not know: snapshots, how servers are shown.
 */
#ifndef SUMMARY_SERVERS_H
#define SUMMARY_SERVERS_H

#include "base/buffer.h"
#include "base/map.h"

/* Servers that differ; a company's clients reach some hundreds. What comes after is counted. */
#define SERVERS_MOST ((size_t)1 << 16)

struct server {
    oc_text address;
    oc_text service; /* in the place of a port */
    int32_t port;
    oc_text label;
    uint64_t captures;
    uint64_t connections;
};

struct servers {
    struct map places; /* in items */
    struct arena texts;
    struct server *items; /* in the order in which they came */
    size_t count;
    size_t capacity;
    struct buffer key; /* of one that is looked for */
    uint64_t left_out; /* connections to servers past the limit */
    bool failed;       /* sticks: out of memory */
};

void servers_init(struct servers *servers);
void servers_free(struct servers *servers);
/* Empties it; keeps the memory and the failure. */
void servers_clear(struct servers *servers);
/* Adds to the server of that address and port; texts are copied. One without address is none. */
void servers_add(struct servers *servers, const struct server *server);
void servers_merge(struct servers *into, const struct servers *from);
/* Pointers to the items, most captures first, then most connections, then by name; the caller
 * frees them. NULL: there are none, or memory ran out. */
const struct server **servers_sorted(const struct servers *servers);

#endif
