#include "parse/stamp_date.h"

#include "base/text.h"

#define YEAR_MIN 1980
#define YEAR_MAX 2099
/* 1980 began on a Tuesday. */
#define WEEKDAY_OF_YEAR_MIN 2

/* ---- the calendar --------------------------------------------------------------------------- */

/* 2000 was a leap year, and no other century lies between the limits. */
static bool is_leap(int year)
{
    return year % 4 == 0;
}

static int days_of_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

static bool is_date(int year, int month, int day)
{
    return year >= YEAR_MIN && year <= YEAR_MAX && month >= 1 && month <= 12 && day >= 1 &&
           day <= days_of_month(year, month);
}

static int weekday_of(int year, int month, int day)
{
    int days = day - 1;
    for (int y = YEAR_MIN; y < year; y++)
        days += is_leap(y) ? 366 : 365;
    for (int m = 1; m < month; m++)
        days += days_of_month(year, m);
    return (WEEKDAY_OF_YEAR_MIN + days) % 7;
}

/* ---- names ---------------------------------------------------------------------------------- */

static bool read_month(struct scan *scan, int *month)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    struct scan ahead = *scan;
    oc_text word;
    if (!scan_word(&ahead, &word))
        return false;
    for (int i = 0; i < 12; i++) {
        if (text_equal_nocase(word, text_of(months[i]))) {
            *month = i + 1;
            *scan = ahead;
            return true;
        }
    }
    return false;
}

bool stamp_date_weekday(struct scan *scan, int *weekday)
{
    static const char *const days[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                       "Thursday", "Friday", "Saturday"};
    struct scan ahead = *scan;
    oc_text word;
    if (!scan_word(&ahead, &word))
        return false;
    for (int i = 0; i < 7; i++) {
        oc_text day = text_of(days[i]);
        if (text_equal_nocase(word, day) || text_equal_nocase(word, text_sub(day, 0, 3))) {
            *weekday = i;
            *scan = ahead;
            return true;
        }
    }
    return false;
}

/* ---- the ways to write a date --------------------------------------------------------------- */

/* 2026-11-22 */
static bool read_year_first(struct scan *scan, struct stamp_date *date)
{
    static const struct {
        const char *year, *month, *day;
    } marks[] = {
        {"-", "-", ""}, {"/", "/", ""}, {".", ".", ""}, {"年", "月", "日"}, {"년", "월", "일"}};
    int year, month, day;
    if (scan_number(scan, 4, &year) == 0)
        return false;
    size_t i = 0;
    while (i < sizeof marks / sizeof *marks && !scan_literal(scan, marks[i].year))
        i++;
    if (i == sizeof marks / sizeof *marks)
        return false;
    scan_blanks(scan);
    if (scan_number(scan, 2, &month) == 0 || !scan_literal(scan, marks[i].month))
        return false;
    scan_blanks(scan);
    if (scan_number(scan, 2, &day) == 0 || !scan_literal(scan, marks[i].day))
        return false;
    *date = (struct stamp_date){
        .known = true, .year_first = true, .year = year, .month = month, .day = day};
    return is_date(year, month, day);
}

/* 22.11.2026 */
static bool read_dotted(struct scan *scan, struct stamp_date *date)
{
    int year, month, day;
    size_t day_digits = scan_number(scan, 2, &day);
    if (day_digits == 0 || !scan_byte(scan, '.'))
        return false;
    scan_blanks(scan);
    size_t month_digits = scan_number(scan, 2, &month);
    if (month_digits == 0 || !scan_byte(scan, '.'))
        return false;
    scan_blanks(scan);
    size_t year_digits = scan_number(scan, 4, &year);
    if (year_digits == 0)
        return false;
    if (year_digits == 2 && day_digits == 2 && month_digits == 2)
        year += 2000;
    *date = (struct stamp_date){.known = true, .year = year, .month = month, .day = day};
    return is_date(year, month, day);
}

/* 11/22/2026 */
static bool read_year_last(struct scan *scan, struct stamp_date *date)
{
    int first, second, year;
    if (scan_number(scan, 2, &first) == 0)
        return false;
    char mark = scan_peek(scan);
    if ((mark != '/' && mark != '-') || !scan_byte(scan, mark) ||
        scan_number(scan, 2, &second) == 0 || !scan_byte(scan, mark) ||
        scan_number(scan, 4, &year) == 0)
        return false;
    bool month_first = is_date(year, first, second);
    bool day_first = is_date(year, second, first);
    *date = (struct stamp_date){.known = true, .year = year, .month = first, .day = second};
    date->open = month_first && day_first && first != second;
    if (!month_first) {
        date->month = second;
        date->day = first;
    }
    return month_first || day_first;
}

/* November 22, 2026 or 22 November 2026 */
static bool read_named(struct scan *scan, struct stamp_date *date)
{
    int year, month, day;
    bool day_first = scan_number(scan, 2, &day) > 0;
    scan_blanks(scan);
    if (!read_month(scan, &month))
        return false;
    scan_blanks(scan);
    if (!day_first && scan_number(scan, 2, &day) == 0)
        return false;
    scan_byte(scan, ',');
    scan_blanks(scan);
    if (scan_number(scan, 4, &year) == 0)
        return false;
    *date = (struct stamp_date){.known = true, .year = year, .month = month, .day = day};
    return is_date(year, month, day);
}

static bool read_any(struct scan *scan, struct stamp_date *date)
{
    static bool (*const forms[])(struct scan *, struct stamp_date *) = {
        read_year_first, read_dotted, read_year_last, read_named};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct scan ahead = *scan;
        if (forms[i](&ahead, date)) {
            *scan = ahead;
            return true;
        }
    }
    return false;
}

/* The T of ISO 8601 goes on with a time; letters of other scripts need no blank before them. */
static bool date_ends(const struct scan *scan)
{
    struct scan ahead = *scan;
    if (scan_at_word_end(scan))
        return true;
    if (scan_byte(&ahead, 'T'))
        return scan_digit_next(&ahead);
    return (unsigned char)scan_peek(scan) >= 0x80;
}

bool stamp_date_read(struct scan *scan, struct stamp_date *date)
{
    struct scan ahead = *scan;
    struct stamp_date found;
    if (!read_any(&ahead, &found) || !date_ends(&ahead))
        return false;
    *date = found;
    *scan = ahead;
    return true;
}

void stamp_date_settle(struct stamp_date *date, int weekday)
{
    if (!date->open)
        return;
    bool month_first = weekday_of(date->year, date->month, date->day) == weekday;
    bool day_first = weekday_of(date->year, date->day, date->month) == weekday;
    if (month_first == day_first)
        return;
    if (day_first) {
        int month = date->day;
        date->day = date->month;
        date->month = month;
    }
    date->open = false;
}
