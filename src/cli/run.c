#include "cli/run.h"

#include "base/text.h"
#include "cli/batch.h"
#include "cli/cancel.h"
#include "cli/capture.h"
#include "cli/diff.h"
#include "cli/group.h"
#include "cli/networks.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

struct run {
    struct job job;
    struct harvest harvest;
    struct networks networks;
    struct output *output;
    struct messages *messages;
    struct libarchive library;
    struct named *inputs; /* those that could be opened */
    size_t count;
    struct result total;
    bool broken; /* nothing more can be done */
};

/* ---- how to report ----------------------------------------------------------------------- */

static bool run_color(const struct run *run)
{
    const char *no_color = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");
    enum options_color color = run->job.options->color;
    if (color != OPTIONS_COLOR_AUTO) {
        return color == OPTIONS_COLOR_ALWAYS;
    }
    return (no_color == NULL || *no_color == '\0') &&
           (terminal == NULL || strcmp(terminal, "dumb") != 0) && output_is_terminal(run->output);
}

/* Cells in a line of the terminal; 0: nobody says so, and lines may be as long as they like. */
static size_t run_width(const struct run *run)
{
    const char *columns = getenv("COLUMNS");
    struct winsize size;
    uint64_t width;
    if (columns != NULL && text_number(text_of(columns), UINT16_MAX, &width)) {
        return (size_t)width;
    }
    if (output_is_terminal(run->output) && ioctl(run->output->fd, TIOCGWINSZ, &size) == 0) {
        return size.ws_col;
    }
    return 0;
}

static bool run_is_text(const struct run *run)
{
    return strcmp(run->job.options->format, "text") == 0;
}

static bool run_all_texts(const struct run *run)
{
    for (size_t i = 0; i < run->count; i++) {
        if (run->inputs[i].kind != NAMED_TEXT) {
            return false;
        }
    }
    return true;
}

/* Of what was named text by text, the whole is shown; of what was found, a line for each. */
static void run_choose_report(struct run *run, bool many)
{
    struct job *job = &run->job;
    job->format = text_of(job->options->format);
    job->report = (oc_report_options){
        .states = job->options->states,
        .color = run_color(run),
        .verbose = job->options->verbose,
    };
    job->many_texts = job->options->input_count > 1 || !run_all_texts(run);
    if (!many) {
        return;
    }
    job->report.many = true;
    job->report.part = true;
    job->whole = run_is_text(run) && run_all_texts(run);
    if (run_is_text(run) && !job->whole) {
        job->format = text_of("lines");
        job->report.width = run_width(run);
    }
}

/* ---- the texts --------------------------------------------------------------------------- */

/* A text that is alone is read straight through, and told as it comes. */
static void run_alone(struct run *run, struct engine *engine)
{
    struct group group = {.items = &run->inputs[0].item, .count = 1, .named = true};
    group_run(engine, &group);
}

/* Told at once, by one engine. */
static void run_straight(struct run *run, void (*way)(struct run *run, struct engine *engine))
{
    struct engine engine;
    run_choose_report(run, false);
    engine_init(&engine, &run->job, run->output);
    if (engine_begin(&engine, &run->total)) {
        way(run, &engine);
        run->broken = engine.broken;
    }
    engine_end(&engine);
    engine_free(&engine);
    run->messages->errors += run->total.errors;
}

/* What is kept besides the report. */
static void run_finish_harvest(struct run *run)
{
    struct buffer summary;
    const char *path;
    buffer_init(&summary);
    bool many = run->total.captures > 1 && !run->job.options->explain;
    bool wanted = !harvest_failed(&run->harvest) && !run->broken && !cancel_requested();
    bool kept = wanted && harvest_finish(&run->harvest, many, &summary);
    if (kept) {
        output_buffer(run->output, &summary);
    } else if (wanted || harvest_failed(&run->harvest)) {
        const char *problem = harvest_problem(&run->harvest, &path);
        message_error(run->messages, text_of(path), 0, "%s", problem);
        run->broken = true;
    }
    buffer_free(&summary);
}

static void run_open(struct run *run, const char *const *paths, size_t count)
{
    for (size_t i = 0; i < count && !cancel_requested(); i++) {
        struct named *input = &run->inputs[run->count];
        if (named_open(input, paths[i], count == 1, &run->library)) {
            run->count++;
            continue;
        }
        if (!cancel_requested()) {
            harvest_unread(&run->harvest, text_of(paths[i]), "unreadable", input->input.problem);
            message_error(run->messages, text_of(paths[i]), 0, "%s", input->input.problem);
        }
        named_free(input);
    }
}

/* What broke a batch off may not have come to be told in its turn; it is memory, if nothing else.
 */
static void run_tell_break(struct run *run)
{
    if (run->broken && run->messages->errors == 0 && run->output->error == 0 &&
        !cancel_requested() && !harvest_failed(&run->harvest)) {
        message_error(run->messages, text_of(NULL), 0, "%s", oc_status_text(OC_NO_MEMORY));
    }
}

static void run_paths(struct run *run, const char *const *paths, size_t count)
{
    run->inputs = calloc(count, sizeof *run->inputs);
    if (run->inputs == NULL) {
        message_error(run->messages, text_of(NULL), 0, "%s", oc_status_text(OC_NO_MEMORY));
        run->broken = true;
        return;
    }
    run_open(run, paths, count);
    if (count == 1 && run->count == 1 && run->inputs[0].kind == NAMED_TEXT) {
        run_straight(run, run_alone);
    } else if (run->count > 0 && !cancel_requested()) {
        run_choose_report(run, true);
        run->broken = !batch_run(&run->job, run->inputs, run->count, &run->library, run->output,
                                 run->messages, &run->total);
        run_tell_break(run);
    }
    for (size_t i = 0; i < run->count; i++) {
        named_free(&run->inputs[i]);
    }
    free(run->inputs);
}

/* ---- --diff ------------------------------------------------------------------------------ */

/* One of the two, on its way into a join. */
struct run_diff {
    struct engine *engine;
    struct libarchive *library;
};

static bool run_diff_text(struct engine *engine, struct item *item, oc_join *join)
{
    size_t first = 0;
    const struct pair_capture capture = {
        .name = text_of(item->path),
        .texts = &first,
        .count = 1,
    };
    bool read = capture_into(engine, &capture, item, join);
    if (read && !item->has_processes && !item->has_connections) {
        verdict_unrecognised(&engine->verdict, capture.name, item->seems);
    }
    return read;
}

/* An input is one capture. It is opened when the one before it was read: both may be FIFOs. */
static bool run_diff_input(void *user, const char *path, oc_join *join)
{
    const struct run_diff *diff = user;
    struct named input;
    bool read = false;
    const char *problem = NULL;
    if (!named_open(&input, path, true, diff->library)) {
        problem = input.input.problem;
    } else if (input.kind != NAMED_TEXT) {
        problem = "--diff compares two captures, each in one text: name a text of it";
    } else {
        read = run_diff_text(diff->engine, &input.item, join);
    }
    if (problem != NULL && !cancel_requested()) {
        message_error(&diff->engine->messages, text_of(path), 0, "%s", problem);
    }
    named_free(&input);
    return read;
}

static void run_diff(struct run *run, struct engine *engine)
{
    const oc_join_options options = capture_join_options(engine);
    struct run_diff inputs = {.engine = engine, .library = &run->library};
    struct diff diff = {
        .options = &options,
        .read = run_diff_input,
        .user = &inputs,
        .verdict = &engine->verdict,
        .messages = &engine->messages,
        .report = engine->report,
    };
    oc_status status = diff_inputs(&diff, run->job.options->inputs[0], run->job.options->inputs[1]);
    engine->reported = diff.compared;
    engine_finish_report(engine);
    if (status != OC_OK) {
        engine_stopped(engine, text_of(NULL), 0, status);
    }
}

/* ---- all of it --------------------------------------------------------------------------- */

static int run_ignore(void *user, const oc_event *event)
{
    (void)user;
    (void)event;
    return 0;
}

/* Told once, not for each text. */
static bool run_check_encoding(const struct run *run)
{
    oc_parser *parser = NULL;
    if (run->job.parser.encoding == NULL) {
        return true;
    }
    oc_status status =
        oc_parser_new(&parser, run->job.grammars, &run->job.parser, run_ignore, NULL);
    oc_parser_free(parser);
    if (status == OC_NO_ENCODING) {
        message_error(run->messages, text_of(NULL), 0,
                      "unknown encoding '%s': a name as UTF-8, UTF-16LE, CP850 or Windows-1252",
                      run->job.parser.encoding);
    } else if (status != OC_OK) {
        message_error(run->messages, text_of(NULL), 0, "%s", oc_status_text(status));
    }
    return status == OC_OK;
}

static void run_inputs(struct run *run)
{
    static const char *const standard[] = {"-"};
    const struct options *options = run->job.options;
    if (!run_check_encoding(run)) {
        return;
    }
    if (options->diff) {
        run_straight(run, run_diff);
    } else if (options->input_count == 0) {
        run_paths(run, standard, 1);
    } else {
        run_paths(run, (const char *const *)options->inputs, options->input_count);
    }
}

static int run_status(const struct run *run)
{
    if (run->messages->errors > 0) {
        return 2;
    }
    if (run->total.connected) {
        return 0;
    }
    return run->total.unanswered ? 2 : 1;
}

/* A file that was there is not given up for a result that holds nothing or was broken off. */
static bool run_has_result(const struct run *run)
{
    if (run->broken || cancel_requested()) {
        return false;
    }
    return run->job.options->explain || run->total.reported || run_status(run) != 2;
}

/* Where nothing is replaced, what is finished stands. */
static void run_give_up(struct output *output)
{
    if (output->temporary == NULL) {
        output_flush(output);
    }
    output_discard(output);
}

int run_report(const struct options *options, const oc_grammars *grammars, struct output *output,
               struct messages *messages)
{
    struct run run = {
        .job = {.options = options, .grammars = grammars},
        .output = output,
        .messages = messages,
    };
    run.job.parser = (oc_parser_options){
        .encoding = options->encoding,
        .every_line = options->explain,
        .in_full = options->strict,
    };
    result_init(&run.total);
    libarchive_init(&run.library);
    bool known = networks_init(&run.networks, options, grammars, messages);
    bool keeps = harvest_init(&run.harvest, options);
    run.job.harvest = &run.harvest;
    run.job.networks = &run.networks;
    if (!targets_init(&run.job.targets, options, grammars)) {
        message_error(messages, text_of(NULL), 0, "%s", oc_status_text(OC_NO_MEMORY));
        run.broken = true;
    } else if (known && keeps) {
        run_inputs(&run);
    }
    run_finish_harvest(&run);
    if (!run_has_result(&run)) {
        run_give_up(output);
    }
    libarchive_free(&run.library);
    harvest_free(&run.harvest);
    networks_free(&run.networks);
    targets_free(&run.job.targets);
    result_free(&run.total);
    return run_status(&run);
}
