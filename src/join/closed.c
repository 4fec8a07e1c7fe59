#include "join/closed.h"

#include "base/text.h"
#include "join/remote.h"

#include <stdlib.h>
#include <string.h>

/* Twice the dynamic ports of a client: more ends than one machine can have closed in four minutes.
 */
#define CLOSED_MAX 32768
/* A capture of usual size does not have to grow. */
#define CAPACITY_MIN 256

void closed_init(struct closed *closed)
{
    *closed = (struct closed){.ends = NULL};
    map_init(&closed->others);
}

void closed_free(struct closed *closed)
{
    free(closed->ends);
    map_free(&closed->others);
    closed_init(closed);
}

size_t closed_memory(const struct closed *closed)
{
    return closed->capacity * sizeof *closed->ends +
           closed->others.capacity * sizeof *closed->others.entries;
}

void closed_clear(struct closed *closed)
{
    if (closed->count > 0)
        memset(closed->ends, 0, closed->capacity * sizeof *closed->ends);
    closed->count = 0;
    closed->later_count = 0;
    closed->overflows = false;
    map_clear(&closed->others);
}

/* ---- short ends ---------------------------------------------------------------------------- */

static bool is_short(const oc_endpoint *end)
{
    return end->port >= 0 && end->address.size > 0 && end->address.size <= CLOSED_SHORT;
}

/*
 * The two halves of 1 to 16 bytes, zeros behind them. Where there are more than eight, the last
 * eight are read at once, and what the first half has of them is shifted out.
 */
static inline void put_halves(struct closed_end *end, oc_text address)
{
    const unsigned byte_bits = 8;
    const size_t half = sizeof end->as.halves[0];
    end->as.halves[0] = 0;
    end->as.halves[1] = 0;
    if (address.size <= half || __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__) {
        memcpy(end->as.address, address.data, address.size);
        return;
    }
    memcpy(&end->as.halves[0], address.data, half);
    memcpy(&end->as.halves[1], address.data + address.size - half, half);
    end->as.halves[1] >>= byte_bits * (CLOSED_SHORT - address.size);
}

static struct closed_end short_end(const oc_endpoint *end)
{
    struct closed_end made = {.port = (uint32_t)end->port};
    put_halves(&made, end->address);
    return made;
}

static bool same_end(const struct closed_end *a, const struct closed_end *b)
{
    return a->as.halves[0] == b->as.halves[0] && a->as.halves[1] == b->as.halves[1] &&
           a->port == b->port;
}

static size_t hash_of(const struct closed_end *end)
{
    const uint64_t odd = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t hash = (end->as.halves[0] * odd ^ end->as.halves[1]) * odd;
    hash = (hash ^ hash >> 32 ^ end->port) * odd;
    return (size_t)(hash >> 32 ^ hash >> 48); /* its highest bits are the best ones */
}

/* The place of the end, or the free one where it belongs. */
static struct closed_end *place_of(const struct closed *closed, const struct closed_end *end)
{
    size_t i = hash_of(end) & (closed->capacity - 1);
    while (closed->ends[i].count > 0 && !same_end(&closed->ends[i], end))
        i = (i + 1) & (closed->capacity - 1);
    return &closed->ends[i];
}

static bool grow(struct closed *closed)
{
    struct closed bigger = *closed;
    bigger.capacity = closed->capacity == 0 ? CAPACITY_MIN : closed->capacity * 2;
    bigger.ends = calloc(bigger.capacity, sizeof *bigger.ends);
    if (bigger.ends == NULL)
        return false;
    for (size_t i = 0; i < closed->capacity; i++)
        if (closed->ends[i].count > 0)
            *place_of(&bigger, &closed->ends[i]) = closed->ends[i];
    free(closed->ends);
    *closed = bigger;
    return true;
}

static void add_short(struct closed *closed, const struct closed_end *end)
{
    if (closed->count + 1 > closed->capacity / 2 && !grow(closed)) {
        closed->failed = true;
        return;
    }
    struct closed_end *place = place_of(closed, end);
    if (place->count > 0) {
        uint32_t room = UINT32_MAX - place->count;
        place->count += end->count < room ? end->count : room;
    } else if (closed->count == CLOSED_MAX) {
        closed->overflows = true;
    } else {
        *place = *end;
        closed->count++;
    }
}

/* ---- any end ------------------------------------------------------------------------------- */

static void add_text(struct closed *closed, oc_text key, uint32_t more)
{
    if (closed->others.count >= CLOSED_MAX && map_find(&closed->others, key) == NULL) {
        closed->overflows = true;
        return;
    }
    uint64_t *count = map_put(&closed->others, key);
    if (count == NULL)
        closed->failed = true;
    else
        *count += more;
}

bool closed_settle(struct closed *closed)
{
    for (size_t i = 0; i < closed->later_count && !closed->failed; i++)
        add_short(closed, &closed->later[i]);
    closed->later_count = 0;
    return !closed->failed;
}

bool closed_add(struct closed *closed, const oc_endpoint *end, uint32_t count)
{
    struct remote_key key;
    if (closed->overflows || closed->failed)
        return !closed->failed;
    if (is_short(end)) {
        struct closed_end *later = &closed->later[closed->later_count++];
        later->port = (uint32_t)end->port;
        later->count = count;
        put_halves(later, end->address);
        return closed->later_count < CLOSED_LATER || closed_settle(closed);
    }
    if (remote_key(end, &key))
        add_text(closed, remote_key_text(&key), count);
    return !closed->failed;
}

uint64_t closed_count(const struct closed *closed, const oc_endpoint *end)
{
    struct remote_key key;
    if (is_short(end)) {
        const struct closed_end made = short_end(end);
        return closed->count == 0 ? 0 : place_of(closed, &made)->count;
    }
    const uint64_t *count =
        remote_key(end, &key) ? map_find(&closed->others, remote_key_text(&key)) : NULL;
    return count == NULL ? 0 : *count;
}

static oc_remote remote_of_short(const struct closed_end *end)
{
    return (oc_remote){.address = {end->as.address, strnlen(end->as.address, CLOSED_SHORT)},
                       .port = (int32_t)end->port,
                       .connections = end->count};
}

static oc_remote remote_of_entry(const struct map_entry *entry)
{
    oc_remote remote = remote_of_key(entry->key);
    remote.connections = entry->value;
    return remote;
}

/* The short ends first, then the others. */
bool closed_next(const struct closed *closed, size_t *next, oc_remote *end)
{
    for (; *next < closed->capacity + closed->others.capacity; ++*next) {
        bool is_short = *next < closed->capacity;
        const struct closed_end *place = is_short ? &closed->ends[*next] : NULL;
        const struct map_entry *entry =
            is_short ? NULL : &closed->others.entries[*next - closed->capacity];
        if (is_short ? place->count == 0 : !text_known(entry->key))
            continue;
        *end = is_short ? remote_of_short(place) : remote_of_entry(entry);
        ++*next;
        return true;
    }
    return false;
}
