#include "parse/patterns.h"

#include <stdlib.h>

oc_patterns *oc_patterns_new(const oc_grammars *grammars)
{
    oc_patterns *patterns = calloc(1, sizeof *patterns);
    if (patterns == NULL)
        return NULL;
    oc_status status = matcher_init(&patterns->matcher, grammars);
    patterns->pages = charset_pages(grammars->hints, grammars->hint_count);
    run_memory_init(&patterns->rows, grammars);
    table_run_init(&patterns->tables);
    if (status != OC_OK || patterns->pages == NULL) {
        oc_patterns_free(patterns);
        return NULL;
    }
    return patterns;
}

void oc_patterns_free(oc_patterns *patterns)
{
    if (patterns == NULL)
        return;
    charset_pages_free(patterns->pages, patterns->matcher.grammars->hint_count);
    matcher_free(&patterns->matcher);
    free(patterns);
}
