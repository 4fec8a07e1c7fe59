/*
 * Owns: what parsers of a thread have made and learnt that serves the next one as well: compiled
 * patterns, what lines of words are, code pages, how rows are laid out.
 * Must not know: which text it is from.
 *
 * What any of it says of a line follows from the line and the grammars alone, so a text is read
 * alike, whatever was read before it.
 */
#ifndef PARSE_PATTERNS_H
#define PARSE_PATTERNS_H

#include "parse/run_read.h"
#include "parse/table_run.h"
#include "text/charset.h"

struct oc_patterns {
    struct matcher matcher; /* lent to those of the parsers */
    struct page *pages;
    struct run_memory rows;
    struct table_run tables;
};

#endif
