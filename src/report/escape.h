/*
 * Owns: text from outside made harmless for the place it is written to.
 * Must not know: reports, rows, files.
 */
#ifndef REPORT_ESCAPE_H
#define REPORT_ESCAPE_H

#include "base/buffer.h"
#include "report/eight.h"

/*
 * The inside of a JSON string: quotes, backslashes, controls (DEL and C1, too) and the line
 * separators U+2028 and U+2029 escaped; bytes that are no UTF-8 become U+FFFD.
 */
void escape_json(struct buffer *out, oc_text text);
/* 0 where all of eight bytes mean the same in every place. */
static inline uint64_t escape_special(uint64_t eight)
{
    return eight_below(eight, 0x20) | eight_above(eight, 0x7E) | eight_equal(eight, '"') |
           eight_equal(eight, '\\');
}
/*
 * For a terminal: controls as \x1b, marks that turn the direction of text as \u202e; bytes that are
 * no UTF-8 become U+FFFD.
 */
void escape_terminal(struct buffer *out, oc_text text);
/*
 * Valid UTF-8 that stands for one name only: bytes that are none as \xff, and so the backslash of
 * what looks like one of these. All else stays.
 */
void escape_name(struct buffer *out, oc_text name);

#endif
