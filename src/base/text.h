/*
 * Owns: small questions about oc_text that every stage asks.
 * Must not know: encodings, tables, memory.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "outconn.h"

#include <string.h>

oc_text text_of(const char *string); /* a terminated string; NULL gives an unknown text */
oc_text text_sub(oc_text text, size_t start, size_t size);

/* Asked for every cell of every row, so they are here. */
static inline bool text_known(oc_text text)
{
    return text.data != NULL;
}

static inline bool text_equal(oc_text a, oc_text b)
{
    return text_known(a) == text_known(b) && a.size == b.size &&
           (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

bool text_equal_nocase(oc_text a, oc_text b); /* ASCII letters */
bool text_starts(oc_text text, oc_text prefix);
bool text_ends_nocase(oc_text text, oc_text suffix); /* ASCII letters */
bool text_contains(oc_text text, oc_text piece);     /* an empty piece is in no text */
/* Without blanks and tabs at its ends. */
oc_text text_trim(oc_text text);
/* The next piece of *rest that separator does not split; false when *rest is used up (unknown). */
bool text_split(oc_text *rest, char separator, oc_text *piece);
/* Decimal digits only, at most max; false otherwise. */
bool text_number(oc_text text, uint64_t max, uint64_t *number);

#endif
