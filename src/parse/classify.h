/*
 * Owns: what a line is: the order in which it is tried.
 * Must not know: bytes, encodings, joining, output.
 *
 * A line is empty; a row or a detail of the open list; a rule; a title, heading or notice; the
 * first row of a list without a known heading; a prompt, banner or command, which end a list; or
 * one of these behind a prefix that other lines have, too. What is none of these waits until it
 * shows what it is: a row below makes it a heading, a stray line or a part of a row that was
 * wrapped, anything else some other text.
 */
#ifndef PARSE_CLASSIFY_H
#define PARSE_CLASSIFY_H

#include "parse/prefix.h"
#include "parse/section.h"

struct classify {
    const oc_grammars *grammars;
    struct matcher *matcher;
    struct section section;
    struct prefix prefix; /* what stands before every line of the text, if anything does */
    struct ruler ruler;   /* the last rule that no list has taken yet */
    uint64_t ruler_line;  /* 0: none */
    size_t ruler_wrap;    /* columns of its first line, when it was broken into two; else 0 */
    bool
        in_cut_record; /* the lines up to the next empty one belong to a record that is not whole */
    bool lead_held;    /* a line waits that begins like a row */
    struct buffer wrapped; /* a row put together of lines */
    oc_place blank_before; /* line 0: the line before is not empty */
    bool refused;          /* a message was seen that a command may not run */
    bool help;             /* a help screen was seen */
};

void classify_init(struct classify *classify, const oc_grammars *grammars, struct matcher *matcher,
                   struct emit *emit);
void classify_free(struct classify *classify);
/* Whether rows are all that is expected: the line before this one was a row of the open list, and
 * nothing waits but it. */
bool classify_in_rows(const struct classify *classify, uint64_t line);
/* Failures stick in emit->status and matcher->status. */
void classify_line(struct classify *classify, struct line line);
/* The same for a line of which only the beginning is there. */
void classify_cut_line(struct classify *classify, const struct line *line);
/* The text is over: what waits is settled and the open list ends. */
void classify_finish(struct classify *classify);

#endif
