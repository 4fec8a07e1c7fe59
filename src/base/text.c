#include "base/text.h"

#include <string.h>

static const oc_text text_unknown = {.data = NULL, .size = 0};

static bool text_is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

bool text_equal_nocase(oc_text a, oc_text b)
{
    if (text_known(a) != text_known(b) || a.size != b.size) {
        return false;
    }
    for (size_t i = 0; i < a.size; i++) {
        if (text_lower(a.data[i]) != text_lower(b.data[i])) {
            return false;
        }
    }
    return true;
}

int text_compare(oc_text a, oc_text b)
{
    size_t common = a.size < b.size ? a.size : b.size;
    int order = common == 0 ? 0 : memcmp(a.data, b.data, common);
    return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}

bool text_starts(oc_text text, oc_text prefix)
{
    return text.size >= prefix.size &&
           (prefix.size == 0 || memcmp(text.data, prefix.data, prefix.size) == 0);
}

bool text_ends_nocase(oc_text text, oc_text suffix)
{
    if (text.size < suffix.size) {
        return false;
    }
    if (suffix.size == 0) {
        return true;
    }
    return text_equal_nocase(text_sub(text, text.size - suffix.size, suffix.size), suffix);
}

bool text_holds_digit(oc_text text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] >= '0' && text.data[i] <= '9') {
            return true;
        }
    }
    return false;
}

#define TEXT_EIGHT_BLANKS UINT64_C(0x2020202020202020)

static bool text_eight_blanks(const char *at)
{
    uint64_t bytes;
    memcpy(&bytes, at, sizeof bytes);
    return bytes == TEXT_EIGHT_BLANKS;
}

bool text_blank(oc_text text)
{
    size_t i = 0;
    while (i < text.size && text_is_blank(text.data[i])) {
        i++;
    }
    return i == text.size;
}

/* Columns are wide, and most of a line is the blanks between them. */
oc_text text_trim(oc_text text)
{
    size_t start = 0;
    size_t end = text.size;
    while (end - start >= sizeof(uint64_t) && text_eight_blanks(text.data + start)) {
        start += sizeof(uint64_t);
    }
    while (start < end && text_is_blank(text.data[start])) {
        start++;
    }
    while (end - start >= sizeof(uint64_t) &&
           text_eight_blanks(text.data + end - sizeof(uint64_t))) {
        end -= sizeof(uint64_t);
    }
    while (end > start && text_is_blank(text.data[end - 1])) {
        end--;
    }
    return text_sub(text, start, end - start);
}

bool text_split(oc_text *rest, char separator, oc_text *piece)
{
    if (rest->data == NULL) {
        return false;
    }
    const char *found = rest->size == 0 ? NULL : memchr(rest->data, separator, rest->size);
    if (found == NULL) {
        *piece = *rest;
        *rest = text_unknown;
        return true;
    }
    size_t size = (size_t)(found - rest->data);
    *piece = text_sub(*rest, 0, size);
    *rest = text_sub(*rest, size + 1, rest->size);
    return true;
}

bool text_number(oc_text text, uint64_t max, uint64_t *number)
{
    if (text.size == 0) {
        return false;
    }
    uint64_t value = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9') {
            return false;
        }
        uint64_t digit = (uint64_t)(text.data[i] - '0');
        if (digit > max || value > (max - digit) / 10) {
            return false;
        }
        value = value * 10 + digit;
    }
    *number = value;
    return true;
}

bool text_contains(oc_text text, oc_text piece)
{
    if (piece.size == 0) {
        return false;
    }
    while (text.size >= piece.size) {
        const char *first = memchr(text.data, piece.data[0], text.size - piece.size + 1);
        if (first == NULL) {
            return false;
        }
        if (memcmp(first, piece.data, piece.size) == 0) {
            return true;
        }
        text = text_sub(text, (size_t)(first - text.data) + 1, text.size);
    }
    return false;
}
