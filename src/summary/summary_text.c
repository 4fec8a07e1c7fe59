/* The summary in lines for people: a name, then what there is of it. */
#include "summary/summary.h"

#include "base/text.h"
#include "report/escape.h"

#include <stdlib.h>
#include <string.h>

#define SUMMARY_TEXT_NAME 13 /* columns of a line's name */
#define SUMMARY_TEXT_SERVERS 10
#define SUMMARY_TEXT_CAPTURES 10 /* columns of the table's numbers */
#define SUMMARY_TEXT_CONNECTIONS 13

static void summary_text_pad(struct buffer *out, size_t written, size_t width)
{
    for (; written < width; written++) {
        buffer_byte(out, ' ');
    }
}

/* Begins a line; a name of no letters continues the line above. */
static void summary_text_name(struct buffer *out, const char *name)
{
    buffer_string(out, name);
    summary_text_pad(out, strlen(name), SUMMARY_TEXT_NAME);
}

/* 1,234,567; right of width columns. */
static void summary_text_column(struct buffer *out, uint64_t number, size_t width)
{
    struct buffer digits;
    buffer_init(&digits);
    buffer_number(&digits, number);
    summary_text_pad(out, digits.size + (digits.size - !digits.failed) / 3, width);
    for (size_t i = 0; i < digits.size; i++) {
        if (i > 0 && (digits.size - i) % 3 == 0) {
            buffer_byte(out, ',');
        }
        buffer_byte(out, digits.data[i]);
    }
    out->failed |= digits.failed;
    buffer_free(&digits);
}

static void summary_text_number(struct buffer *out, uint64_t number)
{
    summary_text_column(out, number, 0);
}

static void summary_text_count(struct buffer *out, uint64_t number, const char *one,
                               const char *more)
{
    summary_text_number(out, number);
    buffer_byte(out, ' ');
    buffer_string(out, number == 1 ? one : more);
}

/* ---- how many ---------------------------------------------------------------------------- */

static void summary_text_captures(const struct summary *summary, struct buffer *out)
{
    uint64_t unknown =
        summary->captures - summary->captures_with_target - summary->captures_without_target;
    summary_text_name(out, "captures");
    summary_text_number(out, summary->captures);
    buffer_string(out, ": ");
    summary_text_number(out, summary->captures_with_target);
    buffer_string(out, " with a target, ");
    summary_text_number(out, summary->captures_without_target);
    buffer_string(out, " without");
    if (unknown > 0) {
        buffer_string(out, ", ");
        summary_text_number(out, unknown);
        buffer_string(out, " unknown without a process list");
    }
    buffer_byte(out, '\n');
    if (summary->unread > 0) {
        summary_text_name(out, "not read");
        summary_text_count(out, summary->unread, "text\n", "texts\n");
    }
    if (summary->passed_over > 0) {
        summary_text_name(out, "passed over");
        summary_text_count(out, summary->passed_over, "file that is no capture\n",
                           "files that are no captures\n");
    }
    summary_text_name(out, "snapshots");
    summary_text_number(out, summary->snapshots);
    buffer_byte(out, '\n');
}

static void summary_text_percentiles(const struct histogram *histogram, struct buffer *out)
{
    buffer_string(out, "min ");
    summary_text_number(out, histogram_percentile(histogram, 0));
    buffer_string(out, ", median ");
    summary_text_number(out, histogram_percentile(histogram, 50));
    buffer_string(out, ", p95 ");
    summary_text_number(out, histogram_percentile(histogram, 95));
    buffer_string(out, ", max ");
    summary_text_number(out, histogram_percentile(histogram, 100));
}

static void summary_text_connections(const struct summary *summary, struct buffer *out)
{
    summary_text_name(out, "connections");
    summary_text_number(out, summary->connections);
    buffer_string(out, " of ");
    summary_text_count(out, summary->per_target.total, "target", "targets");
    if (summary->per_target.total > 0) {
        buffer_string(out, "; per target ");
        summary_text_percentiles(&summary->per_target, out);
    }
    buffer_byte(out, '\n');
}

static void summary_text_states(const struct summary *summary, struct buffer *out)
{
    uint64_t left[OC_STATES];
    memcpy(left, summary->by_state, sizeof left);
    for (bool first = true;; first = false) {
        size_t most = 0;
        for (size_t state = 1; state < OC_STATES; state++) {
            most = left[state] > left[most] ? state : most;
        }
        if (left[most] == 0) {
            buffer_string(out, first ? "" : "\n");
            return;
        }
        first ? summary_text_name(out, "states") : buffer_string(out, ", ");
        summary_text_count(out, left[most], oc_state_text((oc_state)most),
                           oc_state_text((oc_state)most));
        left[most] = 0;
    }
}

/* A line for each entry, largest first. */
static void summary_text_map(const char *name, const struct map *map, struct buffer *out)
{
    struct summary_entry *entries = summary_sorted(map);
    out->failed |= entries == NULL && map->count > 0;
    for (size_t i = 0; entries != NULL && i < map->count; i++) {
        summary_text_name(out, i == 0 ? name : "");
        summary_text_number(out, entries[i].count);
        buffer_byte(out, ' ');
        escape_terminal(out, entries[i].name);
        buffer_byte(out, '\n');
    }
    free(entries);
}

/* ---- servers ----------------------------------------------------------------------------- */

static void summary_text_end(const struct server *server, struct buffer *out)
{
    bool brackets = text_contains(server->address, text_of(":"));
    buffer_string(out, brackets ? "[" : "");
    escape_terminal(out, server->address);
    buffer_string(out, brackets ? "]:" : ":");
    if (server->port >= 0) {
        buffer_number(out, (uint64_t)server->port);
    } else {
        escape_terminal(out, server->service);
    }
    if (text_known(server->label)) {
        buffer_string(out, "  ");
        escape_terminal(out, server->label);
    }
    buffer_byte(out, '\n');
}

static void summary_text_more_servers(const struct servers *servers, struct buffer *out)
{
    if (servers->count > SUMMARY_TEXT_SERVERS) {
        buffer_string(out, "  and ");
        summary_text_count(out, servers->count - SUMMARY_TEXT_SERVERS, "more server",
                           "more servers");
        buffer_string(out, "; -f json has them all\n");
    }
    if (servers->left_out > 0) {
        buffer_string(out, "  and ");
        summary_text_count(out, servers->left_out, "connection", "connections");
        buffer_string(out, " to servers past the first ");
        summary_text_number(out, SERVERS_MOST);
        buffer_byte(out, '\n');
    }
}

static void summary_text_servers(const struct servers *servers, struct buffer *out)
{
    const struct server **sorted = servers_sorted(servers);
    out->failed |= sorted == NULL && servers->count > 0;
    if (servers->count > 0) {
        buffer_string(out, "  CAPTURES  CONNECTIONS  SERVER\n");
    }
    for (size_t i = 0; sorted != NULL && i < servers->count && i < SUMMARY_TEXT_SERVERS; i++) {
        summary_text_column(out, sorted[i]->captures, SUMMARY_TEXT_CAPTURES);
        summary_text_column(out, sorted[i]->connections, SUMMARY_TEXT_CONNECTIONS);
        buffer_string(out, "  ");
        summary_text_end(sorted[i], out);
    }
    free(sorted);
    summary_text_more_servers(servers, out);
}

/* ---- sizing ------------------------------------------------------------------------------ */

static void summary_text_addresses(uint64_t peak, const struct sizing *sizing, struct buffer *out)
{
    uint64_t addresses = sizing_addresses(sizing, peak);
    summary_text_name(out, "");
    buffer_string(out, "    ");
    summary_text_count(out, sizing->devices, "device needs ", "devices need ");
    if (addresses == 0) {
        buffer_string(out, "more ports each than an address has\n");
    } else {
        summary_text_count(out, addresses, "public address\n", "public addresses\n");
    }
}

/* The vendor's formula with its numbers, and what comes of it. */
static void summary_text_formula(const char *name, const char *rank, uint64_t peak,
                                 const struct sizing *sizing, struct buffer *out)
{
    summary_text_name(out, name);
    buffer_string(out, rank);
    buffer_byte(out, '(');
    summary_text_number(out, SIZING_PORTS);
    buffer_string(out, " - ");
    summary_text_number(out, sizing->reserved_ports);
    buffer_string(out, ") / (");
    summary_text_number(out, peak);
    buffer_string(out, " + ");
    summary_text_number(out, sizing->peak_factor);
    buffer_string(out, ") = ");
    summary_text_count(out, sizing_devices_per_address(sizing, peak), "device", "devices");
    buffer_string(out, " behind one public address\n");
    if (sizing->devices > 0) {
        summary_text_addresses(peak, sizing, out);
    }
}

static void summary_text_sizing(const struct summary *summary, const struct sizing *sizing,
                                struct buffer *out)
{
    const struct histogram *clients = &summary->per_client;
    if (clients->total == 0) {
        return;
    }
    summary_text_name(out, "clients");
    summary_text_number(out, clients->total);
    buffer_string(out, "; connections at its peak ");
    summary_text_percentiles(clients, out);
    buffer_string(out, "\n");
    summary_text_formula("sizing", "max ", histogram_percentile(clients, 100), sizing, out);
    summary_text_formula("", "p95 ", histogram_percentile(clients, 95), sizing, out);
    summary_text_name(out, "assumed");
    summary_text_number(out, sizing->reserved_ports);
    buffer_string(out, " reserved ports (--reserved-ports), peak factor ");
    summary_text_number(out, sizing->peak_factor);
    buffer_string(out, " (--peak-factor);\n");
    summary_text_name(out, "");
    buffer_string(out, "a capture is a client; its targets' connections, all but loopback, and\n");
    summary_text_name(out, "");
    buffer_string(out, "nothing else of it pass the public address\n");
}

void summary_write_text(const struct summary *summary, const struct sizing *sizing,
                        struct buffer *out)
{
    summary_text_captures(summary, out);
    summary_text_connections(summary, out);
    summary_text_states(summary, out);
    summary_text_map("readings", &summary->readings, out);
    summary_text_map("problems", &summary->problems, out);
    summary_text_map("diagnostics", &summary->diagnostics, out);
    summary_text_servers(&summary->servers, out);
    summary_text_sizing(summary, sizing, out);
    out->failed |= summary_failed(summary);
}
