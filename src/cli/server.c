#include "cli/server.h"

#include "base/address.h"
#include "base/text.h"

#include <string.h>

static const char server_no_address[] =
    "is no address: ADDR, ADDR/BITS or ADDR:PORT, as 192.168.2.50, 10.1.0.0/16 or [fd00::5]:443";
static const char server_no_port[] = "has no port from 1 to 65535 behind the last ':'";

static size_t server_colons(oc_text text)
{
    size_t colons = 0;
    for (size_t i = 0; i < text.size; i++) {
        colons += text.data[i] == ':';
    }
    return colons;
}

/* Cuts the port off the prefix: it stands behind the ] of an IPv6 address, or behind the only ':'.
 */
static void server_split(oc_text *prefix, oc_text *port)
{
    const char *bracket = memchr(prefix->data, ']', prefix->size);
    size_t from = bracket == NULL ? 0 : (size_t)(bracket - prefix->data);
    oc_text rest = text_sub(*prefix, from, prefix->size);
    *port = text_of(NULL);
    if (server_colons(rest) == 1) {
        oc_text front;
        text_split(&rest, ':', &front);
        *port = rest;
        *prefix = text_sub(*prefix, 0, from + front.size);
    }
}

/* "[fd00::5]/64" is "fd00::5/64"; room holds as much as an address and its bits can take. */
static bool server_unbracket(oc_text *prefix, char room[64])
{
    if (prefix->size == 0 || prefix->data[0] != '[') {
        return true;
    }
    const char *bracket = memchr(prefix->data, ']', prefix->size);
    if (bracket == NULL || prefix->size > 64) {
        return false;
    }
    size_t address = (size_t)(bracket - prefix->data) - 1;
    size_t bits = prefix->size - address - 2;
    memcpy(room, prefix->data + 1, address);
    memcpy(room + address, bracket + 1, bits);
    *prefix = (oc_text){.data = room, .size = address + bits};
    return true;
}

const char *server_read(oc_text argument, oc_network *network)
{
    char room[64];
    bool exact;
    uint64_t number;
    oc_text prefix = argument;
    oc_text port;
    *network = (oc_network){.own = true, .port = OC_NONE, .label = text_of(OC_LABEL_OWN)};
    server_split(&prefix, &port);
    if (!server_unbracket(&prefix, room) ||
        !address_read_prefix(prefix, network->address, &network->bits, &exact)) {
        return server_no_address;
    }
    if (text_known(port)) {
        if (!text_number(port, UINT16_MAX, &number) || number == 0) {
            return server_no_port;
        }
        network->port = (int32_t)number;
    }
    return NULL;
}
