#include "cli/shard.h"

/* FNV-1a, 64 bits. */
static uint64_t shard_hash(oc_text name)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < name.size; i++) {
        hash = (hash ^ (unsigned char)name.data[i]) * 0x100000001b3u;
    }
    return hash;
}

bool shard_takes(const struct shard *shard, oc_text name)
{
    while (name.size > 1 && name.data[name.size - 1] == '/') {
        name.size--;
    }
    return shard->count == 0 || shard_hash(name) % shard->count + 1 == shard->number;
}
