/* The report for people, of a snapshot that is compared with one before: what is different. */
#include "report/report_text.h"

#include "base/text.h"
#include "report/escape.h"
#include "report/wording.h"

#include <inttypes.h>

/* How a kind of change is marked. */
struct report_changes_mark {
    char sign;
    const char *color;
};

static const struct report_changes_mark report_changes_marks[] = {
    [OC_APPEARED] = {'+', REPORT_TEXT_GREEN},
    [OC_VANISHED] = {'-', REPORT_TEXT_RED},
    [OC_OTHER_STATE] = {'~', REPORT_TEXT_YELLOW},
    [OC_OTHER_PID] = {'~', REPORT_TEXT_YELLOW},
};

/* ---- headings ---- */

static void report_changes_side(oc_report *report, const char *sign, oc_text capture,
                                uint64_t number)
{
    buffer_string(&report->out, sign);
    escape_terminal(&report->out, capture);
    if (number > 1) {
        buffer_printf(&report->out, ", snapshot %" PRIu64, number);
    }
}

static void report_changes_heading(oc_report *report, const oc_snapshot *snapshot)
{
    struct buffer *out = &report->out;
    const oc_since *since = snapshot->since;
    const oc_snapshot before = {.taken_at = since->taken_at};
    report_text_gap(report);
    if (!since->other_capture) {
        report_text_heading(report, snapshot);
        return;
    }
    report_text_color(report, REPORT_TEXT_BOLD);
    report_changes_side(report, "--- ", since->capture, since->number);
    report_text_time(out, &before);
    report_changes_side(report, "\n+++ ", snapshot->capture, snapshot->number);
    report_text_time(out, snapshot);
    report_text_color(report, REPORT_TEXT_PLAIN);
    buffer_byte(out, '\n');
}

/* ---- one target ---- */

static bool report_changes_same_target(const oc_change *a, const oc_change *b)
{
    return a->target == b->target && a->pid == b->pid && text_equal(a->image, b->image);
}

static void report_changes_target(oc_report *report, const oc_change *change)
{
    struct buffer *out = &report->out;
    bool other_pid = change->of_target && change->kind == OC_OTHER_PID;
    report_text_color(report, REPORT_TEXT_BOLD);
    report_text_name(out, change->image, other_pid ? change->pid_before : change->pid);
    if (other_pid) {
        buffer_printf(out, " -> %" PRId64, change->pid);
    }
    report_text_color(report, REPORT_TEXT_PLAIN);
    if (change->of_target && !other_pid) {
        bool appeared = change->kind == OC_APPEARED;
        report_text_color(report, report_changes_marks[change->kind].color);
        buffer_string(out, appeared ? "  not in the lists before" : "  no longer in the lists");
        report_text_color(report, REPORT_TEXT_PLAIN);
    }
    buffer_byte(out, '\n');
}

static void report_changes_row(oc_report *report, const struct report_text_table *table,
                               const oc_change *change)
{
    struct buffer *out = &report->out;
    const oc_connection *row = &change->row;
    const struct report_changes_mark *mark = &report_changes_marks[change->kind];
    buffer_string(out, "  ");
    report_text_color(report, mark->color);
    buffer_byte(out, mark->sign);
    buffer_byte(out, ' ');
    report_text_ends(report, table, row);
    if (change->kind == OC_OTHER_STATE) {
        report_text_state(out, change->state_before, change->state_word_before);
        buffer_string(out, " -> ");
    }
    if (row->kind != OC_UDP) {
        report_text_state(out, row->state, row->state_word);
    }
    report_text_color(report, REPORT_TEXT_PLAIN);
    buffer_byte(out, '\n');
}

static bool report_changes_meaning(const oc_target *before, const oc_target *now)
{
    if (now->reading == NULL || before == NULL || before->reading == NULL) {
        return now->reading != NULL;
    }
    return !text_equal(before->reading->text, now->reading->text) ||
           !text_equal(before->reading->confidence, now->reading->confidence);
}

/* What the target amounts to now, if it is there, and what that means, if it meant something else
 * before. */
static void report_changes_now(oc_report *report, const oc_snapshot *snapshot,
                               const oc_change *change)
{
    const oc_target *target = change->target;
    if (target == NULL) {
        return;
    }
    uint64_t all = target->connections + target->listeners + target->udp;
    buffer_string(&report->out, "now ");
    wording_summary(&report->out, snapshot, target, all);
    if (report_changes_meaning(change->target_before, target)) {
        report_reading_sentence(report, target->reading);
    }
}

/* ---- a snapshot ---- */

static struct report_text_table report_changes_layout(oc_report *report,
                                                      const oc_snapshot *snapshot)
{
    struct report_text_table table = {.rows = 0};
    size_t index = 0;
    oc_change change;
    while (!report->out.failed && report_next_change(report, snapshot, &index, &change)) {
        if (!change.of_target) {
            report_text_widen(report, &table, &change.row);
        }
    }
    return table;
}

static void report_changes_list(oc_report *report, const oc_snapshot *snapshot)
{
    const struct report_text_table table = report_changes_layout(report, snapshot);
    size_t index = 0;
    oc_change last = {.pid = OC_NONE};
    oc_change change;
    for (bool first = true;
         report_drain(report) && report_next_change(report, snapshot, &index, &change);
         first = false) {
        if (first || !report_changes_same_target(&last, &change)) {
            report_changes_now(report, snapshot, &last);
            if (!first) {
                report_text_gap(report);
            }
            report_changes_target(report, &change);
        }
        if (!change.of_target) {
            report_changes_row(report, &table, &change);
        }
        last = change;
    }
    report_changes_now(report, snapshot, &last);
}

static const char *report_changes_none(const oc_report *report)
{
    return report->options.states == 0 ? "no changes\n" : "no changes in the states shown\n";
}

void report_changes_finish(oc_report *report)
{
    uint64_t from = report->unchanged_from;
    uint64_t to = report->unchanged_to;
    if (from == 0) {
        return;
    }
    report->unchanged_from = 0;
    report_text_gap(report);
    report_text_color(report, REPORT_TEXT_BOLD);
    buffer_printf(&report->out, "== snapshot%s %" PRIu64, from < to ? "s" : "", from);
    if (from < to) {
        buffer_printf(&report->out, " to %" PRIu64, to);
    }
    report_text_color(report, REPORT_TEXT_PLAIN);
    buffer_string(&report->out, ": ");
    buffer_string(&report->out, report_changes_none(report));
}

void report_changes_snapshot(oc_report *report, const oc_snapshot *snapshot)
{
    oc_change change;
    size_t index = 0;
    bool changed = report_next_change(report, snapshot, &index, &change);
    if (!changed && !snapshot->since->other_capture) {
        report->unchanged_to = snapshot->number;
        if (report->unchanged_from == 0) {
            report->unchanged_from = snapshot->number;
        }
        return;
    }
    report_changes_finish(report);
    report_changes_heading(report, snapshot);
    report_changes_list(report, snapshot);
    if (!changed) {
        buffer_string(&report->out, report_changes_none(report));
    }
}
