#include "cli/engine.h"

#include "base/text.h"
#include "cli/cancel.h"
#include "cli/feed.h"

#include <string.h>

/* One text on its way into a join. */
struct engine_text {
    struct engine *engine;
    struct item *item;
    oc_join *join;
    oc_status status; /* of the join or the report, when it stopped the parser */
    uint64_t line;    /* where that was */
};

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

void engine_stopped(struct engine *engine, oc_text path, uint64_t line, oc_status status)
{
    if (cancel_requested() || (engine->output != NULL && engine->output->error != 0)) {
        engine->broken = true;
    } else if (status == OC_TOO_MUCH_WAITS) {
        verdict_problem(&engine->verdict, "too-much-waits");
        message_error(&engine->messages, path, line,
                      "connection rows came first, and they are too many to be kept until a "
                      "process list comes: give the process list first, or use --pid N");
    } else if (status != OC_STOPPED) {
        verdict_problem(&engine->verdict, "failed");
        message_error(&engine->messages, path, line, "%s", oc_status_text(status));
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

/* ---- what the join says ------------------------------------------------------------------ */

static int engine_snapshot(void *user, const oc_snapshot *snapshot)
{
    struct engine *engine = user;
    if (engine->trust != ENGINE_CERTAIN && (!engine->proved || engine->doubtful)) {
        engine->doubtful = true;
        return 0;
    }
    engine->reported = true;
    verdict_snapshot(&engine->verdict, snapshot);
    if (!harvest_snapshot(&engine->harvest, snapshot)) {
        engine->broken = true;
        return -1;
    }
    return engine->report == NULL ? 0 : oc_report_snapshot(engine->report, snapshot) != OC_OK;
}

static int engine_row(void *user, const oc_snapshot *snapshot, const oc_target *target,
                      const oc_connection *row)
{
    const struct engine *engine = user;
    return engine->report == NULL ? 0
                                  : oc_report_row(engine->report, snapshot, target, row) != OC_OK;
}

oc_join_options engine_join_options(const struct engine *engine)
{
    const struct job *job = engine->job;
    return (oc_join_options){
        .images = job->targets.images,
        .image_count = job->targets.image_count,
        .pids = job->options->pids,
        .pid_count = job->options->pid_count,
        .all = job->options->all,
        .near = job->targets.near,
        .near_count = job->targets.near_count,
        .networks = job->networks->networks,
        .network_count = job->networks->count,
        .programs = job->networks->programs,
        .program_count = job->networks->program_count,
    };
}

static oc_status engine_new_join(struct engine *engine, oc_text capture, oc_join **join)
{
    oc_join_options options = engine_join_options(engine);
    options.capture = capture;
    bool streams = !harvest_keeps_rows(engine->job->harvest) &&
                   (engine->report == NULL || oc_report_streams(engine->report));
    const oc_join_handler handler = {
        .row = streams ? engine_row : NULL,
        .snapshot = engine_snapshot,
        .user = engine,
    };
    return oc_join_new(join, &options, &handler);
}

/* ---- one text ---------------------------------------------------------------------------- */

static void engine_see(struct item *item, const oc_event *event)
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

static uint64_t engine_event_line(const oc_event *event)
{
    switch (event->kind) {
    case OC_EVENT_PROCESS:
        return event->as.process->place.line;
    case OC_EVENT_CONNECTION:
        return event->as.connection->place.line;
    default:
        return 0;
    }
}

/* Where the text pauses somebody waits for an answer, and may see none. */
static void engine_live(struct engine_text *text)
{
    struct engine *engine = text->engine;
    char stamp[LIVE_STAMP];
    oc_join_came_at(text->join, live_time(engine->live, stamp));
    if (engine->live->paused && !oc_join_live(text->join) && !engine->told_waits) {
        engine->told_waits = true;
        message_warning(&engine->messages, text_of(text->item->path), 0,
                        "connection lists wait for a process list: put the output of tasklist "
                        "before them, or name the process with --pid N");
    }
}

static int engine_event(void *user, const oc_event *event)
{
    struct engine_text *text = user;
    struct engine *engine = text->engine;
    if (event->kind == OC_EVENT_LINE) {
        return explain_line(&engine->explain, event->as.line);
    }
    engine_see(text->item, event);
    if (engine->trust == ENGINE_IF_BOTH) {
        engine->proved = text->item->has_processes && text->item->has_connections;
    }
    if (event->kind == OC_EVENT_SECTION && engine->live->began) {
        engine_live(text);
    }
    text->status = oc_join_event(text->join, event);
    if (text->status != OC_OK) {
        text->line = engine_event_line(event);
    }
    return text->status != OC_OK;
}

/* False: it cannot be read, and that was told. */
static bool engine_feed(struct engine *engine, struct item *item, const oc_pids *counted,
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
        *status = oc_parser_new(&parser, job->grammars, &options, handler, user);
        read = *status != OC_OK || feed_input(input, parser, engine_after_block, engine, status);
        oc_parser_free(parser);
    }
    if (!read && !cancel_requested()) {
        const char *problem = input == NULL ? room.problem : input->problem;
        verdict_problem(&engine->verdict, "unreadable");
        message_error(&engine->messages, text_of(item->path), 0, "%s", problem);
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
        message_error(&engine->messages, text_of(item->path), 0, "%s", item->opened->problem);
        item->failed = true;
    }
    if (item->failed) {
        engine_unread(engine, "unreadable");
    }
    return !item->failed;
}

/* ---- one capture ------------------------------------------------------------------------- */

/* False: the capture cannot be finished. */
static bool engine_read_text(struct engine *engine, struct item *item, oc_join *join)
{
    oc_text path = text_of(item->path);
    struct engine_text text = {.engine = engine, .item = item, .join = join};
    oc_status status = oc_join_source(join, path);
    harvest_text(&engine->harvest, path);
    if (status == OC_OK &&
        !engine_feed(engine, item, oc_join_counted(join), engine_event, &text, &status)) {
        return false;
    }
    if (status != OC_OK) {
        item->failed = true;
        engine_stopped(engine, path, text.line, text.status != OC_OK ? text.status : status);
        return false;
    }
    return true;
}

static bool engine_read_texts(struct engine *engine, const struct pair_capture *capture,
                              struct item *items, oc_join *join)
{
    for (size_t i = 0; i < capture->count; i++) {
        struct item *item = &items[capture->texts[i]];
        if (engine_explains(engine) && engine->job->many_texts &&
            explain_heading(&engine->explain, text_of(item->path)) != 0) {
            engine_stopped(engine, text_of(item->path), 0, OC_NO_WRITE);
            return false;
        }
        if (!engine_read_text(engine, item, join)) {
            return false;
        }
    }
    return true;
}

/* Whether the texts, which were read now, are what they were trusted to be. */
static bool engine_proves(struct engine *engine, const struct pair_capture *capture,
                          const struct item *items)
{
    const struct item *first = &items[capture->texts[0]];
    const struct item *last = &items[capture->texts[capture->count - 1]];
    if (engine->trust == ENGINE_IF_PAIR) {
        engine->proved = first->has_processes && !first->has_connections && last->has_connections &&
                         !last->has_processes;
    }
    return engine->trust == ENGINE_CERTAIN || (engine->proved && !engine->doubtful);
}

static void engine_note_texts(const struct engine *engine, const struct pair_capture *capture,
                              const struct item *items)
{
    for (size_t i = 0; capture->count > 1 && i < capture->count; i++) {
        message_note(&engine->messages, text_of(items[capture->texts[i]].path), 0,
                     "belongs to the capture %.*s", (int)capture->name.size, capture->name.data);
    }
}

static bool engine_holds_none(const struct pair_capture *capture, const struct item *items)
{
    const struct item *first = &items[capture->texts[0]];
    return capture->count == 1 && first->known && !first->has_processes && !first->has_connections;
}

/* It was told, or given up; a text that holds nothing is no capture. */
static void engine_end_capture(struct engine *engine, const struct pair_capture *capture,
                               const struct item *items)
{
    if (engine_holds_none(capture, items)) {
        return;
    }
    engine_finish_report(engine);
    if (engine->broken) {
        verdict_problem(&engine->verdict, "interrupted");
    }
    if (!harvest_end(&engine->harvest, engine->verdict.problem)) {
        engine->broken = true;
    }
    engine->result->captures++;
}

static bool engine_finish_join(struct engine *engine, const struct pair_capture *capture,
                               oc_join *join)
{
    oc_status status = oc_join_finish(join);
    if (status == OC_OK) {
        verdict_end(&engine->verdict);
    } else {
        engine_stopped(engine, capture->name, 0, status);
    }
    return status == OC_OK;
}

bool engine_capture_into(struct engine *engine, const struct pair_capture *capture,
                         struct item *items, oc_join *join)
{
    engine->trust = ENGINE_CERTAIN;
    engine->harvests = false;
    verdict_begin(&engine->verdict, capture);
    return engine_read_texts(engine, capture, items, join) &&
           engine_finish_join(engine, capture, join);
}

/* False: what was trusted does not hold. */
static bool engine_join(struct engine *engine, const struct pair_capture *capture,
                        struct item *items, oc_join *join)
{
    if (!engine_read_texts(engine, capture, items, join)) {
        return engine->trust == ENGINE_CERTAIN;
    }
    if (!engine_proves(engine, capture, items)) {
        return false;
    }
    engine_finish_join(engine, capture, join);
    return true;
}

static bool engine_read(struct engine *engine, const struct pair_capture *capture,
                        struct item *items)
{
    oc_join *join = NULL;
    oc_status status = engine_new_join(engine, capture->name, &join);
    bool holds = true;
    if (status == OC_OK) {
        holds = engine_join(engine, capture, items, join);
    } else {
        engine_stopped(engine, capture->name, 0, status);
    }
    oc_join_free(join);
    if (holds || engine->broken) {
        engine_end_capture(engine, capture, items);
    }
    return holds;
}

/* ---- captures that are known ------------------------------------------------------------- */

/* False: it cannot be read twice, or not at all. */
static bool engine_hash(struct engine *engine, struct item *item)
{
    struct input room;
    char block[INPUT_BLOCK];
    const char *bytes;
    ssize_t got;
    struct input *input = item_open(item, &room);
    if (input == NULL || (input == item->opened && input->start < 0)) {
        return false;
    }
    harvest_text(&engine->harvest, text_of(item->path));
    while ((got = input_next(input, block, &bytes)) > 0 && !cancel_requested()) {
        harvest_bytes(&engine->harvest, bytes, (size_t)got);
    }
    if (input == &room) {
        input_close(&room);
    } else if (!input_rewind(input)) {
        return false;
    }
    return got == 0;
}

/*
 * The same bytes are another capture when it changed what they belong to: so a text that is read as
 * one of its own before it is known whether it has a partner is told from one that has none.
 */
static void engine_begin_capture(struct engine *engine, const struct pair_capture *capture)
{
    harvest_begin(&engine->harvest, capture->name);
    harvest_text(&engine->harvest, text_of(capture->alone == NULL ? "" : "alone"));
    harvest_text(&engine->harvest, text_of(capture->single ? "single" : ""));
}

/* Whether the database has the capture as it is now. */
static bool engine_knows(struct engine *engine, const struct pair_capture *capture,
                         struct item *items)
{
    bool whole = harvest_may_know(engine->job->harvest);
    engine_begin_capture(engine, capture);
    for (size_t i = 0; whole && i < capture->count; i++) {
        whole = engine_hash(engine, &items[capture->texts[i]]);
    }
    if (!whole) {
        engine_begin_capture(engine, capture);
        engine->harvests = true;
        return false;
    }
    engine->harvests = false; /* it has the bytes */
    if (!harvest_knows(&engine->harvest)) {
        return false;
    }
    engine->reported = true;
    engine->result->captures++;
    verdict_connected(&engine->verdict, engine->harvest.connected);
    return true;
}

static bool engine_try(struct engine *engine, const struct pair_capture *capture,
                       struct item *items)
{
    engine_note_texts(engine, capture, items);
    verdict_begin(&engine->verdict, capture);
    return engine_knows(engine, capture, items) || engine_read(engine, capture, items);
}

bool engine_capture(struct engine *engine, const struct pair_capture *capture, struct item *items,
                    enum engine_trust trust)
{
    struct result_mark mark = result_mark(engine->result);
    struct verdict before = engine->verdict;
    uint64_t errors = engine->messages.errors;
    engine->trust = trust;
    engine->proved = false;
    engine->doubtful = false;
    for (size_t i = 0; i < capture->count && trust != ENGINE_CERTAIN; i++) {
        items[capture->texts[i]].has_processes = false;
        items[capture->texts[i]].has_connections = false;
    }
    if (engine_try(engine, capture, items) || engine->broken) {
        return true;
    }
    result_return(engine->result, mark);
    engine->verdict = before;
    engine->messages.errors = errors;
    engine_many(engine, engine->many); /* forgets rows that it has got */
    return trust == ENGINE_IF_BOTH && engine->proved &&
           engine_capture(engine, capture, items, ENGINE_CERTAIN);
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
    memset(&engine->all, 0xFF, sizeof engine->all);
}

bool engine_explains(const struct engine *engine)
{
    return engine->job->options->explain;
}

void engine_unread(struct engine *engine, const char *problem)
{
    harvest_unread(engine->job->harvest, problem);
}

void engine_free(struct engine *engine)
{
    harvest_capture_free(&engine->harvest);
    oc_patterns_free(engine->patterns);
    explain_free(&engine->explain);
}

bool engine_begin(struct engine *engine, struct result *result)
{
    oc_status status = OC_OK;
    engine->result = result;
    engine->reported = false;
    engine->messages.into = engine->output == NULL ? &result->messages : NULL;
    engine->messages.errors = 0;
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
