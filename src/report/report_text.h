/*
 * Owns: the pieces that every report for people is made of, and which file writes which.
 * Must not know: JSON, tables of values.
 */
#ifndef REPORT_REPORT_TEXT_H
#define REPORT_REPORT_TEXT_H

#include "report/labels.h"
#include "report/report.h"

#define REPORT_TEXT_BOLD "\x1b[1m"
#define REPORT_TEXT_RED "\x1b[31m"
#define REPORT_TEXT_GREEN "\x1b[32m"
#define REPORT_TEXT_YELLOW "\x1b[33m"
#define REPORT_TEXT_PLAIN "\x1b[0m"

/* Widths are display cells. */
struct report_text_table {
    size_t proto_width; /* 0: no such column */
    size_t local_width;
    size_t remote_width;
    size_t label_width; /* 0: no such column */
    struct labels labels;
    uint64_t rows;
};

/* report_text.c */

/* Nothing without colour, or where color is NULL. */
void report_text_color(oc_report *report, const char *color);
/* A blank line between any two blocks. */
void report_text_gap(oc_report *report);
void report_text_name(struct buffer *out, oc_text image, int64_t pid);
/* ", taken at TIME", ", read at TIME" or nothing */
void report_text_time(struct buffer *out, const oc_snapshot *snapshot);
void report_text_heading(oc_report *report, const oc_snapshot *snapshot);
/* Makes the columns as wide as the row needs, and counts it. */
void report_text_widen(oc_report *report, struct report_text_table *table,
                       const oc_connection *row);
/* Protocol, local and remote end, up to the column of the state, which UDP does not have. */
void report_text_ends(oc_report *report, const struct report_text_table *table,
                      const oc_connection *row);
/* A state that nobody listed as the line says it. */
void report_text_state(struct buffer *out, oc_state state, oc_text word);
/* report_reading.c */

/* "=> Sentence. (confidence: medium)" */
void report_reading_sentence(oc_report *report, const oc_reading *reading);
/* The same with a line for each reason; nothing for NULL. */
void report_reading(oc_report *report, const oc_reading *reading);

/* report_changes.c */

/* What is different in the snapshot; of snapshots without changes it is said with the next one that
 * has some, or at the end, how many there were. */
void report_changes_snapshot(oc_report *report, const oc_snapshot *snapshot);
/* Writes what was held back. */
void report_changes_finish(oc_report *report);

#endif
