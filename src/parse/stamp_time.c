#include "parse/stamp_time.h"

enum half { HALF_NONE, HALF_AM, HALF_PM };

static enum half read_half_before(struct scan *scan)
{
    static const struct {
        const char *word;
        enum half half;
    } halves[] = {{"午前", HALF_AM}, {"上午", HALF_AM}, {"오전", HALF_AM},
                  {"午後", HALF_PM}, {"下午", HALF_PM}, {"오후", HALF_PM}};
    for (size_t i = 0; i < sizeof halves / sizeof *halves; i++) {
        if (scan_literal(scan, halves[i].word)) {
            scan_blanks(scan);
            return halves[i].half;
        }
    }
    return HALF_NONE;
}

/* PM, pm, p.m., p. m. */
static enum half read_half_behind(struct scan *scan)
{
    struct scan ahead = *scan;
    scan_blanks(&ahead);
    bool am = scan_byte(&ahead, 'A') || scan_byte(&ahead, 'a');
    if (!am && !scan_byte(&ahead, 'P') && !scan_byte(&ahead, 'p'))
        return HALF_NONE;
    if (scan_byte(&ahead, '.'))
        scan_blanks(&ahead);
    if (!scan_byte(&ahead, 'M') && !scan_byte(&ahead, 'm'))
        return HALF_NONE;
    scan_byte(&ahead, '.');
    if (!scan_at_word_end(&ahead))
        return HALF_NONE;
    *scan = ahead;
    return am ? HALF_AM : HALF_PM;
}

static bool read_two_digits(struct scan *scan, int max, int *number)
{
    return scan_number(scan, 2, number) == 2 && *number <= max;
}

/* .5 to .123456789, with a comma where the region has one */
static bool read_fraction(struct scan *scan)
{
    struct scan ahead = *scan;
    int ignored;
    if (!scan_byte(&ahead, '.') && !scan_byte(&ahead, ','))
        return false;
    if (scan_number(&ahead, 9, &ignored) == 0)
        return false;
    *scan = ahead;
    return true;
}

/* Z, +01, +0100, +01:00 */
static void pass_offset(struct scan *scan, bool has_second)
{
    struct scan ahead = *scan;
    int ignored;
    if (!scan_byte(&ahead, 'Z')) {
        /* 12:13-14:15 is a range. */
        if (!has_second || (!scan_byte(&ahead, '+') && !scan_byte(&ahead, '-')))
            return;
        size_t digits = scan_number(&ahead, 4, &ignored);
        if (digits != 2 && digits != 4)
            return;
        if (digits == 2 && scan_byte(&ahead, ':') && !read_two_digits(&ahead, 59, &ignored))
            return;
    }
    if (scan_at_word_end(&ahead))
        *scan = ahead;
}

static bool read_clock(struct scan *scan, struct stamp_time *time)
{
    time->hour_digits = scan_number(scan, 2, &time->hour);
    if (time->hour_digits == 0 || !scan_byte(scan, ':') ||
        !read_two_digits(scan, 59, &time->minute))
        return false;
    time->has_second = scan_byte(scan, ':');
    if (!time->has_second)
        return true;
    if (!read_two_digits(scan, 59, &time->second))
        return false;
    time->has_fraction = read_fraction(scan);
    return true;
}

bool stamp_time_read(struct scan *scan, struct stamp_time *time)
{
    struct scan ahead = *scan;
    struct stamp_time found = {.known = true};
    enum half half = read_half_before(&ahead);
    if (!read_clock(&ahead, &found))
        return false;
    pass_offset(&ahead, found.has_second);
    if (half == HALF_NONE)
        half = read_half_behind(&ahead);
    found.has_half = half != HALF_NONE;
    if (!scan_at_word_end(&ahead) || found.hour > (found.has_half ? 12 : 23))
        return false;
    if (found.has_half)
        found.hour = found.hour % 12 + (half == HALF_PM ? 12 : 0);
    *time = found;
    *scan = ahead;
    return true;
}
