/*
 * Owns: what a line is by its words: a title, column headings, a notice.
 * Must not know: rows, sections, what comes before or after a line.
 *
 * What programs print around their rows comes again byte for byte in each of thousands of captures:
 * so what the last lines were is kept. It belongs to one thread.
 */
#ifndef GRAMMAR_HEADLINE_H
#define GRAMMAR_HEADLINE_H

#include "grammar/grammar.h"

/* A title, or headings, or a notice, or nothing of all that. */
struct headline {
    const struct title *title;
    const struct shape *shape; /* whose column headings the line is */
    const struct language *language;
    const struct columns *columns; /* where the shape has LAYOUT_PATTERN */
    const struct notice *notice;
};

/* A capture has some ten lines of words. */
#define HEADLINES_LOG 5
/* A line of words that is longer is asked for each time. */
#define HEADLINE_LONGEST 160

struct headlines {
    struct {
        char line[HEADLINE_LONGEST];
        size_t size; /* 0: none */
        struct headline headline;
    } kept[1 << HEADLINES_LOG];
    struct headline other;
};

/* Of the same grammars each time; it is there until the next call. */
const struct headline *headline_of(struct headlines *headlines, const oc_grammars *grammars,
                                   oc_text line);

#endif
