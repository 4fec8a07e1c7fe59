#include "support/capture_sheet.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void sheet_free(struct sheet *sheet)
{
    free(sheet->data);
    *sheet = (struct sheet){0};
}

void sheet_clear(struct sheet *sheet)
{
    sheet->size = 0;
}

/* Room for so many bytes more and a terminator. */
static bool sheet_reserve(struct sheet *sheet, size_t size)
{
    size_t capacity = sheet->capacity == 0 ? 256 : sheet->capacity;
    if (sheet->failed || size > SIZE_MAX / 4 || sheet->size > SIZE_MAX / 4) {
        sheet->failed = true;
        return false;
    }
    while (capacity < sheet->size + size + 1) {
        capacity *= 2;
    }
    if (capacity == sheet->capacity) {
        return true;
    }
    char *data = realloc(sheet->data, capacity);
    if (data == NULL) {
        sheet->failed = true;
        return false;
    }
    sheet->data = data;
    sheet->capacity = capacity;
    return true;
}

void sheet_bytes(struct sheet *sheet, const char *bytes, size_t size)
{
    if (size > 0 && sheet_reserve(sheet, size)) {
        memcpy(sheet->data + sheet->size, bytes, size);
        sheet->size += size;
    }
}

void sheet_fill(struct sheet *sheet, char c, size_t count)
{
    if (count > 0 && sheet_reserve(sheet, count)) {
        memset(sheet->data + sheet->size, c, count);
        sheet->size += count;
    }
}

const char *sheet_text(const struct sheet *sheet)
{
    if (sheet->capacity == 0) {
        return "";
    }
    sheet->data[sheet->size] = '\0';
    return sheet->data;
}

void sheet_append(struct sheet *sheet, const char *text)
{
    sheet_bytes(sheet, text, strlen(text));
}

void sheet_printf(struct sheet *sheet, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (size < 0 || !sheet_reserve(sheet, (size_t)size)) {
        sheet->failed = true;
        return;
    }
    va_start(arguments, format);
    vsnprintf(sheet->data + sheet->size, (size_t)size + 1, format, arguments);
    va_end(arguments);
    sheet->size += (size_t)size;
}

void sheet_left(struct sheet *sheet, const char *text, size_t cells)
{
    char copy[512];
    size_t size = sheet_fit(text, cells);
    if (size >= sizeof copy) {
        sheet->failed = true;
        return;
    }
    memcpy(copy, text, size);
    copy[size] = '\0';
    sheet_append(sheet, copy);
    sheet_fill(sheet, ' ', cells - sheet_cells(copy));
}

void sheet_right(struct sheet *sheet, const char *text, size_t cells)
{
    size_t taken = sheet_cells(text);
    if (taken < cells) {
        sheet_fill(sheet, ' ', cells - taken);
    }
    sheet_bytes(sheet, text, sheet_fit(text, cells));
}

void sheet_trim(struct sheet *sheet)
{
    while (sheet->size > 0 && sheet->data[sheet->size - 1] == ' ') {
        sheet->size--;
    }
}

/* The character at the beginning of valid UTF-8. */
static uint32_t sheet_character(const char *text, size_t *size)
{
    static const unsigned char lead_bits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    unsigned char lead = (unsigned char)text[0];
    *size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    uint32_t character = lead & lead_bits[*size];
    for (size_t i = 1; i < *size; i++) {
        character = character << 6 | ((unsigned char)text[i] & 0x3Fu);
    }
    return character;
}

/* Hangul, kana, ideographs, full width forms. */
static size_t sheet_width(uint32_t character)
{
    static const struct {
        uint32_t first, last;
    } wide[] = {{0x1100, 0x115F}, {0x2E80, 0x303E}, {0x3041, 0xA4CF}, {0xAC00, 0xD7A3},
                {0xF900, 0xFAFF}, {0xFE30, 0xFE4F}, {0xFF01, 0xFF60}, {0xFFE0, 0xFFE6}};
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
        if (character >= wide[i].first && character <= wide[i].last) {
            return 2;
        }
    }
    return 1;
}

size_t sheet_fit(const char *text, size_t cells)
{
    size_t at = 0;
    size_t taken = 0;
    while (text[at] != '\0') {
        size_t size;
        taken += sheet_width(sheet_character(text + at, &size));
        if (taken > cells) {
            break;
        }
        at += size;
    }
    return at;
}

size_t sheet_cells(const char *text)
{
    size_t cells = 0;
    size_t size;
    for (; *text != '\0'; text += size) {
        cells += sheet_width(sheet_character(text, &size));
    }
    return cells;
}
