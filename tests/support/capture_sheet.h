/*
 * Owns: a text that is being written, and how many cells of a console its characters take.
 * Must not know: what the text says.
 */
#ifndef SUPPORT_CAPTURE_SHEET_H
#define SUPPORT_CAPTURE_SHEET_H

#include <stdbool.h>
#include <stddef.h>

/* Start it with {0}. When memory runs out, failed sticks and nothing more is written. */
struct sheet {
    char *data;
    size_t size;
    size_t capacity;
    bool failed;
};

void sheet_free(struct sheet *sheet);
void sheet_clear(struct sheet *sheet);
void sheet_bytes(struct sheet *sheet, const char *bytes, size_t size);
void sheet_fill(struct sheet *sheet, char c, size_t count);
/* What is in it, terminated. */
const char *sheet_text(const struct sheet *sheet);

/* The rest takes terminated UTF-8. */
void sheet_append(struct sheet *sheet, const char *text);
__attribute__((format(printf, 2, 3))) void sheet_printf(struct sheet *sheet, const char *format,
                                                        ...);
/* In so many cells, cut and padded; the end is cut. */
void sheet_left(struct sheet *sheet, const char *text, size_t cells);
void sheet_right(struct sheet *sheet, const char *text, size_t cells);
/* Takes blanks off the end. */
void sheet_trim(struct sheet *sheet);

size_t sheet_cells(const char *text);
/* How many bytes of the text fit in so many cells. */
size_t sheet_fit(const char *text, size_t cells);

#endif
