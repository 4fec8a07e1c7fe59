#include "report/wording.h"

#include "base/text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

void wording_count(struct buffer *out, uint64_t count, const char *one, const char *more)
{
    buffer_printf(out, "%" PRIu64 " %s", count, count == 1 ? one : more);
}

static int wording_compare_ends(const void *left, const void *right)
{
    const oc_endpoint *a = left;
    const oc_endpoint *b = right;
    int order = text_compare(a->address, b->address);
    if (order == 0) {
        order = (a->port > b->port) - (a->port < b->port);
    }
    return order != 0 ? order : text_compare(a->service, b->service);
}

/* How many of them differ; sorts them. */
static uint64_t wording_distinct(oc_endpoint *ends, size_t count)
{
    if (count == 0) {
        return 0;
    }
    qsort(ends, count, sizeof *ends, wording_compare_ends);
    uint64_t distinct = 1;
    for (size_t i = 1; i < count; i++) {
        distinct += wording_compare_ends(&ends[i - 1], &ends[i]) != 0;
    }
    return distinct;
}

/* Cleared; NULL when there are none or memory ran out. */
static oc_endpoint *wording_ends(struct buffer *out, uint64_t count)
{
    if (count == 0) {
        return NULL;
    }
    oc_endpoint *ends = count > SIZE_MAX ? NULL : calloc((size_t)count, sizeof *ends);
    if (ends == NULL) {
        out->failed = true;
    }
    return ends;
}

/* Addresses, whatever the port. Loopback is no server. */
static uint64_t wording_servers(struct buffer *out, const oc_target *target)
{
    oc_endpoint *ends = wording_ends(out, target->remote_count);
    size_t count = 0;
    for (size_t i = 0; ends != NULL && i < target->remote_count; i++) {
        const oc_remote *remote = &target->remotes[i];
        if (text_known(remote->address) && !text_equal(remote->label, text_of(OC_LABEL_LOOPBACK))) {
            ends[count++].address = remote->address;
        }
    }
    uint64_t servers = wording_distinct(ends, count);
    free(ends);
    return servers;
}

/* Ports, whatever the address: 0.0.0.0:80 and [::]:80 are one. */
static uint64_t wording_ports(struct buffer *out, const oc_target *target)
{
    oc_endpoint *ends = wording_ends(out, target->rows == NULL ? 0 : target->listeners);
    size_t count = 0;
    oc_row_cursor cursor = {0};
    oc_connection row;
    while (ends != NULL && count < target->listeners && oc_target_next_row(target, &cursor, &row)) {
        if (row.kind == OC_LISTENER) {
            ends[count].port = row.local.port;
            ends[count++].service = row.local.service;
        }
    }
    uint64_t ports = wording_distinct(ends, count);
    free(ends);
    return ports;
}

/* CLOSE_WAIT is "close wait". */
static void wording_state_words(struct buffer *out, oc_state state)
{
    for (const char *at = oc_state_text(state); *at != '\0'; at++) {
        bool letter = *at >= 'A' && *at <= 'Z';
        buffer_byte(out, *at == '_' ? ' ' : (char)(letter ? *at + ('a' - 'A') : *at));
    }
}

/* ", 5 established, 1 close wait": the state of most connections first. */
static void wording_states(struct buffer *out, const oc_target *target)
{
    uint64_t left[OC_STATES];
    memcpy(left, target->by_state, sizeof left);
    for (;;) {
        size_t most = 0;
        for (size_t state = 1; state < OC_STATES; state++) {
            most = left[state] > left[most] ? state : most;
        }
        if (left[most] == 0) {
            return;
        }
        buffer_printf(out, ", %" PRIu64 " ", left[most]);
        wording_state_words(out, (oc_state)most);
        left[most] = 0;
    }
}

static void wording_connections(struct buffer *out, const oc_target *target)
{
    if (target->connections == 0) {
        buffer_string(out, "no connections");
        return;
    }
    wording_count(out, target->connections, "connection", "connections");
    wording_states(out, target);
    uint64_t servers = wording_servers(out, target);
    if (servers > 0) {
        buffer_string(out, ", to ");
        wording_count(out, servers, "server", "servers");
    }
}

static void wording_other_rows(struct buffer *out, const oc_target *target)
{
    uint64_t ports = wording_ports(out, target);
    if (ports > 0) {
        buffer_string(out, "; listens on ");
        wording_count(out, ports, "port", "ports");
    }
    if (target->udp > 0) {
        buffer_printf(out, "; %" PRIu64 " UDP", target->udp);
    }
    if (target->recently_closed > 0) {
        buffer_printf(out, "; %" PRId64 " recently closed (TIME_WAIT, probably its own)",
                      target->recently_closed);
    } else if (target->recently_closed < 0) {
        buffer_string(out, "; too many ends to tell how many closed recently");
    }
}

void wording_summary(struct buffer *out, const oc_snapshot *snapshot, const oc_target *target,
                     uint64_t shown)
{
    if (!snapshot->has_connections) {
        buffer_string(out, "no connection list\n");
        return;
    }
    wording_connections(out, target);
    wording_other_rows(out, target);
    uint64_t all = target->connections + target->listeners + target->udp;
    if (shown < all) {
        buffer_printf(out, " (showing %" PRIu64 " of %" PRIu64 " rows)", shown, all);
    }
    buffer_byte(out, '\n');
}
