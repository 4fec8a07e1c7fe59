/* The summary as one JSON object. Keys are always there; what is not known is null. */
#include "summary/summary.h"

#include "base/text.h"
#include "report/escape.h"

#include <stdlib.h>

static void summary_json_text(struct buffer *out, const char *before, oc_text text)
{
    buffer_string(out, before);
    if (text_known(text)) {
        buffer_byte(out, '"');
        escape_json(out, text);
        buffer_byte(out, '"');
    } else {
        buffer_string(out, "null");
    }
}

static void summary_json_number(struct buffer *out, const char *before, uint64_t number)
{
    buffer_string(out, before);
    buffer_number(out, number);
}

/* A number, or null. */
static void summary_json_known(struct buffer *out, const char *before, bool known, uint64_t number)
{
    if (known) {
        summary_json_number(out, before, number);
    } else {
        summary_json_text(out, before, text_of(NULL));
    }
}

static void summary_json_percentiles(const struct histogram *histogram, struct buffer *out)
{
    bool known = histogram->total > 0;
    summary_json_known(out, "{\"min\":", known, histogram_percentile(histogram, 0));
    summary_json_known(out, ",\"median\":", known, histogram_percentile(histogram, 50));
    summary_json_known(out, ",\"p95\":", known, histogram_percentile(histogram, 95));
    summary_json_known(out, ",\"max\":", known, histogram_percentile(histogram, 100));
    buffer_byte(out, '}');
}

static void summary_json_captures(const struct summary *summary, struct buffer *out)
{
    summary_json_number(out, "{\"schema\":1,\"summary\":{\"captures\":", summary->captures);
    summary_json_number(out, ",\"with_target\":", summary->captures_with_target);
    summary_json_number(out, ",\"without_target\":", summary->captures_without_target);
    summary_json_number(out, ",\"unknown_target\":",
                        summary->captures - summary->captures_with_target -
                            summary->captures_without_target);
    summary_json_number(out, ",\"unread\":", summary->unread);
    summary_json_number(out, ",\"passed_over\":", summary->passed_over);
    summary_json_number(out, ",\"snapshots\":", summary->snapshots);
    summary_json_number(out, ",\"targets\":", summary->per_target.total);
    summary_json_number(out, ",\"connections\":", summary->connections);
    buffer_string(out, ",\"per_target\":");
    summary_json_percentiles(&summary->per_target, out);
}

static void summary_json_states(const struct summary *summary, struct buffer *out)
{
    const char *comma = "";
    buffer_string(out, ",\"by_state\":{");
    for (size_t state = 0; state < OC_STATES; state++) {
        if (summary->by_state[state] > 0) {
            summary_json_text(out, comma, text_of(oc_state_text((oc_state)state)));
            summary_json_number(out, ":", summary->by_state[state]);
            comma = ",";
        }
    }
    buffer_byte(out, '}');
}

static void summary_json_map(const char *before, const struct map *map, struct buffer *out)
{
    struct summary_entry *entries = summary_sorted(map);
    out->failed |= entries == NULL && map->count > 0;
    buffer_string(out, before);
    for (size_t i = 0; entries != NULL && i < map->count; i++) {
        summary_json_text(out, i == 0 ? "{" : ",", entries[i].name);
        summary_json_number(out, ":", entries[i].count);
    }
    buffer_string(out, entries == NULL ? "{}" : "}");
    free(entries);
}

static void summary_json_servers(const struct servers *servers, struct buffer *out)
{
    const struct server **sorted = servers_sorted(servers);
    out->failed |= sorted == NULL && servers->count > 0;
    buffer_string(out, ",\"servers\":[");
    for (size_t i = 0; sorted != NULL && i < servers->count; i++) {
        const struct server *server = sorted[i];
        summary_json_text(out, i == 0 ? "{\"address\":" : ",{\"address\":", server->address);
        summary_json_known(out, ",\"port\":", server->port >= 0, (uint64_t)server->port);
        if (text_known(server->service)) {
            summary_json_text(out, ",\"service\":", server->service);
        }
        summary_json_text(out, ",\"label\":", server->label);
        summary_json_number(out, ",\"captures\":", server->captures);
        summary_json_number(out, ",\"connections\":", server->connections);
        buffer_byte(out, '}');
    }
    summary_json_number(out, "],\"connections_to_other_servers\":", servers->left_out);
    free(sorted);
}

/* ---- sizing ------------------------------------------------------------------------------ */

/* For the client in the middle, for p95 and for the busiest. */
static void summary_json_each(const char *before, const struct histogram *clients,
                              const struct sizing *sizing, bool known,
                              uint64_t (*answer)(const struct sizing *sizing, uint64_t peak),
                              struct buffer *out)
{
    static const struct {
        const char *key;
        unsigned percent;
    } ranks[] = {{"{\"median\":", 50}, {",\"p95\":", 95}, {",\"max\":", 100}};
    buffer_string(out, before);
    for (size_t i = 0; i < sizeof ranks / sizeof *ranks; i++) {
        uint64_t peak = histogram_percentile(clients, ranks[i].percent);
        bool fits = known && sizing_devices_per_address(sizing, peak) > 0;
        summary_json_known(out, ranks[i].key, fits, answer(sizing, peak));
    }
    buffer_byte(out, '}');
}

static void summary_json_sizing(const struct summary *summary, const struct sizing *sizing,
                                struct buffer *out)
{
    const struct histogram *clients = &summary->per_client;
    bool known = clients->total > 0;
    summary_json_number(out, ",\"sizing\":{\"clients\":", clients->total);
    buffer_string(out, ",\"peak_connections\":");
    summary_json_percentiles(clients, out);
    summary_json_number(out, ",\"ports\":", SIZING_PORTS);
    summary_json_number(out, ",\"reserved_ports\":", sizing->reserved_ports);
    summary_json_number(out, ",\"peak_factor\":", sizing->peak_factor);
    summary_json_each(",\"devices_per_address\":", clients, sizing, known,
                      sizing_devices_per_address, out);
    summary_json_known(out, ",\"devices\":", sizing->devices > 0, sizing->devices);
    summary_json_each(",\"addresses\":", clients, sizing, known && sizing->devices > 0,
                      sizing_addresses, out);
    buffer_byte(out, '}');
}

void summary_write_json(const struct summary *summary, const struct sizing *sizing,
                        struct buffer *out)
{
    summary_json_captures(summary, out);
    summary_json_states(summary, out);
    summary_json_map(",\"readings\":", &summary->readings, out);
    summary_json_map(",\"problems\":", &summary->problems, out);
    summary_json_map(",\"diagnostics\":", &summary->diagnostics, out);
    summary_json_servers(&summary->servers, out);
    summary_json_sizing(summary, sizing, out);
    buffer_string(out, "}}\n");
    out->failed |= summary_failed(summary);
}
