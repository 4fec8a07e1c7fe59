/*
 * Owns: IP addresses and prefixes as text, in every spelling, and as 16 bytes.
 * Must not know: whose addresses they are.
 *
 * An IPv4 address is ::ffff:a.b.c.d, so both of its spellings are the same bytes.
 */
#ifndef BASE_ADDRESS_H
#define BASE_ADDRESS_H

#include "outconn.h"

#define ADDRESS_SIZE 16
#define ADDRESS_BITS 128
#define ADDRESS_IPV4_BITS 96 /* in front of an IPv4 address */
#define ADDRESS_IPV4_SIZE 4

/* Four numbers up to 255 with dots between, none with a zero in front: as inet_pton reads them, and
 * several times as fast, because every row of a list may have two. */
bool address_read_ipv4(oc_text text, uint8_t address[ADDRESS_IPV4_SIZE]);

/* A zone behind % is passed over. false: the text is no address. */
bool address_read(oc_text text, uint8_t address[ADDRESS_SIZE]);
/*
 * ADDRESS or ADDRESS/BITS. What stands behind the prefix is set to 0; *exact says whether it was.
 * false: the text is no prefix.
 */
bool address_read_prefix(oc_text text, uint8_t address[ADDRESS_SIZE], uint8_t *bits, bool *exact);
/* The same as address_within, for which the last whole byte does not tell. */
bool address_within_all(const uint8_t address[ADDRESS_SIZE], const uint8_t prefix[ADDRESS_SIZE],
                        uint8_t bits);

/*
 * Whether the address lies in the prefix; an IPv4 address lies in IPv4 prefixes alone. Many
 * prefixes are asked one after the other, and the last whole byte tells most addresses apart: those
 * of a family begin alike.
 */
static inline bool address_within(const uint8_t address[ADDRESS_SIZE],
                                  const uint8_t prefix[ADDRESS_SIZE], uint8_t bits)
{
    size_t whole = bits / 8;
    return (whole == 0 || address[whole - 1] == prefix[whole - 1]) &&
           address_within_all(address, prefix, bits);
}

#endif
