/* Code pages of the system: which there are, what they make of bytes. */
#include "base/text.h"
#include "text/page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/table.h"

struct page_case {
    const char *encoding;
    const char *bytes;
    const char *text;
    size_t bad;
};

static struct page_case cases[] = {
    {"CP850", "ABH\x99REN", "ABHÖREN", 0},    {"CP1252", "a\x81z", "a\\x81z", 1},
    {"CP932", "\x8F\xF3\x91\xD4", "状態", 0}, {"CP932", "\x8F\xF3\x91", "状\\x91", 1},
    {"CP1255", "\xE0\xE1", "אב", 0}, /* it holds a letter back, because a mark may follow */
};

static void check_case(void **state)
{
    const struct page_case *at = *state;
    struct page page;
    struct buffer out;
    page_init(&page, at->encoding);
    buffer_init(&out);
    assert_true(page_open(&page));
    size_t bad = page_decode(&page, &out, text_of(at->bytes));
    bool same = text_equal(buffer_view(&out), text_of(at->text));
    buffer_free(&out);
    page_close(&page);
    assert_true(same);
    assert_int_equal(bad, at->bad);
}

static void a_page_that_is_not_there(void **state)
{
    struct page page;
    (void)state;
    page_init(&page, "NO-SUCH-PAGE");
    assert_false(page_open(&page));
    assert_false(page_open(&page));
    assert_int_equal(page_open_checked(&page), OC_NO_ENCODING);
    page_close(&page);
}

static void a_page_without_ascii_is_refused(void **state)
{
    static const char *const names[] = {"UTF-16", "IBM037", "CP850//IGNORE", ""};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct page page;
        page_init(&page, names[i]);
        assert_int_equal(page_open_checked(&page), OC_NO_ENCODING);
        page_close(&page);
    }
}

static void what_is_in_the_buffer_is_written_over(void **state)
{
    struct page page;
    struct buffer out;
    (void)state;
    page_init(&page, "CP850");
    buffer_init(&out);
    assert_true(page_open(&page));
    page_decode(&page, &out, text_of("first"));
    page_decode(&page, &out, text_of("b"));
    assert_int_equal(out.size, 1);
    buffer_free(&out);
    page_close(&page);
}

/* Some pages make several characters of one byte: more than any room that is reserved at first. */
static void letters_may_grow(void **state)
{
    char bytes[64];
    struct page page;
    struct buffer out;
    (void)state;
    memset(bytes, '\x82', sizeof bytes);
    page_init(&page, "TSCII");
    buffer_init(&out);
    if (!page_open(&page)) {
        skip();
    }
    assert_int_equal(page_decode(&page, &out, (oc_text){bytes, sizeof bytes}), 0);
    assert_int_equal(out.size, sizeof bytes * 12);
    assert_memory_equal(out.data, "ஸ்ரீ", 12);
    buffer_free(&out);
    page_close(&page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_that_is_not_there),
        cmocka_unit_test(a_page_without_ascii_is_refused),
        cmocka_unit_test(what_is_in_the_buffer_is_written_over),
        cmocka_unit_test(letters_may_grow),
    };
    int failed = TABLE_RUN("code pages", cases, check_case);
    return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
