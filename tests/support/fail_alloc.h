/*
 * Owns: memory that runs out when a test says so.
 * Must not know: who asks for it.
 *
 * The linker puts it before malloc, calloc and realloc of everything that is linked into a test
 * program (--wrap); shared libraries keep theirs. It fails nothing until it is told to.
 */
#ifndef SUPPORT_FAIL_ALLOC_H
#define SUPPORT_FAIL_ALLOC_H

#include <stdbool.h>
#include <stdint.h>

/* From now on the n-th allocation (from 0) fails, and that one alone. */
void fail_alloc_start(uint64_t n);
/* Fails nothing any more; whether an allocation has failed since the start. */
bool fail_alloc_stop(void);

#endif
