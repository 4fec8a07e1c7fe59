#include "cli/run.h"

#include "base/text.h"
#include "cli/explain.h"
#include "cli/feed.h"
#include "cli/harvest.h"
#include "cli/look.h"
#include "cli/networks.h"
#include "cli/pair.h"
#include "cli/targets.h"
#include "cli/verdict.h"

#include <stdlib.h>
#include <string.h>

struct run {
    const struct options *options;
    const oc_grammars *grammars;
    struct output *output;
    struct messages *messages;
    struct targets targets;
    struct networks networks;
    struct verdict verdict;
    struct explain explain;
    oc_report *report; /* NULL with --explain and where results go elsewhere */
    struct harvest harvest;
    struct harvest_capture harvested; /* the capture that is read */
    oc_parser_options parser_options;
    bool reported; /* at least one snapshot */
    bool many;     /* captures */
    bool broken;   /* nothing more can be done */
};

/* One text on its way into a join. */
struct run_text {
    struct run *run;
    oc_text path;
    oc_join *join;
    oc_status status; /* of the join or the report, when it stopped the parser */
    uint64_t line;    /* where that was */
    oc_seems seems;
};

/* ---- what the join says ------------------------------------------------------------------ */

static int run_snapshot(void *user, const oc_snapshot *snapshot)
{
    struct run *run = user;
    run->reported = true;
    verdict_snapshot(&run->verdict, snapshot);
    if (!harvest_snapshot(&run->harvested, snapshot)) {
        return -1;
    }
    return run->report == NULL ? 0 : oc_report_snapshot(run->report, snapshot) != OC_OK;
}

static int run_row(void *user, const oc_snapshot *snapshot, const oc_target *target,
                   const oc_connection *row)
{
    struct run *run = user;
    return run->report == NULL ? 0 : oc_report_row(run->report, snapshot, target, row) != OC_OK;
}

static oc_status run_new_join(struct run *run, oc_text capture, oc_join **join)
{
    const oc_join_options options = {
        .capture = capture,
        .images = run->targets.images,
        .image_count = run->targets.image_count,
        .pids = run->options->pids,
        .pid_count = run->options->pid_count,
        .all = run->options->all,
        .near = run->targets.near,
        .near_count = run->targets.near_count,
        .networks = run->networks.networks,
        .network_count = run->networks.count,
        .programs = run->networks.programs,
        .program_count = run->networks.program_count,
    };
    bool streams = !harvest_keeps_rows(&run->harvest) &&
                   (run->report == NULL || oc_report_streams(run->report));
    const oc_join_handler handler = {
        .row = streams ? run_row : NULL,
        .snapshot = run_snapshot,
        .user = run,
    };
    return oc_join_new(join, &options, &handler);
}

/* ---- what goes wrong --------------------------------------------------------------------- */

/* Whether there is more to be kept; else that was told. */
static bool run_harvests(struct run *run, bool good)
{
    if (!good && !run->broken) {
        const char *path;
        const char *problem = harvest_problem(&run->harvest, &path);
        message_error(run->messages, text_of(path), 0, "%s", problem);
        run->broken = true;
    }
    return good;
}

/* Why the text went no further; line 0: not known. The output's own failure is told at the end. */
static void run_stopped(struct run *run, oc_text path, uint64_t line, oc_status status)
{
    if (run->output->error != 0) {
        run->broken = true;
    } else if (status == OC_STOPPED) {
        run_harvests(run, false);
    } else if (status == OC_TOO_MUCH_WAITS) {
        verdict_problem(&run->verdict, "too-much-waits");
        message_error(run->messages, path, line,
                      "connection rows came first, and they are too many to be kept until a "
                      "process list comes: give the process list first, or use --pid N");
    } else {
        verdict_problem(&run->verdict, "failed");
        message_error(run->messages, path, line, "%s", oc_status_text(status));
        run->broken = status == OC_NO_MEMORY;
    }
}

/* ---- one text ---------------------------------------------------------------------------- */

static uint64_t run_event_line(const oc_event *event)
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

static int run_event(void *user, const oc_event *event)
{
    struct run_text *text = user;
    if (event->kind == OC_EVENT_LINE) {
        return explain_line(&text->run->explain, event->as.line);
    }
    if (event->kind == OC_EVENT_END) {
        text->seems = event->as.seems;
    }
    text->status = oc_join_event(text->join, event);
    if (text->status != OC_OK) {
        text->line = run_event_line(event);
    }
    return text->status != OC_OK;
}

/* False: the capture cannot be finished. */
static bool run_read_text(struct run *run, struct input *input, oc_join *join)
{
    oc_text path = text_of(input->path);
    struct run_text text = {.run = run, .path = path, .join = join};
    oc_parser *parser = NULL;
    oc_status status = oc_join_source(join, path);
    oc_parser_options options = run->parser_options;
    options.counted = oc_join_counted(join);
    harvest_text(&run->harvested, path);
    if (status == OC_OK) {
        status = oc_parser_new(&parser, run->grammars, &options, run_event, &text);
    }
    bool read = status != OC_OK || feed_input(input, parser, run->output, &run->harvested, &status);
    oc_parser_free(parser);
    if (!read) {
        verdict_problem(&run->verdict, "unreadable");
        message_error(run->messages, path, 0, "%s", input->problem);
        return false;
    }
    if (status != OC_OK) {
        run_stopped(run, path, text.line, text.status != OC_OK ? text.status : status);
        return false;
    }
    if (text.seems != OC_SEEMS_CAPTURE) {
        verdict_unrecognised(&run->verdict, path, text.seems);
    }
    return true;
}

/* ---- one capture ------------------------------------------------------------------------- */

static bool run_read_texts(struct run *run, const struct pair_capture *capture,
                           struct input *inputs, oc_join *join)
{
    for (size_t i = 0; i < capture->count; i++) {
        struct input *input = &inputs[capture->texts[i]];
        if (run->options->explain && run->options->input_count > 1 &&
            explain_heading(&run->explain, text_of(input->path)) != 0) {
            run_stopped(run, text_of(input->path), 0, OC_NO_WRITE);
            return false;
        }
        bool read = run_read_text(run, input, join);
        input_close(input);
        if (!read) {
            return false;
        }
    }
    return true;
}

static void run_note_texts(const struct run *run, const struct pair_capture *capture,
                           const struct input *inputs)
{
    for (size_t i = 0; capture->count > 1 && i < capture->count; i++) {
        message_note(run->messages, text_of(inputs[capture->texts[i]].path), 0,
                     "belongs to the capture %.*s", (int)capture->name.size, capture->name.data);
    }
}

/* Whether the database has the capture as it is now. */
static bool run_knows(struct run *run, const struct pair_capture *capture,
                      const struct input *inputs)
{
    bool whole = harvest_may_know(&run->harvest);
    harvest_begin(&run->harvested, capture->name);
    for (size_t i = 0; whole && i < capture->count; i++) {
        whole = feed_harvest(inputs[capture->texts[i]].path, &run->harvested);
    }
    if (whole) {
        return harvest_knows(&run->harvested);
    }
    harvest_begin(&run->harvested, capture->name);
    return false;
}

static void run_read_capture(struct run *run, const struct pair_capture *capture,
                             struct input *inputs)
{
    oc_join *join = NULL;
    oc_status status = run_new_join(run, capture->name, &join);
    if (status != OC_OK) {
        run_stopped(run, capture->name, 0, status);
        return;
    }
    if (run_read_texts(run, capture, inputs, join)) {
        status = oc_join_finish(join);
        if (status == OC_OK) {
            verdict_end(&run->verdict);
        } else {
            run_stopped(run, capture->name, 0, status);
        }
    }
    oc_join_free(join);
}

static void run_capture(struct run *run, const struct pair_capture *capture, struct input *inputs)
{
    run_note_texts(run, capture, inputs);
    verdict_begin(&run->verdict, capture);
    if (run_knows(run, capture, inputs)) {
        run->reported = true;
    } else {
        run_read_capture(run, capture, inputs);
        run_harvests(run, harvest_end(&run->harvested, run->verdict.problem));
    }
    verdict_connected(&run->verdict, run->harvested.connected);
}

/* A single input has nothing to be paired with: it is read straight through. */
static void run_single(struct run *run, struct input *input)
{
    size_t first = 0;
    const struct pair_capture capture = {
        .name = text_of(input->path),
        .texts = &first,
        .count = 1,
    };
    run_capture(run, &capture, input);
}

/* ---- the report -------------------------------------------------------------------------- */

static bool run_color(const struct run *run)
{
    const char *no_color = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    if (run->options->color != OPTIONS_COLOR_AUTO) {
        return run->options->color == OPTIONS_COLOR_ALWAYS;
    }
    return (no_color == NULL || *no_color == '\0') &&
           (terminal == NULL || strcmp(terminal, "dumb") != 0) && output_is_terminal(run->output);
}

static bool run_begin_report(struct run *run, bool many)
{
    const oc_report_options options = {
        .states = run->options->states,
        .color = run_color(run),
        .many = many,
        .verbose = run->options->verbose,
    };
    const oc_sink sink = {.write = output_write, .user = run->output};
    run->many = many;
    if (run->options->explain || !run->options->reports) {
        return true;
    }
    oc_status status = oc_report_new(&run->report, text_of(run->options->format), &options, sink);
    if (status != OC_OK) {
        run_stopped(run, text_of(NULL), 0, status);
    }
    return status == OC_OK;
}

/* ---- several inputs ---------------------------------------------------------------------- */

static void run_look(struct run *run, struct input *input, struct pair_text *text)
{
    oc_text path = text_of(input->path);
    struct look look;
    oc_status status;
    text->path = input->path;
    if (!look_at(&look, input, run->grammars, &run->parser_options, &status)) {
        harvest_unread(&run->harvest, "unreadable");
        message_error(run->messages, path, 0, "%s", input->problem);
    } else if (status != OC_OK) {
        run_stopped(run, path, 0, status);
    } else if (look.has_processes || look.has_connections) {
        text->has_processes = look.has_processes;
        text->has_connections = look.has_connections;
    } else if (run->options->explain) {
        run_single(run, input);
    } else {
        harvest_unread(&run->harvest, "unrecognised");
        verdict_unrecognised(&run->verdict, path, look.seems);
    }
}

static void run_pairs(struct run *run, struct input *inputs, const struct pair_text *texts)
{
    struct pairing pairing;
    if (!pair_texts(&pairing, texts, run->options->input_count)) {
        run_stopped(run, text_of(NULL), 0, OC_NO_MEMORY);
    } else if (run_begin_report(run, pairing.count > 1)) {
        for (size_t i = 0; i < pairing.count && !run->broken; i++) {
            run_capture(run, &pairing.captures[i], inputs);
        }
    }
    pair_free(&pairing);
}

static void run_several(struct run *run, char **paths, size_t count)
{
    struct input *inputs = calloc(count, sizeof *inputs);
    struct pair_text *texts = calloc(count, sizeof *texts);
    if (inputs == NULL || texts == NULL) {
        run_stopped(run, text_of(NULL), 0, OC_NO_MEMORY);
        count = 0;
    }
    for (size_t i = 0; i < count; i++) {
        input_init(&inputs[i], paths[i]);
    }
    for (size_t i = 0; i < count && !run->broken; i++) {
        run_look(run, &inputs[i], &texts[i]);
    }
    if (count > 0 && !run->broken) {
        run_pairs(run, inputs, texts);
    }
    for (size_t i = 0; i < count; i++) {
        input_close(&inputs[i]);
    }
    free(inputs);
    free(texts);
}

static void run_one(struct run *run, const char *path)
{
    struct input input;
    input_init(&input, path);
    if (run_begin_report(run, false)) {
        run_single(run, &input);
    }
    input_close(&input);
}

/* ---- all of it --------------------------------------------------------------------------- */

/* Told once, not for each text. */
static bool run_check_encoding(struct run *run)
{
    oc_parser *parser = NULL;
    oc_status status = oc_parser_new(&parser, run->grammars, &run->parser_options, run_event, NULL);
    oc_parser_free(parser);
    if (status == OC_NO_ENCODING) {
        message_error(run->messages, text_of(NULL), 0,
                      "unknown encoding '%s': a name as UTF-8, UTF-16LE, CP850 or Windows-1252",
                      run->options->encoding);
    } else if (status != OC_OK) {
        run_stopped(run, text_of(NULL), 0, status);
    }
    return status == OC_OK;
}

static void run_finish_harvest(struct run *run)
{
    struct buffer summary;
    buffer_init(&summary);
    if (run_harvests(run, harvest_finish(&run->harvest, run->many, &summary))) {
        output_buffer(run->output, &summary);
    }
    buffer_free(&summary);
}

static void run_inputs(struct run *run)
{
    const struct options *options = run->options;
    if (!run_check_encoding(run)) {
        return;
    }
    if (options->input_count > 1) {
        run_several(run, options->inputs, options->input_count);
    } else {
        run_one(run, options->input_count == 0 ? "-" : options->inputs[0]);
    }
    if (run->reported && run->report != NULL && oc_report_finish(run->report) != OC_OK) {
        run_stopped(run, text_of(NULL), 0, OC_NO_WRITE);
    }
    if (!run->broken) {
        run_finish_harvest(run);
    }
}

/* A file that was there is not given up for a result that holds nothing or was broken off. */
static bool run_has_result(const struct run *run)
{
    if (run->broken) {
        return false;
    }
    return run->options->explain || run->reported || verdict_status(&run->verdict) != 2;
}

int run_report(const struct options *options, const oc_grammars *grammars, struct output *output,
               struct messages *messages)
{
    struct run run = {
        .options = options,
        .grammars = grammars,
        .output = output,
        .messages = messages,
        .parser_options = {.encoding = options->encoding,
                           .every_line = options->explain,
                           .in_full = options->strict},
    };
    verdict_init(&run.verdict, messages, &run.targets, options);
    explain_init(&run.explain, output);
    bool known = networks_init(&run.networks, options, grammars, messages);
    bool keeps = run_harvests(&run, harvest_init(&run.harvest, options));
    harvest_capture_init(&run.harvested, &run.harvest);
    if (!targets_init(&run.targets, options, grammars)) {
        run_stopped(&run, text_of(NULL), 0, OC_NO_MEMORY);
    } else if (known && keeps) {
        run_inputs(&run);
    }
    if (!run_has_result(&run)) {
        output_discard(output);
    }
    oc_report_free(run.report);
    explain_free(&run.explain);
    harvest_capture_free(&run.harvested);
    harvest_free(&run.harvest);
    targets_free(&run.targets);
    networks_free(&run.networks);
    return verdict_status(&run.verdict);
}
