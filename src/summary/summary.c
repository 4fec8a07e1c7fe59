#include "summary/summary.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* ---- one of them ------------------------------------------------------------------------- */

void summary_init(struct summary *summary)
{
    *summary = (struct summary){.captures = 0};
    histogram_init(&summary->per_target);
    histogram_init(&summary->per_client);
    servers_init(&summary->servers);
    map_init(&summary->readings);
    map_init(&summary->problems);
    map_init(&summary->diagnostics);
}

void summary_free(struct summary *summary)
{
    histogram_free(&summary->per_target);
    histogram_free(&summary->per_client);
    servers_free(&summary->servers);
    map_free(&summary->readings);
    map_free(&summary->problems);
    map_free(&summary->diagnostics);
}

void summary_clear(struct summary *summary)
{
    histogram_clear(&summary->per_target);
    histogram_clear(&summary->per_client);
    servers_clear(&summary->servers);
    map_clear(&summary->readings);
    map_clear(&summary->problems);
    map_clear(&summary->diagnostics);
    *summary = (struct summary){
        .per_target = summary->per_target,
        .per_client = summary->per_client,
        .servers = summary->servers,
        .readings = summary->readings,
        .problems = summary->problems,
        .diagnostics = summary->diagnostics,
    };
}

bool summary_failed(const struct summary *summary)
{
    return summary->per_target.failed || summary->per_client.failed || summary->servers.failed ||
           summary->readings.failed || summary->problems.failed || summary->diagnostics.failed;
}

static void summary_count(struct map *map, oc_text name, uint64_t count)
{
    uint64_t *value = map_put(map, name);
    if (value != NULL) {
        *value += count;
    }
}

/* ---- a capture --------------------------------------------------------------------------- */

/* The address alone tells, where nobody labelled it. */
static bool summary_is_loopback(const oc_remote *remote)
{
    return text_equal(remote->label, text_of("loopback")) ||
           text_starts(remote->address, text_of("127.")) ||
           text_equal(remote->address, text_of("::1"));
}

/* Connections that leave the machine; all servers of the target are counted on the way. */
static uint64_t summary_servers(struct summary *summary, const oc_target *target)
{
    uint64_t loopback = 0;
    for (size_t i = 0; i < target->remote_count; i++) {
        const oc_remote *remote = &target->remotes[i];
        const struct server server = {
            .address = remote->address,
            .service = remote->service,
            .port = remote->port,
            .label = remote->label,
            .captures = 1,
            .connections = remote->connections,
        };
        servers_add(&summary->servers, &server);
        loopback += summary_is_loopback(remote) ? remote->connections : 0;
    }
    return target->connections - (loopback < target->connections ? loopback : target->connections);
}

static uint64_t summary_target(struct summary *summary, const oc_target *target)
{
    histogram_add(&summary->per_target, target->connections, 1);
    summary->connections += target->connections;
    for (size_t state = 0; state < OC_STATES; state++) {
        summary->by_state[state] += target->by_state[state];
    }
    if (target->reading != NULL && text_known(target->reading->code)) {
        summary_count(&summary->readings, target->reading->code, 1);
    }
    return summary_servers(summary, target);
}

static void summary_targets(struct summary *summary, const oc_snapshot *snapshot)
{
    uint64_t leaving = 0;
    for (size_t i = 0; i < snapshot->target_count; i++) {
        leaving += summary_target(summary, &snapshot->targets[i]);
    }
    summary->peak = leaving > summary->peak ? leaving : summary->peak;
    summary->has_peak = summary->has_peak || snapshot->target_count > 0;
}

void summary_snapshot(struct summary *summary, const oc_snapshot *snapshot)
{
    summary->snapshots++;
    summary->has_target = summary->has_target || snapshot->target_count > 0;
    summary->has_processes = summary->has_processes || snapshot->has_processes;
    /* Without a connection list a target has an unknown number of connections, not none. */
    if (snapshot->has_connections) {
        summary_targets(summary, snapshot);
    }
    for (size_t i = 0; i < snapshot->diagnostic_count; i++) {
        summary_count(&summary->diagnostics, text_of(snapshot->diagnostics[i].code), 1);
    }
}

/* A server that several snapshots of a capture show is still one capture's. */
static void summary_servers_of_one(struct summary *summary)
{
    for (size_t i = 0; i < summary->servers.count; i++) {
        summary->servers.items[i].captures = 1;
    }
}

void summary_capture(struct summary *summary, const char *problem)
{
    summary->captures = 1;
    summary->captures_with_target = summary->has_target;
    summary->captures_without_target = !summary->has_target && summary->has_processes;
    if (summary->has_peak) {
        histogram_add(&summary->per_client, summary->peak, 1);
    }
    if (problem != NULL) {
        summary_count(&summary->problems, text_of(problem), 1);
    }
    summary_servers_of_one(summary);
}

/* ---- the run ----------------------------------------------------------------------------- */

void summary_unread(struct summary *summary, const char *problem)
{
    summary->unread++;
    summary_count(&summary->problems, text_of(problem), 1);
}

void summary_passed_over(struct summary *summary, uint64_t files)
{
    summary->passed_over += files;
}

static void summary_merge_map(struct map *into, const struct map *from)
{
    for (size_t i = 0; i < from->capacity; i++) {
        if (text_known(from->entries[i].key)) {
            summary_count(into, from->entries[i].key, from->entries[i].value);
        }
    }
    into->failed |= from->failed;
}

void summary_merge(struct summary *into, const struct summary *from)
{
    into->captures += from->captures;
    into->captures_with_target += from->captures_with_target;
    into->captures_without_target += from->captures_without_target;
    into->unread += from->unread;
    into->passed_over += from->passed_over;
    into->snapshots += from->snapshots;
    into->connections += from->connections;
    for (size_t state = 0; state < OC_STATES; state++) {
        into->by_state[state] += from->by_state[state];
    }
    histogram_merge(&into->per_target, &from->per_target);
    histogram_merge(&into->per_client, &from->per_client);
    servers_merge(&into->servers, &from->servers);
    summary_merge_map(&into->readings, &from->readings);
    summary_merge_map(&into->problems, &from->problems);
    summary_merge_map(&into->diagnostics, &from->diagnostics);
}

/* ---- order ------------------------------------------------------------------------------- */

static int summary_compare(const void *left, const void *right)
{
    const struct summary_entry *a = left;
    const struct summary_entry *b = right;
    if (a->count != b->count) {
        return a->count > b->count ? -1 : 1;
    }
    return text_compare(a->name, b->name);
}

struct summary_entry *summary_sorted(const struct map *map)
{
    struct summary_entry *sorted = map->count == 0 ? NULL : calloc(map->count, sizeof *sorted);
    size_t count = 0;
    for (size_t i = 0; sorted != NULL && i < map->capacity; i++) {
        if (text_known(map->entries[i].key)) {
            sorted[count].name = map->entries[i].key;
            sorted[count++].count = map->entries[i].value;
        }
    }
    if (sorted != NULL) {
        qsort(sorted, count, sizeof *sorted, summary_compare);
    }
    return sorted;
}
