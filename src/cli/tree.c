#include "cli/tree.h"

#include "base/text.h"
#include "cli/large.h"
#include "cli/unpack.h"
#include "cli/walk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#define TREE_TOGETHER 1024 /* directories that are pieces at the same time, of one directory */

struct tree {
    struct piece piece;
    char path[]; /* terminated */
};

/* Directories that are no pieces yet. */
struct tree_rest {
    struct piece piece;
    struct arena arena;
    const char **paths;
    size_t count;
    size_t next;
};

static void tree_run(struct worker *worker, struct piece *piece);

static void tree_free(struct piece *piece)
{
    free(piece);
}

struct piece *tree_piece(oc_text path)
{
    struct tree *tree = malloc(sizeof *tree + path.size + 1);
    if (tree == NULL) {
        return NULL;
    }
    memcpy(tree->path, path.data, path.size);
    tree->path[path.size] = '\0';
    piece_init(&tree->piece, tree_run, tree_free);
    tree->piece.finds = true;
    return &tree->piece;
}

/* ---- directories inside ------------------------------------------------------------------ */

static void tree_rest_free(struct piece *piece)
{
    struct tree_rest *rest = (struct tree_rest *)piece;
    arena_free(&rest->arena);
    free(rest);
}

static void tree_rest_go_on(struct worker *worker, struct tree_rest *rest);

static void tree_rest_run(struct worker *worker, struct piece *piece)
{
    struct tree_rest *rest = (struct tree_rest *)piece;
    struct tree_rest *more = malloc(sizeof *more);
    if (more == NULL) {
        worker_no_memory(worker);
        return;
    }
    *more = *rest;
    piece_init(&more->piece, tree_rest_run, tree_rest_free);
    more->piece.finds = true;
    arena_init(&rest->arena); /* the names go on with the rest */
    tree_rest_go_on(worker, more);
}

/* Some of the directories become pieces, and behind them what is left. */
static void tree_rest_go_on(struct worker *worker, struct tree_rest *rest)
{
    struct piece_chain chain = {.count = 0};
    bool whole = true;
    while (whole && rest->paths != NULL && rest->next < rest->count &&
           chain.count < TREE_TOGETHER) {
        struct piece *piece = tree_piece(text_of(rest->paths[rest->next++]));
        whole = piece != NULL;
        if (whole) {
            piece_append(&chain, piece);
        }
    }
    if (whole && rest->next < rest->count) {
        piece_append(&chain, &rest->piece);
    } else {
        tree_rest_free(&rest->piece);
    }
    worker_insert(worker, &chain);
    if (!whole) {
        worker_no_memory(worker);
    }
}

static void tree_descend(struct worker *worker, const struct walk *walk, oc_text path)
{
    struct tree_rest *rest = calloc(1, sizeof *rest);
    if (rest == NULL) {
        worker_no_memory(worker);
        return;
    }
    piece_init(&rest->piece, tree_rest_run, tree_rest_free);
    rest->piece.finds = true;
    arena_init(&rest->arena);
    rest->paths = arena_calloc(&rest->arena, walk->count, sizeof *rest->paths);
    for (size_t i = 0; i < walk->count && rest->paths != NULL; i++) {
        const struct walk_entry *entry = &walk->entries[i];
        if (entry->kind == WALK_DIRECTORY) {
            rest->paths[rest->count++] = walk_path(&rest->arena, path, text_of(entry->name));
        }
    }
    if (rest->paths == NULL || arena_failed(&rest->arena)) {
        tree_rest_free(&rest->piece);
        worker_no_memory(worker);
        return;
    }
    tree_rest_go_on(worker, rest);
}

/* ---- texts ------------------------------------------------------------------------------- */

static void tree_run_large(struct worker *worker, struct large *large)
{
    large->flags = O_NOFOLLOW;
    large_begin(worker, large);
}

static void tree_run_small(struct worker *worker, const struct walk *walk, struct large *large)
{
    struct piece_chain chain = {.count = 0};
    struct group *group = &large->group;
    size_t at = 0;
    for (size_t i = 0; i < walk->count; i++) {
        if (walk->entries[i].kind == WALK_FILE) {
            worker_load_file(worker, &group->items[at++], walk->directory, walk->entries[i].name,
                             O_NOFOLLOW);
        }
    }
    if (!worker->loader.heads) {
        worker_run_group(worker, group);
    }
    if (!unpack_add_archives(worker, &chain, group->items, group->count)) {
        worker_no_memory(worker);
    }
    worker_chain_finds(&chain, NULL);
    worker_insert(worker, &chain);
    large_release(large);
}

static struct large *tree_list(const struct walk *walk, oc_text path, size_t files)
{
    struct large *large = large_new(files, false);
    for (size_t i = 0; large != NULL && i < walk->count; i++) {
        const struct walk_entry *entry = &walk->entries[i];
        if (entry->kind == WALK_FILE) {
            large->group.items[large->group.count++].path =
                walk_path(&large->arena, path, text_of(entry->name));
        }
    }
    if (large != NULL && arena_failed(&large->arena)) {
        large_release(large);
        return NULL;
    }
    return large;
}

static void tree_files(struct worker *worker, const struct walk *walk, oc_text path, size_t files)
{
    bool ours = shard_takes(&worker->shared->shard, path);
    struct large *large = tree_list(walk, path, files);
    if (large == NULL) {
        worker_no_memory(worker);
        return;
    }
    worker_found(worker, ours ? files : 0);
    if (ours && files >= LARGE_LEAST) {
        tree_run_large(worker, large);
        return;
    }
    /* Of texts that are not ours only the archives beside them are looked for, which may be. */
    worker->loader.heads = !ours;
    tree_run_small(worker, walk, large);
    worker->loader.heads = false;
}

/* ---- one directory ----------------------------------------------------------------------- */

/* Nothing that is no file is ever opened. */
static void tree_pass_over(struct worker *worker, const struct walk *walk, oc_text path)
{
    const struct messages *messages = &worker->engine.messages;
    for (size_t i = 0; i < walk->count; i++) {
        const struct walk_entry *entry = &walk->entries[i];
        if (entry->kind != WALK_LINK && entry->kind != WALK_SPECIAL) {
            continue;
        }
        struct arena arena;
        arena_init(&arena);
        const char *name = walk_path(&arena, path, text_of(entry->name));
        if (entry->kind == WALK_LINK) {
            message_note(messages, text_of(name), 0, "passed over: a symbolic link");
        } else {
            message_warning(messages, text_of(name), 0, "passed over: %s", entry->what);
        }
        arena_free(&arena);
    }
}

static size_t tree_count(const struct walk *walk, enum walk_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < walk->count; i++) {
        count += walk->entries[i].kind == kind;
    }
    return count;
}

static void tree_run(struct worker *worker, struct piece *piece)
{
    const struct tree *tree = (const struct tree *)piece;
    oc_text path = text_of(tree->path);
    struct walk walk;
    if (!walk_open(&walk, tree->path)) {
        worker_error(worker, tree->path, strerror(errno));
    }
    tree_pass_over(worker, &walk, path);
    if (tree_count(&walk, WALK_DIRECTORY) > 0) {
        tree_descend(worker, &walk, path);
    }
    size_t files = tree_count(&walk, WALK_FILE);
    if (files > 0) {
        tree_files(worker, &walk, path, files);
    }
    walk_close(&walk);
}
