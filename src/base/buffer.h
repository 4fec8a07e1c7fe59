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
void buffer_append(struct buffer *buffer, const void *bytes, size_t size);
void buffer_byte(struct buffer *buffer, char byte);
void buffer_text(struct buffer *buffer, oc_text text);
void buffer_string(struct buffer *buffer, const char *string);
void buffer_number(struct buffer *buffer, uint64_t number);
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
void buffer_printf(struct buffer *buffer, const char *format, ...);
/* Room for size more bytes behind the end, or NULL; make them count by adding to buffer.size. */
char *buffer_reserve(struct buffer *buffer, size_t size);
oc_text buffer_view(const struct buffer *buffer);

#endif
