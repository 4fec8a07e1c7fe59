#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUFFER_FIRST_CAPACITY 256
#define BUFFER_LONGEST_NUMBER 20 /* digits of 2^64 - 1 */

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

char *buffer_reserve(struct buffer *buffer, size_t size)
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

void buffer_append(struct buffer *buffer, const void *bytes, size_t size)
{
    if (size == 0) {
        return;
    }
    char *end = buffer_reserve(buffer, size);
    if (end != NULL) {
        memcpy(end, bytes, size);
        buffer->size += size;
    }
}

void buffer_byte(struct buffer *buffer, char byte)
{
    char *end = buffer_reserve(buffer, 1);
    if (end != NULL) {
        *end = byte;
        buffer->size++;
    }
}

void buffer_text(struct buffer *buffer, oc_text text)
{
    buffer_append(buffer, text.data, text.size);
}

void buffer_string(struct buffer *buffer, const char *string)
{
    buffer_append(buffer, string, strlen(string));
}

void buffer_number(struct buffer *buffer, uint64_t number)
{
    char digits[BUFFER_LONGEST_NUMBER];
    size_t start = sizeof digits;
    do {
        digits[--start] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    buffer_append(buffer, digits + start, sizeof digits - start);
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    /* vsnprintf ends with a NUL; it is written and not counted. */
    char *end = length < 0 ? NULL : buffer_reserve(buffer, (size_t)length + 1);
    if (end == NULL) {
        buffer->failed = true;
    } else {
        vsnprintf(end, (size_t)length + 1, format, again);
        buffer->size += (size_t)length;
    }
    va_end(again);
}

oc_text buffer_view(const struct buffer *buffer)
{
    return (oc_text){.data = buffer->data == NULL ? "" : buffer->data, .size = buffer->size};
}
