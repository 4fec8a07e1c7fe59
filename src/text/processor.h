/*
 * Owns: what the processor can do that this runs on.
 * Must not know: what is done with it.
 *
 * Some files are compiled once more for newer processors (see Makefile); who uses them asks here.
 */
#ifndef TEXT_PROCESSOR_H
#define TEXT_PROCESSOR_H

#include <stdbool.h>

/* Whether it has what those of x86-64-v3 have. */
bool processor_is_v3(void);

#endif
