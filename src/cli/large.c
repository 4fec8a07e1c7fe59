#include "cli/large.h"

#include "cli/unpack.h"

#include <fcntl.h>
#include <stdlib.h>

#define LARGE_PART 16 /* texts in a piece */

struct large_part {
    struct piece piece;
    struct large *large;
    size_t first;
    size_t count;
};

struct large_capture {
    struct piece piece;
    struct large *large;
    const struct pair_capture *capture;
};

struct large *large_new(size_t count, bool named)
{
    struct large *large = calloc(1, sizeof *large);
    struct item *items = calloc(count + 1, sizeof *items);
    if (large == NULL || items == NULL) {
        free(large);
        free(items);
        return NULL;
    }
    large->group = (struct group){.items = items, .named = named};
    arena_init(&large->arena);
    arena_init(&large->pairing.arena);
    atomic_init(&large->holders, 1);
    return large;
}

void large_release(struct large *large)
{
    if (large == NULL || atomic_fetch_sub(&large->holders, 1) != 1) {
        return;
    }
    for (size_t i = 0; i < large->group.count; i++) {
        item_free(&large->group.items[i]);
    }
    free(large->group.items);
    pair_free(&large->pairing);
    arena_free(&large->arena);
    free(large);
}

static void large_load(struct worker *worker, struct large *large, struct item *item)
{
    if (item->bundle != NULL) {
        unpack_item(worker, item);
    } else if (item->opened == NULL && item->bytes == NULL) {
        worker_load_file(worker, item, AT_FDCWD, item->path, large->flags);
    }
}

/* ---- captures that are paired ------------------------------------------------------------ */

static void large_capture_free(struct piece *piece)
{
    struct large_capture *made = (struct large_capture *)piece;
    large_release(made->large);
    free(made);
}

static void large_capture_run(struct worker *worker, struct piece *piece)
{
    const struct large_capture *made = (struct large_capture *)piece;
    group_run_capture(&worker->engine, &made->large->group, made->capture);
}

static bool large_add_captures(struct large *large, struct piece_chain *chain)
{
    for (size_t i = 0; i < large->pairing.count; i++) {
        const struct pair_capture *capture = &large->pairing.captures[i];
        if (group_is_told(&large->group, capture)) {
            continue;
        }
        struct large_capture *made = calloc(1, sizeof *made);
        if (made == NULL) {
            return false;
        }
        piece_init(&made->piece, large_capture_run, large_capture_free);
        made->large = large;
        made->capture = capture;
        atomic_fetch_add(&large->holders, 1);
        piece_append(chain, &made->piece);
    }
    return true;
}

/* ---- the gate ---------------------------------------------------------------------------- */

static void large_part_free(struct piece *piece)
{
    struct large_part *part = (struct large_part *)piece;
    large_release(part->large);
    free(part);
}

static bool large_is_left(const struct large *large)
{
    for (size_t i = 0; i < large->group.count; i++) {
        const struct item *item = &large->group.items[i];
        if (!item->told && !item->archive && !item->failed) {
            return true;
        }
    }
    return false;
}

static void large_gate_run(struct worker *worker, struct piece *piece)
{
    struct large *large = ((struct large_part *)piece)->large;
    struct piece_chain chain = {.count = 0};
    bool whole = true;
    if (large_is_left(large)) {
        whole = group_pair(&worker->engine, &large->group, &large->pairing) &&
                large_add_captures(large, &chain);
    }
    const struct piece *last = chain.last;
    whole = unpack_add_archives(worker, &chain, large->group.items, large->group.count) && whole;
    worker_chain_finds(&chain, last);
    worker_insert(worker, &chain);
    if (!whole) {
        worker_no_memory(worker);
    }
}

/* ---- a few texts ------------------------------------------------------------------------- */

/* The memory is needed for the next text. */
static void large_forget(struct worker *worker, struct item *item, bool was_held)
{
    if (!was_held) {
        item->bytes = NULL;
    }
    loader_return(&worker->loader, 0);
    atomic_fetch_add(&worker->shared->progress.done, 1);
}

static void large_part_run(struct worker *worker, struct piece *piece)
{
    const struct large_part *part = (struct large_part *)piece;
    struct large *large = part->large;
    for (size_t i = part->first; i < part->first + part->count; i++) {
        struct item *item = &large->group.items[i];
        bool was_held = item->bytes != NULL;
        large_load(worker, large, item);
        group_run_own(&worker->engine, &large->group, i);
        large_forget(worker, item, was_held);
    }
}

/* Whoever does the last part goes on with the gate. */
static void large_part_done(struct worker *worker, struct piece *piece)
{
    struct large *large = ((struct large_part *)piece)->large;
    large_part_run(worker, piece);
    if (atomic_fetch_sub(&large->parts, 1) == 1) {
        worker->next = large->gate;
    }
}

static struct large_part *large_new_part(struct large *large,
                                         void (*run)(struct worker *, struct piece *))
{
    struct large_part *part = calloc(1, sizeof *part);
    if (part != NULL) {
        piece_init(&part->piece, run, large_part_free);
        part->large = large;
        atomic_fetch_add(&large->holders, 1);
    }
    return part;
}

static bool large_add_parts(struct large *large, struct piece_chain *chain)
{
    for (size_t first = 0; first < large->group.count; first += LARGE_PART) {
        struct large_part *part = large_new_part(large, large_part_done);
        if (part == NULL) {
            return false;
        }
        size_t left = large->group.count - first;
        part->first = first;
        part->count = left < LARGE_PART ? left : LARGE_PART;
        piece_append(chain, &part->piece);
    }
    struct large_part *gate = large_new_part(large, large_gate_run);
    if (gate == NULL) {
        return false;
    }
    gate->piece.state = PIECE_RUNS;
    large->gate = &gate->piece;
    atomic_init(&large->parts, chain->count);
    piece_append(chain, &gate->piece);
    return true;
}

void large_begin(struct worker *worker, struct large *large)
{
    struct piece_chain chain = {.count = 0};
    if (large_add_parts(large, &chain)) {
        worker_insert(worker, &chain);
    } else {
        piece_chain_free(&chain);
        worker_no_memory(worker);
    }
    large_release(large);
}
