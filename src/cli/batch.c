/* For sched_getaffinity. NOLINTNEXTLINE(bugprone-reserved-identifier,cert-dcl*) */
#define _GNU_SOURCE

#include "cli/batch.h"

#include "base/text.h"
#include "cli/cancel.h"
#include "cli/large.h"
#include "cli/tree.h"
#include "cli/unpack.h"
#include "cli/worker.h"

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>

#define BATCH_MOST_THREADS 256

struct batch {
    struct shared shared; /* the first, see batch_of */
    struct named *inputs;
    size_t input_count;
    struct result *totals; /* of each input, and at the end of the texts that were named */
    struct output *output;
    bool terminal; /* the output is one */
    bool began;    /* results were written */
    bool goes_on;  /* what is written next belongs to the piece that was written last */
    pthread_mutex_t mutex;
    pthread_t *threads;
    size_t thread_count;
    size_t most_threads;
};

static struct batch *batch_of(struct shared *shared)
{
    return (struct batch *)shared;
}

/* ---- writing ----------------------------------------------------------------------------- */

/* The report's first bytes, a header line where the format has one. */
static bool batch_write_header(struct batch *batch)
{
    const struct job *job = batch->shared.job;
    const oc_sink sink = {.write = output_write, .user = batch->output};
    oc_report *report = NULL;
    oc_report_options options = job->report;
    options.part = false;
    batch->began = true;
    if (job->options->explain || !job->options->reports) {
        return true;
    }
    oc_status status = oc_report_new(&report, job->format, &options, sink);
    if (status == OC_OK) {
        status = oc_report_finish(report);
    }
    oc_report_free(report);
    return status == OC_OK;
}

static bool batch_write_out(struct batch *batch, const struct buffer *out)
{
    if (out->size == 0) {
        return true;
    }
    const struct job *job = batch->shared.job;
    bool gap = batch->began && !batch->goes_on && (job->whole || job->options->explain);
    if ((!batch->began && !batch_write_header(batch)) ||
        (gap && output_write(batch->output, "\n", 1) != 0)) {
        return false;
    }
    return output_write(batch->output, out->data, out->size) == 0;
}

/* What a terminal shows is not shown in the line of progress, which may be on the same one. */
static bool batch_write_result(struct batch *batch, const struct result *result)
{
    struct progress *progress = &batch->shared.progress;
    bool shown = result->messages.size > 0 || (batch->terminal && result->out.size > 0);
    if (shown) {
        progress_hold(progress);
    }
    if (result->messages.size > 0) {
        message_lines(buffer_view(&result->messages));
    }
    bool written = batch_write_out(batch, &result->out) &&
                   (!batch->terminal || output_flush(batch->output) == 0);
    if (shown) {
        progress_release(progress);
    }
    return written;
}

/* Called by one thread at a time, in order. */
static bool batch_write(void *user, struct piece *piece)
{
    struct batch *batch = user;
    struct result *result = &piece->result;
    if (cancel_requested()) {
        return false;
    }
    bool written = batch_write_result(batch, result);
    batch->goes_on = piece->state == PIECE_RUNS;
    result_add(&batch->totals[piece->input], result);
    result_written(result);
    return written;
}

/* ---- threads ----------------------------------------------------------------------------- */

static void *batch_thread(void *user)
{
    struct worker worker;
    worker_init(&worker, user);
    worker_run(&worker);
    worker_free(&worker);
    return NULL;
}

/* A thread for each piece that waits, as far as there may be. One that does not start is missed,
 * but the others do its work. */
static void batch_grow(struct shared *shared)
{
    struct batch *batch = batch_of(shared);
    size_t waiting = ordered_waiting(&shared->ordered);
    pthread_mutex_lock(&batch->mutex);
    while (batch->thread_count < batch->most_threads && waiting > 0) {
        if (pthread_create(&batch->threads[batch->thread_count], NULL, batch_thread, shared) != 0) {
            batch->most_threads = batch->thread_count;
            break;
        }
        batch->thread_count++;
        waiting--;
    }
    pthread_mutex_unlock(&batch->mutex);
}

/* The cores that this process may use. */
static size_t batch_cores(void)
{
    cpu_set_t cores;
    if (sched_getaffinity(0, sizeof cores, &cores) != 0 || CPU_COUNT(&cores) < 1) {
        return 1;
    }
    return (size_t)CPU_COUNT(&cores);
}

/* This thread works, too. */
static void batch_work(struct batch *batch)
{
    batch_thread(&batch->shared);
    /* A worker that still runs may start another. */
    for (size_t i = 0;; i++) {
        pthread_mutex_lock(&batch->mutex);
        bool last = i >= batch->thread_count;
        pthread_mutex_unlock(&batch->mutex);
        if (last) {
            return;
        }
        pthread_join(batch->threads[i], NULL);
    }
}

/* ---- what was named ---------------------------------------------------------------------- */

struct batch_texts {
    struct piece piece;
    struct large *large;
};

static void batch_texts_free(struct piece *piece)
{
    large_release(((struct batch_texts *)piece)->large);
    free(piece);
}

static void batch_load(struct worker *worker, struct item *item)
{
    if (item->bundle != NULL) {
        unpack_item(worker, item);
    } else if (item->opened == NULL && item->bytes == NULL) {
        worker_load_file(worker, item, AT_FDCWD, item->path, 0);
    }
}

static void batch_texts_run(struct worker *worker, struct piece *piece)
{
    struct batch_texts *texts = (struct batch_texts *)piece;
    struct group *group = &texts->large->group;
    if (!shard_takes(&worker->shared->shard, text_of(""))) {
        return;
    }
    worker_found(worker, group->count);
    if (group->count >= LARGE_LEAST) {
        struct large *large = texts->large;
        texts->large = NULL;
        large_begin(worker, large);
        return;
    }
    for (size_t i = 0; i < group->count; i++) {
        batch_load(worker, &group->items[i]);
    }
    worker_run_group(worker, group);
}

/* The texts are one group; they come first. */
static bool batch_add_texts(const struct batch *batch, struct piece_chain *chain)
{
    struct batch_texts *texts = calloc(1, sizeof *texts);
    struct large *large = large_new(batch->input_count, true);
    if (texts == NULL || large == NULL) {
        free(texts);
        large_release(large);
        return false;
    }
    for (size_t i = 0; i < batch->input_count; i++) {
        struct named *input = &batch->inputs[i];
        if (input->kind == NAMED_TEXT) {
            large->group.items[large->group.count++] = input->item;
            input->item.bundle = NULL; /* the group has it now */
        }
    }
    piece_init(&texts->piece, batch_texts_run, batch_texts_free);
    texts->piece.input = batch->input_count;
    texts->large = large;
    piece_append(chain, &texts->piece);
    return true;
}

static bool batch_add_others(const struct batch *batch, struct piece_chain *chain)
{
    for (size_t i = 0; i < batch->input_count; i++) {
        struct named *input = &batch->inputs[i];
        struct piece *piece = NULL;
        if (input->kind == NAMED_TEXT) {
            continue;
        }
        if (input->kind == NAMED_DIRECTORY) {
            piece = tree_piece(text_of(input->path));
        } else {
            piece = unpack_piece(input->bundle);
            input->bundle = NULL;
        }
        if (piece == NULL) {
            return false;
        }
        piece->finds = true;
        piece->input = i;
        piece_append(chain, piece);
    }
    return true;
}

static bool batch_begin(struct batch *batch)
{
    struct piece_chain chain = {.count = 0};
    batch->totals = calloc(batch->input_count + 1, sizeof *batch->totals);
    batch->threads = calloc(batch->most_threads + 1, sizeof *batch->threads);
    bool begun = batch->totals != NULL && batch->threads != NULL &&
                 batch_add_texts(batch, &chain) && batch_add_others(batch, &chain);
    if (begun) {
        worker_expect(&batch->shared, &chain);
        ordered_insert(&batch->shared.ordered, NULL, &chain);
    } else {
        piece_chain_free(&chain);
    }
    return begun;
}

/* ---- the end ----------------------------------------------------------------------------- */

static void batch_tell_empty(const struct batch *batch, struct messages *messages, size_t input)
{
    const struct named *named = &batch->inputs[input];
    const struct result *total = &batch->totals[input];
    if (named->kind == NAMED_TEXT || total->captures > 0 || total->errors > 0 ||
        batch->shared.shard.count > 0) {
        return;
    }
    harvest_told(batch->shared.job->harvest, text_of(named->path), "no-capture",
                 "no capture in it");
    message_error(messages, text_of(named->path), 0,
                  "no capture in it: %zu file%s passed over; give the text that tasklist and "
                  "netstat -ano print",
                  (size_t)total->passed_over, total->passed_over == 1 ? "" : "s");
}

static void batch_end(struct batch *batch, struct messages *messages, struct result *total)
{
    for (size_t i = 0; i <= batch->input_count; i++) {
        result_add(total, &batch->totals[i]);
    }
    messages->errors += total->errors;
    for (size_t i = 0; i < batch->input_count; i++) {
        batch_tell_empty(batch, messages, i);
    }
    if (total->reported && !batch->began) {
        batch_write_header(batch);
    }
}

bool batch_run(const struct job *job, struct named *inputs, size_t count,
               struct libarchive *library, struct output *output, struct messages *messages,
               struct result *total)
{
    size_t jobs = job->options->jobs > 0 ? (size_t)job->options->jobs : batch_cores();
    struct batch batch = {
        .shared = {.job = job, .library = library, .grow = batch_grow},
        .inputs = inputs,
        .input_count = count,
        .output = output,
        .terminal = output_is_terminal(output),
        .most_threads = (jobs < BATCH_MOST_THREADS ? jobs : BATCH_MOST_THREADS) - 1,
    };
    batch.shared.shard = (struct shard){
        .number = job->options->shard,
        .count = job->options->shards,
    };
    pthread_mutex_init(&batch.mutex, NULL);
    ordered_init(&batch.shared.ordered, batch_write, &batch);
    progress_init(&batch.shared.progress, job->options->quiet);
    bool begun = batch_begin(&batch);
    if (begun) {
        batch_work(&batch);
        progress_end(&batch.shared.progress);
        if (!cancel_requested()) {
            batch_end(&batch, messages, total);
        }
    } else {
        message_error(messages, text_of(NULL), 0, "%s", oc_status_text(OC_NO_MEMORY));
    }
    bool stopped = batch.shared.ordered.stopped;
    progress_free(&batch.shared.progress);
    ordered_free(&batch.shared.ordered);
    pthread_mutex_destroy(&batch.mutex);
    free(batch.threads);
    free(batch.totals);
    return begun && !stopped;
}
