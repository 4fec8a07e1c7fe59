/*
 * Owns: numbers as decimal digits.
 * Must not know: where they go.
 */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define DECIMAL_MOST 20 /* digits of 2^64 - 1 */

/* Writes the digits, at most DECIMAL_MOST, and returns how many. */
static inline size_t decimal_write(char *digits, uint64_t number)
{
    size_t size = 1;
    for (uint64_t rest = number; rest >= 10; rest /= 10) {
        size++;
    }
    for (size_t i = size; i > 1; i--) {
        digits[i - 1] = (char)('0' + number % 10);
        number /= 10;
    }
    digits[0] = (char)('0' + number);
    return size;
}

#endif
