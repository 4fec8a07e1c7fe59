#include "join/tally.h"

#include "base/text.h"

/* Far more PIDs than a machine runs; the bound is for texts that nobody's machine printed, and of
 * theirs the unowned PIDs are counted up to it. */
#define PIDS_MAX 1048576
/* Most lists tell rows of few: those of listed processes are only counted. */
#define PIDS_LEAST 16

void tally_init(struct tally *tally)
{
    *tally = (struct tally){0};
    pid_table_init(&tally->pids, PIDS_LEAST);
    closed_init(&tally->closed);
}

void tally_free(struct tally *tally)
{
    pid_table_free(&tally->pids);
    closed_free(&tally->closed);
}

size_t tally_memory(const struct tally *tally)
{
    return tally->pids.capacity * sizeof *tally->pids.slots + closed_memory(&tally->closed);
}

void tally_clear(struct tally *tally)
{
    tally->rows = 0;
    tally->anonymous = 0;
    tally->has_owners = false;
    pid_table_clear(&tally->pids);
    closed_clear(&tally->closed);
}

static bool add_pid(struct tally *tally, uint32_t pid)
{
    if (tally->pids.count < PIDS_MAX)
        pid_table_put(&tally->pids, pid, 1);
    return !tally->pids.failed;
}

bool tally_add(struct tally *tally, const oc_connection *row)
{
    tally->rows++;
    tally->has_owners |= text_known(row->owner);
    tally->anonymous += row->pid == OC_NONE && !text_known(row->owner);
    if (row->pid > 0)
        return add_pid(tally, (uint32_t)row->pid);
    if (row->pid == 0 && row->state == OC_TIME_WAIT && row->kind == OC_CONNECTION)
        return closed_add(&tally->closed, &row->remote, 1);
    return true;
}

bool tally_settle(struct tally *tally)
{
    return closed_settle(&tally->closed);
}
