/*
 * Owns: when a capture was taken, as lines between the lists say it; which lines say it at all.
 * Must not know: lists, rows; the machine's own clock and language.
 *
 * A false time is worse than none, so a line says when it was taken only if it begins with it:
 *  - Before date and time may stand ASCII marks, the priority of syslog, a few words that mean
 *    "now" ("Date:", "Snapshot taken at"), and one word of at most four letters before the date,
 *    the day of the week in any language. So "System Boot Time:", "Lease Obtained" and the cells of
 *    a row are none, and the first number of the line must be the date or the time.
 *  - Date and time are words of their own: no part of an address, a version, a range.
 *  - Other text may follow only date and time with seconds, as a log collector puts them before a
 *    line, or a time alone with a fraction, as a prompt shows it. What `dir` prints has no seconds.
 *  - A time alone like 0:01:12, one digit and no fraction, is CPU time.
 *  - A word beside the time that may be AM or PM in some language makes the line say nothing.
 */
#ifndef PARSE_STAMP_H
#define PARSE_STAMP_H

#include "parse/stamp_date.h"
#include "parse/stamp_time.h"

#define STAMP_SIZE 20 /* YYYY-MM-DDThh:mm:ss and the end mark */

/* Zeroed: nothing is known. */
struct stamp {
    struct stamp_date date;
    struct stamp_time time;
};

/*
 * Takes over the date or the time or both that the line says, in place of what was known; false if
 * it says none. A date and a time on lines of their own belong together until midnight lies between
 * them: another date alone makes the time unknown, an earlier time alone the date.
 */
bool stamp_read(struct stamp *stamp, oc_text line);

/*
 * The same for a line that nothing else explains: where other text follows, it tells what happened
 * at that time, and only if it names one of the two commands that was the capture.
 */
bool stamp_read_line(struct stamp *stamp, oc_text line);

/* Seconds that were not said are 00. False, and out untouched: date or time is not known, or the
 * order of month and day is open. */
bool stamp_format(const struct stamp *stamp, char out[STAMP_SIZE]);

#endif
