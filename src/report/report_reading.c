/* What a target's connections mean, for people. */
#include "report/report_text.h"

#include "report/escape.h"

void report_reading_sentence(oc_report *report, const oc_reading *reading)
{
    struct buffer *out = &report->out;
    buffer_string(out, "=> ");
    report_text_color(report, REPORT_TEXT_BOLD);
    escape_terminal(out, reading->text);
    report_text_color(report, REPORT_TEXT_PLAIN);
    buffer_string(out, " (confidence: ");
    escape_terminal(out, reading->confidence);
    buffer_string(out, ")\n");
}

void report_reading(oc_report *report, const oc_reading *reading)
{
    struct buffer *out = &report->out;
    if (reading == NULL) {
        return;
    }
    report_reading_sentence(report, reading);
    for (size_t i = 0; i < reading->reason_count; i++) {
        buffer_string(out, "   - ");
        escape_terminal(out, reading->reasons[i]);
        buffer_byte(out, '\n');
    }
    if (report->options.verbose) {
        buffer_string(out, "   - ");
        escape_terminal(out, reading->code);
        buffer_string(out, "; source: ");
        escape_terminal(out, reading->source);
        buffer_byte(out, '\n');
    }
}
