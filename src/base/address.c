#include "base/address.h"

#include "base/text.h"

#include <arpa/inet.h>
#include <string.h>

static const uint8_t ipv4_mapped[ADDRESS_IPV4_BITS / 8] = {[10] = 0xff, [11] = 0xff};

static size_t index_of(oc_text text, char byte)
{
    const char *found = text.size == 0 ? NULL : memchr(text.data, byte, text.size);
    return found == NULL ? text.size : (size_t)(found - text.data);
}

/* Without its zone, terminated. */
static bool bare_string(oc_text text, char string[INET6_ADDRSTRLEN])
{
    size_t size = index_of(text, '%');
    if (size == 0 || size >= INET6_ADDRSTRLEN || memchr(text.data, '\0', size) != NULL)
        return false;
    memcpy(string, text.data, size);
    string[size] = '\0';
    return true;
}

/* A number of an IPv4 address; returns how many digits it has, 0: it is none. */
static size_t read_octet(oc_text text, uint8_t *octet)
{
    unsigned number = 0;
    size_t size = 0;
    while (size < text.size && size < 3 && text.data[size] >= '0' && text.data[size] <= '9')
        number = number * 10 + (unsigned)(text.data[size++] - '0');
    bool leads_with_0 = size > 1 && text.data[0] == '0';
    *octet = (uint8_t)number;
    return number > UINT8_MAX || leads_with_0 ? 0 : size;
}

bool address_read_ipv4(oc_text text, uint8_t address[ADDRESS_IPV4_SIZE])
{
    for (size_t i = 0; i < ADDRESS_IPV4_SIZE; i++) {
        size_t size = read_octet(text, &address[i]);
        text = (oc_text){text.data + size, text.size - size};
        bool last = i + 1 == ADDRESS_IPV4_SIZE;
        if (size == 0 || (last ? text.size > 0 : text.size == 0 || text.data[0] != '.'))
            return false;
        text = (oc_text){text.data + !last, text.size - !last};
    }
    return true;
}

bool address_read(oc_text text, uint8_t address[ADDRESS_SIZE])
{
    char string[INET6_ADDRSTRLEN];
    memcpy(address, ipv4_mapped, sizeof ipv4_mapped);
    return address_read_ipv4(text, address + sizeof ipv4_mapped) ||
           (bare_string(text, string) && inet_pton(AF_INET6, string, address) == 1);
}

/* Sets what stands behind the first bits to 0; true if it was 0 before. */
static bool clear_behind(uint8_t address[ADDRESS_SIZE], unsigned bits)
{
    bool clear = true;
    for (unsigned i = 0; i < ADDRESS_SIZE; i++) {
        unsigned left = bits > i * 8 ? bits - i * 8 : 0;
        unsigned mask = left >= 8 ? 0xffu : 0xffu & ~(0xffu >> left);
        clear = clear && (address[i] & ~mask) == 0;
        address[i] = (uint8_t)(address[i] & mask);
    }
    return clear;
}

bool address_read_prefix(oc_text text, uint8_t address[ADDRESS_SIZE], uint8_t *bits, bool *exact)
{
    size_t slash = index_of(text, '/');
    oc_text front = text_sub(text, 0, slash);
    bool short_form = index_of(front, ':') == front.size;
    uint64_t before = short_form ? ADDRESS_IPV4_BITS : 0;
    uint64_t count = ADDRESS_BITS - before;
    if (!address_read(front, address))
        return false;
    if (slash < text.size && !text_number(text_sub(text, slash + 1, text.size), count, &count))
        return false;
    *bits = (uint8_t)(before + count);
    *exact = clear_behind(address, *bits);
    return true;
}

bool address_within_all(const uint8_t address[ADDRESS_SIZE], const uint8_t prefix[ADDRESS_SIZE],
                        uint8_t bits)
{
    size_t whole = bits / 8;
    if (bits % 8 != 0 && (address[whole] ^ prefix[whole]) >> (8 - bits % 8) != 0)
        return false;
    if (memcmp(address, prefix, whole) != 0)
        return false;
    return bits >= ADDRESS_IPV4_BITS || memcmp(address, ipv4_mapped, sizeof ipv4_mapped) != 0;
}
