/*
 * Owns: the wish of the user to stop, by SIGINT or SIGTERM.
 * Must not know: what is being done.
 */
#ifndef CLI_CANCEL_H
#define CLI_CANCEL_H

#include <stdbool.h>

/* From now on these signals only leave a note, and end what waits in a system call. */
void cancel_begin(void);
/* Any thread may ask. */
bool cancel_requested(void);
/* Ends the process by the signal that came, as if nobody had caught it; returns if none did. */
void cancel_end(void);

#endif
