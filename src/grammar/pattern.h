/*
 * Owns: regular expressions: their dialect, their limits. pattern.c alone includes <pcre2.h>.
 * Must not know: captures of a machine, tables, files.
 *
 * The dialect is PCRE2 with extended syntax over UTF-8. A pattern matches a whole line, only named
 * groups capture. A pattern is used by one thread at a time.
 */
#ifndef GRAMMAR_PATTERN_H
#define GRAMMAR_PATTERN_H

#include "outconn.h"

struct pattern;

#define PATTERN_GROUPS_MAX 16

struct pattern_error {
    size_t offset; /* bytes into the source */
    char message[120];
};

enum pattern_result {
    PATTERN_MATCH,
    PATTERN_NO_MATCH,
    PATTERN_LIMIT, /* the match would cost more than the limits allow */
    PATTERN_NO_MEMORY,
};

/* OC_BAD_GRAMMAR fills the error. The source is not kept. */
oc_status pattern_new(struct pattern **pattern, oc_text source, struct pattern_error *error);
void pattern_free(struct pattern *pattern);
/* Named groups are numbered from 0. */
size_t pattern_group_count(const struct pattern *pattern);
/* Terminated; lives as long as the pattern. */
const char *pattern_group_name(const struct pattern *pattern, size_t group);
/* text is valid UTF-8. groups takes pattern_group_count texts, unknown where a group took no part.
 */
enum pattern_result pattern_match(struct pattern *pattern, oc_text text, oc_text *groups);

#endif
