/*
 * Owns: dates as Windows and log collectors write them, and their calendar.
 * Must not know: times, what else stands on the line.
 */
#ifndef PARSE_STAMP_DATE_H
#define PARSE_STAMP_DATE_H

#include "parse/scan.h"

struct stamp_date {
    bool known;
    bool open; /* month and day may be the other way round */
    bool year_first;
    int year;  /* 1980 to 2099, what Windows lets a clock be set to */
    int month; /* from 1 */
    int day;   /* from 1 */
};

/*
 * Passes over the date that begins here; false: none does, and the place stays.
 *     2026-11-22 2026/11/22 2026.11.22 2026. 11. 22. and with the year, month and day signs of
 *                               Chinese, Japanese and Korean
 *     22.11.2026 22. 11. 2026   dots: the day comes first
 *     22.11.26                  only with two digits each: 3.2.26 is a version
 *     11/22/2026 22-11-2026     a number above 12 is the day; if there is none, the order is open
 *     November 22, 2026         and 22 November 2026, English
 * A day that the month does not have makes it no date.
 */
bool stamp_date_read(struct scan *scan, struct stamp_date *date);

/* Passes over an English name of a day, whole or its first three letters; 0 is Sunday. */
bool stamp_date_weekday(struct scan *scan, int *weekday);

/* An open order that the day of the week agrees with is the right one, unless both do. */
void stamp_date_settle(struct stamp_date *date, int weekday);

#endif
