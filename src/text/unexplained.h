/*
 * Owns: the text of bytes that no encoding explains: what is certain is kept, the rest escaped as
 * \x9f.
 * Must not know: which encodings were tried, tables, PIDs.
 */
#ifndef TEXT_UNEXPLAINED_H
#define TEXT_UNEXPLAINED_H

#include "base/buffer.h"

/* Bytes that should be UTF-8: what is none is escaped. Appends; returns how many were escaped. */
size_t unexplained_utf8(struct buffer *out, oc_text bytes);
/* Bytes of an unknown encoding: all but ASCII is escaped, because it may look like UTF-8 here and
 * there by accident. Between digits a blank of OEM or ANSI pages is one. Appends; returns how many
 * were escaped. */
size_t unexplained_bytes(struct buffer *out, oc_text bytes);

#endif
