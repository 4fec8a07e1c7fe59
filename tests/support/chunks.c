#include "support/chunks.h"

#include <stdlib.h>
#include <string.h>

static oc_status chunks_feed_one(oc_parser *parser, const char *bytes, size_t size)
{
    char *chunk = size > 0 ? malloc(size) : NULL;
    if (chunk == NULL && size > 0) {
        return OC_NO_MEMORY;
    }
    if (size > 0) {
        memcpy(chunk, bytes, size);
    }
    oc_status status = oc_parser_feed(parser, chunk, size);
    free(chunk);
    return status;
}

oc_status chunks_feed(oc_parser *parser, oc_text bytes, struct chunking chunking)
{
    size_t fed = 0;
    size_t size = chunking.first;
    do {
        if (size > bytes.size - fed) {
            size = bytes.size - fed;
        }
        oc_status status = chunks_feed_one(parser, bytes.data + fed, size);
        if (status != OC_OK) {
            return status;
        }
        fed += size;
        size = chunking.next;
    } while (fed < bytes.size);
    return oc_parser_finish(parser);
}
