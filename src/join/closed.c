#include "join/closed.h"

#include "base/text.h"
#include "join/remote.h"

#include <stdlib.h>
#include <string.h>

/* Twice the dynamic ports of a client: more ends than one machine can have closed in four minutes.
 */
#define CLOSED_MAX 32768
#define CAPACITY_MIN 64

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

static struct closed_end short_end(const oc_endpoint *end)
{
    struct closed_end made = {.port = (uint32_t)end->port};
    memcpy(made.address, end->address.data, end->address.size);
    return made;
}

static uint64_t half(const struct closed_end *end, size_t index)
{
    uint64_t bytes;
    memcpy(&bytes, end->address + index * sizeof bytes, sizeof bytes);
    return bytes;
}

static bool same_end(const struct closed_end *a, const struct closed_end *b)
{
    return half(a, 0) == half(b, 0) && half(a, 1) == half(b, 1) && a->port == b->port;
}

static size_t hash_of(const struct closed_end *end)
{
    const uint64_t odd = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t hash = (half(end, 0) * odd ^ half(end, 1)) * odd;
    hash = (hash ^ hash >> 32 ^ end->port) * odd;
    return (size_t)(hash >> 32);
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
        place->count += place->count < UINT32_MAX;
    } else if (closed->count == CLOSED_MAX) {
        closed->overflows = true;
    } else {
        *place = *end;
        place->count = 1;
        closed->count++;
    }
}

/* ---- any end ------------------------------------------------------------------------------- */

static void add_text(struct closed *closed, oc_text key)
{
    if (closed->others.count >= CLOSED_MAX && map_find(&closed->others, key) == NULL) {
        closed->overflows = true;
        return;
    }
    uint64_t *count = map_put(&closed->others, key);
    if (count == NULL)
        closed->failed = true;
    else
        ++*count;
}

/* What comes next is asked of memory long before it is needed. */
static void add_later(struct closed *closed, const struct closed_end *end)
{
    struct closed_end *later = &closed->later[closed->later_count % CLOSED_LATER];
    if (closed->later_count++ >= CLOSED_LATER)
        add_short(closed, later);
    *later = *end;
    if (closed->capacity > 0)
        __builtin_prefetch(&closed->ends[hash_of(end) & (closed->capacity - 1)], 1);
}

void closed_settle(struct closed *closed)
{
    size_t count = closed->later_count < CLOSED_LATER ? closed->later_count : CLOSED_LATER;
    for (size_t i = 0; i < count && !closed->failed; i++)
        add_short(closed, &closed->later[i]);
    closed->later_count = 0;
}

void closed_add(struct closed *closed, const oc_endpoint *end)
{
    struct remote_key key;
    if (closed->overflows || closed->failed)
        return;
    if (is_short(end)) {
        const struct closed_end made = short_end(end);
        add_later(closed, &made);
    } else if (remote_key(end, &key)) {
        add_text(closed, remote_key_text(&key));
    }
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
    return (oc_remote){.address = {end->address, strnlen(end->address, CLOSED_SHORT)},
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
