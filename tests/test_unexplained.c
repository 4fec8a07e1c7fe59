/* What becomes of bytes that no encoding explains. */
#include "text/unexplained.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/table.h"

struct unexplained_case {
    const char *name;
    size_t (*write)(struct buffer *out, oc_text bytes);
    const char *bytes;
    const char *text;
    size_t escaped;
};

static struct unexplained_case cases[] = {
    {"utf-8: letters stay", unexplained_utf8, "Men\u00FC", "Men\u00FC", 0},
    {"utf-8: what is none", unexplained_utf8, "a\x99\u00FC\xC3", "a\\x99\u00FC\\xc3", 2},
    {"utf-8: a replacement character", unexplained_utf8, "\uFFFD", "\uFFFD", 0},
    {"bytes: ascii stays", unexplained_bytes, "svchost.exe", "svchost.exe", 0},
    {"bytes: utf-8 by accident", unexplained_bytes, "\xC3\xBC", "\\xc3\\xbc", 2},
    {"bytes: the blank of oem pages", unexplained_bytes,
     "1\xFF"
     "234",
     "1\u00A0"
     "234",
     0},
    {"bytes: the blank of ansi pages", unexplained_bytes,
     "1\xA0"
     "234",
     "1\u00A0"
     "234",
     0},
    {"bytes: no digit before", unexplained_bytes,
     "\xFF"
     "2",
     "\\xff2", 1},
    {"bytes: no digit behind", unexplained_bytes, "1\xA0", "1\\xa0", 1},
};

/* Appended, so that what is in the buffer already stays. */
static void check_case(void **state)
{
    const struct unexplained_case *at = *state;
    struct buffer out;
    buffer_init(&out);
    buffer_string(&out, ">");
    assert_int_equal(at->write(&out, text_of(at->bytes)), at->escaped);
    buffer_byte(&out, '\0');
    assert_false(out.failed);
    assert_int_equal(out.data[0], '>');
    assert_string_equal(out.data + 1, at->text);
    buffer_free(&out);
}

int main(void)
{
    return TABLE_RUN("unexplained", cases, check_case);
}
