#include "cli/gunzip.h"

#include "outconn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GUNZIP_BLOCK ((size_t)256 << 10)
#define GUNZIP_WINDOW (16 + MAX_WBITS) /* zlib checks what is gzip's */

static const unsigned char gunzip_magic[] = {0x1f, 0x8b};

struct gunzip {
    struct stream stream;
    struct stream *below;
    const struct zlib_functions *call;
    z_stream zlib;
    bool between;   /* members */
    size_t matched; /* between them, bytes of the next one's beginning */
    bool ended;
    unsigned char *block;
};

/* As stream_next. */
static ssize_t gunzip_fill(struct gunzip *gunzip, char problem[STREAM_PROBLEM])
{
    const char *bytes = NULL;
    ssize_t got = stream_next(gunzip->below, &bytes, problem);
    if (got > 0) {
        gunzip->zlib.next_in = (const Bytef *)bytes;
        gunzip->zlib.avail_in = (uInt)got;
    }
    return got;
}

static bool gunzip_ends(struct gunzip *gunzip, char problem[STREAM_PROBLEM])
{
    gunzip->ended = gunzip->between && gunzip->matched == 0;
    return gunzip->ended || stream_fail(problem, "damaged: its gzip data ends early");
}

static bool gunzip_damaged(struct gunzip *gunzip, char problem[STREAM_PROBLEM])
{
    const char *said = gunzip->zlib.msg == NULL ? "invalid data" : gunzip->zlib.msg;
    gunzip->stream.wrong = true;
    if (strcmp(said, "incorrect data check") == 0) {
        said = "wrong checksum";
    }
    snprintf(problem, STREAM_PROBLEM, "damaged: %s in its gzip data", said);
    return false;
}

static bool gunzip_inflate(struct gunzip *gunzip, char problem[STREAM_PROBLEM])
{
    switch (gunzip->call->inflate(&gunzip->zlib, Z_NO_FLUSH)) {
    case Z_OK:
    case Z_BUF_ERROR: /* no progress without more input, which comes next */
        return true;
    case Z_STREAM_END:
        gunzip->between = true;
        gunzip->matched = 0;
        return true;
    case Z_MEM_ERROR:
        return stream_fail(problem, oc_status_text(OC_NO_MEMORY));
    default:
        return gunzip_damaged(gunzip, problem);
    }
}

/* Its first bytes may have come with those before. */
static bool gunzip_begin(struct gunzip *gunzip, char problem[STREAM_PROBLEM])
{
    z_stream *zlib = &gunzip->zlib;
    const Bytef *in = zlib->next_in;
    uInt size = zlib->avail_in;
    gunzip->between = false;
    gunzip->call->inflateReset(zlib);
    zlib->next_in = gunzip_magic;
    zlib->avail_in = sizeof gunzip_magic;
    bool begun = gunzip_inflate(gunzip, problem);
    zlib->next_in = in;
    zlib->avail_in = size;
    return begun;
}

static bool gunzip_follow(struct gunzip *gunzip, char problem[STREAM_PROBLEM])
{
    z_stream *zlib = &gunzip->zlib;
    if (*zlib->next_in != gunzip_magic[gunzip->matched]) {
        gunzip->ended = true;
        return true;
    }
    zlib->next_in++;
    zlib->avail_in--;
    gunzip->matched++;
    return gunzip->matched < sizeof gunzip_magic || gunzip_begin(gunzip, problem);
}

static bool gunzip_step(struct gunzip *gunzip, char problem[STREAM_PROBLEM])
{
    if (gunzip->zlib.avail_in == 0) {
        ssize_t got = gunzip_fill(gunzip, problem);
        if (got <= 0) {
            return got == 0 && gunzip_ends(gunzip, problem);
        }
    }
    return gunzip->between ? gunzip_follow(gunzip, problem) : gunzip_inflate(gunzip, problem);
}

/* Where it ends early, all that was there is given first. */
static ssize_t gunzip_next(struct stream *stream, const char **bytes, char problem[STREAM_PROBLEM])
{
    struct gunzip *gunzip = (struct gunzip *)stream;
    bool going = true;
    gunzip->zlib.next_out = gunzip->block;
    gunzip->zlib.avail_out = GUNZIP_BLOCK;
    while (going && !gunzip->ended && gunzip->zlib.avail_out > 0) {
        going = gunzip_step(gunzip, problem);
    }
    size_t size = GUNZIP_BLOCK - gunzip->zlib.avail_out;
    *bytes = (const char *)gunzip->block;
    return going || (size > 0 && !stream->wrong) ? (ssize_t)size : -1;
}

static void gunzip_close(struct stream *stream)
{
    struct gunzip *gunzip = (struct gunzip *)stream;
    gunzip->call->inflateEnd(&gunzip->zlib);
    free(gunzip->block);
    free(gunzip);
}

static const struct stream_kind gunzip_kind = {.next = gunzip_next, .close = gunzip_close};

static bool gunzip_start(struct gunzip *gunzip)
{
    gunzip->block = malloc(GUNZIP_BLOCK);
    return gunzip->block != NULL &&
           gunzip->call->inflateInit2_(&gunzip->zlib, GUNZIP_WINDOW, ZLIB_VERSION,
                                       (int)sizeof gunzip->zlib) == Z_OK;
}

struct stream *gunzip_open(struct zlib *library, struct stream *below, char problem[STREAM_PROBLEM])
{
    if (!zlib_load(library)) {
        snprintf(problem, STREAM_PROBLEM,
                 "gzip data is read with zlib, and %s is not there: install the package zlib1g",
                 library->missing);
        return NULL;
    }
    struct gunzip *gunzip = calloc(1, sizeof *gunzip);
    if (gunzip == NULL) {
        stream_fail(problem, oc_status_text(OC_NO_MEMORY));
        return NULL;
    }
    stream_init(&gunzip->stream, &gunzip_kind);
    gunzip->below = below;
    gunzip->call = &library->call;
    if (!gunzip_start(gunzip)) {
        free(gunzip->block);
        free(gunzip);
        stream_fail(problem, oc_status_text(OC_NO_MEMORY));
        return NULL;
    }
    return &gunzip->stream;
}
