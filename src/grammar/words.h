/*
 * Owns: which printed words are known: titles, labels, states, notices of every language.
 * Must not know: sections, what comes before or after a line.
 *
 * Words are compared as people print and copy them: a run of blanks is one blank, a typographic
 * apostrophe is a plain one, and a character that was lost on the way (U+FFFD, or a byte escaped as
 * \x9f) stands for any.
 */
#ifndef GRAMMAR_WORDS_H
#define GRAMMAR_WORDS_H

#include "grammar/grammar.h"

/* Kinds of words that are looked for at the beginning of a line. */
enum words_kind { WORDS_TITLE = 1, WORDS_NOTICE = 2, WORDS_HEADING = 4, WORDS_ALL = 7 };

/* Notes how the words begin. Those of the files must not change any more. */
void words_seal(oc_grammars *grammars);
/* false: no word of these kinds begins the text, which has no blanks before it. */
bool words_may_begin(const oc_grammars *grammars, oc_text text, enum words_kind kinds);

/* Whether two words are printed alike. */
bool words_same(oc_text a, oc_text b);
const struct title *words_title(const oc_grammars *grammars, oc_text line);
const struct notice *words_notice(const oc_grammars *grammars, oc_text line);
/* OC_UNKNOWN when no language has the word. English words count in every language. */
oc_state words_state(const oc_grammars *grammars, oc_text word);
/* The language whose labels are the column headings of a shape with LAYOUT_PATTERN, or NULL; and
 * which columns they are. */
const struct language *words_heading(const oc_grammars *grammars, const struct shape *shape,
                                     oc_text line, const struct columns **columns);
/* The language whose labels of those columns are the line, in order, or NULL. */
const struct language *words_columns(const oc_grammars *grammars, const struct shape *shape,
                                     const struct columns *columns, oc_text line);
/* Whether some language has that label for the column. */
bool words_label(const oc_grammars *grammars, const struct shape *shape, enum column column,
                 oc_text heading);
/*
 * The language of headings that lie one by one above the columns, or NULL. cut: each may be cut to
 * its column.
 */
const struct language *words_labels(const oc_grammars *grammars, const struct shape *shape,
                                    const struct columns *columns, const oc_text *headings,
                                    bool cut);

#endif
