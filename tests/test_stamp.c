/* Which lines say when a capture was taken, and what. 22 November 2026 is a Sunday. */
#include "base/text.h"
#include "parse/stamp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A copy of exactly that size, so that a sanitizer sees one byte too many. */
static bool read_line(struct stamp *stamp, const char *line)
{
    size_t size = strlen(line);
    char *copy = malloc(size == 0 ? 1 : size);
    assert_non_null(copy);
    memcpy(copy, line, size);
    bool read = stamp_read(stamp, (oc_text){copy, size});
    free(copy);
    return read;
}

static void expect_stamp(const struct stamp *stamp, const char *line, const char *expected)
{
    char out[STAMP_SIZE] = "untouched";
    if (!stamp_format(stamp, out))
        fail_msg("\"%s\" gives no time", line);
    if (strcmp(out, expected) != 0)
        fail_msg("\"%s\" gives %s, not %s", line, out, expected);
}

/* The line says date and time. */
static void says(const char *line, const char *expected)
{
    struct stamp stamp = {0};
    if (!read_line(&stamp, line))
        fail_msg("\"%s\" is not read", line);
    expect_stamp(&stamp, line, expected);
}

/* The line says a date alone; noon comes from elsewhere. */
static void says_date(const char *line, const char *expected)
{
    struct stamp stamp = {0};
    char whole[STAMP_SIZE] = "";
    memcpy(whole, expected, 10);
    memcpy(whole + 10, "T12:00:00", 10);
    if (!read_line(&stamp, line) || stamp.time.known)
        fail_msg("\"%s\" is not read as a date alone", line);
    assert_true(read_line(&stamp, "12:00"));
    expect_stamp(&stamp, line, whole);
}

/* The line says a time alone; the date comes from elsewhere. */
static void says_time(const char *line, const char *expected)
{
    struct stamp stamp = {0};
    char whole[STAMP_SIZE] = "2026-11-22T";
    memcpy(whole + 11, expected, 9);
    assert_true(read_line(&stamp, "2026-11-22"));
    if (!read_line(&stamp, line))
        fail_msg("\"%s\" is not read as a time", line);
    expect_stamp(&stamp, line, whole);
}

/* A date is there, but its order is not certain. */
static void says_open_date(const char *line)
{
    struct stamp stamp = {0};
    char out[STAMP_SIZE] = "untouched";
    if (!read_line(&stamp, line) || !stamp.date.open)
        fail_msg("\"%s\" is not read as a date that is open", line);
    assert_true(read_line(&stamp, "12:00"));
    if (stamp_format(&stamp, out))
        fail_msg("\"%s\" gives %s, and is open", line, out);
    assert_string_equal(out, "untouched");
}

/* The line says none, and what was known stays. */
static void says_none(const char *line)
{
    struct stamp stamp = {0};
    assert_true(read_line(&stamp, "2001-02-03 04:05:06"));
    if (read_line(&stamp, line))
        fail_msg("\"%s\" is read", line);
    expect_stamp(&stamp, line, "2001-02-03T04:05:06");
}

/* ---- what is read --------------------------------------------------------------------------- */

static void iso_8601(void **state)
{
    (void)state;
    says("2026-11-22T12:13:14", "2026-11-22T12:13:14");
    says("2026-11-22T12:13:14Z", "2026-11-22T12:13:14");
    says("2026-11-22T12:13:14.123Z", "2026-11-22T12:13:14");
    says("2026-11-22T12:13:14.123456789+01:00", "2026-11-22T12:13:14");
    says("2026-11-22T12:13:14-0500", "2026-11-22T12:13:14");
    says("2026-11-22T12:13:14+01", "2026-11-22T12:13:14");
    says("2026-11-22T12:13Z", "2026-11-22T12:13:00");
    says("2026-11-22 12:13:14", "2026-11-22T12:13:14");
    says("2026-11-22 12:13:14,123", "2026-11-22T12:13:14");
    says("2026-11-22 12:13:14 +01:00", "2026-11-22T12:13:14");
    says("2026-02-03T00:00:00", "2026-02-03T00:00:00");
    says("2026-11-22T23:59:59", "2026-11-22T23:59:59");
}

static void date_command(void **state)
{
    (void)state;
    says_date("Sun 11/22/2026 ", "2026-11-22");
    says_date("11/22/2026", "2026-11-22");
    says_date("22.11.2026 ", "2026-11-22");
    says_date("22/11/2026", "2026-11-22");
    says_date("2026/11/22", "2026-11-22");
    says_date("2026-11-22", "2026-11-22");
    says_date("22-11-2026", "2026-11-22");
    says_date("So 22.11.2026", "2026-11-22");
    says_date("dim. 22/11/2026", "2026-11-22");
    says_date("zo 22-11-2026", "2026-11-22");
    says_date("Вс 22.11.2026", "2026-11-22");
    says_date("N 22.11.2026", "2026-11-22");
    says_date("ne 22. 11. 2026", "2026-11-22");
    says_date("22.11.2026.", "2026-11-22");
    says_date("22.11.2026 г.", "2026-11-22");
    says_date("2026. 11. 22.", "2026-11-22");
    says_date("2026/11/22 日", "2026-11-22");
    says_date("2026/11/22 周日", "2026-11-22");
    says_date("2026/11/22(日)", "2026-11-22");
    says_date("2026年2月3日 星期二", "2026-02-03");
    says_date("2026년 11월 22일", "2026-11-22");
}

static void time_command(void **state)
{
    (void)state;
    says_time("12:13", "12:13:00");
    says_time(" 9:03", "09:03:00");
    says_time("00:00", "00:00:00");
    says_time("09:05 AM", "09:05:00");
    says_time("09:05 PM", "21:05:00");
    says_time("9:05:14 p.m.", "21:05:14");
    says_time("午後 09:05", "21:05:00");
    says_time("오전9:05", "09:05:00");
    says_time("12:13:14", "12:13:14");
    says_time(" 9:03:14,56", "09:03:14");
    says_none("24:00");
    says_none("13:05 PM");
    says_none("12:13 - 14:15");
    says_none("2026-11-22 24:00:00");
    says_none("2026-11-22T12:60:00");
}

static void echo_of_date_and_time(void **state)
{
    (void)state;
    says("Sun 11/22/2026 12:13:14.56", "2026-11-22T12:13:14");
    says("22.11.2026  9:03:14,56", "2026-11-22T09:03:14");
    says("So 22.11.2026 12:13:14,56", "2026-11-22T12:13:14");
    says("2026/11/22 周日 12:13:14.56", "2026-11-22T12:13:14");
    says("22/11/2026, 14:13", "2026-11-22T14:13:00");
    says("12:13:14.56 Sun 11/22/2026", "2026-11-22T12:13:14");
    says("14:13 22.11.2026", "2026-11-22T14:13:00");
    says("11/22/2026  2:13 PM", "2026-11-22T14:13:00");
}

static void get_date_of_powershell(void **state)
{
    (void)state;
    says("Sunday, November 22, 2026 12:13:14 PM", "2026-11-22T12:13:14");
    says("Sunday, November 22, 2026 12:13:14 AM", "2026-11-22T00:13:14");
    says("Sunday, 22 November 2026 14:13:14", "2026-11-22T14:13:14");
    says("22 May 2026 12:13:14", "2026-05-22T12:13:14");
    says("January 3, 2026 12:13:14 PM", "2026-01-03T12:13:14");
    says("December 31, 2026 12:13:14 PM", "2026-12-31T12:13:14");
    says("2026年11月22日 12:13:14", "2026-11-22T12:13:14");
    says("2026년 11월 22일 일요일 오후 2:13:14", "2026-11-22T14:13:14");
    says_none("Sonntag, 22. November 2026 12:13:14");
    says_none("dimanche 22 novembre 2026 12:13:14");
    says_none("Sunday, Novembre 22, 2026 12:13:14 PM");
    says_none("Monday, November 31, 2026 12:13:14 PM");
}

static void before_and_behind_it(void **state)
{
    (void)state;
    says("2026-11-22T12:13:14Z host7   TCP    10.0.0.1:80   10.0.0.2:443   ESTABLISHED   4028",
         "2026-11-22T12:13:14");
    says("2026-11-22 02:13:14 host ", "2026-11-22T02:13:14");
    says("<134>1 2026-11-22T12:13:14.123Z host7 collector - - - ", "2026-11-22T12:13:14");
    says("[2026-11-22 12:13:14] tasklist", "2026-11-22T12:13:14");
    says("[2026-11-22 12:13:14]: tasklist", "2026-11-22T12:13:14");
    says("INFO 2026-11-22 12:13:14,123 netstat", "2026-11-22T12:13:14");
    says("=== 22.11.2026 12:13:14,56 ===", "2026-11-22T12:13:14");
    says("---2026-11-22 12:13---", "2026-11-22T12:13:00");
    says("// \"2026-11-22 12:13:14\"", "2026-11-22T12:13:14");
    says("Snapshot taken at 2026-11-22 12:13", "2026-11-22T12:13:00");
    says("=== netstat on 11/22/2026 at 12:13 PM ===", "2026-11-22T12:13:00");
    says("Date: 22.11.2026   Time: 12:13", "2026-11-22T12:13:00");
    says("DATE=Sun 11/22/2026 TIME=12:13:14.56", "2026-11-22T12:13:14");
    says("Date:2026-11-22 12:13", "2026-11-22T12:13:00");
    says("Sun 11/22/2026 12:13:14.56>netstat -ano", "2026-11-22T12:13:14");
    says_time("[12:13:14,56] C:\\>netstat -ano", "12:13:14");
    says_time("The current time is: 12:13:14.56", "12:13:14");
    says_date("The current date is: Sun 11/22/2026", "2026-11-22");
}

static void weekday_settles_the_order(void **state)
{
    (void)state;
    /* The fourth of May is a Monday, the fifth of April a Sunday. */
    says_date("Mon 05/04/2026", "2026-05-04");
    says_date("Mon 04/05/2026", "2026-05-04");
    says_date("Sunday 05/04/2026", "2026-04-05");
    says_date("05/04/2026 Sun", "2026-04-05");
    says("Mon 05/04/2026 12:13:14.56", "2026-05-04T12:13:14");
    says_open_date("05/04/2026");
    says_open_date("Sat 05/04/2026");
    says_open_date("Mo 05/04/2026");
    says_open_date("05/04/2026 14:13:14 Sun Fire 280R");
}

/* ---- what only looks like it ---------------------------------------------------------------- */

static void other_numbers(void **state)
{
    (void)state;
    says_none("192.168.2.56:443");
    says_none("10.11.20.26");
    says_none("10.11.2026.5");
    says_none("1.2.2026:443");
    says_none("[::]:135");
    says_none("::12:13");
    says_none("[fe80::12:13%4]:1900");
    says_none("12:13:14:15:16:17");
    says_none("12-13-14-15-16-17");
    says_none("10.0.19045.3803");
    says_none("Microsoft Windows [Version 10.0.19045.3803]");
    says_none("Microsoft Windows [Version 6.1.7601]");
    says_none("+49 711 12-11-2026");
    says_none("555-12-2026");
    says_none("12.345.678 bytes");
    says_none("1,234 K");
    says_none("16:9");
    says_none("4028");
    says_none("v22.11.2026");
    says_none("22.11.2026b");
    says_none("/12:13");
    says_none(".12:13");
    says_none("host12:13");
    says_none("C:\\logs\\2026-11-22>netstat -ano");
    says_none("C:\\>date /t");
    says_none("");
    says_none("   ");
    says_none("===== =====");
    says_none("Sunday");
    says_none("The current time is:");
    says_none("\xFF\xFE 12:13");
}

static void other_times(void **state)
{
    (void)state;
    says_none("0:01:12");
    says_none("  0:01:12 N/A");
    says_none("12:13:14 N/A");
    says_none("OUTLOOK.EXE   4028 Console   1   214,080 K Running   HOST\\anna   0:01:12 Inbox");
    says_none("  TCP    192.168.2.56:50701     192.168.2.50:443       ESTABLISHED     4028");
    says_none("CPU Time:      0:01:12");
    says_none("System Boot Time:          11/20/2026, 8:13:14 AM");
    says_none("Systemstartzeit:                 20.11.2026, 08:13:14");
    says_none("   Lease Obtained. . . . . . . . . . : Sunday, November 22, 2026 12:13:14 PM");
    says_none("Boot : 20.11.2026 08:13:14");
    says_none("Bail: 20.11.2026 08:13:14");
    says_none("Statistics since 11/20/2026 8:13:14 AM");
    says_none("up 14:13:14");
    says_none("Stand 22.11.2026 14:13:14");
    says_none("Старт 22.11.2026 14:13:14");
    says_none("pc9 22.11.2026 14:13:14");
    says_none("pc0 22.11.2026 14:13:14");
    says_none("new log 22.11.2026 14:13:14");
    says_none("Nov 22 12:13:14 host7 netstat");
    says_none("<134>Nov 22 12:13:14 host7 netstat");
    says_none("On Sunday, November 22, 2026 at 12:13 PM, Anna wrote:");
    says_none("Date: Sun, 22 Nov 2026 12:13:14 +0100");
    /* dir */
    says_none("11/22/2026  12:13 PM    <DIR>          .");
    says_none("22.11.2026  14:13    <DIR>          ..");
    says_none("22.11.2026  14:13             1.234 netstat.txt");
    says_none("2026-11-22  14:13    <JUNCTION>     logs");
}

static void half_of_the_day_in_an_unknown_language(void **state)
{
    (void)state;
    says_none("02:13 CH");
    says_none("CH 02:13");
    says_none("22/11/2026 02:13:14 μμ");
    says_none("22/11/2026 01:13:14 μμ");
    says_none("22/11/2026 12:13:14 μμ");
    says("22/11/2026 00:13:14 μμ", "2026-11-22T00:13:14");
    says("22/11/2026 13:13:14 μμ", "2026-11-22T13:13:14");
    says_none("22/11/2026 μμ 02:13:14");
    says("22/11/2026 02:13:14.56 μμ", "2026-11-22T02:13:14");
    says("2026/11/22 周日 02:13", "2026-11-22T02:13:00");
    says("22/11/2026 14:13:14 Uhr", "2026-11-22T14:13:14");
}

/* ---- several lines -------------------------------------------------------------------------- */

static void date_and_time_on_two_lines(void **state)
{
    (void)state;
    char out[STAMP_SIZE] = "untouched";
    struct stamp stamp = {0};
    assert_false(stamp_format(&stamp, out));
    assert_true(read_line(&stamp, "Sun 11/22/2026 "));
    assert_false(stamp_format(&stamp, out));
    assert_true(read_line(&stamp, "12:13 PM"));
    expect_stamp(&stamp, "date, time", "2026-11-22T12:13:00");
    stamp = (struct stamp){0};
    assert_true(read_line(&stamp, "12:13 PM"));
    assert_false(stamp_format(&stamp, out));
    assert_true(read_line(&stamp, "Sun 11/22/2026 "));
    expect_stamp(&stamp, "time, date", "2026-11-22T12:13:00");
    assert_string_equal(out, "untouched");
}

static void later_lines_replace_earlier_ones(void **state)
{
    (void)state;
    char out[STAMP_SIZE];
    struct stamp stamp = {0};
    assert_true(read_line(&stamp, "2026-11-22 12:13:14"));
    assert_true(read_line(&stamp, "2026-11-21 12:13:14"));
    expect_stamp(&stamp, "both", "2026-11-21T12:13:14");
    assert_true(read_line(&stamp, "13:14"));
    expect_stamp(&stamp, "time", "2026-11-21T13:14:00");
    assert_true(read_line(&stamp, "04/05/2026 13:14"));
    assert_false(stamp_format(&stamp, out));
    assert_true(read_line(&stamp, "04.05.2026 13:14"));
    expect_stamp(&stamp, "certain again", "2026-05-04T13:14:00");
}

static void midnight_parts_date_and_time(void **state)
{
    (void)state;
    char out[STAMP_SIZE];
    struct stamp stamp = {0};
    assert_true(read_line(&stamp, "2026-11-22 12:40:00"));
    assert_true(read_line(&stamp, "13:10"));
    expect_stamp(&stamp, "half an hour later", "2026-11-22T13:10:00");
    assert_true(read_line(&stamp, "12:50"));
    assert_false(stamp_format(&stamp, out));
    assert_true(read_line(&stamp, "2026-11-22 23:59:30"));
    assert_true(read_line(&stamp, "23:59"));
    expect_stamp(&stamp, "the same minute", "2026-11-22T23:59:00");
    assert_true(read_line(&stamp, "00:00"));
    assert_false(stamp_format(&stamp, out));
    assert_true(read_line(&stamp, "2026-11-23"));
    expect_stamp(&stamp, "time, then date", "2026-11-23T00:00:00");
    assert_true(read_line(&stamp, "2026-11-24"));
    assert_false(stamp_format(&stamp, out));
    assert_true(read_line(&stamp, "00:01"));
    expect_stamp(&stamp, "date, then time", "2026-11-24T00:01:00");
    assert_true(read_line(&stamp, "2026-11-24"));
    expect_stamp(&stamp, "the same date", "2026-11-24T00:01:00");
}

static void unknown_text_says_none(void **state)
{
    (void)state;
    struct stamp stamp = {0};
    assert_false(stamp_read(&stamp, (oc_text){NULL, 0}));
    assert_false(stamp_read(&stamp, (oc_text){"\0 12:13", 7}));
    assert_false(stamp.time.known);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(iso_8601),
        cmocka_unit_test(date_command),
        cmocka_unit_test(time_command),
        cmocka_unit_test(echo_of_date_and_time),
        cmocka_unit_test(get_date_of_powershell),
        cmocka_unit_test(before_and_behind_it),
        cmocka_unit_test(weekday_settles_the_order),
        cmocka_unit_test(other_numbers),
        cmocka_unit_test(other_times),
        cmocka_unit_test(half_of_the_day_in_an_unknown_language),
        cmocka_unit_test(date_and_time_on_two_lines),
        cmocka_unit_test(later_lines_replace_earlier_ones),
        cmocka_unit_test(midnight_parts_date_and_time),
        cmocka_unit_test(unknown_text_says_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
