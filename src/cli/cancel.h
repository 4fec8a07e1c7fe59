/*
 * Owns: the wish of the user to stop, by SIGINT, SIGTERM or SIGHUP, and writing that it can end.
 * Must not know: what is being done, what is written.
 *
 * What was asked for is noted, and whoever works looks for the note. Only a write that nobody reads
 * would never get there: when for a second after the wish no byte is taken, it is given up.
 */
#ifndef CLI_CANCEL_H
#define CLI_CANCEL_H

#include <stdbool.h>
#include <stddef.h>

/* From now on these signals only leave a note, and end what waits in a system call. Call it before
 * there is another thread. */
void cancel_begin(void);
/* Any thread may ask. */
bool cancel_requested(void);
/* Writes all of it. 0, or errno; EINTR: it was given up. */
int cancel_write(int fd, const char *bytes, size_t size);
/* Ends the process by the signal that came, as if nobody had caught it; returns if none did. */
void cancel_end(void);

#endif
