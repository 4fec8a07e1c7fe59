/*
 * Owns: the built-in grammars of one test program, there while its tests run.
 * Must not know: what they are asked for.
 */
#ifndef SUPPORT_WITH_GRAMMARS_H
#define SUPPORT_WITH_GRAMMARS_H

#include "support/pipeline.h"

static oc_grammars *grammars;

/* For cmocka_run_group_tests. */
static inline int setup(void **state)
{
    oc_status status;
    (void)state;
    grammars = pipeline_grammars(&status);
    return grammars == NULL;
}

static inline int teardown(void **state)
{
    (void)state;
    oc_grammars_free(grammars);
    return 0;
}

#endif
