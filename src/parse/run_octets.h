/*
 * Owns: where the digits of an IPv4 address lie, from where its dots and the colon behind it are.
 * Must not know: what the digits are.
 *
 * Four numbers of one to three digits are separated in 81 ways. Each is a number, the separators'
 * places its bits, whose slot in the tables a multiplication gives (what is looked up with bytes at
 * once here is the idea of D. Lemire, "Parsing IP addresses crazily fast", 2023).
 */
#ifndef PARSE_RUN_OCTETS_H
#define PARSE_RUN_OCTETS_H

#include <stddef.h>
#include <stdint.h>

#define RUN_OCTETS_BYTES 16
#define RUN_OCTETS_SLOT_BITS 8
#define RUN_OCTETS_SLOTS (1 << RUN_OCTETS_SLOT_BITS)
/* Found by trying: no two of the 81 have the same slot, or run_octets.c would not compile. */
#define RUN_OCTETS_FACTOR UINT32_C(0x78F304AC)
#define RUN_OCTETS_SLOT(separators)                                                                \
    ((uint32_t)((separators)*RUN_OCTETS_FACTOR) >> (32 - RUN_OCTETS_SLOT_BITS))

/* The separators that have the slot, bit 0 being the first byte of the address; 0: none. */
extern const uint16_t run_octets_separators[RUN_OCTETS_SLOTS];
/* For each number hundreds, tens, ones and nothing: the byte where the digit is, or
 * RUN_OCTETS_NONE. */
extern const uint8_t run_octets_digits[RUN_OCTETS_SLOTS][RUN_OCTETS_BYTES];
#define RUN_OCTETS_NONE 0x80
/* The least that each number is with so many digits, none of them in front being 0. */
extern const int32_t run_octets_least[RUN_OCTETS_SLOTS][4];

#endif
