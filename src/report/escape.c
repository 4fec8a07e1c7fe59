#include "report/escape.h"

#include "base/text.h"
#include "text/utf8.h"

static void escape_hex(struct buffer *out, const char *lead, uint32_t code_point, unsigned digits)
{
    buffer_string(out, lead);
    for (unsigned shift = digits * 4; shift > 0; shift -= 4) {
        buffer_byte(out, "0123456789abcdef"[code_point >> (shift - 4) & 0xFu]);
    }
}

static bool escape_control(uint32_t code_point)
{
    return code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0);
}

static bool escape_turns_direction(uint32_t code_point)
{
    return code_point == 0x061C || code_point == 0x200E || code_point == 0x200F ||
           (code_point >= 0x202A && code_point <= 0x202E) ||
           (code_point >= 0x2066 && code_point <= 0x2069);
}

static bool escape_separates_lines(uint32_t code_point)
{
    return code_point == 0x2028 || code_point == 0x2029;
}

/* The letter behind the backslash where JSON has a short form, else 0. */
static char escape_json_letter(uint32_t code_point)
{
    switch (code_point) {
    case '"':
    case '\\':
        return (char)code_point;
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    default:
        return 0;
    }
}

static void escape_json_character(struct buffer *out, uint32_t code_point)
{
    char letter = escape_json_letter(code_point);
    if (letter != 0) {
        buffer_byte(out, '\\');
        buffer_byte(out, letter);
    } else if (escape_control(code_point) || escape_separates_lines(code_point)) {
        escape_hex(out, "\\u", code_point, 4);
    } else {
        char bytes[4];
        buffer_append(out, bytes, utf8_encode(code_point, bytes));
    }
}

static void escape_terminal_character(struct buffer *out, uint32_t code_point)
{
    if (escape_control(code_point)) {
        escape_hex(out, "\\x", code_point, 2);
    } else if (escape_turns_direction(code_point) || escape_separates_lines(code_point)) {
        escape_hex(out, "\\u", code_point, 4);
    } else {
        char bytes[4];
        buffer_append(out, bytes, utf8_encode(code_point, bytes));
    }
}

static bool escape_is_plain(char byte)
{
    return byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\';
}

/* How many bytes from the start on mean the same in every place. */
static size_t escape_plain(oc_text text)
{
    size_t size = 0;
    while (text.size - size >= EIGHT_BYTES && escape_special(eight_at(text.data + size)) == 0) {
        size += EIGHT_BYTES;
    }
    while (size < text.size && escape_is_plain(text.data[size])) {
        size++;
    }
    return size;
}

static void escape_each(struct buffer *out, oc_text text,
                        void (*character)(struct buffer *out, uint32_t code_point))
{
    while (text.size > 0) {
        size_t length = escape_plain(text);
        if (length > 0) {
            buffer_append(out, text.data, length);
        } else {
            character(out, utf8_decode(text.data, text.size, &length));
        }
        text = text_sub(text, length, text.size);
    }
}

static bool escape_is_digit(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f');
}

static bool escape_looks_escaped(oc_text text)
{
    return text.size >= 4 && text.data[0] == '\\' && text.data[1] == 'x' &&
           escape_is_digit(text.data[2]) && escape_is_digit(text.data[3]);
}

void escape_name(struct buffer *out, oc_text name)
{
    while (name.size > 0) {
        size_t length;
        uint32_t code_point = utf8_decode(name.data, name.size, &length);
        bool invalid = code_point == UTF8_REPLACEMENT && length == 1;
        if (invalid || escape_looks_escaped(name)) {
            escape_hex(out, "\\x", (unsigned char)*name.data, 2);
        } else {
            buffer_append(out, name.data, length);
        }
        name = text_sub(name, length, name.size);
    }
}

void escape_json(struct buffer *out, oc_text text)
{
    escape_each(out, text, escape_json_character);
}

void escape_terminal(struct buffer *out, oc_text text)
{
    escape_each(out, text, escape_terminal_character);
}
