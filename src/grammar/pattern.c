#define PCRE2_CODE_UNIT_WIDTH 8
#include "grammar/pattern.h"

#include "base/text.h"

#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

/* PCRE2's defaults allow gigabytes; a line of a table needs a few hundred steps. */
#define MATCH_LIMIT 20000
#define DEPTH_LIMIT 2000
#define HEAP_LIMIT_KIB 1024
/* Compiling to machine code costs as much as some hundred matches without it. */
#define MATCHES_BEFORE_JIT 200

struct pattern {
    pcre2_general_context *memory;
    pcre2_match_context *limits;
    pcre2_match_data *match;
    pcre2_code *code;
    const char *names[PATTERN_GROUPS_MAX];
    uint32_t numbers[PATTERN_GROUPS_MAX];
    size_t group_count;
    unsigned matches;
};

static void *take(size_t size, void *user)
{
    (void)user;
    return malloc(size);
}

static void give_back(void *memory, void *user)
{
    (void)user;
    free(memory);
}

static bool read_names(struct pattern *pattern)
{
    uint32_t count = 0;
    uint32_t entry_size = 0;
    PCRE2_SPTR table = NULL;
    pcre2_pattern_info(pattern->code, PCRE2_INFO_NAMECOUNT, &count);
    pcre2_pattern_info(pattern->code, PCRE2_INFO_NAMEENTRYSIZE, &entry_size);
    pcre2_pattern_info(pattern->code, PCRE2_INFO_NAMETABLE, &table);
    if (count > PATTERN_GROUPS_MAX)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        PCRE2_SPTR entry = table + (size_t)i * entry_size;
        pattern->numbers[i] = (uint32_t)(entry[0] << 8 | entry[1]);
        pattern->names[i] = (const char *)(entry + 2);
    }
    pattern->group_count = count;
    return true;
}

static oc_status compile(struct pattern *pattern, oc_text source, struct pattern_error *error)
{
    const uint32_t options = PCRE2_UTF | PCRE2_EXTENDED | PCRE2_NO_AUTO_CAPTURE | PCRE2_ANCHORED |
                             PCRE2_ENDANCHORED | PCRE2_NEVER_BACKSLASH_C | PCRE2_DOLLAR_ENDONLY;
    pattern->memory = pcre2_general_context_create(take, give_back, NULL);
    pcre2_compile_context *context = pcre2_compile_context_create(pattern->memory);
    if (pattern->memory == NULL || context == NULL) {
        pcre2_compile_context_free(context);
        return OC_NO_MEMORY;
    }
    int code = 0;
    pattern->code = pcre2_compile((PCRE2_SPTR)source.data, source.size, options, &code,
                                  &error->offset, context);
    pcre2_compile_context_free(context);
    if (pattern->code != NULL)
        return OC_OK;
    if (code == PCRE2_ERROR_NOMEMORY || code == 121)
        return OC_NO_MEMORY;
    pcre2_get_error_message(code, (PCRE2_UCHAR *)error->message, sizeof error->message);
    return OC_BAD_GRAMMAR;
}

static oc_status prepare_match(struct pattern *pattern, struct pattern_error *error)
{
    if (!read_names(pattern)) {
        error->offset = 0;
        strncpy(error->message, "more named groups than there are columns", sizeof error->message);
        return OC_BAD_GRAMMAR;
    }
    pattern->limits = pcre2_match_context_create(pattern->memory);
    pattern->match = pcre2_match_data_create_from_pattern(pattern->code, pattern->memory);
    if (pattern->limits == NULL || pattern->match == NULL)
        return OC_NO_MEMORY;
    pcre2_set_match_limit(pattern->limits, MATCH_LIMIT);
    pcre2_set_depth_limit(pattern->limits, DEPTH_LIMIT);
    pcre2_set_heap_limit(pattern->limits, HEAP_LIMIT_KIB);
    return OC_OK;
}

oc_status pattern_new(struct pattern **out, oc_text source, struct pattern_error *error)
{
    struct pattern *pattern = calloc(1, sizeof *pattern);
    if (pattern == NULL)
        return OC_NO_MEMORY;
    oc_status status = compile(pattern, source, error);
    if (status == OC_OK)
        status = prepare_match(pattern, error);
    if (status != OC_OK) {
        pattern_free(pattern);
        return status;
    }
    *out = pattern;
    return OC_OK;
}

void pattern_free(struct pattern *pattern)
{
    if (pattern == NULL)
        return;
    pcre2_match_data_free(pattern->match);
    pcre2_match_context_free(pattern->limits);
    pcre2_code_free(pattern->code);
    pcre2_general_context_free(pattern->memory);
    free(pattern);
}

size_t pattern_group_count(const struct pattern *pattern)
{
    return pattern->group_count;
}

const char *pattern_group_name(const struct pattern *pattern, size_t group)
{
    return pattern->names[group];
}

static void read_groups(const struct pattern *pattern, oc_text text, oc_text *groups)
{
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(pattern->match);
    for (size_t i = 0; i < pattern->group_count; i++) {
        PCRE2_SIZE start = ends[2 * pattern->numbers[i]];
        PCRE2_SIZE end = ends[2 * pattern->numbers[i] + 1];
        groups[i] = start == PCRE2_UNSET || end < start ? (oc_text){NULL, 0}
                                                        : (oc_text){text.data + start, end - start};
    }
}

enum pattern_result pattern_match(struct pattern *pattern, oc_text text, oc_text *groups)
{
    /* Without JIT the match is slower and otherwise the same, so its failure is none. */
    if (pattern->matches < MATCHES_BEFORE_JIT && ++pattern->matches == MATCHES_BEFORE_JIT)
        pcre2_jit_compile(pattern->code, PCRE2_JIT_COMPLETE);
    int result = pcre2_match(pattern->code, (PCRE2_SPTR)text.data, text.size, 0, PCRE2_NO_UTF_CHECK,
                             pattern->match, pattern->limits);
    switch (result) {
    case PCRE2_ERROR_NOMATCH:
        return PATTERN_NO_MATCH;
    case PCRE2_ERROR_NOMEMORY:
    case PCRE2_ERROR_HEAPLIMIT: /* the depth limit is met before: there was no memory for more */
        return PATTERN_NO_MEMORY;
    case PCRE2_ERROR_MATCHLIMIT:
    case PCRE2_ERROR_DEPTHLIMIT:
    case PCRE2_ERROR_JIT_STACKLIMIT:
        return PATTERN_LIMIT;
    default:
        break;
    }
    if (result < 0)
        return PATTERN_NO_MATCH;
    read_groups(pattern, text, groups);
    return PATTERN_MATCH;
}
