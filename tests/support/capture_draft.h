/*
 * Owns: a capture that is being written: its text, its truth, and what its readers must be told.
 * Must not know: how lists are laid out.
 */
#ifndef SUPPORT_CAPTURE_DRAFT_H
#define SUPPORT_CAPTURE_DRAFT_H

#include "support/capture_dice.h"
#include "support/capture_lexicon.h"
#include "support/capture_sheet.h"
#include "support/capture_truth.h"

struct draft {
    struct dice dice;
    const struct lexicon *lexicon;
    struct sheet text;  /* UTF-8; each line ends with a line feed */
    struct sheet about; /* one line for people: what was written */
    struct truth truth;
    size_t starts[TRUTH_LISTS]; /* where in the text the part of each list begins */
    bool told;                  /* a word that tells the code page stands in the text */
    /* The last line is no row and no prompt: without its end it may be a row that was cut. */
    bool open_end;
    /* There are rows of a table whose columns no rule shows: they must stay where they are. */
    bool bare_table;
};

/* Empties it, but keeps its memory. */
void draft_start(struct draft *draft, uint64_t seed, const struct lexicon *lexicon);
void draft_free(struct draft *draft);
/* Ends the line, without blanks at its end if it is to be trimmed. */
void draft_end_line(struct draft *draft, bool trimmed);
void draft_line(struct draft *draft, const char *line);
/* The text is, or begins, a heading of the language. */
void draft_tell(struct draft *draft, const char *text);
/* Memory ran out, or the truth has no room left. */
bool draft_failed(const struct draft *draft);

#endif
