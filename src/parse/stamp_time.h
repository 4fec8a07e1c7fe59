/*
 * Owns: times of day as Windows and log collectors write them.
 * Must not know: dates, what else stands on the line.
 */
#ifndef PARSE_STAMP_TIME_H
#define PARSE_STAMP_TIME_H

#include "parse/scan.h"

struct stamp_time {
    bool known;
    int hour;   /* 0 to 23 */
    int minute; /* 0 to 59 */
    int second; /* 0 to 59, 0 if not said */
    /* How it was written, which tells a time of day from other things. */
    size_t hour_digits;
    bool has_second;
    bool has_fraction;
    bool has_half; /* AM or PM */
};

/*
 * Passes over the time that begins here; false: none does, and the place stays.
 *     12:13 9:03:14 12:13:14.56 12:13:14,123   24 hours
 *     09:05 AM 12:13:14 p.m.                   12 hours; Chinese, Japanese and Korean words for
 *                                              AM and PM stand before the hour
 *     12:13:14Z 12:13:14+01:00 12:13:14-0500   the offset is passed over
 */
bool stamp_time_read(struct scan *scan, struct stamp_time *time);

#endif
