#include "cli/unpack.h"

#include "base/text.h"
#include "cli/cancel.h"
#include "cli/large.h"
#include "cli/members.h"
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

/* Takes the list of members. */
static struct unpack_group *unpack_new_group(struct bundle *bundle, struct members_group *group)
{
    struct unpack_group *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return NULL;
    }
    piece_init(&made->piece, unpack_group_run, unpack_group_free);
    made->bundle = bundle_hold(bundle);
    made->members = group->members;
    made->count = group->count;
    group->members = NULL;
    return made;
}

/* ---- which groups are read -------------------------------------------------------------- */

/* What lies in an archive inside another goes with the directory that the inner one lies in. */
static bool unpack_is_ours(const struct worker *worker, const struct bundle *bundle,
                           const struct members_group *group)
{
    const struct shard *shard = &worker->shared->shard;
    if (shard->count == 0 || bundle->outer != NULL) {
        return true;
    }
    struct arena arena;
    arena_init(&arena);
    oc_text directory = members_directory(&bundle->members[group->members[0]]);
    const char *path = walk_path(&arena, text_of(bundle->path), directory);
    bool ours = path != NULL && shard_takes(shard, text_of(path));
    arena_free(&arena);
    return ours;
}

/* The groups that are ours, in their order. */
static bool unpack_chain(const struct worker *worker, struct bundle *bundle,
                         struct members_groups *groups, struct piece_chain *chain)
{
    uint64_t turn = 0;
    for (size_t i = 0; i < groups->count; i++) {
        if (!unpack_is_ours(worker, bundle, &groups->groups[i])) {
            continue;
        }
        struct unpack_group *made = unpack_new_group(bundle, &groups->groups[i]);
        if (made == NULL) {
            return false;
        }
        made->turn = turn++;
        piece_append(chain, &made->piece);
    }
    return true;
}

static bool unpack_groups(const struct worker *worker, struct bundle *bundle,
                          struct piece_chain *chain)
{
    struct members_groups groups;
    bool made = members_group(bundle, &groups) && unpack_chain(worker, bundle, &groups, chain);
    members_groups_free(&groups);
    return made;
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
    engine_unread(&worker->engine, text_of(bundle->path), "unreadable", bundle->problem);
    message_error(&worker->engine.messages, text_of(bundle->path), 0, "%s%s%.*s", bundle->problem,
                  bundle->count == 0 ? "" : ", in or behind its member ",
                  (int)(last.size < BUNDLE_PROBLEM ? last.size : BUNDLE_PROBLEM),
                  last.size == 0 ? "" : last.data);
}

static void unpack_tell_others(struct worker *worker, const struct bundle *bundle)
{
    struct arena arena;
    arena_init(&arena);
    for (const struct bundle_other *other = bundle->others; other != NULL; other = other->next) {
        const char *path = walk_path(&arena, text_of(bundle->path), other->name);
        message_note(&worker->engine.messages, text_of(path), 0,
                     "passed over: a link or a special file");
        arena_reset(&arena);
    }
    arena_free(&arena);
}

static void unpack_bundle(struct worker *worker, struct bundle *bundle, bool inside)
{
    struct piece_chain chain = {.count = 0};
    members_list(bundle);
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
