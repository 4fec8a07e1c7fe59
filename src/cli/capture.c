#include "cli/capture.h"

#include "base/text.h"
#include "cli/cancel.h"

/* One text on its way into a join. */
struct capture_text {
    struct engine *engine;
    struct item *item;
    oc_join *join;
    oc_status status; /* of the join or the report, when it stopped the parser */
    uint64_t line;    /* where that was */
};

/* ---- what the join says ------------------------------------------------------------------ */

static int capture_snapshot(void *user, const oc_snapshot *snapshot)
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
    if (engine->report != NULL) {
        engine->reporting = oc_report_snapshot(engine->report, snapshot);
    }
    return engine->reporting != OC_OK;
}

static int capture_row(void *user, const oc_snapshot *snapshot, const oc_target *target,
                       const oc_connection *row)
{
    struct engine *engine = user;
    if (engine->report != NULL) {
        engine->reporting = oc_report_row(engine->report, snapshot, target, row);
    }
    return engine->reporting != OC_OK;
}

oc_join_options capture_join_options(const struct engine *engine)
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

static oc_status capture_new_join(struct engine *engine, oc_text capture, oc_join **join)
{
    oc_join_options options = capture_join_options(engine);
    options.capture = capture;
    bool streams = !harvest_keeps_rows(engine->job->harvest) &&
                   (engine->report == NULL || oc_report_streams(engine->report));
    const oc_join_handler handler = {
        .row = streams ? capture_row : NULL,
        .snapshot = capture_snapshot,
        .user = engine,
    };
    return oc_join_new(join, &options, &handler);
}

/* ---- one text ---------------------------------------------------------------------------- */

/* Nearly all events are rows: the join has to know them, and nobody else. */
static int capture_row_event(struct capture_text *text, const oc_event *event)
{
    text->status = oc_join_event(text->join, event);
    if (text->status != OC_OK) {
        text->line = event->kind == OC_EVENT_PROCESSES ? event->as.processes.rows->place.line
                                                       : event->as.connection->place.line;
    }
    return text->status != OC_OK;
}

/* Where the text pauses somebody waits for an answer, and may see none. */
static void capture_live(struct capture_text *text)
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

static int capture_event(void *user, const oc_event *event)
{
    struct capture_text *text = user;
    struct engine *engine = text->engine;
    if (event->kind == OC_EVENT_LINE) {
        return explain_line(&engine->explain, event->as.line);
    }
    if (event->kind == OC_EVENT_PROCESSES || event->kind == OC_EVENT_CONNECTION) {
        return capture_row_event(text, event);
    }
    engine_see(text->item, event);
    if (engine->trust == ENGINE_IF_BOTH) {
        engine->proved = text->item->has_processes && text->item->has_connections;
    }
    if (event->kind == OC_EVENT_SECTION && engine->live->began) {
        capture_live(text);
    }
    text->status = oc_join_event(text->join, event);
    return text->status != OC_OK;
}

/* ---- one capture ------------------------------------------------------------------------- */

/* False: the capture cannot be finished. */
static bool capture_read_text(struct engine *engine, struct item *item, oc_join *join)
{
    oc_text path = text_of(item->path);
    struct capture_text text = {.engine = engine, .item = item, .join = join};
    oc_status status = oc_join_source(join, path);
    harvest_text(&engine->harvest, path);
    if (status == OC_OK &&
        !engine_feed(engine, item, oc_join_counted(join), capture_event, &text, &status)) {
        return false;
    }
    if (status != OC_OK) {
        item->failed = true;
        engine_stopped(engine, path, text.line, text.status != OC_OK ? text.status : status);
        return false;
    }
    return true;
}

static bool capture_read_texts(struct engine *engine, const struct pair_capture *capture,
                               struct item *items, oc_join *join)
{
    for (size_t i = 0; i < capture->count; i++) {
        struct item *item = &items[capture->texts[i]];
        if (engine_explains(engine) && engine->job->many_texts &&
            explain_heading(&engine->explain, text_of(item->path)) != 0) {
            engine_stopped(engine, text_of(item->path), 0, OC_NO_WRITE);
            return false;
        }
        if (!capture_read_text(engine, item, join)) {
            return false;
        }
    }
    return true;
}

/* Whether the texts, which were read now, are what they were trusted to be. */
static bool capture_proves(struct engine *engine, const struct pair_capture *capture,
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

static void capture_note_texts(const struct engine *engine, const struct pair_capture *capture,
                               const struct item *items)
{
    for (size_t i = 0; capture->count > 1 && i < capture->count; i++) {
        message_note(&engine->messages, text_of(items[capture->texts[i]].path), 0,
                     "belongs to the capture %.*s", (int)capture->name.size, capture->name.data);
    }
}

static bool capture_holds_none(const struct pair_capture *capture, const struct item *items)
{
    const struct item *first = &items[capture->texts[0]];
    return capture->count == 1 && first->known && !first->has_processes && !first->has_connections;
}

/* It was told, or given up; a text that holds nothing is no capture. */
static void capture_end(struct engine *engine, const struct pair_capture *capture,
                        const struct item *items)
{
    if (capture_holds_none(capture, items)) {
        return;
    }
    engine_finish_report(engine);
    if (engine->broken) {
        verdict_problem(&engine->verdict, "interrupted");
    }
    if (!harvest_end(&engine->harvest, engine->verdict.problem, engine->told)) {
        engine->broken = true;
    }
    engine->result->captures++;
}

static bool capture_finish_join(struct engine *engine, const struct pair_capture *capture,
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

bool capture_into(struct engine *engine, const struct pair_capture *capture, struct item *items,
                  oc_join *join)
{
    engine->trust = ENGINE_CERTAIN;
    engine->harvests = false;
    verdict_begin(&engine->verdict, capture);
    return capture_read_texts(engine, capture, items, join) &&
           capture_finish_join(engine, capture, join);
}

/* False: what was trusted does not hold. */
static bool capture_join(struct engine *engine, const struct pair_capture *capture,
                         struct item *items, oc_join *join)
{
    if (!capture_read_texts(engine, capture, items, join)) {
        return engine->trust == ENGINE_CERTAIN;
    }
    if (!capture_proves(engine, capture, items)) {
        return false;
    }
    capture_finish_join(engine, capture, join);
    return true;
}

static bool capture_read(struct engine *engine, const struct pair_capture *capture,
                         struct item *items)
{
    oc_join *join = NULL;
    oc_status status = capture_new_join(engine, capture->name, &join);
    bool holds = true;
    if (status == OC_OK) {
        holds = capture_join(engine, capture, items, join);
    } else {
        engine_stopped(engine, capture->name, 0, status);
    }
    oc_join_free(join);
    if (holds || engine->broken) {
        capture_end(engine, capture, items);
    }
    return holds;
}

/* ---- captures that are known ------------------------------------------------------------- */

/* False: it cannot be read twice, or not at all. */
static bool capture_hash(struct engine *engine, struct item *item)
{
    struct input room;
    char block[INPUT_PIECE];
    const char *bytes;
    ssize_t got;
    struct input *input = item_open(item, &room);
    if (input == NULL || (input == item->opened && input->start < 0)) {
        return false;
    }
    harvest_text(&engine->harvest, text_of(item->path));
    while ((got = input_next(input, block, sizeof block, &bytes)) > 0 && !cancel_requested()) {
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
static void capture_begin(struct engine *engine, const struct pair_capture *capture)
{
    harvest_begin(&engine->harvest, capture->name);
    harvest_text(&engine->harvest, text_of(capture->alone == NULL ? "" : "alone"));
    harvest_text(&engine->harvest, text_of(capture->single ? "single" : ""));
}

/* Whether the database has the capture as it is now. */
static bool capture_knows(struct engine *engine, const struct pair_capture *capture,
                          struct item *items)
{
    bool may_know = harvest_may_know(engine->job->harvest);
    bool whole = may_know;
    capture_begin(engine, capture);
    for (size_t i = 0; whole && i < capture->count; i++) {
        whole = capture_hash(engine, &items[capture->texts[i]]);
    }
    if (may_know && !whole) {
        capture_begin(engine, capture); /* forgets what it was told */
    }
    if (!whole) {
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

static bool capture_try(struct engine *engine, const struct pair_capture *capture,
                        struct item *items)
{
    capture_note_texts(engine, capture, items);
    engine->told[0] = '\0';
    verdict_begin(&engine->verdict, capture);
    return capture_knows(engine, capture, items) || capture_read(engine, capture, items);
}

/* False: what was trusted does not hold, and everything is as it was before. */
static bool capture_attempt(struct engine *engine, const struct pair_capture *capture,
                            struct item *items, enum engine_trust trust)
{
    struct result_mark mark = result_mark(engine->result);
    struct verdict before = engine->verdict;
    uint64_t errors = engine->messages.errors;
    engine->trust = trust;
    engine->proved = false;
    engine->doubtful = false;
    if (capture_try(engine, capture, items) || engine->broken) {
        return true;
    }
    result_return(engine->result, mark);
    engine->verdict = before;
    engine->messages.errors = errors;
    engine_many(engine, engine->many); /* forgets rows that it has got */
    return false;
}

bool capture_run(struct engine *engine, const struct pair_capture *capture, struct item *items,
                 enum engine_trust trust)
{
    for (size_t i = 0; i < capture->count && trust != ENGINE_CERTAIN; i++) {
        items[capture->texts[i]].has_processes = false;
        items[capture->texts[i]].has_connections = false;
    }
    if (capture_attempt(engine, capture, items, trust)) {
        return true;
    }
    return trust == ENGINE_IF_BOTH && engine->proved &&
           capture_attempt(engine, capture, items, ENGINE_CERTAIN);
}
