#include "cli/run.h"

#include "base/text.h"
#include "cli/diff.h"
#include "cli/explain.h"
#include "cli/feed.h"
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
    oc_report *report; /* NULL with --explain */
    oc_parser_options parser_options;
    bool told_waits; /* that connection lists wait, though the text is live */
    bool reported;   /* at least one snapshot */
    bool broken;     /* nothing more can be done */
};

/* One text on its way into a join. */
struct run_text {
    struct run *run;
    oc_text path;
    oc_join *join;
    const struct input *input;
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
    return run->report == NULL ? 0 : oc_report_snapshot(run->report, snapshot) != OC_OK;
}

static int run_row(void *user, const oc_snapshot *snapshot, const oc_target *target,
                   const oc_connection *row)
{
    struct run *run = user;
    return run->report == NULL ? 0 : oc_report_row(run->report, snapshot, target, row) != OC_OK;
}

static oc_join_options run_join_options(const struct run *run, oc_text capture)
{
    return (oc_join_options){
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
}

static oc_status run_new_join(struct run *run, oc_text capture, oc_join **join)
{
    const oc_join_options options = run_join_options(run, capture);
    bool streams = run->report == NULL || oc_report_streams(run->report);
    const oc_join_handler handler = {
        .row = streams ? run_row : NULL,
        .snapshot = run_snapshot,
        .user = run,
    };
    return oc_join_new(join, &options, &handler);
}

/* ---- what goes wrong --------------------------------------------------------------------- */

/* Why the text went no further; line 0: not known. The output's own failure is told at the end. */
static void run_stopped(struct run *run, oc_text path, uint64_t line, oc_status status)
{
    if (run->output->error != 0) {
        run->broken = true;
    } else if (status == OC_TOO_MUCH_WAITS) {
        message_error(run->messages, path, line,
                      "connection rows came first, and they are too many to be kept until a "
                      "process list comes: give the process list first, or use --pid N");
    } else {
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

/* Where the text pauses somebody waits for an answer, and may see none. */
static void run_live(struct run_text *text)
{
    struct run *run = text->run;
    char stamp[LIVE_STAMP];
    oc_join_came_at(text->join, live_time(&text->input->live, stamp));
    if (text->input->live.paused && !oc_join_live(text->join) && !run->told_waits) {
        run->told_waits = true;
        message_warning(run->messages, text->path, 0,
                        "connection lists wait for a process list: put the output of tasklist "
                        "before them, or name the process with --pid N");
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
    if (event->kind == OC_EVENT_SECTION) {
        run_live(text);
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
    struct run_text text = {.run = run, .path = path, .join = join, .input = input};
    oc_parser *parser = NULL;
    oc_status status = oc_join_source(join, path);
    oc_parser_options options = run->parser_options;
    options.counted = oc_join_counted(join);
    if (status == OC_OK) {
        status = oc_parser_new(&parser, run->grammars, &options, run_event, &text);
    }
    bool read = status != OC_OK || feed_input(input, parser, run->output, &status);
    oc_parser_free(parser);
    if (!read) {
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

/* False: not to the end. */
static bool run_join(struct run *run, const struct pair_capture *capture, struct input *inputs,
                     oc_join *join)
{
    run_note_texts(run, capture, inputs);
    verdict_begin(&run->verdict, capture);
    if (!run_read_texts(run, capture, inputs, join)) {
        return false;
    }
    oc_status status = oc_join_finish(join);
    if (status != OC_OK) {
        run_stopped(run, capture->name, 0, status);
        return false;
    }
    verdict_end(&run->verdict);
    return true;
}

static void run_capture(struct run *run, const struct pair_capture *capture, struct input *inputs)
{
    oc_join *join = NULL;
    oc_status status = run_new_join(run, capture->name, &join);
    if (status != OC_OK) {
        run_stopped(run, capture->name, 0, status);
        return;
    }
    run_join(run, capture, inputs, join);
    oc_join_free(join);
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
    if (run->options->explain) {
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
        message_error(run->messages, path, 0, "%s", input->problem);
    } else if (status != OC_OK) {
        run_stopped(run, path, 0, status);
    } else if (look.has_processes || look.has_connections) {
        text->has_processes = look.has_processes;
        text->has_connections = look.has_connections;
    } else if (run->options->explain) {
        run_single(run, input);
    } else {
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

/* ---- --diff ------------------------------------------------------------------------------ */

/* An input is one capture. */
static bool run_diff_input(void *user, const char *path, oc_join *join)
{
    struct input input;
    size_t first = 0;
    const struct pair_capture capture = {.name = text_of(path), .texts = &first, .count = 1};
    input_init(&input, path);
    bool read = run_join(user, &capture, &input, join);
    input_close(&input);
    return read;
}

static void run_diff(struct run *run)
{
    const oc_join_options options = run_join_options(run, text_of(NULL));
    struct diff diff = {
        .options = &options,
        .read = run_diff_input,
        .user = run,
        .verdict = &run->verdict,
        .messages = run->messages,
    };
    if (!run_begin_report(run, false)) {
        return;
    }
    diff.report = run->report;
    oc_status status = diff_inputs(&diff, run->options->inputs[0], run->options->inputs[1]);
    run->reported = diff.compared;
    if (status != OC_OK) {
        run_stopped(run, text_of(NULL), 0, status);
    }
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

static void run_inputs(struct run *run)
{
    const struct options *options = run->options;
    if (!run_check_encoding(run)) {
        return;
    }
    if (options->diff) {
        run_diff(run);
    } else if (options->input_count > 1) {
        run_several(run, options->inputs, options->input_count);
    } else {
        run_one(run, options->input_count == 0 ? "-" : options->inputs[0]);
    }
    if (run->reported && run->report != NULL && oc_report_finish(run->report) != OC_OK) {
        run_stopped(run, text_of(NULL), 0, OC_NO_WRITE);
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
    if (!targets_init(&run.targets, options, grammars)) {
        run_stopped(&run, text_of(NULL), 0, OC_NO_MEMORY);
    } else if (known) {
        run_inputs(&run);
    }
    if (!run_has_result(&run)) {
        output_discard(output);
    }
    oc_report_free(run.report);
    explain_free(&run.explain);
    targets_free(&run.targets);
    networks_free(&run.networks);
    return verdict_status(&run.verdict);
}
