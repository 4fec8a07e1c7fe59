/*
 * Owns: which members an archive has, and which of them lie in one directory.
 * Must not know: libarchive, what the members say, who reads them.
 */
#ifndef CLI_MEMBERS_H
#define CLI_MEMBERS_H

#include "cli/bundle.h"

/* Members of one directory, by their places in bundle.members; one at least. */
struct members_group {
    size_t *members;
    size_t count;
};

struct members_groups {
    struct members_group *groups;
    size_t count;
};

/* Reads the list of members; bundle.problem says what went wrong. */
void members_list(struct bundle *bundle);
/* The directory that the member lies in, with its last slash; "" at the top. Borrowed. */
oc_text members_directory(const struct bundle_member *member);
/* Groups in the order of their first members. False: out of memory; members_groups_free follows
 * either way. */
bool members_group(const struct bundle *bundle, struct members_groups *groups);
/* A group whose members were taken over holds NULL there. */
void members_groups_free(struct members_groups *groups);

#endif
