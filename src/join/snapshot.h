/*
 * Owns: one connection list while it is joined: targets, their rows and counts, who closed lately.
 * Must not know: which list joins which, text, formats.
 */
#ifndef JOIN_SNAPSHOT_H
#define JOIN_SNAPSHOT_H

#include "join/processes.h"
#include "join/rows.h"
#include "join/tally.h"
#include "join/wanted.h"

/* What readings need to know, as in oc_join_options; borrowed. */
struct known {
    const oc_network *networks;
    size_t network_count;
    const oc_target_info *programs;
    size_t program_count;
};

struct snapshot {
    const struct wanted *wanted;
    const struct processes *processes;
    oc_target *targets;
    struct oc_rows **rows; /* of each target; NULL when they are streamed */
    struct shapes *shapes; /* of all rows; NULL: none are kept yet */
    size_t count;
    size_t capacity;
    struct pid_table by_pid; /* index of a target and 1 */
    struct map by_owner;     /* the same where no PID is known */
    uint64_t by_nothing;     /* the same where no owner is known either; 0: there is none */
    struct arena arena;
    bool streams;
    bool failed; /* sticks: out of memory */
};

void snapshot_init(struct snapshot *snapshot, const struct wanted *wanted, bool streams);
void snapshot_free(struct snapshot *snapshot);
/* Begins anew with the wanted processes of the list as its targets. */
void snapshot_begin(struct snapshot *snapshot, const struct processes *processes);
/* The row's process in the list, or NULL. */
const oc_process *snapshot_process(const struct snapshot *snapshot, const oc_connection *row);
/* Counts the row for its target, and keeps it unless rows are streamed. NULL: no target wants it.
 */
const oc_target *snapshot_add(struct snapshot *snapshot, const oc_connection *row);
/* The target with that PID, or with that image where no PID is known (OC_NONE); or NULL. */
const oc_target *snapshot_find(const struct snapshot *snapshot, int64_t pid, oc_text image);
/* The counts that need all rows: remote ends with their labels, what closed lately. */
void snapshot_complete(struct snapshot *snapshot, const struct known *known,
                       const struct tally *tally);
uint64_t snapshot_unowned(const struct processes *processes, const struct tally *tally);

#endif
