/*
 * Owns: the table of writers, the buffered way to the sink, which rows are shown.
 * Must not know: parsing, joining, files.
 *
 * A new format is one file report_x.c that defines a struct report_writer, and one line in the
 * table of report.c.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/buffer.h"

struct report_writer {
    const char *name;
    /* Writes what comes before everything else; may be NULL. */
    void (*begin)(oc_report *report);
    /* Writes a row as it comes; NULL where rows wait for their snapshot. */
    void (*row)(oc_report *report, const oc_snapshot *snapshot, const oc_target *target,
                const oc_connection *row);
    void (*snapshot)(oc_report *report, const oc_snapshot *snapshot);
    /* Writes what was held back; may be NULL. */
    void (*finish)(oc_report *report);
};

extern const struct report_writer report_text_writer;
extern const struct report_writer report_lines_writer;
extern const struct report_writer report_json_writer;
extern const struct report_writer report_csv_writer;
extern const struct report_writer report_tsv_writer;

struct oc_report {
    const struct report_writer *writer;
    oc_report_options options;
    oc_sink sink;
    struct buffer out; /* writers append here and call report_drain after each item of a list */
    bool began;        /* the sink has got bytes */
    uint64_t unchanged_from; /* snapshots of which nothing is said yet; 0: there are none */
    uint64_t unchanged_to;
    oc_status status; /* the first failure */
};

/* Passes a full buffer on to the sink; false after a failure, when writing more is in vain. */
bool report_drain(oc_report *report);
/* The target's next row that the states filter lets through; false after the last. */
bool report_next_row(const oc_report *report, const oc_target *target, oc_row_cursor *cursor,
                     oc_connection *row);
/* The change at *index or behind that the states filter lets through; false after the last. *index
 * is behind it then. */
bool report_next_change(const oc_report *report, const oc_snapshot *snapshot, size_t *index,
                        oc_change *change);

#endif
