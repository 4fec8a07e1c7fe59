#include "cli/pair.h"

#include "base/text.h"
#include "cli/naming.h"
#include "cli/rest.h"

#include <stdlib.h>
#include <string.h>

#define PAIR_NONE SIZE_MAX

/* A text with one kind of list. */
struct pair_member {
    size_t text;
    oc_text directory; /* one spelling for each; "" is that of standard input */
    oc_text key;       /* the rest of its name */
    bool process;
    size_t capture; /* PAIR_NONE: no partner yet */
    const char *alone;
    bool undecided; /* it was in a group with texts that may be its partner */
};

struct pair_work {
    const struct pair_text *texts;
    size_t text_count;
    struct pair_member *members;
    size_t member_count;
    size_t captures; /* made so far */
    struct arena *arena;
};

/* ---- order ------------------------------------------------------------------------------- */

static int pair_by_key(const void *left, const void *right)
{
    const struct pair_member *a = left;
    const struct pair_member *b = right;
    int order = text_compare(a->key, b->key);
    return order != 0 ? order : (a->text > b->text) - (a->text < b->text);
}

static int pair_by_directory(const void *left, const void *right)
{
    const struct pair_member *a = left;
    const struct pair_member *b = right;
    int order = text_compare(a->directory, b->directory);
    return order != 0 ? order : pair_by_key(left, right);
}

/* ---- members ----------------------------------------------------------------------------- */

/* The directory without "./" and doubled slashes; "." where the path has none. */
static oc_text pair_directory(struct arena *arena, const char *path)
{
    if (strcmp(path, "-") == 0) {
        return text_of("");
    }
    const char *slash = strrchr(path, '/');
    size_t size = slash == NULL ? 0 : (size_t)(slash - path) + 1;
    char *made = arena_alloc(arena, size + 2);
    if (made == NULL) {
        return text_of("");
    }
    size_t used = 0;
    for (size_t at = 0; at < size; at++) {
        bool begins = used == 0 || made[used - 1] == '/';
        if (begins && path[at] == '.' && path[at + 1] == '/') {
            at++;
        } else if (path[at] != '/' || used == 0 || !begins) {
            made[used++] = path[at];
        }
    }
    if (used == 0) {
        made[used++] = '.';
    }
    return (oc_text){.data = made, .size = used};
}

static void pair_collect(struct pair_work *work)
{
    work->members = arena_calloc(work->arena, work->text_count, sizeof *work->members);
    for (size_t i = 0; i < work->text_count && work->members != NULL; i++) {
        const struct pair_text *text = &work->texts[i];
        if (text->has_processes == text->has_connections) {
            continue;
        }
        work->members[work->member_count++] = (struct pair_member){
            .text = i,
            .directory = pair_directory(work->arena, text->path),
            .key = rest_of_path(work->arena, text_of(text->path)).key,
            .process = text->has_processes,
            .capture = PAIR_NONE,
        };
    }
}

/* ---- groups ------------------------------------------------------------------------------ */

static size_t pair_count_processes(const struct pair_member *members, size_t count)
{
    size_t processes = 0;
    for (size_t i = 0; i < count; i++) {
        processes += members[i].process;
    }
    return processes;
}

static void pair_together(struct pair_work *work, struct pair_member *members, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        members[i].capture = work->captures;
        members[i].alone = NULL;
        members[i].undecided = false;
    }
    work->captures++;
}

static void pair_apart(struct pair_member *members, size_t count, const char *of_processes,
                       const char *of_connections)
{
    for (size_t i = 0; i < count; i++) {
        members[i].undecided = true;
        members[i].alone = members[i].process ? of_processes : of_connections;
    }
}

/* In one directory, process lists of one name are one machine's, made with other options. */
static bool pair_one_machine(const struct pair_member *members, size_t count)
{
    const struct pair_member *first = NULL;
    for (size_t i = 0; i < count; i++) {
        if (members[i].process && first == NULL) {
            first = &members[i];
        } else if (members[i].process && !text_equal(members[i].directory, first->directory)) {
            return false;
        }
    }
    return true;
}

static void pair_namesakes(struct pair_work *work, struct pair_member *members, size_t count)
{
    static const char ambiguous[] = "several process lists have a name that matches";
    size_t processes = pair_count_processes(members, count);
    if (processes == 0 || processes == count) {
        pair_apart(members, count, "no connection list has a name that matches",
                   "several process lists are there and none has a name that matches");
    } else if (pair_one_machine(members, count)) {
        pair_together(work, members, count);
    } else {
        pair_apart(members, count, ambiguous, ambiguous);
    }
}

static void pair_partnerless(struct pair_member *members, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!members[i].undecided) {
            members[i].alone = members[i].process ? "no connection list belongs to it"
                                                  : "no process list belongs to it";
        }
    }
}

static bool pair_any_undecided(const struct pair_member *members, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (members[i].undecided) {
            return true;
        }
    }
    return false;
}

/* The members are sorted by key. */
static void pair_group(struct pair_work *work, struct pair_member *members, size_t count)
{
    size_t processes = pair_count_processes(members, count);
    if (processes == 0 || processes == count) {
        pair_partnerless(members, count);
        return;
    }
    if (processes == 1 && !pair_any_undecided(members, count)) {
        pair_together(work, members, count);
        return;
    }
    size_t end;
    for (size_t at = 0; at < count; at = end) {
        for (end = at + 1; end < count && text_equal(members[end].key, members[at].key);) {
            end++;
        }
        pair_namesakes(work, &members[at], end - at);
    }
}

static void pair_in_directories(struct pair_work *work)
{
    struct pair_member *members = work->members;
    qsort(members, work->member_count, sizeof *members, pair_by_directory);
    size_t end;
    for (size_t at = 0; at < work->member_count; at = end) {
        for (end = at + 1; end < work->member_count &&
                           text_equal(members[end].directory, members[at].directory);) {
            end++;
        }
        pair_group(work, &members[at], end - at);
    }
}

/*
 * What is left is one more group. Where a directory had partners to choose from and none was
 * certain, being the last one left makes none certain either: then only names count.
 */
static void pair_over_directories(struct pair_work *work)
{
    size_t left = 0;
    for (size_t i = 0; i < work->member_count; i++) {
        if (work->members[i].capture == PAIR_NONE) {
            struct pair_member member = work->members[left];
            work->members[left++] = work->members[i];
            work->members[i] = member;
        }
    }
    qsort(work->members, left, sizeof *work->members, pair_by_key);
    pair_group(work, work->members, left);
}

/* ---- captures ---------------------------------------------------------------------------- */

/* For each text the number of its capture, PAIR_NONE for texts with neither kind. */
static size_t *pair_owners(struct pair_work *work)
{
    size_t *owners = arena_calloc(work->arena, work->text_count, sizeof *owners);
    if (owners == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < work->text_count; i++) {
        bool both = work->texts[i].has_processes && work->texts[i].has_connections;
        owners[i] = both ? work->captures++ : PAIR_NONE;
    }
    for (size_t i = 0; i < work->member_count; i++) {
        struct pair_member *member = &work->members[i];
        if (member->capture == PAIR_NONE) {
            member->capture = work->captures++;
        }
        owners[member->text] = member->capture;
    }
    return owners;
}

static void pair_fill(struct pair_capture *captures, const struct pair_work *work,
                      const size_t *owners, const size_t *places, bool processes)
{
    for (size_t i = 0; i < work->text_count; i++) {
        if (owners[i] != PAIR_NONE && work->texts[i].has_processes == processes) {
            struct pair_capture *capture = &captures[places[owners[i]]];
            capture->texts[capture->count++] = i;
        }
    }
}

static void pair_build(struct pairing *pairing, struct pair_work *work)
{
    struct arena *arena = work->arena;
    size_t *owners = pair_owners(work);
    size_t *places = arena_calloc(arena, work->captures, sizeof *places);
    size_t *sizes = arena_calloc(arena, work->captures, sizeof *sizes);
    pairing->captures = arena_calloc(arena, work->captures, sizeof *pairing->captures);
    if (arena_failed(arena)) {
        return;
    }
    for (size_t i = 0; i < work->text_count; i++) {
        if (owners[i] != PAIR_NONE && sizes[owners[i]]++ == 0) {
            places[owners[i]] = pairing->count++;
        }
    }
    for (size_t owner = 0; owner < work->captures; owner++) {
        pairing->captures[places[owner]].texts = arena_calloc(arena, sizes[owner], sizeof(size_t));
    }
    if (arena_failed(arena)) {
        return;
    }
    pair_fill(pairing->captures, work, owners, places, true);
    pair_fill(pairing->captures, work, owners, places, false);
    for (size_t i = 0; i < work->member_count; i++) {
        struct pair_capture *capture = &pairing->captures[places[work->members[i].capture]];
        capture->alone = work->members[i].alone;
        capture->undecided = work->members[i].undecided;
    }
}

bool pair_texts(struct pairing *pairing, const struct pair_text *texts, size_t count)
{
    *pairing = (struct pairing){.captures = NULL};
    arena_init(&pairing->arena);
    struct pair_work work = {.texts = texts, .text_count = count, .arena = &pairing->arena};
    pair_collect(&work);
    if (arena_failed(&pairing->arena)) {
        return false;
    }
    pair_in_directories(&work);
    pair_over_directories(&work);
    pair_build(pairing, &work);
    if (!arena_failed(&pairing->arena)) {
        naming_captures(&pairing->arena, pairing->captures, pairing->count, texts);
    }
    return !arena_failed(&pairing->arena);
}

void pair_free(struct pairing *pairing)
{
    arena_free(&pairing->arena);
    *pairing = (struct pairing){.captures = NULL};
}
