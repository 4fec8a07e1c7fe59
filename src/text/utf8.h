/*
 * Owns: code points and display cells of UTF-8.
 * Must not know: other encodings, lines, tables.
 */
#ifndef TEXT_UTF8_H
#define TEXT_UTF8_H

#include "outconn.h"

#define UTF8_REPLACEMENT 0xFFFDu

/*
 * The code point at data[0..size), size at least 1; its length in bytes goes to *length. Bytes that
 * are no UTF-8 (overlong, surrogate, past U+10FFFF, cut) give UTF8_REPLACEMENT and length 1.
 */
uint32_t utf8_decode(const char *data, size_t size, size_t *length);
/*
 * The same for decoded text in which a byte that no encoding explains was escaped as \x9f: that is
 * one lost character, UTF8_REPLACEMENT.
 */
uint32_t utf8_decode_escaped(const char *data, size_t size, size_t *length);
/* Writes 1 to 4 bytes, returns how many. A surrogate or a number past U+10FFFF is written as
 * U+FFFD. */
size_t utf8_encode(uint32_t code_point, char out[4]);
/* An ASCII digit, the digits of an escaped byte apart. */
bool utf8_holds_digit(oc_text text);
bool utf8_valid(const char *data, size_t size);
bool utf8_ascii(const char *data, size_t size);
/* Columns on a terminal: 0 for combining marks and controls, 2 for wide East Asian, else 1. */
unsigned utf8_cells_of(uint32_t code_point);
size_t utf8_cells(oc_text text);
/* How many bytes of text fill cells columns; a character that would stand across is left out. */
size_t utf8_cut(oc_text text, size_t cells);
/* Simple case folding of the scripts that image names use: Latin, Greek, Cyrillic. */
uint32_t utf8_fold(uint32_t code_point);

#endif
