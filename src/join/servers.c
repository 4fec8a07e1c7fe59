#include "join/servers.h"

#include "base/address.h"
#include "base/text.h"

#define IPV4(a, b, c, d, bits_)                                                                    \
    .address = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, a, b, c, d},                             \
    .bits = ADDRESS_IPV4_BITS + (bits_), .port = OC_NONE
#define IPV6(a, b, last, bits_)                                                                    \
    .address = {[0] = (a), [1] = (b), [15] = (last)}, .bits = (bits_), .port = OC_NONE
#define LABEL(string)                                                                              \
    {                                                                                              \
        .data = (string), .size = sizeof(string) - 1                                               \
    }

static const oc_network loopback[] = {
    {IPV4(127, 0, 0, 0, 8), .label = LABEL(OC_LABEL_LOOPBACK)}, /* RFC 1122 */
    {IPV6(0, 0, 1, 128), .label = LABEL(OC_LABEL_LOOPBACK)},    /* RFC 4291 */
};

static const oc_network reserved[] = {
    {IPV4(10, 0, 0, 0, 8), .label = LABEL(OC_LABEL_PRIVATE)},        /* RFC 1918 */
    {IPV4(172, 16, 0, 0, 12), .label = LABEL(OC_LABEL_PRIVATE)},     /* RFC 1918 */
    {IPV4(192, 168, 0, 0, 16), .label = LABEL(OC_LABEL_PRIVATE)},    /* RFC 1918 */
    {IPV4(100, 64, 0, 0, 10), .label = LABEL(OC_LABEL_PRIVATE)},     /* RFC 6598, shared */
    {IPV6(0xfc, 0, 0, 7), .label = LABEL(OC_LABEL_PRIVATE)},         /* RFC 4193 */
    {IPV4(169, 254, 0, 0, 16), .label = LABEL(OC_LABEL_LINK_LOCAL)}, /* RFC 3927 */
    {IPV6(0xfe, 0x80, 0, 10), .label = LABEL(OC_LABEL_LINK_LOCAL)},  /* RFC 4291 */
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct end {
    uint8_t address[ADDRESS_SIZE];
    int32_t port;
};

static bool fits(const oc_network *network, const struct end *end)
{
    return (network->port == OC_NONE || network->port == end->port) &&
           address_within(end->address, network->address, network->bits);
}

static bool better(const oc_network *network, const oc_network *best)
{
    if (best == NULL || network->own != best->own)
        return best == NULL || network->own;
    if (network->bits != best->bits)
        return network->bits > best->bits;
    return network->port != OC_NONE && best->port == OC_NONE;
}

static const oc_network *best_of(const oc_network *networks, size_t count, const struct end *end,
                                 const oc_network *best)
{
    for (size_t i = 0; i < count; i++)
        if (fits(&networks[i], end) && better(&networks[i], best))
            best = &networks[i];
    return best;
}

oc_text servers_label(const oc_network *networks, size_t count, const oc_remote *remote)
{
    struct end end = {.port = remote->port};
    if (!text_known(remote->address) || !address_read(remote->address, end.address))
        return text_of(NULL);
    const oc_network *best = best_of(loopback, COUNT(loopback), &end, NULL);
    if (best == NULL) {
        best = best_of(networks, count, &end, NULL);
        best = best_of(reserved, COUNT(reserved), &end, best);
    }
    return best == NULL ? text_of(OC_LABEL_PUBLIC) : best->label;
}
