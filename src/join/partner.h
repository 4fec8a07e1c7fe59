/*
 * Owns: which target of a snapshot is which one of another.
 * Must not know: rows.
 */
#ifndef JOIN_PARTNER_H
#define JOIN_PARTNER_H

#include "join/snapshot.h"

#define PARTNER_NONE SIZE_MAX

struct partners {
    size_t *before; /* per target of now: the index of the same one before, or PARTNER_NONE */
    size_t *now;    /* per target of before */
    struct map names_before;
    struct map names_now;
    struct arena arena;
    bool failed; /* sticks: out of memory */
};

void partners_init(struct partners *partners);
void partners_free(struct partners *partners);
/*
 * The same PID and image; an image that is not known may be any. Then, among those that are left:
 * the same image, where only one target on either side has it.
 */
void partners_find(struct partners *partners, const struct snapshot *before,
                   const struct snapshot *now);

#endif
