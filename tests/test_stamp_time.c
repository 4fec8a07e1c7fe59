/* Ways to write a time of day. */
#include "parse/stamp_time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* From a copy of exactly that size, so that a sanitizer sees one byte too many. */
static bool read_time(const char *text, struct stamp_time *time, size_t *passed)
{
    size_t size = strlen(text);
    char *copy = malloc(size == 0 ? 1 : size);
    assert_non_null(copy);
    memcpy(copy, text, size);
    struct scan scan = scan_of((oc_text){copy, size});
    bool read = stamp_time_read(&scan, time);
    *passed = (size_t)(scan.at - copy);
    free(copy);
    return read;
}

/* The first size bytes of the text are the time. */
static void begins_with_time(const char *text, size_t size, int hour, int minute, int second)
{
    struct stamp_time time = {0};
    size_t passed;
    if (!read_time(text, &time, &passed) || !time.known)
        fail_msg("\"%s\" is not read as a time", text);
    if (passed != size)
        fail_msg("\"%s\": %zu bytes passed, not %zu", text, passed, size);
    if (time.hour != hour || time.minute != minute || time.second != second)
        fail_msg("\"%s\" gives %d:%d:%d", text, time.hour, time.minute, time.second);
}

static void is_time(const char *text, int hour, int minute, int second)
{
    begins_with_time(text, strlen(text), hour, minute, second);
}

/* Neither the place nor the time is touched. */
static void is_none(const char *text)
{
    struct stamp_time time = {0};
    size_t passed;
    if (read_time(text, &time, &passed) || time.known || passed != 0)
        fail_msg("\"%s\" is read as a time", text);
}

static void hours_to_24(void **state)
{
    (void)state;
    is_time("12:13", 12, 13, 0);
    is_time("9:03", 9, 3, 0);
    is_time("00:00", 0, 0, 0);
    is_time("23:59", 23, 59, 0);
    is_time("12:13:14", 12, 13, 14);
    is_time("23:59:59", 23, 59, 59);
    is_time("12:13:14.56", 12, 13, 14);
    is_time("9:03:14,56", 9, 3, 14);
    is_time("12:13:14.123456789", 12, 13, 14);
    is_none("24:00");
    is_none("12:60");
    is_none("12:13:60");
    is_none("12:3");
    is_none("12:13:1");
    is_none("12:13:");
    is_none("112:13");
    is_none("012:13");
    is_none("12:013");
    is_none("12:13:14.1234567890");
    is_none("12:13.5");
    is_none("12");
    is_none("12:");
    is_none(":13");
    is_none("");
}

static void hours_to_12(void **state)
{
    (void)state;
    is_time("12:13 PM", 12, 13, 0);
    is_time("12:13 AM", 0, 13, 0);
    is_time("09:05 AM", 9, 5, 0);
    is_time("09:05 PM", 21, 5, 0);
    is_time("9:05pm", 21, 5, 0);
    is_time("9:05am", 9, 5, 0);
    is_time("9:05:14 p.m.", 21, 5, 14);
    is_time("9:05\xC2\xA0p.\xC2\xA0m.", 21, 5, 0);
    is_time("9:05\xE2\x80\xAFPM", 21, 5, 0);
    is_time("午後 09:05", 21, 5, 0);
    is_time("午前 0:05", 0, 5, 0);
    is_time("下午 12:13", 12, 13, 0);
    is_time("上午 12:13", 0, 13, 0);
    is_time("오후 9:05", 21, 5, 0);
    is_time("오전9:05", 9, 5, 0);
    is_none("13:05 PM");
    is_none("午後 13:05");
    is_none("午後");
    is_none("午後 netstat");
}

static void offset_is_passed_over(void **state)
{
    (void)state;
    is_time("12:13Z", 12, 13, 0);
    is_time("12:13:14Z", 12, 13, 14);
    is_time("12:13:14.123Z", 12, 13, 14);
    is_time("12:13:14+01", 12, 13, 14);
    is_time("12:13:14-0500", 12, 13, 14);
    is_time("12:13:14.123+05:30", 12, 13, 14);
    begins_with_time("12:13:14 +01:00", 8, 12, 13, 14);
    is_none("12:13Zulu");
    is_none("12:13:14+0");
    is_none("12:13:14+100");
    is_none("12:13:14+01:6");
    is_none("12:13:14+01:60");
    is_none("12:13:14+");
}

static void a_time_is_a_word_of_its_own(void **state)
{
    (void)state;
    begins_with_time("12:13, host7", 5, 12, 13, 0);
    begins_with_time("12:13:14: host7", 8, 12, 13, 14);
    begins_with_time("12:13:14]", 8, 12, 13, 14);
    begins_with_time("12:13:14.56>netstat", 11, 12, 13, 14);
    begins_with_time("12:13.", 5, 12, 13, 0);
    begins_with_time("9:05 a machine", 4, 9, 5, 0);
    begins_with_time("9:05 pmc", 4, 9, 5, 0);
    begins_with_time("9:05 p", 4, 9, 5, 0);
    is_none("12:13-14:15");
    is_none("12:13:14:15:16:17");
    is_none("12:13/tcp");
    is_none("12:13x");
    is_none("12:13ö");
    is_none("10.0.0.1:443");
}

static void how_it_was_written(void **state)
{
    (void)state;
    struct stamp_time time = {0};
    size_t passed;
    assert_true(read_time("9:03", &time, &passed));
    assert_int_equal(time.hour_digits, 1);
    assert_false(time.has_second || time.has_fraction || time.has_half);
    assert_true(read_time("09:03:14", &time, &passed));
    assert_int_equal(time.hour_digits, 2);
    assert_true(time.has_second && !time.has_fraction && !time.has_half);
    assert_true(read_time("09:03:14,5", &time, &passed));
    assert_true(time.has_second && time.has_fraction && !time.has_half);
    assert_true(read_time("09:03 AM", &time, &passed));
    assert_true(!time.has_second && !time.has_fraction && time.has_half);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hours_to_24),           cmocka_unit_test(hours_to_12),
        cmocka_unit_test(offset_is_passed_over), cmocka_unit_test(a_time_is_a_word_of_its_own),
        cmocka_unit_test(how_it_was_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
