/*
 * Owns: a whole run of the library over one text: parser, join and report.
 * Must not know: what should come out.
 */
#ifndef SUPPORT_PIPELINE_H
#define SUPPORT_PIPELINE_H

#include "support/chunks.h"

/* The built-in grammars, sealed; NULL when that fails, and then *status says why. */
oc_grammars *pipeline_grammars(oc_status *status);
struct shape;

/* The shape of that name, which there must be. */
const struct shape *pipeline_shape(const oc_grammars *grammars, const char *name);

/*
 * Reports on the processes of the target outlook in one text that is called "-", as the program
 * does with its standard input. Returns the first error, wherever it came from.
 */
oc_status pipeline_run(const oc_grammars *grammars, oc_text input, struct chunking chunking,
                       const char *format, oc_sink sink);

/* The same, every row being matched in full, as with --strict. */
oc_status pipeline_run_in_full(const oc_grammars *grammars, oc_text input, struct chunking chunking,
                               const char *format, oc_sink sink);

#endif
