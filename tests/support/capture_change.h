/*
 * Owns: what happens to a capture on its way to the reader: text around it, prefixes, indentation,
 * double spacing, line ends, encodings, chunks.
 * Must not know: what is in the capture.
 */
#ifndef SUPPORT_CAPTURE_CHANGE_H
#define SUPPORT_CAPTURE_CHANGE_H

#include "support/capture_draft.h"

enum change_prefix {
    PREFIX_NONE,
    PREFIX_QUOTE,   /* > */
    PREFIX_COMMENT, /* // */
    PREFIX_REM,     /* #rem */
    PREFIX_INI,     /* ;~ and a tab */
    PREFIX_STAMP,   /* the time and a host name */
    PREFIX_COUNT
};

struct change_encoding {
    const char *name; /* as iconv names it */
    bool mark;        /* it begins with a byte order mark */
    bool page;        /* it is a code page, which the text must tell */
};

struct change {
    uint64_t seed; /* of what is decided line by line */
    struct change_encoding encoding;
    size_t second_list; /* the list that begins in the second encoding; 0: none does */
    struct change_encoding second;
    const char *line_end;
    bool last_end;
    enum change_prefix prefix;
    size_t indent;
    bool double_spaced;
    bool surrounded;
    size_t chunk; /* bytes; 0: another number each time; SIZE_MAX: all at once */
};

/* The change of that number: 0 is none, any other is one that the capture can bear. */
struct change change_of(const struct draft *draft, uint64_t seed, size_t number);
/* The bytes that arrive. false: the encoding cannot hold the text; failed of bytes: no memory. */
bool change_apply(const struct change *change, const struct draft *draft, struct sheet *bytes);
/* How many lines arrive. */
size_t change_lines(const struct change *change, const struct draft *draft);
/* The text as it looks when no page explains the bytes: those that are not ASCII, escaped. */
bool change_escape(const struct change *change, const char *text, size_t size,
                   struct sheet *escaped);
/* One line for people. */
void change_describe(const struct change *change, struct sheet *about);

#endif
