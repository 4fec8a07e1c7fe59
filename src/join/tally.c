#include "join/snapshot.h"

#include "base/text.h"

#include <string.h>

/* Far more PIDs than a machine runs; the bound is for texts that nobody's machine printed, and of
 * theirs the unowned PIDs are counted up to it. */
#define PIDS_MAX 1048576

void tally_init(struct tally *tally)
{
    *tally = (struct tally){0};
    map_init(&tally->pids);
    closed_init(&tally->closed);
}

void tally_free(struct tally *tally)
{
    map_free(&tally->pids);
    closed_free(&tally->closed);
}

void tally_clear(struct tally *tally)
{
    tally->rows = 0;
    tally->anonymous = 0;
    tally->has_owners = false;
    memset(tally->recent, 0, sizeof tally->recent);
    map_clear(&tally->pids);
    closed_clear(&tally->closed);
}

bool tally_failed(const struct tally *tally)
{
    return tally->pids.failed || tally->closed.failed;
}

bool tally_settle(struct tally *tally)
{
    closed_settle(&tally->closed);
    return !tally_failed(tally);
}

static void add_pid(struct tally *tally, uint32_t pid)
{
    oc_text key = {(const char *)&pid, sizeof pid};
    uint32_t *recent =
        &tally->recent[pid / 4 % TALLY_RECENT]; /* Windows gives every fourth number */
    if (*recent == pid)
        return;
    if (tally->pids.count < PIDS_MAX)
        map_put(&tally->pids, key);
    *recent = pid;
}

bool tally_add(struct tally *tally, const oc_connection *row)
{
    tally->rows++;
    tally->has_owners |= text_known(row->owner);
    tally->anonymous += row->pid == OC_NONE && !text_known(row->owner);
    if (row->pid > 0)
        add_pid(tally, (uint32_t)row->pid);
    if (row->pid == 0 && row->state == OC_TIME_WAIT && row->kind == OC_CONNECTION)
        closed_add(&tally->closed, &row->remote);
    return !tally_failed(tally);
}

uint64_t snapshot_unowned(const struct processes *processes, const struct tally *tally)
{
    uint64_t unowned = 0;
    uint32_t pid;
    for (size_t i = 0; i < tally->pids.capacity; i++)
        if (text_known(tally->pids.entries[i].key)) {
            memcpy(&pid, tally->pids.entries[i].key.data, sizeof pid);
            unowned += processes_find(processes, pid) == NULL;
        }
    return unowned;
}
