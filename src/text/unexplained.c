#include "text/unexplained.h"

#include "text/page.h"
#include "text/utf8.h"

size_t unexplained_utf8(struct buffer *out, oc_text bytes)
{
    size_t bad = 0;
    size_t length;
    for (size_t i = 0; i < bytes.size; i += length) {
        uint32_t code_point = utf8_decode(bytes.data + i, bytes.size - i, &length);
        if (code_point == UTF8_REPLACEMENT && length == 1) {
            page_escape_byte(out, bytes.data[i]);
            bad++;
        } else {
            buffer_append(out, bytes.data + i, length);
        }
    }
    return bad;
}

static bool is_digit(oc_text bytes, size_t i)
{
    return i < bytes.size && bytes.data[i] >= '0' && bytes.data[i] <= '9';
}

/* Between digits every page means a blank by these, OEM pages by the first, ANSI pages by the
 * second; their letters do not stand there. */
static bool is_blank(oc_text bytes, size_t i)
{
    return (bytes.data[i] == '\xFF' || bytes.data[i] == '\xA0') && i > 0 &&
           is_digit(bytes, i - 1) && is_digit(bytes, i + 1);
}

size_t unexplained_bytes(struct buffer *out, oc_text bytes)
{
    size_t bad = 0;
    for (size_t i = 0; i < bytes.size; i++) {
        if ((unsigned char)bytes.data[i] < 0x80) {
            buffer_byte(out, bytes.data[i]);
        } else if (is_blank(bytes, i)) {
            buffer_string(out, "\xC2\xA0");
        } else {
            page_escape_byte(out, bytes.data[i]);
            bad++;
        }
    }
    return bad;
}
