/*
 * Owns: what is different between the targets and rows of two snapshots.
 * Must not know: which snapshots are compared, output.
 *
 * A change is a few numbers; its row is unpacked when it is asked for.
 */
#ifndef JOIN_CHANGE_H
#define JOIN_CHANGE_H

#include "base/buffer.h"
#include "join/partner.h"

struct change;

struct oc_changes {
    const struct snapshot *before;
    const struct snapshot *now;
    struct change *list;
    size_t count;
    size_t capacity;
    struct partners partners;
    struct map rows;   /* of one target: where a chain of equal rows begins */
    struct buffer key; /* of the row that is looked up */
    struct arena scratch;
    bool failed; /* sticks: out of memory */
};

void changes_init(struct oc_changes *changes);
void changes_free(struct oc_changes *changes);
/* Both snapshots must live unchanged as long as oc_changes_at is called. */
void changes_find(struct oc_changes *changes, const struct snapshot *before,
                  const struct snapshot *now);

#endif
