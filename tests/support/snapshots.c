#include "support/snapshots.h"

#include <stdlib.h>
#include <string.h>

bool snapshots_next_row(const oc_rows *rows, oc_row_cursor *cursor, oc_connection *row)
{
    size_t all = rows->count * (rows->repeat == 0 ? 1 : rows->repeat);
    if (cursor->next >= all) {
        return false;
    }
    *row = rows->items[cursor->next++ % rows->count];
    return true;
}

bool snapshots_change_at(const oc_changes *changes, size_t index, oc_change *change)
{
    if (changes == NULL || index >= changes->count) {
        return false;
    }
    *change = changes->items[index];
    return true;
}

int kept_write(void *user, const char *bytes, size_t size)
{
    struct kept *kept = user;
    if (kept->writes++ == kept->fail_at) {
        return -1;
    }
    char *grown = realloc(kept->bytes, kept->size + size + 1);
    if (grown == NULL) {
        return -1;
    }
    kept->bytes = grown;
    memcpy(kept->bytes + kept->size, bytes, size);
    kept->size += size;
    kept->bytes[kept->size] = '\0';
    kept->largest = size > kept->largest ? size : kept->largest;
    return 0;
}

static const oc_connection plain_items[] = {
    TCP(OC_CONNECTION, END("192.168.2.56", 50701), END("192.168.2.50", 443), OC_ESTABLISHED,
        "HERGESTELLT"),
    TCP(OC_CONNECTION, END("192.168.2.56", 50702), END("192.168.2.50", 443), OC_ESTABLISHED,
        "HERGESTELLT"),
};
static const oc_rows plain_rows = ROWS(plain_items);
static const oc_remote plain_remotes[] = {
    {.address = TEXT("192.168.2.50"), .port = 443, .connections = 2}};
const oc_target snapshots_plain_target = {
    .pid = 4028,
    .image = TEXT("OUTLOOK.EXE"),
    .session = TEXT("Console"),
    .session_id = 1,
    .memory_kib = 214080,
    .connections = 2,
    .by_state = {[OC_ESTABLISHED] = 2},
    .remotes = plain_remotes,
    .remote_count = 1,
    .rows = &plain_rows,
};
static const oc_source plain_sources[] = {
    {.path = TEXT("acme/host7/tasklist.txt"),
     .section = {OC_PROCESSES, {1, 0}, TEXT("tasklist-table"), TEXT("de"), TEXT("CP850")}},
    {.path = TEXT("acme/host7/netstat.txt"),
     .section = {OC_CONNECTIONS, {3, 40}, TEXT("netstat"), {NULL, 0}, TEXT("UTF-16LE")}},
};
static const oc_diagnostic plain_diagnostics[] = {
    {OC_WARNING, TEXT("acme/host7/netstat.txt"), {17, 900}, "row-cut", TEXT("a \"cut\" row")},
    {OC_NOTE, {NULL, 0}, {0, 0}, "pairing", TEXT("no line in particular")},
};
const oc_snapshot snapshots_plain = {
    .capture = TEXT("acme/host7"),
    .number = 1,
    .sources = plain_sources,
    .source_count = 2,
    .has_processes = true,
    .has_connections = true,
    .process_rows = 212,
    .connection_rows = 431,
    .targets = &snapshots_plain_target,
    .target_count = 1,
    .unowned_pids = 3,
    .ledger = {{212, 431, 0, 4, 4, 0, 1}},
    .diagnostics = plain_diagnostics,
    .diagnostic_count = 2,
};

/* Every kind of row in the order of an input, ends with names, addresses with colons and zones. */
static const oc_connection mixed_items[] = {
    UDP(END("fe80::1%14", 1900)),
    TCP(OC_LISTENER, END("0.0.0.0", 80), END("0.0.0.0", 0), OC_LISTENING, "ABH\xC3\x96REN"),
    TCP(OC_CONNECTION, END("2001:db8::1", 50000), END("2001:db8::2", 443), OC_CLOSE_WAIT,
        "SCHLIESSEN_WARTEN"),
    TCP(OC_LISTENER, END("::", 80), END("::", 0), OC_LISTENING, "LISTENING"),
    TCP(OC_CONNECTION, NAMED_END("host", "epmap"), NAMED_END("mail.example", "https"), OC_UNKNOWN,
        "IN ASCOLTO"),
    TCP(OC_CONNECTION, END("10.0.0.1", 50001), NAMED_END("mail.example", "https"), OC_SYN_SENT,
        "SYN_SENT"),
    TCP(OC_LISTENER, NAMED_END("host", "epmap"), END("host", 0), OC_BOUND, "BOUND"),
};
static const oc_rows mixed_rows = ROWS(mixed_items);
static const oc_remote mixed_remotes[] = {
    {.address = TEXT("mail.example"), .service = TEXT("https"), .port = OC_NONE, .connections = 2},
    {.address = TEXT("2001:db8::2"), .port = 443, .connections = 1},
    {.address = TEXT("2001:db8::2"), .port = 993, .connections = 0},
};
const oc_target snapshots_mixed_target = {
    .pid = 4028,
    .session_id = OC_NONE,
    .memory_kib = OC_NONE,
    .connections = 3,
    .listeners = 3,
    .udp = 1,
    .by_state = {[OC_UNKNOWN] = 1, [OC_SYN_SENT] = 1, [OC_CLOSE_WAIT] = 1},
    .remotes = mixed_remotes,
    .remote_count = 3,
    .recently_closed = OC_NONE,
    .rows = &mixed_rows,
};
const oc_snapshot snapshots_mixed = {
    .capture = TEXT("-"),
    .number = 1,
    .taken_at = TEXT("2024-02-03T04:05:06"),
    .has_connections = true,
    .connection_rows = 7,
    .targets = &snapshots_mixed_target,
    .target_count = 1,
};

oc_snapshot snapshots_with(const oc_target *target)
{
    oc_snapshot snapshot = snapshots_plain;
    snapshot.targets = target;
    snapshot.unowned_pids = 0;
    return snapshot;
}
