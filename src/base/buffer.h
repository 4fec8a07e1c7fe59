/*
 * Owns: bytes that grow at the end.
 * Must not know: what the bytes mean.
 *
 * Failure sticks: after the first allocation that failed nothing is appended any more and
 * buffer.failed is true, so that a caller may check once at the end of a piece of work.
 */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include "outconn.h"

#include <string.h>

struct buffer {
    char *data;
    size_t size;
    size_t capacity;
    bool failed;
};

void buffer_init(struct buffer *buffer);
void buffer_free(struct buffer *buffer);
/* Empties it; keeps the memory and the failure. */
void buffer_clear(struct buffer *buffer);
void buffer_number(struct buffer *buffer, uint64_t number);
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
void buffer_printf(struct buffer *buffer, const char *format, ...);
oc_text buffer_view(const struct buffer *buffer);
/* What buffer_reserve and buffer_append do when there may be no room. */
char *buffer_make_room(struct buffer *buffer, size_t size);
void buffer_append_more(struct buffer *buffer, const void *bytes, size_t size);

/* A report is made of short pieces, many of a size that is known when it is compiled: so these are
 * here. */

static inline bool buffer_has_room(const struct buffer *buffer, size_t size)
{
    return size < buffer->capacity - buffer->size && !buffer->failed;
}

/* Room for size more bytes behind the end, or NULL; make them count by adding to buffer.size. */
static inline char *buffer_reserve(struct buffer *buffer, size_t size)
{
    return buffer_has_room(buffer, size) ? buffer->data + buffer->size
                                         : buffer_make_room(buffer, size);
}

static inline void buffer_append(struct buffer *buffer, const void *bytes, size_t size)
{
    if (!buffer_has_room(buffer, size)) {
        buffer_append_more(buffer, bytes, size);
    } else if (size > 0) {
        memcpy(buffer->data + buffer->size, bytes, size);
        buffer->size += size;
    }
}

static inline void buffer_byte(struct buffer *buffer, char byte)
{
    buffer_append(buffer, &byte, 1);
}

static inline void buffer_text(struct buffer *buffer, oc_text text)
{
    buffer_append(buffer, text.data, text.size);
}

static inline void buffer_string(struct buffer *buffer, const char *string)
{
    buffer_append(buffer, string, strlen(string));
}

#endif
