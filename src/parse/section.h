/*
 * Owns: the list that is open, its rows, and how lines that waited come to their class.
 * Must not know: how a line is recognised (see classify.h), bytes, joining, output.
 */
#ifndef PARSE_SECTION_H
#define PARSE_SECTION_H

#include "grammar/matcher.h"
#include "parse/held.h"
#include "parse/value.h"

struct section {
    const oc_grammars *grammars;
    struct emit *emit;
    struct held held;
    struct reason reason;
    bool open;
    oc_section info;           /* of the open list */
    const struct shape *shape; /* of its rows; NULL until there is one */
    struct ruler ruler;        /* where they fall into cells */
    uint64_t rows;
    uint64_t last_line; /* number of its last row or detail */
};

void section_init(struct section *section, const oc_grammars *grammars, struct emit *emit);
void section_free(struct section *section);

/* Closes the list that is open and opens another; shape and language may be NULL. */
void section_begin(struct section *section, oc_section_kind kind, const struct shape *shape,
                   const struct language *language, oc_place place);
void section_end(struct section *section);
/* Whether the open list is of that kind and has no row yet, so that more headings may follow. */
bool section_awaits_rows(const struct section *section, oc_section_kind kind);

/* Waits at the end of held. When there is no room the oldest line becomes some other text; where
 * that much does not fit into the open list, the list has ended before it. */
void section_hold(struct section *section, const struct line *line, bool blank);
/* The oldest count lines that wait are headings, or some other text, or do not belong between the
 * rows where they stand. Empty lines among them stay empty lines. */
void section_settle(struct section *section, size_t count, oc_line_class line_class);
void section_settle_stray(struct section *section);

/* A line of the open list that is not a row of it: heading, detail. */
void section_line(struct section *section, const struct line *line, oc_line_class line_class,
                  oc_text note);
/* A line that ought to be a row of the open list. */
void section_reject(struct section *section, const struct line *line, const char *code,
                    const char *reason);
/* A row of the open list, which is rejected when a cell holds no value of its type. */
void section_row(struct section *section, const struct line *line, const struct shape *shape,
                 const struct cells *cells);
/* Whether the cells hold values of their types. */
bool section_readable(struct section *section, const struct shape *shape,
                      const struct cells *cells);

oc_section_kind section_kind_of(const struct shape *shape);

#endif
