#include "join/ends.h"

#include "join/remote.h"

#include <stdlib.h>

#define CAPACITY_MIN 16

void ends_init(struct ends *ends)
{
    *ends = (struct ends){.at = NULL};
}

void ends_free(struct ends *ends)
{
    free(ends->at);
    free(ends->slots);
}

static size_t hash_of(oc_text address, oc_text service, int32_t port)
{
    const uint64_t odd = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t hash = (uint64_t)(uintptr_t)address.data * odd;
    hash = (hash ^ hash >> 32 ^ (uint64_t)(uintptr_t)service.data ^ (uint32_t)port) * odd;
    return (size_t)(hash >> 32);
}

/* The place of the end, or the free one where it belongs. */
static uint32_t *slot_of(const struct ends *ends, oc_text address, oc_text service, int32_t port)
{
    size_t i = hash_of(address, service, port) & (ends->slot_count - 1);
    for (; ends->slots[i] != 0; i = (i + 1) & (ends->slot_count - 1)) {
        const oc_remote *end = &ends->at[ends->slots[i] - 1];
        if (end->address.data == address.data && end->service.data == service.data &&
            end->port == port)
            break;
    }
    return &ends->slots[i];
}

/* Half of the slots stay free. */
static bool grow(struct ends *ends)
{
    size_t capacity = ends->capacity == 0 ? CAPACITY_MIN : ends->capacity * 2;
    if (capacity > UINT32_MAX / 2 || capacity > SIZE_MAX / sizeof *ends->at)
        return false;
    oc_remote *at = realloc(ends->at, capacity * sizeof *at);
    if (at == NULL)
        return false;
    ends->at = at;
    uint32_t *slots = calloc(capacity * 2, sizeof *slots);
    if (slots == NULL)
        return false;
    free(ends->slots);
    ends->slots = slots;
    ends->slot_count = capacity * 2;
    ends->capacity = capacity;
    for (size_t i = 0; i < ends->count; i++)
        *slot_of(ends, at[i].address, at[i].service, at[i].port) = (uint32_t)i + 1;
    return true;
}

static oc_remote *find_or_add(struct ends *ends, const oc_endpoint *end)
{
    if (ends->count == ends->capacity && !grow(ends)) {
        ends->failed = true;
        return NULL;
    }
    uint32_t *slot = slot_of(ends, end->address, end->service, end->port);
    if (*slot == 0) {
        ends->at[ends->count++] =
            (oc_remote){.address = end->address, .service = end->service, .port = end->port};
        *slot = (uint32_t)ends->count;
    }
    return &ends->at[*slot - 1];
}

void ends_add(struct ends *ends, const oc_connection *row)
{
    oc_remote *end = ends->failed ? NULL : find_or_add(ends, &row->remote);
    if (end == NULL)
        return;
    end->connections++;
    end->established += row->state == OC_ESTABLISHED;
    end->pending += row->state == OC_SYN_SENT;
    end->half_closed += row->state == OC_CLOSE_WAIT;
    end->unknown += row->state == OC_UNKNOWN;
}

static int by_connections(const void *a, const void *b)
{
    const oc_remote *first = a;
    const oc_remote *second = b;
    if (first->connections != second->connections)
        return first->connections > second->connections ? -1 : 1;
    return remote_compare(first, second);
}

void ends_sort(struct ends *ends)
{
    if (ends->count > 1)
        qsort(ends->at, ends->count, sizeof *ends->at, by_connections);
}
