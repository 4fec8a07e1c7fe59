#include "support/fail_alloc.h"

#include <stddef.h>

/* The linker makes these names. NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl*) */

static struct {
    bool on;
    bool failed;
    uint64_t left; /* allocations that still pass */
} fail_alloc;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);

void fail_alloc_start(uint64_t n)
{
    fail_alloc.on = true;
    fail_alloc.failed = false;
    fail_alloc.left = n;
}

bool fail_alloc_stop(void)
{
    fail_alloc.on = false;
    return fail_alloc.failed;
}

static bool fail_alloc_now(void)
{
    if (!fail_alloc.on || fail_alloc.failed) {
        return false;
    }
    fail_alloc.failed = fail_alloc.left == 0;
    fail_alloc.left -= !fail_alloc.failed;
    return fail_alloc.failed;
}

void *__wrap_malloc(size_t size)
{
    return fail_alloc_now() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fail_alloc_now() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
    return fail_alloc_now() ? NULL : __real_realloc(memory, size);
}

/* NOLINTEND(bugprone-reserved-identifier,cert-dcl*) */
