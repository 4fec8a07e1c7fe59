/*
 * Owns: the steps of classify.c that are files of their own: headings, first rows, held lines.
 * Must not know: the order in which they are tried.
 *
 * A take_... function returns false and leaves everything as it was when the line is not of its
 * kind, except that a rule is remembered.
 */
#ifndef PARSE_STEPS_H
#define PARSE_STEPS_H

#include "parse/classify.h"

/* settle.c: what the lines are that wait */

/* All of them, in order: records, rows that were wrapped; of the rest, between_rows says whether a
 * row of the open list follows, among which they have no place. */
void settle_all(struct classify *classify, bool between_rows);
/* The oldest count, which are no record and no wrapped row. */
void settle_first(struct classify *classify, size_t count, bool between_rows);
/* Only those that are a record, or a wrapped row. */
void settle_repairs(struct classify *classify, bool between_rows);
/* A line begins like a row of a list. */
bool settle_is_lead(struct classify *classify, oc_text text);
/* Makes room for one more line that waits. */
void settle_make_room(struct classify *classify);

/* record.c: records, whose row is known by their last line */

/* Only the last of the lines that wait, if they are a record; double_spaced: one empty line does
 * not end it. */
bool record_settle(struct classify *classify, bool double_spaced);
/* The last of them, if there are as many as can wait and the line goes on with their last value. */
bool record_settle_full(struct classify *classify, const struct line *line);
/* Whether the last of them are as many as the records above have lines. */
bool record_ends(const struct classify *classify);
/* Whether the line begins a record of which the lines before are not part any more. */
bool record_begins(const struct classify *classify, const struct line *line);

/* heading.c: titles, headings, notices, rules */

bool heading_take_words(struct classify *classify, const struct line *line);
bool heading_take_rule(struct classify *classify, const struct line *line);
/* Two lines that a console made of one of which the first took so many columns. */
oc_text heading_unbroken(struct classify *classify, oc_text first, oc_text second, size_t columns);
/* Whether a rule waits last. */
bool heading_rule_waits(const struct classify *classify);
/* The first row below a rule whose heading no language knows. */
bool heading_take_ruled_row(struct classify *classify, const struct line *line);

/* learn.c: prefixes */

/* Whether the line would be something behind what it has in common with one above it: then that is
 * the prefix from now on. One line proves none: a window title may hold a whole row. */
bool learn_prefix(struct classify *classify, const struct line *line);

/* broken.c: rows that a console broke at their end or in their middle */

bool broken_take_rest(struct classify *classify, const struct line *line);
bool broken_take_ruled_row(struct classify *classify, const struct line *line);

/* first.c: lists without a known heading */

/* Column headings of some language: words or groups of words far apart, and no digit. */
bool first_looks_like_heading(oc_text line);
/* Opens the list of a row above which the first count lines wait, unless it is open already. */
void first_begin(struct classify *classify, const struct shape *shape, oc_place place,
                 size_t count);
/* Whether the text just above a row of the shape has the form of column headings. */
bool first_below_heading(const struct classify *classify, const struct shape *shape);
/* Whether a row of the shape is one of another program's table; remembers it. */
bool first_is_foreign(struct classify *classify, const struct shape *shape,
                      const struct line *line);
bool first_take_row(struct classify *classify, const struct line *line);
/* The same for a row of which the first line waits. */
bool first_take_broken_row(struct classify *classify, const struct line *line);

#endif
