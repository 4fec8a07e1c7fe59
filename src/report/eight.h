/*
 * Owns: eight bytes of a text at once: whether one of them is a byte, below one, or above one.
 * Must not know: what the bytes mean, in which place.
 */
#ifndef REPORT_EIGHT_H
#define REPORT_EIGHT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define EIGHT_BYTES sizeof(uint64_t)
#define EIGHT_ONES UINT64_C(0x0101010101010101)
#define EIGHT_HIGHEST UINT64_C(0x8080808080808080) /* bit of each byte */

/* Each of these is 0 where none of the bytes is so. */

/* limit: at most 128. */
static inline uint64_t eight_below(uint64_t eight, unsigned limit)
{
    return (eight - EIGHT_ONES * limit) & ~eight & EIGHT_HIGHEST;
}

/* limit: at most 127. */
static inline uint64_t eight_above(uint64_t eight, unsigned limit)
{
    return (((eight & ~EIGHT_HIGHEST) + EIGHT_ONES * (127 - limit)) | eight) & EIGHT_HIGHEST;
}

static inline uint64_t eight_equal(uint64_t eight, char byte)
{
    return eight_below(eight ^ EIGHT_ONES * (unsigned char)byte, 1);
}

static inline uint64_t eight_at(const char *bytes)
{
    uint64_t eight;
    memcpy(&eight, bytes, sizeof eight);
    return eight;
}

/* Copies them, too. */
static inline uint64_t eight_copy(char *to, const char *bytes)
{
    uint64_t eight = eight_at(bytes);
    memcpy(to, &eight, sizeof eight);
    return eight;
}

#define EIGHT_FILLER UINT64_C(0x3030303030000000) /* digits, which are special nowhere */

static inline uint64_t eight_byte(char byte, unsigned place)
{
    return (uint64_t)(unsigned char)byte << 8 * place;
}

/* The same of 1 to 7 bytes, some of which come twice. */
static inline uint64_t eight_copy_short(char *to, const char *bytes, size_t size)
{
    uint32_t halves[2];
    if (size < sizeof *halves) {
        to[0] = bytes[0];
        to[size / 2] = bytes[size / 2];
        to[size - 1] = bytes[size - 1];
        return eight_byte(bytes[0], 0) | eight_byte(bytes[size / 2], 1) |
               eight_byte(bytes[size - 1], 2) | EIGHT_FILLER;
    }
    memcpy(&halves[0], bytes, sizeof *halves);
    memcpy(&halves[1], bytes + size - sizeof *halves, sizeof *halves);
    memcpy(to, &halves[0], sizeof *halves);
    memcpy(to + size - sizeof *halves, &halves[1], sizeof *halves);
    return (uint64_t)halves[1] << 32 | halves[0];
}

/* Copies a text, and returns what special says of all of it: 0 where it says 0 of every eight
 * bytes. Room for EIGHT_BYTES is there, whatever the size. */
static inline uint64_t eight_copy_text(char *to, const char *bytes, size_t size,
                                       uint64_t (*special)(uint64_t eight))
{
    uint64_t found = 0;
    size_t i = 0;
    for (; size - i >= EIGHT_BYTES; i += EIGHT_BYTES)
        found |= special(eight_copy(to + i, bytes + i));
    if (i > 0) { /* some of these were there before */
        size_t last = size - EIGHT_BYTES;
        found |= special(eight_copy(to + last, bytes + last));
    } else if (size > 0) {
        found |= special(eight_copy_short(to, bytes, size));
    }
    return found;
}

#endif
