/*
 * Owns: short decimal numbers out of characters, all digits at once.
 * Must not know: what the numbers are.
 */
#ifndef TEXT_DIGITS_H
#define TEXT_DIGITS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define DIGITS_MOST 8

#define DIGITS_ZEROS UINT64_C(0x3030303030303030)

/* DIGITS_MOST characters, the first of them in the lowest byte. */
static inline uint64_t digits_load(const char *at)
{
    uint64_t characters;
    memcpy(&characters, at, sizeof characters);
    return __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? __builtin_bswap64(characters) : characters;
}

/* How many of the characters are digits, from the first on. */
static inline size_t digits_leading(uint64_t characters)
{
    /* A digit is 0 to 9 now, and only what is more gets its highest bit. */
    uint64_t numbers = characters ^ DIGITS_ZEROS;
    uint64_t others =
        ((numbers + UINT64_C(0x7676767676767676)) | numbers) & UINT64_C(0x8080808080808080);
    return others == 0 ? DIGITS_MOST : (size_t)__builtin_ctzll(others) / 8;
}

/* How many of the characters are digits, from the last one back. */
static inline size_t digits_trailing(uint64_t characters)
{
    const uint64_t highest = UINT64_C(0x8080808080808080);
    uint64_t numbers = characters ^ DIGITS_ZEROS;
    uint64_t others = (((numbers & ~highest) + UINT64_C(0x7676767676767676)) | numbers) & highest;
    return others == 0 ? DIGITS_MOST : (size_t)__builtin_clzll(others) / 8;
}

/*
 * The number that eight digits are, each a byte from 0 to 9.
 *
 * Pairs of digits become numbers to 99, pairs of those numbers to 9999, and so on: three
 * multiplications, where a loop would have one for each digit.
 */
static inline uint32_t digits_sum(uint64_t digits)
{
    const uint64_t pairs = UINT64_C(0x000000FF000000FF);
    digits = digits * 10 + (digits >> 8);
    return (uint32_t)(((digits & pairs) * UINT64_C(0x000F424000000064) +
                       (digits >> 16 & pairs) * UINT64_C(0x0000271000000001)) >>
                      32);
}

/* The number that the first count characters are, 1 to DIGITS_MOST digits. */
static inline uint32_t digits_value(uint64_t characters, size_t count)
{
    return digits_sum((characters ^ DIGITS_ZEROS) << (8 * (DIGITS_MOST - count)));
}

/* The same of the count characters before end; DIGITS_MOST bytes before end are there. */
static inline uint32_t digits_number(const char *end, size_t count)
{
    unsigned unused = (unsigned)(8 * (DIGITS_MOST - count));
    return digits_sum((digits_load(end - DIGITS_MOST) ^ DIGITS_ZEROS) >> unused << unused);
}

#endif
