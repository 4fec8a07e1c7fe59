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

/*
 * The number that the count characters before end are, 1 to DIGITS_MOST digits. DIGITS_MOST bytes
 * before end must be there, whatever the first of them are.
 *
 * Pairs of digits become numbers to 99, pairs of those numbers to 9999, and so on: three
 * multiplications, where a loop would have one for each digit.
 */
static inline uint32_t digits_number(const char *end, size_t count)
{
    uint64_t digits;
    memcpy(&digits, end - DIGITS_MOST, sizeof digits);
    if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)
        digits = __builtin_bswap64(digits);
    unsigned unused = (unsigned)(8 * (DIGITS_MOST - count));
    digits = (digits >> unused << unused) - (UINT64_C(0x3030303030303030) >> unused << unused);
    digits = digits * 10 + (digits >> 8);
    return (
        uint32_t)(((digits & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x000F424000000064) +
                   (digits >> 16 & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x0000271000000001)) >>
                  32);
}

#endif
