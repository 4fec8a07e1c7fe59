/*
 * Owns: whether an input comes live, with pauses, and when what was read last came.
 * Must not know: clocks, inputs, what comes.
 */
#ifndef CLI_LIVE_H
#define CLI_LIVE_H

#include "outconn.h"

#include <time.h>

#define LIVE_PAUSE 1000 /* milliseconds */
#define LIVE_STAMP 24   /* YYYY-MM-DDThh:mm:ss and the end mark */

/* Start it with {0}. */
struct live {
    bool began;
    bool paused;  /* at least once between its bytes */
    time_t since; /* the last pause, or the beginning: when what is read now came */
};

/* Bytes came, after so many milliseconds of waiting for them. */
void live_came(struct live *live, int64_t waited, time_t now);
/* When what is read now came, local time, in stamp; not known when nothing did. */
oc_text live_time(const struct live *live, char stamp[LIVE_STAMP]);

#endif
