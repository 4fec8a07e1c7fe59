/*
 * Owns: the list that is open, its rows, and lines that wait behind its last row.
 * Must not know: how a line is recognised (see classify.h), bytes, joining, output.
 *
 * A row whose owner may stand below it waits for the next line. It comes before all that is held,
 * so whatever settles a held line tells the row first.
 */
#ifndef PARSE_SECTION_H
#define PARSE_SECTION_H

#include "grammar/matcher.h"
#include "parse/held.h"
#include "parse/stamp.h"
#include "parse/value.h"

struct section {
    const oc_grammars *grammars;
    struct emit *emit;
    struct held held;
    struct strays strays;
    struct reason reason;
    bool open;
    oc_section info;           /* of the open list */
    const struct shape *shape; /* of its rows; NULL until there is one */
    struct ruler ruler;        /* where they fall into cells */
    bool heading_seen;         /* of its columns: a title below it begins another list */
    bool heading_has_pid; /* a row without one is no row of it; no word for it proves nothing */
    size_t wrap;          /* LAYOUT_RULED: columns of a row's first line, when it has two; else 0 */
    size_t columns;       /* LAYOUT_RECORD: how many lines a record has */
    uint64_t rows;
    bool double_spaced;      /* an empty line stands behind each line */
    struct buffer first_key; /* LAYOUT_RECORD: what its records begin with */
    uint64_t last_line;      /* number of the last line that belongs to it */
    bool row_waits;
    struct held_line row;
    oc_connection row_value; /* its texts lie in the copy */
    struct stamp stamp;      /* what the text said of the time since the last connection list */
    char taken_at[STAMP_SIZE];
};

void section_init(struct section *section, const oc_grammars *grammars, struct emit *emit);
void section_free(struct section *section);

/* Closes the list that is open and opens another; shape and language may be NULL. */
void section_begin(struct section *section, oc_section_kind kind, const struct shape *shape,
                   const struct language *language, oc_place place);
void section_end(struct section *section);
/* Whether the open list is of that kind and has no row yet, so that more headings may follow. */
bool section_awaits_rows(const struct section *section, oc_section_kind kind);
oc_section_kind section_kind_of(const struct shape *shape);

/* The line waits behind the others; there must be room. */
void section_hold(struct section *section, const struct line *line, enum held_kind kind);
/* The oldest line that waits gets its class; an empty one stays an empty one. */
void section_settle(struct section *section, oc_line_class line_class);
/* The same for one that waits no more. */
void section_tell(struct section *section, const struct held_line *held, oc_line_class line_class);
/* All lines that wait add to the row above them, which is owner's, if known. */
void section_settle_details(struct section *section, oc_text owner);
/* The row that waits has no owner line. */
void section_tell_row(struct section *section);

/* A line of the open list that is not a row of it: heading, detail. */
void section_line(struct section *section, const struct line *line, oc_line_class line_class,
                  oc_text note);
/* A line that ought to be a row of the open list. */
void section_reject(struct section *section, const struct line *line, const char *code,
                    oc_text why);
/* A row of the open list; false, with section.reason, when a cell holds no value of its type. The
 * cells lie in the text of the line. */
bool section_take_row(struct section *section, const struct line *line, const struct shape *shape,
                      const struct cells *cells);
/* The same, but rejected. */
void section_row(struct section *section, const struct line *line, const struct shape *shape,
                 const struct cells *cells);
/* Whether the cells hold values of their types; if not, section.reason says why. */
bool section_readable(struct section *section, const struct shape *shape,
                      const struct cells *cells);

#endif
