/* Ways to write a date, and the calendar. 22 November 2026 is a Sunday. */
#include "base/text.h"
#include "parse/stamp_date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SUNDAY 0
#define MONDAY 1
#define TUESDAY 2
#define WEDNESDAY 3
#define SATURDAY 6

/* From a copy of exactly that size, so that a sanitizer sees one byte too many. */
static bool read_date(const char *text, struct stamp_date *date, size_t *passed)
{
    size_t size = strlen(text);
    char *copy = malloc(size == 0 ? 1 : size);
    assert_non_null(copy);
    memcpy(copy, text, size);
    struct scan scan = scan_of((oc_text){copy, size});
    bool read = stamp_date_read(&scan, date);
    *passed = size - (size_t)(scan.end - scan.at);
    free(copy);
    return read;
}

/* The whole text is the date. */
static void is_date(const char *text, int year, int month, int day)
{
    struct stamp_date date = {0};
    size_t passed;
    if (!read_date(text, &date, &passed) || passed != strlen(text))
        fail_msg("\"%s\" is not read as a date", text);
    if (!date.known || date.open || date.year != year || date.month != month || date.day != day)
        fail_msg("\"%s\" gives %d-%d-%d", text, date.year, date.month, date.day);
}

static void is_open(const char *text)
{
    struct stamp_date date = {0};
    size_t passed;
    if (!read_date(text, &date, &passed) || !date.open)
        fail_msg("\"%s\" is not read as a date that is open", text);
}

/* Neither the place nor the date is touched. */
static void is_none(const char *text)
{
    struct stamp_date date = {0};
    size_t passed;
    if (read_date(text, &date, &passed) || date.known || passed != 0)
        fail_msg("\"%s\" is read as a date", text);
}

static void year_first(void **state)
{
    (void)state;
    is_date("2026-11-22", 2026, 11, 22);
    is_date("2026/11/22", 2026, 11, 22);
    is_date("2026.11.22", 2026, 11, 22);
    is_date("2026. 11. 22", 2026, 11, 22);
    is_date("2026/2/3", 2026, 2, 3);
    is_date("2026/04/05", 2026, 4, 5);
    is_date("2026年11月22日", 2026, 11, 22);
    is_date("2026年2月3日", 2026, 2, 3);
    is_date("2026년 11월 22일", 2026, 11, 22);
    is_none("2026-11/22");
    is_none("2026-11");
    is_none("2026-11-");
    is_none("226-11-22");
    is_none("2026-011-22");
    is_none("2026-11-022");
    is_none("2026年11月22");
}

static void dots(void **state)
{
    (void)state;
    is_date("22.11.2026", 2026, 11, 22);
    is_date("22. 11. 2026", 2026, 11, 22);
    is_date("3.2.2026", 2026, 2, 3);
    is_date("04.05.2026", 2026, 5, 4);
    is_date("03.02.26", 2026, 2, 3);
    is_none("3.2.26");
    is_none("03.2.26");
    is_none("3.02.26");
    is_none("11.22.2026");
    is_none("22.11");
    is_none("22.11.");
    is_none("22.11.202");
    is_none("22.11.20261");
    is_none("022.11.2026");
    is_none("22.011.2026");
}

static void slashes_and_dashes(void **state)
{
    (void)state;
    is_date("11/22/2026", 2026, 11, 22);
    is_date("22/11/2026", 2026, 11, 22);
    is_date("22-11-2026", 2026, 11, 22);
    is_date("11-22-2026", 2026, 11, 22);
    is_date("12/13/2026", 2026, 12, 13);
    is_date("13/12/2026", 2026, 12, 13);
    is_date("05/05/2026", 2026, 5, 5);
    is_open("04/05/2026");
    is_open("04-05-2026");
    is_open("12/11/2026");
    is_none("22/11-2026");
    is_none("22/11/26");
    is_none("11/22");
    is_none("011/22/2026");
    is_none("11/022/2026");
    is_none("22112026");
}

static void english_months(void **state)
{
    (void)state;
    is_date("November 22, 2026", 2026, 11, 22);
    is_date("November 22 2026", 2026, 11, 22);
    is_date("22 November 2026", 2026, 11, 22);
    is_date("22 may 2026", 2026, 5, 22);
    is_date("January 3, 2026", 2026, 1, 3);
    is_date("December 31, 2026", 2026, 12, 31);
    is_none("November 2026");
    is_none("November 22");
    is_none("22 November");
    is_none("22 November 26");
    is_none("22. November 2026");
    is_none("Nov 22, 2026");
    is_none("Novembre 22, 2026");
}

static void calendar(void **state)
{
    (void)state;
    is_date("31.12.2099", 2099, 12, 31);
    is_date("01.01.1980", 1980, 1, 1);
    is_none("22.11.1979");
    is_none("22.11.2100");
    is_date("29.02.2028", 2028, 2, 29);
    is_date("29.02.2000", 2000, 2, 29);
    is_none("29.02.2026");
    is_none("31.02.2026");
    is_none("31.04.2026");
    is_none("2026-02-30");
    is_none("2026-13-01");
    is_none("2026-11-00");
    is_none("00.11.2026");
    is_none("22.00.2026");
    is_none("13/13/2026");
    is_none("30/02/2026");
    is_none("02/30/2026");
    is_none("November 31, 2026");
}

static void a_date_is_a_word_of_its_own(void **state)
{
    (void)state;
    struct stamp_date date = {0};
    size_t passed;
    assert_true(read_date("2026-11-22T12:13", &date, &passed));
    assert_int_equal(passed, 10);
    assert_true(read_date("22.11.2026, 12:13", &date, &passed));
    assert_int_equal(passed, 10);
    assert_true(read_date("22.11.2026.", &date, &passed));
    assert_int_equal(passed, 10);
    is_none("2026-11-22Txt");
    is_none("2026-11-22x");
    is_none("2026-11-22-1");
    is_none("10.11.2026.5");
    is_none("1.2.2026:443");
    is_none("10.11.20.26");
    is_none("");
}

static void settles(const char *text, int weekday, int month, int day)
{
    struct stamp_date date = {0};
    size_t passed;
    assert_true(read_date(text, &date, &passed));
    stamp_date_settle(&date, weekday);
    if (date.open || date.month != month || date.day != day)
        fail_msg("\"%s\" gives %d-%d, open %d", text, date.month, date.day, date.open);
}

static void stays_open(const char *text, int weekday)
{
    struct stamp_date date = {0};
    size_t passed;
    assert_true(read_date(text, &date, &passed));
    stamp_date_settle(&date, weekday);
    if (!date.open)
        fail_msg("\"%s\" gives %d-%d", text, date.month, date.day);
}

static void day_of_the_week_settles_the_order(void **state)
{
    (void)state;
    /* 4 May 2026 is a Monday, 5 April 2026 a Sunday. */
    settles("05/04/2026", MONDAY, 5, 4);
    settles("04/05/2026", MONDAY, 5, 4);
    settles("05/04/2026", SUNDAY, 4, 5);
    stays_open("05/04/2026", SATURDAY);
    /* 9 May 2026 and 5 September 2026 are Saturdays. */
    stays_open("05/09/2026", SATURDAY);
    settles("02/01/2028", TUESDAY, 2, 1);
    settles("03/01/2028", WEDNESDAY, 3, 1);
    settles("03/01/2000", WEDNESDAY, 3, 1);
    settles("01/02/1980", WEDNESDAY, 1, 2);
    settles("12/01/2099", TUESDAY, 12, 1);
    /* What is certain stays. */
    settles("11/22/2026", MONDAY, 11, 22);
    settles("04.05.2026", SUNDAY, 5, 4);
}

static void names_of_days(void **state)
{
    (void)state;
    static const char *const names[] = {"Sunday", "MON",    "tue", "Wednesday",
                                        "Thu",    "Friday", "sat"};
    static const char *const none[] = {"", "So", "Sund", "Tues", "Sun1", "12"};
    int weekday = -1;
    for (int i = 0; i < 7; i++) {
        struct scan scan = scan_of(text_of(names[i]));
        assert_true(stamp_date_weekday(&scan, &weekday));
        assert_int_equal(weekday, i);
        assert_ptr_equal(scan.at, scan.end);
    }
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        struct scan scan = scan_of(text_of(none[i]));
        assert_false(stamp_date_weekday(&scan, &weekday));
        assert_ptr_equal(scan.at, none[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(year_first),
        cmocka_unit_test(dots),
        cmocka_unit_test(slashes_and_dashes),
        cmocka_unit_test(english_months),
        cmocka_unit_test(calendar),
        cmocka_unit_test(a_date_is_a_word_of_its_own),
        cmocka_unit_test(day_of_the_week_settles_the_order),
        cmocka_unit_test(names_of_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
