#include "cli/engine.h"

#include "base/text.h"
#include "cli/cancel.h"
#include "cli/feed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- where results go -------------------------------------------------------------------- */

static int engine_write(void *user, const char *bytes, size_t size)
{
    struct engine *engine = user;
    if (engine->output != NULL) {
        return output_write(engine->output, bytes, size);
    }
    buffer_append(&engine->result->out, bytes, size);
    return engine->result->out.failed ? -1 : 0;
}

static bool engine_after_block(void *user, const char *bytes, size_t size)
{
    struct engine *engine = user;
    if (engine->harvests) {
        harvest_bytes(&engine->harvest, bytes, size);
    }
    if (cancel_requested()) {
        return false;
    }
    if (engine->output != NULL) {
        return output_flush(engine->output) == 0;
    }
    bool certain = engine->trust == ENGINE_CERTAIN;
    return !certain || engine->pass_on == NULL || engine->pass_on(engine->user);
}

static void engine_tell(struct engine *engine, oc_text path, uint64_t line, const char *problem)
{
    snprintf(engine->told, sizeof engine->told, "%s", problem);
    message_error(&engine->messages, path, line, "%s", problem);
}

void engine_stopped(struct engine *engine, oc_text path, uint64_t line, oc_status status)
{
    if (status == OC_STOPPED && engine->reporting != OC_OK) {
        status = OC_NO_MEMORY; /* results are kept there, and failed to be */
    }
    if (cancel_requested() || (engine->output != NULL && engine->output->error != 0)) {
        engine->broken = true;
    } else if (status == OC_TOO_MUCH_WAITS) {
        verdict_problem(&engine->verdict, "too-much-waits");
        engine_tell(engine, path, line,
                    "connection rows came first, and they are too many to be kept until a "
                    "process list comes: give the process list first, or use --pid N");
    } else if (status != OC_STOPPED) {
        verdict_problem(&engine->verdict, "failed");
        engine_tell(engine, path, line, oc_status_text(status));
        engine->broken = status == OC_NO_MEMORY;
    }
}

/* ---- the report ------------------------------------------------------------------------ */

static oc_status engine_new_report(struct engine *engine, bool many)
{
    const oc_sink sink = {.write = engine_write, .user = engine};
    oc_report_options options = engine->job->report;
    options.many = many;
    engine->many = many;
    oc_report_free(engine->report);
    engine->report = NULL;
    return oc_report_new(&engine->report, engine->job->format, &options, sink);
}

void engine_many(struct engine *engine, bool many)
{
    oc_status status = OC_OK;
    if (engine->report != NULL) {
        status = engine_new_report(engine, many);
    }
    if (status != OC_OK) {
        engine_stopped(engine, text_of(NULL), 0, status);
    }
}

void engine_finish_report(struct engine *engine)
{
    oc_status status = OC_OK;
    if (engine->report != NULL && engine->reported) {
        status = oc_report_finish(engine->report);
    }
    if (status != OC_OK) {
        bool in_memory = status == OC_NO_WRITE && engine->output == NULL;
        engine_stopped(engine, text_of(NULL), 0, in_memory ? OC_NO_MEMORY : status);
        engine->broken = true;
    }
}

/* ---- one text ---------------------------------------------------------------------------- */

void engine_see(struct item *item, const oc_event *event)
{
    if (event->kind == OC_EVENT_SECTION && event->as.section->kind == OC_PROCESSES) {
        item->has_processes = true;
    } else if (event->kind == OC_EVENT_SECTION) {
        item->has_connections = true;
    } else if (event->kind == OC_EVENT_END) {
        item->seems = event->as.seems;
        item->known = true;
    }
}

bool engine_feed(struct engine *engine, struct item *item, const oc_pids *counted,
                 oc_event_handler *handler, void *user, oc_status *status)
{
    const struct job *job = engine->job;
    oc_parser_options options = job->parser;
    options.counted = counted;
    options.patterns = engine->patterns;
    struct input room;
    struct input *input = item_open(item, &room);
    oc_parser *parser = NULL;
    bool read = input != NULL;
    if (read) {
        engine->live = &input->live;
        *status = engine->block == NULL
                      ? OC_NO_MEMORY
                      : oc_parser_new(&parser, job->grammars, &options, handler, user);
        read = *status != OC_OK ||
               feed_input(input, engine->block, parser, engine_after_block, engine, status);
        oc_parser_free(parser);
    }
    if (!read && !cancel_requested()) {
        const char *problem = input == NULL ? room.problem : input->problem;
        verdict_problem(&engine->verdict, "unreadable");
        engine_tell(engine, text_of(item->path), 0, problem);
    }
    item->failed = !read;
    if (input == &room) {
        input_close(&room);
    }
    return read;
}

static int engine_look_event(void *user, const oc_event *event)
{
    struct item *item = user;
    engine_see(item, event);
    return item->has_processes && item->has_connections;
}

static int engine_glance_event(void *user, const oc_event *event)
{
    struct item *item = user;
    engine_see(item, event);
    return item->has_processes || item->has_connections;
}

bool engine_look(struct engine *engine, struct item *item, bool glance)
{
    oc_status status = OC_OK;
    engine->trust = ENGINE_IF_BOTH; /* nothing is passed on meanwhile */
    engine->harvests = false;
    item->has_processes = false;
    item->has_connections = false;
    bool read = engine_feed(engine, item, &engine->all,
                            glance ? engine_glance_event : engine_look_event, item, &status);
    if (read && status == OC_STOPPED && !cancel_requested()) {
        item->known = item->has_processes && item->has_connections;
    } else if (read && status != OC_OK) {
        engine_stopped(engine, text_of(item->path), 0, status);
        item->failed = true;
    }
    if (item->opened != NULL && !item->failed && !input_rewind(item->opened)) {
        engine_tell(engine, text_of(item->path), 0, item->opened->problem);
        item->failed = true;
    }
    if (item->failed) {
        engine_unread(engine, text_of(item->path), "unreadable", engine->told);
    }
    return !item->failed;
}

/* ---- all of them ------------------------------------------------------------------------- */

void engine_init(struct engine *engine, const struct job *job, struct output *output)
{
    *engine = (struct engine){.job = job, .output = output};
    engine->messages = (struct messages){
        .quiet = job->options->quiet,
        .verbose = job->options->verbose,
    };
    const oc_sink sink = {.write = engine_write, .user = engine};
    verdict_init(&engine->verdict, &engine->messages, &job->targets, job->options);
    explain_init(&engine->explain, sink);
    harvest_capture_init(&engine->harvest, job->harvest);
    engine->patterns = oc_patterns_new(job->grammars);
    engine->block = malloc(INPUT_BLOCK);
    memset(&engine->all, 0xFF, sizeof engine->all);
}

bool engine_explains(const struct engine *engine)
{
    return engine->job->options->explain;
}

void engine_unread(struct engine *engine, oc_text path, const char *problem, const char *message)
{
    harvest_unread(engine->job->harvest, path, problem, message);
}

void engine_free(struct engine *engine)
{
    harvest_capture_free(&engine->harvest);
    oc_patterns_free(engine->patterns);
    free(engine->block);
    explain_free(&engine->explain);
}

bool engine_begin(struct engine *engine, struct result *result)
{
    oc_status status = OC_OK;
    engine->result = result;
    engine->reporting = OC_OK;
    engine->reported = false;
    engine->messages.into = engine->output == NULL ? &result->messages : NULL;
    engine->messages.errors = 0;
    if (engine->output == NULL) {
        explain_apart(&engine->explain);
    }
    engine->verdict.connected = false;
    engine->verdict.unanswered = false;
    if (!engine_explains(engine) && engine->job->options->reports) {
        status = engine_new_report(engine, engine->job->report.many);
    }
    if (status != OC_OK) {
        engine_stopped(engine, text_of(NULL), 0, status);
    }
    return status == OC_OK;
}

void engine_end(struct engine *engine)
{
    struct result *result = engine->result;
    oc_report_free(engine->report);
    engine->report = NULL;
    result->errors += engine->messages.errors;
    result->reported = result->reported || engine->reported;
    result->connected = result->connected || engine->verdict.connected;
    result->unanswered = result->unanswered || engine->verdict.unanswered;
}
