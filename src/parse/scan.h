/*
 * Owns: a place in a text that moves forward: digits, words, blanks. Copy it to come back.
 * Must not know: what the text means.
 */
#ifndef PARSE_SCAN_H
#define PARSE_SCAN_H

#include "outconn.h"

struct scan {
    const char *at;
    const char *end;
};

struct scan scan_of(oc_text text);

/* The next byte, '\0' at the end. */
char scan_peek(const struct scan *scan);
bool scan_digit_next(const struct scan *scan);

/* These pass over what they name, or leave the place as it is and return false. */
bool scan_byte(struct scan *scan, char byte);
bool scan_literal(struct scan *scan, const char *literal); /* an empty one is always there */
/* A whole run of at most max digits: how many there are, or 0. */
size_t scan_number(struct scan *scan, size_t max, int *number);
/* Letters, digits and everything past ASCII, up to a blank or an ASCII mark. */
bool scan_word(struct scan *scan, oc_text *word);

/* Blanks, tabs, and the other spaces that Windows puts into dates. */
void scan_blanks(struct scan *scan);
/* Whether no word goes on here: 12:13 ends before ", " and before ">", not before ":14" or ".5". */
bool scan_at_word_end(const struct scan *scan);

#endif
