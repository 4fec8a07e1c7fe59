/*
 * Owns: which code unit bytes are in (one byte, UTF-16LE, UTF-16BE), by byte order marks, by the
 * form of line feeds, by what letters look like.
 * Must not know: chunks, code pages, tables.
 */
#ifndef TEXT_UNIT_H
#define TEXT_UNIT_H

#include "outconn.h"

enum unit { UNIT_BYTE, UNIT_UTF16LE, UNIT_UTF16BE };

struct view {
    const char *data;
    size_t size;
    bool final; /* nothing comes after it */
};

/* Whether the bytes may still become a byte order mark when more of them come. */
bool unit_mark_open(struct view view);
/* The size of the mark that the bytes begin with, and its unit; 0: none, unit as it was. */
size_t unit_mark_size(struct view view, enum unit *unit);
/* A byte of text: a zero beside it would be half of a character of UTF-16. */
static inline bool unit_is_text(char byte)
{
    return (unsigned char)byte >= 0x20 || byte == '\r' || byte == '\n';
}
/* Whether what stands before a line feed byte, or the end, is text in bytes in spite of UTF-16
 * before it. */
bool unit_surely_bytes(const char *data, size_t size);
/* Whether the line feed at i of a line that was taken for bytes, and that looks like UTF-16, is
 * half of a letter: its other half is no text in bytes. */
bool unit_half_of_letter(struct view view, size_t i);
/* The line feed at i of a line that was taken for bytes: is it one of UTF-16 in truth? */
enum unit unit_of_line_feed(struct view view, size_t i);
/* A line feed that ends the view says nothing yet where its other half may follow. */
bool unit_line_feed_open(struct view view, size_t i);
/* The same of a text without any line feed. */
enum unit unit_of_letters(struct view view);
/* The end of the line feed at i of UTF-16 that begins at start; 0 if it is none, view.size + 1 if
 * its other half is not there yet. */
size_t unit_utf16_feed_end(struct view view, size_t start, size_t i, enum unit unit);
/*
 * The same of a line feed whose halves seem to have changed places, of a line that begins at 0.
 * Where the line begins in the order that it should, a byte was lost or added in it, and the next
 * line is in that order again; else the text goes on in the other one.
 */
size_t unit_utf16_odd_feed_end(struct view view, size_t i, enum unit *unit);
size_t unit_without_returns(const char *data, size_t size, enum unit unit);
/* Without a character of which a limit cut off the end. */
size_t unit_whole_characters(const char *data, size_t size, enum unit unit);

/*
 * One byte for each code unit of UTF-16 up to the first that is not ASCII, and no further than
 * units; returns how many.
 */
size_t unit_narrow(const char *data, size_t units, enum unit unit, char *out);

#endif
