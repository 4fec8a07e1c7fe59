#include "cli/worker.h"

#include "base/text.h"
#include "cli/cancel.h"

#define WORKER_PASS_ON                                                                             \
    ((size_t)1 << 20) /* bytes that a piece keeps before it waits for its turn                     \
                       */

static bool worker_pass_on(void *user)
{
    struct worker *worker = user;
    progress_tick(&worker->shared->progress);
    return worker->piece->result.out.size < WORKER_PASS_ON ||
           ordered_pass_on(&worker->shared->ordered, worker->piece);
}

void worker_init(struct worker *worker, struct shared *shared)
{
    *worker = (struct worker){.shared = shared};
    loader_init(&worker->loader, shared->library);
    engine_init(&worker->engine, shared->job, NULL);
    worker->engine.pass_on = worker_pass_on;
    worker->engine.user = worker;
}

void worker_free(struct worker *worker)
{
    engine_free(&worker->engine);
    loader_free(&worker->loader);
}

static void worker_do(struct worker *worker, struct piece *piece)
{
    struct engine *engine = &worker->engine;
    struct progress *progress = &worker->shared->progress;
    worker->piece = piece;
    if (engine_begin(engine, &piece->result)) {
        piece->run(worker, piece);
    }
    engine_end(engine);
    atomic_fetch_add(&progress->errors, piece->result.errors);
    atomic_fetch_sub(&progress->unlisted, piece->finds);
    ordered_done(&worker->shared->ordered, piece);
    if (engine->broken || cancel_requested()) {
        ordered_stop(&worker->shared->ordered);
    }
    progress_tick(progress);
}

void worker_run(struct worker *worker)
{
    struct piece *piece;
    while ((piece = ordered_take(&worker->shared->ordered)) != NULL) {
        for (; piece != NULL; piece = worker->next) {
            worker->next = NULL;
            worker_do(worker, piece);
        }
    }
}

void worker_chain_finds(const struct piece_chain *chain, const struct piece *after)
{
    struct piece *piece = after == NULL ? chain->first : after->next;
    for (; piece != NULL; piece = piece->next) {
        piece->finds = true;
    }
}

void worker_expect(struct shared *shared, const struct piece_chain *chain)
{
    for (const struct piece *piece = chain->first; piece != NULL; piece = piece->next) {
        atomic_fetch_add(&shared->progress.unlisted, piece->finds);
    }
}

void worker_insert(struct worker *worker, struct piece_chain *chain)
{
    worker_expect(worker->shared, chain);
    for (struct piece *piece = chain->first; piece != NULL; piece = piece->next) {
        piece->input = worker->piece->input;
    }
    ordered_insert(&worker->shared->ordered, worker->piece, chain);
    worker->shared->grow(worker->shared);
}

void worker_found(struct worker *worker, size_t texts)
{
    atomic_fetch_add(&worker->shared->progress.found, texts);
}

void worker_error(struct worker *worker, const char *path, const char *problem)
{
    harvest_told(worker->shared->job->harvest, text_of(path), "unreadable", problem);
    message_error(&worker->engine.messages, text_of(path), 0, "%s", problem);
}

void worker_no_memory(struct worker *worker)
{
    engine_stopped(&worker->engine, text_of(NULL), 0, OC_NO_MEMORY);
}

void worker_fail_item(struct worker *worker, struct item *item, const char *problem)
{
    item->failed = true;
    if (!cancel_requested() && !worker->loader.heads) { /* else another tells it */
        engine_unread(&worker->engine, text_of(item->path), "unreadable", problem);
        message_error(&worker->engine.messages, text_of(item->path), 0, "%s", problem);
    }
}

void worker_load_file(struct worker *worker, struct item *item, int directory, const char *name,
                      int flags)
{
    char problem[INPUT_PROBLEM];
    if (!loader_file(&worker->loader, item, directory, name, flags, problem)) {
        worker_fail_item(worker, item, problem);
    }
}

void worker_run_group(struct worker *worker, const struct group *group)
{
    group_run(&worker->engine, group);
    atomic_fetch_add(&worker->shared->progress.done, group->count);
    loader_return(&worker->loader, 0);
}
