/*
 * Owns: what a run keeps of its captures besides the report: the summary and the database; which
 * captures need not be read again.
 * Must not know: how captures are found and read, messages.
 *
 * Captures may be read by several threads, each with a struct harvest_capture of its own: all
 * functions lock what they share. Captures that end in one order give the same ids and summary.
 * After false nothing more can be kept: stop, and tell harvest_problem.
 */
#ifndef CLI_HARVEST_H
#define CLI_HARVEST_H

#include "cli/options.h"
#include "db/content_hash.h"
#include "db/insert.h"
#include "db/recall.h"
#include "summary/summary.h"

#include <pthread.h>

struct harvest {
    const struct options *options;
    pthread_mutex_t lock;
    struct summary summary;
    struct insert insert; /* with options->database */
    struct recall recall;
    struct content_hash question; /* of what is asked, which is a part of every content */
};

struct harvest_capture {
    struct harvest *harvest;
    struct summary summary;
    struct stage stage;
    struct content_hash hash;
    char content[CONTENT_HASH_HEX]; /* "": not known yet */
    bool connected;                 /* a target has a connection */
};

/* False: harvest_problem; call harvest_free either way. */
bool harvest_init(struct harvest *harvest, const struct options *options);
void harvest_free(struct harvest *harvest);
/* Something could not be kept: any thread may ask when the others are through. */
bool harvest_failed(const struct harvest *harvest);
/* A sentence, and the file that it is about in *path, NULL: none. */
const char *harvest_problem(const struct harvest *harvest, const char **path);
/* Rows have to be kept for their snapshot, in a format that could do without, too. */
bool harvest_keeps_rows(const struct harvest *harvest);
/* It is worth to hash a capture first: if harvest_knows it, it need not be read. */
bool harvest_may_know(const struct harvest *harvest);

void harvest_capture_init(struct harvest_capture *capture, struct harvest *harvest);
void harvest_capture_free(struct harvest_capture *capture);
/* A capture begins; the struct may have served another before. */
void harvest_begin(struct harvest_capture *capture, oc_text name);
/* The bytes that follow are of this text; in the order in which the capture reads its texts. */
void harvest_text(struct harvest_capture *capture, oc_text path);
void harvest_bytes(struct harvest_capture *capture, const void *bytes, size_t size);
/*
 * After the bytes of all texts: whether the database has the capture with this content. Then it is
 * over, and counted; capture->connected is set. Else it is to be read, without telling its bytes
 * again. False also after a failure, which harvest_end will return.
 */
bool harvest_knows(struct harvest_capture *capture);
bool harvest_snapshot(struct harvest_capture *capture, const oc_snapshot *snapshot);
/*
 * The capture was read, or given up ("interrupted"): every one that began must end or be known.
 * Problem: a word for its first error, NULL without one; with an error it is read again in the
 * next run. With an error and no snapshot it is a text that was not read. Message: what was told
 * last of it, "": nothing.
 */
bool harvest_end(struct harvest_capture *capture, const char *problem, const char *message);

/* A text that came into no capture, though it should: a word for why, and what was told. */
void harvest_unread(struct harvest *harvest, oc_text path, const char *problem,
                    const char *message);
/* The same of what is no text. */
void harvest_told(struct harvest *harvest, oc_text path, const char *problem, const char *message);
/* Files that are no captures. */
void harvest_passed_over(struct harvest *harvest, uint64_t files);
/* All captures have ended: commits; with options->summarises, or below the reports of many
 * captures as text, appends the summary to out. */
bool harvest_finish(struct harvest *harvest, bool many, struct buffer *out);

#endif
