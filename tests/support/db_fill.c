#include "support/db_fill.h"

#include "base/text.h"

#include <stdio.h>

bool db_fill_capture(struct insert *insert, const char *name, const char *content,
                     const oc_snapshot *snapshot)
{
    struct stage stage;
    stage_init(&stage);
    stage_begin(&stage, text_of(name));
    stage_snapshot(&stage, snapshot);
    bool good = insert_end(insert, &stage, text_of(content), content != NULL, text_of(NULL));
    stage_free(&stage);
    return good;
}

/* As many rows as the number says, to an address of the version. */
static bool db_fill_host(struct insert *insert, unsigned number, unsigned version)
{
    char name[32];
    char content[32];
    char address[32];
    char paths[2][48];
    snprintf(name, sizeof name, "host%u", number);
    snprintf(content, sizeof content, "content %u of %u", version, number);
    snprintf(address, sizeof address, "10.0.%u.%u", version % 256, number % 256);
    oc_connection row = snapshots_plain_target.rows->items[0];
    row.remote.address = text_of(address);
    const oc_rows rows = {.items = &row, .count = 1, .repeat = number % 5 + 1};
    const oc_remote remote = {
        .address = row.remote.address, .port = 443, .connections = number % 5 + 1};
    oc_target target = snapshots_plain_target;
    target.connections = remote.connections;
    target.by_state[OC_ESTABLISHED] = remote.connections;
    target.remotes = &remote;
    target.rows = &rows;
    oc_snapshot snapshot = snapshots_with(&target);
    oc_source sources[2];
    for (size_t i = 0; i < 2; i++) {
        snprintf(paths[i], sizeof paths[i], "%s/%zu.txt", name, i);
        sources[i] = snapshots_plain.sources[i];
        sources[i].path = text_of(paths[i]);
    }
    snapshot.sources = sources;
    snapshot.source_count = 2;
    return db_fill_capture(insert, name, content, &snapshot);
}

bool db_fill_hosts(struct insert *insert, unsigned first, unsigned end, unsigned version,
                   void (*told)(void *user), void *user)
{
    bool good = true;
    for (unsigned number = first; good && number < end; number++) {
        good = db_fill_host(insert, number, version);
        if (told != NULL) {
            told(user);
        }
    }
    return good;
}

bool db_fill_file(const char *path, unsigned first, unsigned end, unsigned version)
{
    struct insert insert;
    bool good = insert_open(&insert, path, 0) &&
                db_fill_hosts(&insert, first, end, version, NULL, NULL) && insert_commit(&insert);
    insert_close(&insert);
    return good;
}
