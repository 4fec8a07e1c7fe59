/* Which members of an archive lie in one directory. */
#include "cli/members.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/fail_alloc.h"
#include "support/table.h"

#define MEMBERS_MOST 8

struct members_case {
    const char *name;
    const char *members[MEMBERS_MOST];
    const char *groups; /* "0,2 1": the first and the third lie together */
};

static struct members_case cases[] = {
    {"none", {NULL}, ""},
    {"at the top", {"a.txt", "b.txt"}, "0,1"},
    {"in the order of their first members", {"b/1", "a/1", "b/2", "a/2"}, "0,2 1,3"},
    {"a directory inside is another", {"a/1", "a/b/1", "a/2"}, "0,2 1"},
    {"a name that begins like a directory", {"a/1", "ab/1", "a"}, "0 1 2"},
    {"one name twice", {"a/1", "a/1"}, "0,1"},
};

static void fill(struct bundle *bundle, struct bundle_member *members,
                 const struct members_case *from)
{
    bundle->members = members;
    for (bundle->count = 0; from->members[bundle->count] != NULL; bundle->count++) {
        members[bundle->count].name = text_of(from->members[bundle->count]);
    }
}

static void write_groups(const struct members_groups *groups, char *out, size_t room)
{
    size_t at = 0;
    out[0] = '\0';
    for (size_t i = 0; i < groups->count; i++) {
        for (size_t j = 0; j < groups->groups[i].count; j++) {
            const char *before = j > 0 ? "," : i > 0 ? " " : "";
            at += (size_t)snprintf(out + at, room - at, "%s%zu", before,
                                   groups->groups[i].members[j]);
            assert_true(at < room);
        }
    }
}

/* With every allocation failing once: either all groups are there, or memory ran out. */
static void check_case(void **state)
{
    const struct members_case *at = *state;
    struct bundle_member members[MEMBERS_MOST] = {{.number = 0}};
    struct bundle bundle = {.count = 0};
    struct members_groups groups;
    char written[100];
    bool failed = true;
    fill(&bundle, members, at);
    for (uint64_t failing = 0; failed; failing++) {
        fail_alloc_start(failing);
        bool grouped = members_group(&bundle, &groups);
        failed = fail_alloc_stop();
        assert_int_equal(grouped, !failed);
        write_groups(&groups, written, sizeof written);
        members_groups_free(&groups);
    }
    assert_string_equal(written, at->groups);
}

int main(void)
{
    return TABLE_RUN("members", cases, check_case);
}
