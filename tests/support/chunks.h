/*
 * Owns: cutting an input into chunks.
 * Must not know: what the bytes mean.
 */
#ifndef SUPPORT_CHUNKS_H
#define SUPPORT_CHUNKS_H

#include "outconn.h"

/* The size of the first chunk, which may be 0, and that of the others, which may not. */
struct chunking {
    size_t first;
    size_t next;
};

#define CHUNKS_WHOLE ((struct chunking){SIZE_MAX, SIZE_MAX})

/*
 * Feeds the bytes and finishes. Each chunk is memory of its own and of its exact size, given back
 * right after the call, so that the address sanitizer sees a read past its end and a text that was
 * borrowed for too long. Returns the first error; OC_NO_MEMORY when there is none for a chunk.
 */
oc_status chunks_feed(oc_parser *parser, oc_text bytes, struct chunking chunking);

#endif
