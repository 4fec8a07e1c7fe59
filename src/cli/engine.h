/*
 * Owns: one worker's tools: how a text is read and looked at, where results and messages go.
 * Must not know: joining, which texts belong together, other workers.
 */
#ifndef CLI_ENGINE_H
#define CLI_ENGINE_H

#include "cli/explain.h"
#include "cli/item.h"
#include "cli/job.h"
#include "cli/output.h"
#include "cli/pair.h"
#include "cli/result.h"
#include "cli/verdict.h"

/* What is known when a capture is read for the first time. Nothing is told before it is certain. */
enum engine_trust {
    ENGINE_CERTAIN, /* its texts were looked at, or what they hold cannot change it */
    ENGINE_IF_BOTH, /* it is one if its only text turns out to hold both kinds */
    ENGINE_IF_PAIR, /* the first text seems to be a process list, the second a connection list */
};

struct engine {
    const struct job *job;
    struct messages messages;
    struct verdict verdict;
    struct explain explain;
    oc_report *report;     /* NULL where none is asked for */
    oc_status reporting;   /* what it said last */
    bool many;             /* as the report was told */
    struct output *output; /* where results go at once; NULL: into the result */
    struct result *result;
    /* Called after each block where results do not go at once; false: stop. */
    bool (*pass_on)(void *user);
    void *user;
    oc_patterns *patterns;    /* NULL: memory ran out, and each text pays for them */
    char *block;              /* of INPUT_BLOCK bytes, that texts are read into; NULL: no memory */
    oc_pids all;              /* of no interest where a text is only looked at */
    const struct live *live;  /* of the text that is read */
    bool told_waits;          /* that connection lists wait, though the text is live */
    bool reported;            /* at least one snapshot */
    bool broken;              /* nothing more can be done */
    char told[INPUT_PROBLEM]; /* the last error of a text, "": none */
    /* of the capture that is read */
    struct harvest_capture harvest;
    bool harvests; /* it is to get the bytes */
    enum engine_trust trust;
    bool proved;   /* what was trusted holds */
    bool doubtful; /* a snapshot came before it was certain, and was not told */
};

/* The output is NULL, or where results go at once. */
void engine_init(struct engine *engine, const struct job *job, struct output *output);
void engine_free(struct engine *engine);
/* Each line is told instead of a report. */
bool engine_explains(const struct engine *engine);
/* What follows goes into this result. False: it cannot, and that was told. engine_end follows. */
bool engine_begin(struct engine *engine, struct result *result);
/* Before anything is told: whether there is more than one capture, so that each is named. */
void engine_many(struct engine *engine, bool many);
/* A capture is over: writes what the report has held back of it, and tells why it failed. */
void engine_finish_report(struct engine *engine);
/* Completes the result. */
void engine_end(struct engine *engine);

/* A text came into no capture, though it should: the word for why, and what was told. */
void engine_unread(struct engine *engine, oc_text path, const char *problem, const char *message);
/* Why nothing more came of it; line 0: not known. A failure of the output is told elsewhere. */
void engine_stopped(struct engine *engine, oc_text path, uint64_t line, oc_status status);

/*
 * Reads the text until it is clear which lists it holds: both were seen or it ended, or, in a
 * glance, one was seen. False: it cannot be read, and that was told.
 */
bool engine_look(struct engine *engine, struct item *item, bool glance);
/* Takes note of what the event says of the text. */
void engine_see(struct item *item, const oc_event *event);
/* Reads the text. Counted: as in oc_parser_options. False: it cannot be read, and that was told;
 * else *status is what the parser returned. */
bool engine_feed(struct engine *engine, struct item *item, const oc_pids *counted,
                 oc_event_handler *handler, void *user, oc_status *status);

#endif
