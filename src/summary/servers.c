#include "summary/servers.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#define SERVERS_FIRST_CAPACITY 16

void servers_init(struct servers *servers)
{
    *servers = (struct servers){.items = NULL};
    map_init(&servers->places);
    arena_init(&servers->texts);
    buffer_init(&servers->key);
}

void servers_free(struct servers *servers)
{
    map_free(&servers->places);
    arena_free(&servers->texts);
    buffer_free(&servers->key);
    free(servers->items);
    servers_init(servers);
}

void servers_clear(struct servers *servers)
{
    map_clear(&servers->places);
    arena_reset(&servers->texts);
    servers->count = 0;
    servers->left_out = 0;
}

static bool servers_grow(struct servers *servers)
{
    if (servers->count < servers->capacity) {
        return true;
    }
    size_t capacity = servers->capacity == 0 ? SERVERS_FIRST_CAPACITY : servers->capacity * 2;
    struct server *items = realloc(servers->items, capacity * sizeof *items);
    if (items == NULL) {
        servers->failed = true;
        return false;
    }
    servers->items = items;
    servers->capacity = capacity;
    return true;
}

static void servers_new(struct servers *servers, oc_text key, const struct server *server)
{
    uint64_t *place = servers_grow(servers) ? map_put(&servers->places, key) : NULL;
    struct server made = *server;
    made.address = arena_text(&servers->texts, server->address);
    made.service = arena_text(&servers->texts, server->service);
    made.label = arena_text(&servers->texts, server->label);
    if (place == NULL || arena_failed(&servers->texts)) {
        servers->failed = true;
        return;
    }
    *place = servers->count;
    servers->items[servers->count++] = made;
}

static void servers_add_at(struct servers *servers, oc_text key, const struct server *server)
{
    uint64_t *place = map_find(&servers->places, key);
    if (place != NULL) {
        struct server *known = &servers->items[*place];
        known->captures += server->captures;
        known->connections += server->connections;
        if (!text_known(known->label)) {
            known->label = arena_text(&servers->texts, server->label);
            servers->failed |= arena_failed(&servers->texts);
        }
    } else if (servers->count < SERVERS_MOST) {
        servers_new(servers, key, server);
    } else {
        servers->left_out += server->connections;
    }
}

void servers_add(struct servers *servers, const struct server *server)
{
    if (!text_known(server->address) || servers->failed) {
        return;
    }
    struct buffer *key = &servers->key;
    buffer_clear(key);
    buffer_append(key, &server->port, sizeof server->port);
    buffer_text(key, server->address);
    buffer_byte(key, '\0');
    buffer_text(key, server->service);
    if (key->failed) {
        servers->failed = true;
    } else {
        servers_add_at(servers, buffer_view(key), server);
    }
}

void servers_merge(struct servers *into, const struct servers *from)
{
    for (size_t i = 0; i < from->count; i++) {
        servers_add(into, &from->items[i]);
    }
    into->left_out += from->left_out;
    into->failed |= from->failed;
}

/* ---- order ------------------------------------------------------------------------------- */

static int servers_compare(const void *left, const void *right)
{
    const struct server *a = *(const struct server *const *)left;
    const struct server *b = *(const struct server *const *)right;
    if (a->captures != b->captures) {
        return a->captures > b->captures ? -1 : 1;
    }
    if (a->connections != b->connections) {
        return a->connections > b->connections ? -1 : 1;
    }
    int order = text_compare(a->address, b->address);
    if (order == 0) {
        order = (a->port > b->port) - (a->port < b->port);
    }
    return order != 0 ? order : text_compare(a->service, b->service);
}

const struct server **servers_sorted(const struct servers *servers)
{
    const struct server **sorted =
        servers->count == 0 ? NULL : calloc(servers->count, sizeof *sorted);
    for (size_t i = 0; sorted != NULL && i < servers->count; i++) {
        sorted[i] = &servers->items[i];
    }
    if (sorted != NULL) {
        qsort(sorted, servers->count, sizeof *sorted, servers_compare);
    }
    return sorted;
}
