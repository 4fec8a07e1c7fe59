/*
 * Owns: the functions of zlib, loaded when the first gzip data is read.
 * Must not know: what is unpacked with them.
 */
#ifndef CLI_ZLIB_H
#define CLI_ZLIB_H

#include <pthread.h>
#include <stdbool.h>

#define ZLIB_CONST
#include <zlib.h>

#define ZLIB_FUNCTIONS(X)                                                                          \
    X(inflateInit2_)                                                                               \
    X(inflate)                                                                                     \
    X(inflateReset)                                                                                \
    X(inflateEnd)

struct zlib_functions {
#define ZLIB_POINTER(name) __typeof__(name) *name;
    ZLIB_FUNCTIONS(ZLIB_POINTER)
#undef ZLIB_POINTER
};

struct zlib {
    pthread_mutex_t mutex;
    bool tried;
    const char *missing;
    struct zlib_functions call;
};

void zlib_init(struct zlib *library);
void zlib_free(struct zlib *library);
/* Any thread may ask. False: library.missing names what is not there. */
bool zlib_load(struct zlib *library);

#endif
