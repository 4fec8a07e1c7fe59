#include "join/remote.h"

#include "base/text.h"

#include <string.h>

bool remote_key(const oc_endpoint *remote, struct remote_key *key)
{
    size_t service = remote->port == OC_NONE ? remote->service.size : 0;
    key->size = sizeof remote->port + remote->address.size + 1 + service;
    if (!text_known(remote->address) || key->size > sizeof key->bytes)
        return false;
    char *at = key->bytes;
    memcpy(at, &remote->port, sizeof remote->port);
    at += sizeof remote->port;
    memcpy(at, remote->address.data, remote->address.size);
    at += remote->address.size;
    *at++ = '\0';
    if (service > 0)
        memcpy(at, remote->service.data, service);
    return true;
}

oc_text remote_key_text(const struct remote_key *key)
{
    return (oc_text){key->bytes, key->size};
}

oc_remote remote_of_key(oc_text key)
{
    oc_remote remote = {.port = OC_NONE};
    oc_text rest = text_sub(key, sizeof remote.port, key.size);
    memcpy(&remote.port, key.data, sizeof remote.port);
    text_split(&rest, '\0', &remote.address);
    remote.service = rest.size > 0 ? rest : text_of(NULL);
    return remote;
}

int remote_compare(const oc_remote *a, const oc_remote *b)
{
    int order = text_compare(a->address, b->address);
    if (order == 0)
        order = (a->port > b->port) - (a->port < b->port);
    return order != 0 ? order : text_compare(a->service, b->service);
}
