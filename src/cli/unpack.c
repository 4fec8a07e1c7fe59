#include "cli/unpack.h"

#include "base/map.h"
#include "base/text.h"
#include "cli/cancel.h"
#include "cli/large.h"
#include "cli/walk.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct unpack_archive {
    struct piece piece;
    struct bundle *bundle;
};

/* Members of one directory. */
struct unpack_group {
    struct piece piece;
    struct bundle *bundle;
    uint64_t turn; /* where the archive is solid */
    size_t *members;
    size_t count;
};

/* Archives lie in archives, BUNDLE_MOST_DEPTH deep at most. NOLINTBEGIN(misc-no-recursion) */

static void unpack_bundle(struct worker *worker, struct bundle *bundle, bool inside);

/* ---- members ----------------------------------------------------------------------------- */

static const char *unpack_path(struct arena *arena, const struct bundle *bundle,
                               const struct bundle_member *member)
{
    oc_text name = member->name.size > 0 ? member->name : text_of("?");
    return bundle->single ? (const char *)bundle->path
                          : walk_path(arena, text_of(bundle->path), name);
}

/* An archive in an archive. */
static void unpack_nested(struct worker *worker, struct item *item, struct buffer *bytes)
{
    if (item->bundle->depth >= BUNDLE_MOST_DEPTH) {
        worker_fail_item(worker, item,
                         "archives are read inside archives four deep and no deeper: unpack it and "
                         "give its files");
        return;
    }
    struct bundle *inner = bundle_of_bytes(worker->loader.library, item->path, bytes, item->bundle);
    if (inner == NULL) {
        worker_no_memory(worker);
        return;
    }
    struct bundle_reader *reader = worker->loader.reader;
    worker->loader.reader = NULL;
    unpack_bundle(worker, inner, true);
    bundle_reader_close(worker->loader.reader);
    worker->loader.reader = reader;
    bundle_release(inner);
}

/* Where the list of members broke off, that told of the last one, too. */
static void unpack_fail(struct worker *worker, struct item *item, const char *problem)
{
    const struct bundle *bundle = item->bundle;
    bool told =
        bundle->problem[0] != '\0' && item->member == bundle->members[bundle->count - 1].number;
    if (told) {
        item->failed = true;
    } else {
        worker_fail_item(worker, item, problem);
    }
}

static void unpack_from(struct worker *worker, struct item *item, struct bundle_reader *reader)
{
    char problem[INPUT_PROBLEM];
    struct buffer nested;
    buffer_init(&nested);
    if (!loader_stream(&worker->loader, item, reader, &nested, problem)) {
        unpack_fail(worker, item, problem);
    } else if (item->archive) {
        unpack_nested(worker, item, &nested);
        item->archive = false;
        item->failed = true; /* it is no text, and done with */
    }
    buffer_free(&nested);
}

void unpack_item(struct worker *worker, struct item *item)
{
    char problem[INPUT_PROBLEM];
    struct bundle_reader *reader = loader_member(&worker->loader, item, problem);
    if (reader == NULL) {
        unpack_fail(worker, item, problem);
    } else {
        unpack_from(worker, item, reader);
    }
}

/* Through the reader that all share, because only it is in the right place. */
static void unpack_solid(struct worker *worker, struct unpack_group *made, struct group *group,
                         bool at_once)
{
    char problem[INPUT_PROBLEM];
    struct bundle_reader *reader = bundle_enter(made->bundle, made->turn, problem);
    if (reader == NULL) {
        worker_error(worker, made->bundle->path, problem);
    }
    for (size_t i = 0; reader != NULL && i < group->count && !cancel_requested(); i++) {
        struct item *item = &group->items[i];
        if (bundle_reader_seek(reader, item->member, problem)) {
            unpack_from(worker, item, reader);
        } else {
            unpack_fail(worker, item, problem);
        }
        if (at_once) {
            group_run_own(&worker->engine, group, i);
            item->bytes = NULL;
            loader_return(&worker->loader, 0);
        }
    }
    bundle_leave(made->bundle);
}

/* ---- groups ------------------------------------------------------------------------------ */

static uint64_t unpack_size(const struct unpack_group *made)
{
    uint64_t size = 0;
    for (size_t i = 0; i < made->count; i++) {
        int64_t one = made->bundle->members[made->members[i]].size;
        size += one > 0 ? (uint64_t)one : 0;
    }
    return size;
}

static void unpack_fill(const struct unpack_group *made, struct group *group, struct arena *arena)
{
    struct bundle *bundle = made->bundle;
    for (size_t i = 0; i < made->count; i++) {
        const struct bundle_member *member = &bundle->members[made->members[i]];
        group->items[group->count++] = (struct item){
            .path = unpack_path(arena, bundle, member),
            .bundle = bundle_hold(bundle),
            .member = member->number,
        };
    }
}

static void unpack_small(struct worker *worker, struct unpack_group *made, struct large *large,
                         bool many)
{
    size_t used = worker->loader.used;
    struct group *group = &large->group;
    if (made->bundle->solid) {
        unpack_solid(worker, made, group, many && group->count > 1);
    } else {
        for (size_t i = 0; i < group->count && !cancel_requested(); i++) {
            unpack_item(worker, &group->items[i]);
        }
    }
    group_run(&worker->engine, group);
    loader_return(&worker->loader, used);
    atomic_fetch_add(&worker->shared->progress.done, group->count);
    large_release(large);
}

static void unpack_group(struct worker *worker, struct unpack_group *made, bool inside)
{
    bool many = made->count >= LARGE_LEAST || unpack_size(made) > LOADER_ROOM;
    struct large *large = large_new(made->count, false);
    if (large != NULL) {
        unpack_fill(made, &large->group, &large->arena);
    }
    if (large == NULL || arena_failed(&large->arena)) {
        large_release(large);
        worker_no_memory(worker);
        return;
    }
    if (many && !made->bundle->solid && !inside) {
        large_begin(worker, large);
    } else {
        unpack_small(worker, made, large, many && !inside);
    }
}

static void unpack_group_run(struct worker *worker, struct piece *piece)
{
    unpack_group(worker, (struct unpack_group *)piece, false);
}

static void unpack_group_free(struct piece *piece)
{
    struct unpack_group *made = (struct unpack_group *)piece;
    bundle_release(made->bundle);
    free(made->members);
    free(made);
}

static struct unpack_group *unpack_new_group(struct bundle *bundle, size_t count)
{
    struct unpack_group *made = calloc(1, sizeof *made);
    size_t *members = calloc(count, sizeof *members);
    if (made == NULL || members == NULL) {
        free(made);
        free(members);
        return NULL;
    }
    piece_init(&made->piece, unpack_group_run, unpack_group_free);
    made->bundle = bundle_hold(bundle);
    made->members = members;
    return made;
}

/* ---- which members belong together ------------------------------------------------------- */

static oc_text unpack_directory(const struct bundle_member *member)
{
    size_t size = member->name.size;
    while (size > 0 && member->name.data[size - 1] != '/') {
        size--;
    }
    return text_sub(member->name, 0, size);
}

struct unpack_sorting {
    struct bundle *bundle;
    struct map directories; /* to the number of the group, from 1 */
    size_t *group_of;       /* for each member */
    size_t *counts;         /* for each group */
    struct unpack_group **groups;
    size_t count;
};

static bool unpack_count(struct unpack_sorting *sorting)
{
    for (size_t i = 0; i < sorting->bundle->count; i++) {
        oc_text directory = unpack_directory(&sorting->bundle->members[i]);
        uint64_t *number = map_put(&sorting->directories, directory);
        if (number == NULL) {
            return false;
        }
        if (*number == 0) {
            *number = ++sorting->count;
        }
        sorting->group_of[i] = (size_t)*number - 1;
        sorting->counts[*number - 1]++;
    }
    return true;
}

static bool unpack_sort(struct unpack_sorting *sorting)
{
    if (!unpack_count(sorting)) {
        return false;
    }
    for (size_t i = 0; i < sorting->count; i++) {
        sorting->groups[i] = unpack_new_group(sorting->bundle, sorting->counts[i]);
        if (sorting->groups[i] == NULL) {
            return false;
        }
    }
    for (size_t i = 0; i < sorting->bundle->count; i++) {
        struct unpack_group *group = sorting->groups[sorting->group_of[i]];
        group->members[group->count++] = i;
    }
    return true;
}

/* What lies in an archive inside another goes with the directory that the inner one lies in. */
static bool unpack_is_ours(const struct worker *worker, const struct unpack_group *made)
{
    const struct shard *shard = &worker->shared->shard;
    if (shard->count == 0 || made->bundle->outer != NULL) {
        return true;
    }
    struct arena arena;
    arena_init(&arena);
    oc_text directory = unpack_directory(&made->bundle->members[made->members[0]]);
    const char *path = walk_path(&arena, text_of(made->bundle->path), directory);
    bool ours = path != NULL && shard_takes(shard, text_of(path));
    arena_free(&arena);
    return ours;
}

/* The groups that are ours, in the order of their first members. */
static void unpack_chain(const struct worker *worker, struct unpack_sorting *sorting,
                         struct piece_chain *chain)
{
    uint64_t turn = 0;
    for (size_t i = 0; i < sorting->count; i++) {
        struct unpack_group *group = sorting->groups[i];
        if (group != NULL && unpack_is_ours(worker, group)) {
            group->turn = turn++;
            piece_append(chain, &group->piece);
        } else if (group != NULL) {
            unpack_group_free(&group->piece);
        }
    }
}

static bool unpack_groups(const struct worker *worker, struct bundle *bundle,
                          struct piece_chain *chain)
{
    struct unpack_sorting sorting = {
        .bundle = bundle,
        .group_of = calloc(bundle->count + 1, sizeof(size_t)),
        .counts = calloc(bundle->count + 1, sizeof(size_t)),
        .groups = calloc(bundle->count + 1, sizeof(struct unpack_group *)),
    };
    map_init(&sorting.directories);
    bool sorted = sorting.group_of != NULL && sorting.counts != NULL && sorting.groups != NULL &&
                  unpack_sort(&sorting);
    if (sorting.groups != NULL) {
        unpack_chain(worker, &sorting, chain);
    }
    map_free(&sorting.directories);
    free(sorting.group_of);
    free(sorting.counts);
    free(sorting.groups);
    return sorted;
}

/* ---- archives ---------------------------------------------------------------------------- */

/* One after the other, because the archive is in memory only now. */
static void unpack_inside(struct worker *worker, struct piece_chain *chain)
{
    for (struct piece *piece = chain->first; piece != NULL && !worker->engine.broken;
         piece = piece->next) {
        unpack_group(worker, (struct unpack_group *)piece, true);
    }
    piece_chain_free(chain);
}

static void unpack_tell_problem(struct worker *worker, const struct bundle *bundle)
{
    oc_text last = bundle->count == 0 ? text_of("") : bundle->members[bundle->count - 1].name;
    engine_unread(&worker->engine, "unreadable");
    message_error(&worker->engine.messages, text_of(bundle->path), 0, "%s%s%.*s", bundle->problem,
                  bundle->count == 0 ? "" : ", in or behind its member ",
                  (int)(last.size < BUNDLE_PROBLEM ? last.size : BUNDLE_PROBLEM),
                  last.size == 0 ? "" : last.data);
}

static void unpack_tell_others(struct worker *worker, const struct bundle *bundle)
{
    if (bundle->others > 0) {
        message_note(&worker->engine.messages, text_of(bundle->path), 0,
                     "%zu link%s and special file%s passed over", bundle->others,
                     bundle->others == 1 ? "" : "s", bundle->others == 1 ? "" : "s");
    }
}

static void unpack_bundle(struct worker *worker, struct bundle *bundle, bool inside)
{
    struct piece_chain chain = {.count = 0};
    bundle_list(bundle);
    if (bundle->problem[0] != '\0') {
        unpack_tell_problem(worker, bundle);
    }
    unpack_tell_others(worker, bundle);
    worker_found(worker, bundle->count);
    if (!unpack_groups(worker, bundle, &chain)) {
        piece_chain_free(&chain);
        worker_no_memory(worker);
    } else if (inside) {
        unpack_inside(worker, &chain);
    } else {
        worker_insert(worker, &chain);
    }
}

static void unpack_archive_run(struct worker *worker, struct piece *piece)
{
    unpack_bundle(worker, ((struct unpack_archive *)piece)->bundle, false);
}

static void unpack_archive_free(struct piece *piece)
{
    struct unpack_archive *made = (struct unpack_archive *)piece;
    bundle_release(made->bundle);
    free(made);
}

struct piece *unpack_piece(struct bundle *bundle)
{
    struct unpack_archive *made = calloc(1, sizeof *made);
    if (made == NULL) {
        bundle_release(bundle);
        return NULL;
    }
    piece_init(&made->piece, unpack_archive_run, unpack_archive_free);
    made->bundle = bundle;
    return &made->piece;
}

bool unpack_add_archives(struct worker *worker, struct piece_chain *chain, struct item *items,
                         size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!items[i].archive) {
            continue;
        }
        struct bundle *bundle =
            bundle_of_file(worker->loader.library, items[i].path, items[i].path);
        struct piece *piece = bundle == NULL ? NULL : unpack_piece(bundle);
        if (piece == NULL) {
            return false;
        }
        piece_append(chain, piece);
    }
    return true;
}

/* NOLINTEND(misc-no-recursion) */
