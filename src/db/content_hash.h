/*
 * Owns: 128 bits that tell whether bytes are still the same, computed while they are read.
 * Must not know: what the bytes mean, what the hash is kept for.
 *
 * The same on every machine and in every chunking. It tells changes, not attacks: who makes two
 * contents with one hash hides a change from nobody but himself.
 */
#ifndef DB_CONTENT_HASH_H
#define DB_CONTENT_HASH_H

#include "outconn.h"

#define CONTENT_HASH_LANES 4
#define CONTENT_HASH_BLOCK (8 * CONTENT_HASH_LANES) /* bytes */
#define CONTENT_HASH_HEX 33                         /* digits and the NUL */

struct content_hash {
    uint64_t lanes[CONTENT_HASH_LANES];
    unsigned char carry[CONTENT_HASH_BLOCK];
    size_t carried;
    uint64_t part_size; /* bytes since the last content_hash_mark */
};

void content_hash_init(struct content_hash *hash);
void content_hash_bytes(struct content_hash *hash, const void *bytes, size_t size);
/* A part is over: where parts end makes a difference. */
void content_hash_mark(struct content_hash *hash);
/* The text as a part of its own. An unknown one is the same as an empty one. */
void content_hash_text(struct content_hash *hash, oc_text text);
/* Hexadecimal digits, terminated. The hash is done with. */
void content_hash_end(struct content_hash *hash, char hex[CONTENT_HASH_HEX]);

#endif
