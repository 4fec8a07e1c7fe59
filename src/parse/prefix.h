/*
 * Owns: what stands before every line of a text: a quote sign, a comment sign, a time stamp and a
 * host name.
 * Must not know: what follows it.
 *
 * Two prefixes are alike when they differ in their numbers only.
 */
#ifndef PARSE_PREFIX_H
#define PARSE_PREFIX_H

#include "base/buffer.h"

struct prefix {
    struct buffer form; /* one that was seen; empty: none */
};

/* Remembers it; false: out of memory. */
bool prefix_set(struct prefix *prefix, oc_text text);
/*
 * How much of the line is a prefix like this one; 0 for none. An editor may have taken the blanks
 * at its end off an empty line.
 */
size_t prefix_size(oc_text form, oc_text line);
/* How much of the line can be a prefix that the line above has, too. */
size_t prefix_common(oc_text above, oc_text line);

#endif
