/*
 * Owns: what may be asked for together, what is written when, and how a problem is put.
 * Must not know: letters and names of options.
 */
#ifndef CLI_OPTIONS_CHECK_H
#define CLI_OPTIONS_CHECK_H

#include "cli/options.h"

/* Says in problem what is wrong; always false. */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
bool options_wrong(char problem[OPTIONS_PROBLEM], const char *format, ...);

/* All options were read, and the inputs are those that are left. Settles what follows from several
 * of them. False: problem says what is wrong. */
bool options_check(struct options *options, char problem[OPTIONS_PROBLEM]);

#endif
