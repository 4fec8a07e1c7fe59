#include "parse/stamp.h"

#include "base/text.h"
#include "text/utf8.h"

#include <string.h>

/* No language needs more for the short name of a day. */
#define DAY_NAME_LETTERS 4
#define WEEKDAY_NONE (-1)

struct reading {
    struct stamp found;
    int weekday;
    bool stray;   /* the word before may be a day of the week, or AM or PM, in some language */
    bool dubious; /* such a word, behind the time, is the last of the line */
    bool text;    /* what follows has nothing to do with date and time */
};

/* <134>1, before the time in syslog */
static void skip_priority(struct scan *scan)
{
    struct scan ahead = *scan;
    int ignored;
    if (!scan_byte(&ahead, '<') || scan_number(&ahead, 3, &ignored) == 0 || !scan_byte(&ahead, '>'))
        return;
    scan_literal(&ahead, "1 ");
    *scan = ahead;
}

/* Returns the last of the blanks and marks, '\0' if there is none. */
static char skip_marks(struct scan *scan)
{
    char last = '\0';
    for (;;) {
        const char *before = scan->at;
        scan_blanks(scan);
        if (scan->at != before)
            last = ' ';
        char byte = scan_peek(scan);
        if (byte == '\0' || strchr("()[]{}<>\"'|;=*#~!-_,.:/", byte) == NULL)
            return last;
        last = byte;
        scan->at++;
    }
}

static bool is_now_word(oc_text word)
{
    static const char *const words[] = {"the",       "current",  "local",   "date",     "time",
                                        "timestamp", "is",       "at",      "on",       "and",
                                        "now",       "today",    "taken",   "captured", "collected",
                                        "capture",   "snapshot", "netstat", "tasklist"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_equal_nocase(word, text_of(words[i])))
            return true;
    return false;
}

static bool may_be_day_name(oc_text word)
{
    size_t letters = 0;
    size_t length;
    for (size_t i = 0; i < word.size; i += length) {
        uint32_t c = utf8_decode(word.data + i, word.size - i, &length);
        if ((c >= '0' && c <= '9') || ++letters > DAY_NAME_LETTERS)
            return false;
    }
    return true;
}

/*
 * Whether a word beside the time may be AM or PM in a language we do not know. Where the year comes
 * first, hours count to 24 or the words are known.
 */
static bool lacks_half(const struct stamp *found)
{
    const struct stamp_time *time = &found->time;
    return time->known && !(found->date.known && found->date.year_first) && !time->has_half &&
           !time->has_fraction && time->hour >= 1 && time->hour <= 12;
}

static bool is_last_word(struct scan scan)
{
    skip_marks(&scan);
    return scan.at == scan.end;
}

static bool is_label(struct scan scan)
{
    scan_blanks(&scan);
    return scan_peek(&scan) == ':' || scan_peek(&scan) == '=';
}

/* false: here begins other text. */
static bool read_word(struct scan *scan, struct reading *reading)
{
    const struct stamp *found = &reading->found;
    bool whole = found->date.known && found->time.known;
    oc_text word;
    if (!whole && reading->weekday == WEEKDAY_NONE && stamp_date_weekday(scan, &reading->weekday))
        return true;
    if (!scan_word(scan, &word))
        return false;
    if (is_now_word(word)) {
        scan_byte(scan, ':');
        return true;
    }
    bool stray = may_be_day_name(word) && !is_label(*scan);
    reading->dubious = stray && lacks_half(found) && is_last_word(*scan);
    if (!stray || reading->stray || found->time.known)
        return false;
    reading->stray = true;
    return true;
}

/* false: here begins other text. */
static bool read_piece(struct scan *scan, struct reading *reading)
{
    struct stamp *found = &reading->found;
    if (!found->date.known && stamp_date_read(scan, &found->date)) {
        scan_byte(scan, 'T');
        reading->stray = false;
        return true;
    }
    if (found->time.known || !stamp_time_read(scan, &found->time))
        return read_word(scan, reading);
    if (reading->stray && (!found->date.known || lacks_half(found))) {
        found->time.known = false;
        return false;
    }
    return true;
}

static struct reading read_line(oc_text line)
{
    struct reading reading = {.weekday = WEEKDAY_NONE};
    struct scan scan = scan_of(line);
    scan_blanks(&scan);
    skip_priority(&scan);
    for (;;) {
        char mark = skip_marks(&scan);
        if (scan.at == scan.end)
            break;
        bool part = scan_digit_next(&scan) && (mark == '.' || mark == ':' || mark == '/');
        reading.text = part || !read_piece(&scan, &reading);
        if (reading.text)
            break;
    }
    return reading;
}

static bool is_cpu_time(const struct stamp_time *time)
{
    return time->hour_digits == 1 && time->has_second && !time->has_fraction && !time->has_half;
}

static bool says_when(const struct reading *reading)
{
    const struct stamp_date *date = &reading->found.date;
    const struct stamp_time *time = &reading->found.time;
    if (reading->dubious)
        return false;
    if (reading->text)
        return time->known && (date->known ? time->has_second : time->has_fraction);
    return date->known || (time->known && !is_cpu_time(time));
}

static bool same_day(const struct stamp_date *a, const struct stamp_date *b)
{
    return a->year == b->year && a->month == b->month && a->day == b->day;
}

/* In minutes, since one of them may have no seconds. */
static bool is_earlier(const struct stamp_time *a, const struct stamp_time *b)
{
    return a->hour * 60 + a->minute < b->hour * 60 + b->minute;
}

static void merge(struct stamp *stamp, const struct stamp *found)
{
    if (!found->time.known) {
        if (stamp->date.known && !same_day(&stamp->date, &found->date))
            stamp->time.known = false;
        stamp->date = found->date;
        return;
    }
    if (found->date.known)
        stamp->date = found->date;
    else if (stamp->time.known && is_earlier(&found->time, &stamp->time))
        stamp->date.known = false;
    stamp->time = found->time;
}

static bool take(struct stamp *stamp, struct reading *reading)
{
    if (!says_when(reading))
        return false;
    if (reading->weekday != WEEKDAY_NONE)
        stamp_date_settle(&reading->found.date, reading->weekday);
    merge(stamp, &reading->found);
    return true;
}

bool stamp_read(struct stamp *stamp, oc_text line)
{
    struct reading reading = read_line(line);
    return take(stamp, &reading);
}

static bool names_command(oc_text text)
{
    struct scan scan = scan_of(text);
    oc_text word;
    while (scan.at < scan.end) {
        if (!scan_word(&scan, &word))
            scan.at++;
        else if (text_equal_nocase(word, text_of("netstat")) ||
                 text_equal_nocase(word, text_of("tasklist")))
            return true;
    }
    return false;
}

bool stamp_read_line(struct stamp *stamp, oc_text line)
{
    if (!text_holds_digit(line))
        return false;
    struct reading reading = read_line(line);
    return (!reading.text || names_command(line)) && take(stamp, &reading);
}

/* Writes digits from the right; returns where the next part goes. */
static char *put_number(char *out, int number, int digits, char behind)
{
    for (int i = digits - 1; i >= 0; i--) {
        out[i] = (char)('0' + number % 10);
        number /= 10;
    }
    out[digits] = behind;
    return out + digits + 1;
}

bool stamp_format(const struct stamp *stamp, char out[STAMP_SIZE])
{
    if (!stamp->date.known || stamp->date.open || !stamp->time.known)
        return false;
    out = put_number(out, stamp->date.year, 4, '-');
    out = put_number(out, stamp->date.month, 2, '-');
    out = put_number(out, stamp->date.day, 2, 'T');
    out = put_number(out, stamp->time.hour, 2, ':');
    out = put_number(out, stamp->time.minute, 2, ':');
    put_number(out, stamp->time.second, 2, '\0');
    return true;
}
