/*
 * Owns: one line (or the lines of one record) against the rows of a shape: which row it is, and
 * what stands in its cells.
 * Must not know: sections, what comes before or after a line, what the cells mean.
 *
 * A matcher belongs to one thread. Patterns are compiled when they are first needed: a small
 * capture does not pay for the shapes that it does not use.
 */
#ifndef GRAMMAR_MATCHER_H
#define GRAMMAR_MATCHER_H

#include "grammar/grammar.h"
#include "grammar/headline.h"
#include "grammar/pattern.h"

/* People indent what they quote; what is indented more is another program's. */
#define INDENT_MAX 9

struct cells {
    oc_text at[COLUMNS]; /* trimmed; unknown where the row has no such column */
    bool full[COLUMNS];  /* LAYOUT_RULED: the text fills its column, so it may be cut */
};

struct matcher {
    const oc_grammars *grammars;
    struct pattern **patterns; /* by index; NULL: not compiled yet */
    struct headlines *headlines;
    bool borrows;     /* both are another's, who keeps what is compiled and found here */
    bool in_full;     /* no row is read as a plain one */
    oc_status status; /* sticks; a pattern that does not compile here is OC_BAD_GRAMMAR */
    size_t failed_pattern;
    struct pattern_error error;
};

oc_status matcher_init(struct matcher *matcher, const oc_grammars *grammars);
/* One that has what the lender has, and leaves there what it adds. */
void matcher_borrow(struct matcher *matcher, const struct matcher *lender);
void matcher_free(struct matcher *matcher);

/* The pattern, compiled when it is first asked for; NULL: matcher.status says why not. */
struct pattern *matcher_compile(struct matcher *matcher, size_t index);
/* Whether a pattern of the grammars matches the whole line; cells, if not NULL, takes its groups.
 */
bool matcher_pattern(struct matcher *matcher, size_t pattern, oc_text line, struct cells *cells);
/* Digits, no more of them than a number of 32 bits has. */
bool matcher_u32(oc_text cell);
/* The row of the shape that the line is, or NULL. The ruler is for LAYOUT_RULED only. */
const struct row *matcher_row(struct matcher *matcher, const struct shape *shape,
                              const struct ruler *ruler, oc_text line, struct cells *cells);
/* The same by the patterns of LAYOUT_PATTERN alone, be the row plain or not. */
const struct row *matcher_pattern_row(struct matcher *matcher, const struct shape *shape,
                                      oc_text line, struct cells *cells);
/* The same where no rule was seen: the shape's usual widths are tried, and ruler takes those that
 * fit. */
const struct row *matcher_first_row(struct matcher *matcher, const struct shape *shape,
                                    oc_text line, struct ruler *ruler, struct cells *cells);
/* Whether the line begins like a row that has the usual widths. */
bool matcher_begins_bare(const struct shape *shape, const struct bare *bare, oc_text line);
/* The same for LAYOUT_RECORD: the lines of one record. */
const struct row *matcher_record(const struct shape *shape, const oc_text *lines, size_t count,
                                 struct cells *cells);
/* Whether the line begins like a row of the shape, be it one or not. */
bool matcher_begins_row(struct matcher *matcher, const struct shape *shape,
                        const struct ruler *ruler, oc_text line);
/* The detail of the shape that the line is, or NULL. */
const struct row *matcher_detail(struct matcher *matcher, const struct shape *shape, oc_text line,
                                 struct cells *cells);

/* A line of two and more groups of ===, blanks between them. If not, the ruler stays as it was. */
bool ruler_read(oc_text line, struct ruler *ruler);
/* Falls the line into pieces: at a ruler, at the quotes and commas of CSV. 0: it does not fall so.
 */
size_t ruled_split(const struct ruler *ruler, oc_text line, oc_text *pieces);
/* Whether a digit ends the column from start to end, or the line inside it. */
bool ruled_digit_ends(oc_text line, size_t start, size_t end);
/* The display cells of a piece, an escaped byte taking one as it did where the line was printed. */
size_t ruled_cells(oc_text piece);
size_t csv_split(oc_text line, size_t most, oc_text *pieces);
/* "Key: value"; false when the line is nothing of the kind. */
bool record_split(oc_text line, oc_text *key, oc_text *value);

#endif
