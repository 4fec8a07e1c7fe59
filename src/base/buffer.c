#include "base/buffer.h"

#include "base/decimal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUFFER_FIRST_CAPACITY 256

void buffer_init(struct buffer *buffer)
{
    *buffer = (struct buffer){.data = NULL};
}

void buffer_free(struct buffer *buffer)
{
    free(buffer->data);
    buffer_init(buffer);
}

void buffer_clear(struct buffer *buffer)
{
    buffer->size = 0;
}

static bool buffer_grow(struct buffer *buffer, size_t needed)
{
    size_t capacity = buffer->capacity == 0 ? BUFFER_FIRST_CAPACITY : buffer->capacity;
    while (capacity < needed) {
        if (capacity > SIZE_MAX / 2) {
            return false;
        }
        capacity *= 2;
    }
    char *data = realloc(buffer->data, capacity);
    if (data == NULL) {
        return false;
    }
    buffer->data = data;
    buffer->capacity = capacity;
    return true;
}

char *buffer_make_room(struct buffer *buffer, size_t size)
{
    if (buffer->failed) {
        return NULL;
    }
    bool fits = buffer->data != NULL && size <= buffer->capacity - buffer->size;
    if (!fits && (size > SIZE_MAX - buffer->size || !buffer_grow(buffer, buffer->size + size))) {
        buffer->failed = true;
        return NULL;
    }
    return buffer->data + buffer->size;
}

void buffer_append_more(struct buffer *buffer, const void *bytes, size_t size)
{
    char *end = size == 0 ? NULL : buffer_make_room(buffer, size);
    if (end != NULL) {
        memcpy(end, bytes, size);
        buffer->size += size;
    }
}

void buffer_number(struct buffer *buffer, uint64_t number)
{
    char *end = buffer_reserve(buffer, DECIMAL_MOST);
    if (end != NULL) {
        buffer->size += decimal_write(end, number);
    }
}

/* Most often there is room, and what is long is written a second time. */
void buffer_printf(struct buffer *buffer, const char *format, ...)
{
    size_t room = buffer->failed ? 0 : buffer->capacity - buffer->size;
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(room == 0 ? NULL : buffer->data + buffer->size, room, format, arguments);
    va_end(arguments);
    /* vsnprintf ends with a NUL; it is written and not counted. */
    char *end = length < 0 ? NULL : buffer_reserve(buffer, (size_t)length + 1);
    if (end == NULL) {
        buffer->failed = true;
    } else if ((size_t)length >= room) {
        vsnprintf(end, (size_t)length + 1, format, again);
    }
    if (end != NULL) {
        buffer->size += (size_t)length;
    }
    va_end(again);
}

oc_text buffer_view(const struct buffer *buffer)
{
    return (oc_text){.data = buffer->data == NULL ? "" : buffer->data, .size = buffer->size};
}
