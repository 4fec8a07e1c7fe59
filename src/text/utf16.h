/*
 * Owns: UTF-16 of either byte order to UTF-8.
 * Must not know: lines, marks, other encodings.
 */
#ifndef TEXT_UTF16_H
#define TEXT_UTF16_H

#include "base/buffer.h"
#include "text/unit.h"

/* Appends the text of the bytes; returns how many characters were none. Zeros are left out, so
 * UTF-32 is read as well, its characters past U+FFFF apart. */
size_t utf16_decode(struct buffer *out, oc_text bytes, enum unit order);

#endif
