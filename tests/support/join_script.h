/*
 * Owns: events for a join, written as a script; the snapshots that come out, as a log.
 * Must not know: which snapshots are right; bytes, grammars, formats.
 *
 * A script is one event per line:
 *   text PATH                a text begins; what follows comes from it
 *   T [TAKEN_AT]             a process list begins, one heading line
 *   N [TAKEN_AT]             a connection list begins, one heading line
 *   p PID IMAGE [SESSION ID KIB]    a process; an IMAGE with a / at its end may be cut there
 *   c PID REMOTE STATE [OWNER [LOCAL]]   a TCP row with a remote end
 *   l PID REMOTE STATE [OWNER [LOCAL]]   a TCP row without one
 *   u PID [OWNER [LOCAL]]    a UDP row
 *   o                        a line of no list
 *   x CODE                   a rejected line and its diagnostic
 *   end                      the text is over
 *   came TIME                what begins now came then
 *   live                     the text comes live; the log shows "> waits" where a list waits
 *   compare                  the join is finished, a new one is compared with it
 * PID, IMAGE, SESSION, ID, KIB: "-" is not known. Lists end where the next one or the text does.
 */
#ifndef SUPPORT_JOIN_SCRIPT_H
#define SUPPORT_JOIN_SCRIPT_H

#include "support/snapshot_log.h"

struct join_script {
    oc_join_options options;
    bool streams;     /* rows are told as they come */
    bool echoes;      /* the log shows "> T" and "> N" where a list begins in the script */
    bool changes;     /* the log has what snapshot_log_changes says of a snapshot, and no more */
    bool details;     /* the log has what snapshot_log_append calls details */
    uint64_t stop_at; /* the callback, from 1, that stops the join; 0: none */
};

/*
 * Runs the script and finishes the join. The texts of an event are overwritten when its call
 * returns. Returns the first error; OC_MISUSE also for a script that is none.
 */
oc_status join_script_run(const struct join_script *script, const char *events, struct buffer *log);

#endif
