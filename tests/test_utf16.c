/* UTF-16 of either byte order to UTF-8. */
#include "base/text.h"
#include "text/utf16.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/table.h"

struct utf16_case {
    const char *name;
    enum unit order;
    const char *bytes;
    size_t size;
    const char *text;
    size_t bad;
};

#define LE(string) UNIT_UTF16LE, (string), sizeof(string) - 1
#define BE(string) UNIT_UTF16BE, (string), sizeof(string) - 1

static struct utf16_case cases[] = {
    {"nothing", LE(""), "", 0},
    {"little end first", LE("A\0\xD6\0\x14\x20"), "AÖ\u2014", 0},
    {"big end first", BE("\0A\0\xD6\x20\x14"), "AÖ\u2014", 0},
    {"surrogate pair, le", LE("\x3D\xD8\x00\xDE"), "\U0001F600", 0},
    {"surrogate pair, be", BE("\xD8\x3D\xDE\x00"), "\U0001F600", 0},
    {"first half alone",
     LE("\x3D\xD8"
        "A\0"),
     "\uFFFDA", 1},
    {"first half at the end", LE("A\0\x3D\xD8"), "A\uFFFD", 1},
    {"second half alone", BE("\xDE\x00\0A"), "\uFFFDA", 1},
    {"halves in the wrong order", BE("\xDE\x00\xD8\x3D"), "\uFFFD\uFFFD", 2},
    {"two first halves, one pair", BE("\xD8\x3D\xD8\x3D\xDE\x00"), "\uFFFD\U0001F600", 1},
    {"a lost character is no bad one", LE("\xFD\xFF"), "\uFFFD", 0},
    {"an odd byte", LE("A\0\x1A"), "A\\x1a", 1},
    {"an odd byte alone", BE("A"), "\\x41", 1},
    {"utf-32", LE("A\0\0\0\xD6\0\0\0"), "AÖ", 0},
    {"utf-32, be", BE("\0\0\0A\0\0\0\xD6"), "AÖ", 0},
    {"half a carriage return", LE("A\0\r"), "A", 0},
    {"half a line feed", LE("A\0\n"), "A", 0},
    {"half a line feed, be", BE("\0A\0"), "A", 0},
};

static void check_case(void **state)
{
    const struct utf16_case *at = *state;
    struct buffer out;
    buffer_init(&out);
    size_t bad = utf16_decode(&out, (oc_text){at->bytes, at->size}, at->order);
    bool same =
        at->text[0] == '\0' ? out.size == 0 : text_equal(buffer_view(&out), text_of(at->text));
    buffer_free(&out);
    assert_true(same);
    assert_int_equal(bad, at->bad);
}

int main(void)
{
    return TABLE_RUN("utf-16", cases, check_case);
}
