#include "support/pipeline.h"

#include "base/text.h"
#include "grammar/grammar.h"

/* What calls what: the parser the join, the join the report. A callback can only say "stop", so the
 * error behind it is kept. */
struct pipeline {
    oc_parser *parser;
    oc_join *join;
    oc_report *report;
    oc_status first_error;
};

oc_grammars *pipeline_grammars(oc_status *status)
{
    oc_grammars *grammars = oc_grammars_new();
    *status = grammars == NULL ? OC_NO_MEMORY : oc_grammars_add_builtin(grammars);
    if (*status == OC_OK) {
        *status = oc_grammars_seal(grammars);
    }
    if (*status != OC_OK) {
        oc_grammars_free(grammars);
        return NULL;
    }
    return grammars;
}

const struct shape *pipeline_shape(const oc_grammars *grammars, const char *name)
{
    const struct shape *shape = grammars->shapes;
    while (!text_equal(shape->name, text_of(name))) {
        shape = shape->next;
    }
    return shape;
}

static oc_status pipeline_keep(struct pipeline *pipeline, oc_status status)
{
    if (pipeline->first_error == OC_OK) {
        pipeline->first_error = status;
    }
    return pipeline->first_error;
}

static int pipeline_event(void *user, const oc_event *event)
{
    struct pipeline *pipeline = user;
    return (int)pipeline_keep(pipeline, oc_join_event(pipeline->join, event));
}

static int pipeline_row(void *user, const oc_snapshot *snapshot, const oc_target *target,
                        const oc_connection *row)
{
    struct pipeline *pipeline = user;
    oc_status status = oc_report_row(pipeline->report, snapshot, target, row);
    return (int)pipeline_keep(pipeline, status);
}

static int pipeline_snapshot(void *user, const oc_snapshot *snapshot)
{
    struct pipeline *pipeline = user;
    return (int)pipeline_keep(pipeline, oc_report_snapshot(pipeline->report, snapshot));
}

static oc_status pipeline_join_new(struct pipeline *pipeline, const oc_grammars *grammars)
{
    oc_target_info outlook = {.images = NULL};
    if (!oc_grammars_target(grammars, text_of("outlook"), &outlook)) {
        return OC_BAD_GRAMMAR;
    }
    oc_join_options options = {.capture = text_of("-"),
                               .images = outlook.images,
                               .image_count = outlook.image_count,
                               .near = outlook.related,
                               .near_count = outlook.related_count};
    oc_join_handler handler = {.row = oc_report_streams(pipeline->report) ? pipeline_row : NULL,
                               .snapshot = pipeline_snapshot,
                               .user = pipeline};
    return oc_join_new(&pipeline->join, &options, &handler);
}

static oc_status pipeline_open(struct pipeline *pipeline, const oc_grammars *grammars, bool in_full,
                               const char *format, oc_sink sink)
{
    oc_status status = oc_report_new(&pipeline->report, text_of(format), NULL, sink);
    if (status == OC_OK) {
        status = pipeline_join_new(pipeline, grammars);
    }
    if (status == OC_OK) {
        status = oc_join_source(pipeline->join, text_of("-"));
    }
    if (status == OC_OK) {
        const oc_parser_options options = {.in_full = in_full,
                                           .counted = oc_join_counted(pipeline->join)};
        status = oc_parser_new(&pipeline->parser, grammars, &options, pipeline_event, pipeline);
    }
    return status;
}

static oc_status pipeline_feed(struct pipeline *pipeline, oc_text input, struct chunking chunking)
{
    oc_status status = pipeline_keep(pipeline, chunks_feed(pipeline->parser, input, chunking));
    if (status == OC_OK) {
        status = pipeline_keep(pipeline, oc_join_finish(pipeline->join));
    }
    if (status == OC_OK) {
        status = oc_report_finish(pipeline->report);
    }
    return status;
}

static oc_status pipeline_run_either(const oc_grammars *grammars, oc_text input, bool in_full,
                                     struct chunking chunking, const char *format, oc_sink sink)
{
    struct pipeline pipeline = {.first_error = OC_OK};
    oc_status status = pipeline_open(&pipeline, grammars, in_full, format, sink);
    if (status == OC_OK) {
        status = pipeline_feed(&pipeline, input, chunking);
    }
    oc_parser_free(pipeline.parser);
    oc_join_free(pipeline.join);
    oc_report_free(pipeline.report);
    return status;
}

oc_status pipeline_run(const oc_grammars *grammars, oc_text input, struct chunking chunking,
                       const char *format, oc_sink sink)
{
    return pipeline_run_either(grammars, input, false, chunking, format, sink);
}

oc_status pipeline_run_in_full(const oc_grammars *grammars, oc_text input, struct chunking chunking,
                               const char *format, oc_sink sink)
{
    return pipeline_run_either(grammars, input, true, chunking, format, sink);
}
