#include "report/report.h"

#include "base/text.h"

#include <stdlib.h>

#define REPORT_CHUNK ((size_t)64 << 10)

static const struct report_writer *const report_writers[] = {
    &report_text_writer, &report_lines_writer, &report_json_writer,
    &report_csv_writer,  &report_tsv_writer,
};

static const struct report_writer *report_find_writer(oc_text format)
{
    for (size_t i = 0; i < sizeof report_writers / sizeof *report_writers; i++) {
        if (text_equal(format, text_of(report_writers[i]->name))) {
            return report_writers[i];
        }
    }
    return NULL;
}

/* Takes note of memory that ran out since the last call. */
static oc_status report_check(oc_report *report)
{
    if (report->status == OC_OK && report->out.failed) {
        report->status = OC_NO_MEMORY;
    }
    return report->status;
}

oc_status oc_report_new(oc_report **report, oc_text format, const oc_report_options *options,
                        oc_sink sink)
{
    *report = NULL;
    const struct report_writer *writer = report_find_writer(format);
    if (writer == NULL || sink.write == NULL) {
        return OC_MISUSE;
    }
    oc_report *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return OC_NO_MEMORY;
    }
    made->writer = writer;
    made->sink = sink;
    if (options != NULL) {
        made->options = *options;
    }
    if (writer->begin != NULL && !made->options.part) {
        writer->begin(made);
    }
    if (report_check(made) != OC_OK) {
        oc_report_free(made);
        return OC_NO_MEMORY;
    }
    *report = made;
    return OC_OK;
}

void oc_report_free(oc_report *report)
{
    if (report != NULL) {
        buffer_free(&report->out);
        free(report);
    }
}

static oc_status report_flush(oc_report *report)
{
    if (report_check(report) != OC_OK || report->out.size == 0) {
        return report->status;
    }
    if (report->sink.write(report->sink.user, report->out.data, report->out.size) != 0) {
        report->status = OC_NO_WRITE;
    }
    report->began = true;
    buffer_clear(&report->out);
    return report->status;
}

bool report_drain(oc_report *report)
{
    if (report->out.size >= REPORT_CHUNK) {
        return report_flush(report) == OC_OK;
    }
    return report_check(report) == OC_OK;
}

static bool report_shows(const oc_report *report, const oc_connection *row)
{
    if (report->options.states == 0) {
        return true;
    }
    return row->kind != OC_UDP && (report->options.states >> row->state & 1u) != 0;
}

bool report_next_row(const oc_report *report, const oc_target *target, oc_row_cursor *cursor,
                     oc_connection *row)
{
    while (target->rows != NULL && oc_target_next_row(target, cursor, row)) {
        if (report_shows(report, row)) {
            return true;
        }
    }
    return false;
}

/* A row that changes its state is shown for either one. */
static bool report_shows_change(const oc_report *report, const oc_change *change)
{
    oc_connection before = change->row;
    before.state = change->state_before;
    return change->of_target || report_shows(report, &change->row) ||
           (change->kind == OC_OTHER_STATE && report_shows(report, &before));
}

bool report_next_change(const oc_report *report, const oc_snapshot *snapshot, size_t *index,
                        oc_change *change)
{
    while (*index < snapshot->change_count &&
           oc_changes_at(snapshot->changes, (*index)++, change)) {
        if (report_shows_change(report, change)) {
            return true;
        }
    }
    return false;
}

bool oc_report_streams(const oc_report *report)
{
    return report->writer->row != NULL;
}

oc_status oc_report_row(oc_report *report, const oc_snapshot *snapshot, const oc_target *target,
                        const oc_connection *row)
{
    if (!oc_report_streams(report)) {
        return OC_MISUSE;
    }
    if (report->status == OC_OK && report_shows(report, row)) {
        report->writer->row(report, snapshot, target, row);
        report_drain(report);
    }
    return report->status;
}

oc_status oc_report_snapshot(oc_report *report, const oc_snapshot *snapshot)
{
    if (report->status == OC_OK) {
        report->writer->snapshot(report, snapshot);
    }
    return report_flush(report);
}

oc_status oc_report_finish(oc_report *report)
{
    if (report->status == OC_OK && report->writer->finish != NULL) {
        report->writer->finish(report);
    }
    return report_flush(report);
}
