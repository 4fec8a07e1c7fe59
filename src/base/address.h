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

/* A zone behind % is passed over. false: the text is no address. */
bool address_read(oc_text text, uint8_t address[ADDRESS_SIZE]);
/*
 * ADDRESS or ADDRESS/BITS. What stands behind the prefix is set to 0; *exact says whether it was.
 * false: the text is no prefix.
 */
bool address_read_prefix(oc_text text, uint8_t address[ADDRESS_SIZE], uint8_t *bits, bool *exact);
/* Whether the address lies in the prefix; an IPv4 address lies in IPv4 prefixes alone. */
bool address_within(const uint8_t address[ADDRESS_SIZE], const uint8_t prefix[ADDRESS_SIZE],
                    uint8_t bits);

#endif
