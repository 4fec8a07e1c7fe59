#include "text/utf16.h"

#include "text/page.h"
#include "text/utf8.h"

#include <string.h>

static uint32_t unit_at(oc_text bytes, enum unit order, size_t i)
{
    unsigned char first = (unsigned char)bytes.data[i];
    unsigned char second = (unsigned char)bytes.data[i + 1];
    return order == UNIT_UTF16LE ? (uint32_t)(second << 8 | first)
                                 : (uint32_t)(first << 8 | second);
}

static bool surrogate(uint32_t unit, uint32_t first)
{
    return (unit & 0xFC00u) == first;
}

/* The ASCII at the head of it, which is most often all of it; returns its bytes. */
static size_t decode_ascii(struct buffer *out, oc_text bytes, enum unit order)
{
    char *room = buffer_reserve(out, bytes.size / 2 + 1);
    size_t units = room == NULL ? 0 : unit_narrow(bytes.data, bytes.size / 2, order, room);
    if (units == 0 || memchr(room, 0, units) != NULL)
        return 0;
    out->size += units;
    return units * 2;
}

size_t utf16_decode(struct buffer *out, oc_text bytes, enum unit order)
{
    size_t bad = 0;
    size_t i = decode_ascii(out, bytes, order);
    for (; i + 1 < bytes.size; i += 2) {
        uint32_t unit = unit_at(bytes, order, i);
        if (surrogate(unit, 0xD800) && i + 3 < bytes.size &&
            surrogate(unit_at(bytes, order, i + 2), 0xDC00)) {
            unit = 0x10000u + ((unit & 0x3FFu) << 10) + (unit_at(bytes, order, i + 2) & 0x3FFu);
            i += 2;
        } else if ((unit & 0xF800u) == 0xD800u) {
            bad++;
        }
        char encoded[4];
        /* UTF-32 is UTF-16 with a zero beside each character. */
        if (unit != 0)
            buffer_append(out, encoded, utf8_encode(unit, encoded));
    }
    /* Where a line end was damaged, half of it is left, and that is no character. */
    if (i < bytes.size && memchr("\0\r\n", bytes.data[i], 3) == NULL) {
        page_escape_byte(out, bytes.data[i]);
        bad++;
    }
    return bad;
}
