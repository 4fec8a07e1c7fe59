/*
 * Owns: small questions about oc_text that every stage asks.
 * Must not know: encodings, tables, memory.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "outconn.h"

#include <string.h>

/* Asked for every cell of every row, so they are here. */

/* At most size bytes from start on; of an unknown text an unknown one. */
static inline oc_text text_sub(oc_text text, size_t start, size_t size)
{
    start = start < text.size ? start : text.size;
    size_t left = text.size - start;
    const char *data = start == 0 ? text.data : text.data + start;
    return (oc_text){data, size < left ? size : left};
}

/* A terminated string; NULL gives an unknown text. */
static inline oc_text text_of(const char *string)
{
    return (oc_text){string, string == NULL ? 0 : strlen(string)};
}

/* Of ASCII letters. */
static inline char text_lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte + ('a' - 'A')) : byte;
}

static inline bool text_known(oc_text text)
{
    return text.data != NULL;
}

/* Whether the first and the last four bytes are the same. */
static inline bool text_same_fours(const char *a, const char *b, size_t size)
{
    uint32_t starts[2];
    uint32_t ends[2];
    memcpy(&starts[0], a, sizeof *starts);
    memcpy(&starts[1], b, sizeof *starts);
    memcpy(&ends[0], a + size - sizeof *ends, sizeof *ends);
    memcpy(&ends[1], b + size - sizeof *ends, sizeof *ends);
    return starts[0] == starts[1] && ends[0] == ends[1];
}

/* Cells are short: their first and last eight bytes are most often all of them, or four; or the
 * first, the last and the one in the middle, as in TCP. */
static inline bool text_same_bytes(const char *a, const char *b, size_t size)
{
    uint64_t starts[2];
    uint64_t ends[2];
    if (size > 2 * sizeof *starts)
        return memcmp(a, b, size) == 0;
    if (size < sizeof *starts / 2)
        return size == 0 ||
               (a[0] == b[0] && a[size / 2] == b[size / 2] && a[size - 1] == b[size - 1]);
    if (size < sizeof *starts)
        return text_same_fours(a, b, size);
    memcpy(&starts[0], a, sizeof *starts);
    memcpy(&starts[1], b, sizeof *starts);
    memcpy(&ends[0], a + size - sizeof *ends, sizeof *ends);
    memcpy(&ends[1], b + size - sizeof *ends, sizeof *ends);
    return starts[0] == starts[1] && ends[0] == ends[1];
}

static inline bool text_equal(oc_text a, oc_text b)
{
    return text_known(a) == text_known(b) && a.size == b.size &&
           text_same_bytes(a.data, b.data, a.size);
}

bool text_equal_nocase(oc_text a, oc_text b); /* ASCII letters */
int text_compare(oc_text a, oc_text b); /* as memcmp, the shorter of two that begin alike first */
bool text_starts(oc_text text, oc_text prefix);
bool text_ends_nocase(oc_text text, oc_text suffix); /* ASCII letters */
bool text_contains(oc_text text, oc_text piece);     /* an empty piece is in no text */
bool text_holds_digit(oc_text text);                 /* an ASCII digit */
/* Without blanks and tabs at its ends. */
oc_text text_trim(oc_text text);
/* Nothing but blanks and tabs. */
bool text_blank(oc_text text);
/* The next piece of *rest that separator does not split; false when *rest is used up (unknown). */
bool text_split(oc_text *rest, char separator, oc_text *piece);
/* Decimal digits only, at most max; false otherwise. */
bool text_number(oc_text text, uint64_t max, uint64_t *number);

#endif
