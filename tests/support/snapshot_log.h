/*
 * Owns: snapshots and streamed rows as a log that people can read.
 * Must not know: which snapshots are right.
 *
 *   snapshot NUMBER [at TAKEN_AT]: T PATH + N PATH, 2 processes, 3 connections, 1 unowned
 *     lines: process 2 connection 3 heading 2
 *     4028 OUTLOOK.EXE [SESSION ID KIB]: 2 connections, 1 listeners, 0 udp[, closed 1]
 *       REMOTE STATE                     each row, in order
 *       reading CODE CONFIDENCE          where there is one
 *     diagnostic CODE PATH:LINE
 *     3 diagnostics left out
 *     near IMAGE
 *   row NUMBER [at TAKEN_AT]: PID IMAGE REMOTE STATE
 *
 * Details: " (SHAPE LANGUAGE ENCODING TAKEN_AT)" behind each path, ", STATE COUNT" behind the
 * counts of a target, "to REMOTE xCOUNT" behind its rows, the text behind each diagnostic, the
 * sentence of a reading and its reasons below it.
 *
 * Changes: "+" appeared, "-" vanished, "~" another state or PID; PIDs are "BEFORE>NOW" where they
 * differ; without ends it is the target that changed.
 *
 *   snapshot NUMBER [at TAKEN_AT] [read READ_AT] [since NUMBER [at TAKEN_AT] [of CAPTURE]]
 *     + PID IMAGE LOCAL REMOTE STATE
 *     ~ PID IMAGE LOCAL REMOTE STATE STATE
 *     - PID IMAGE
 *
 * What is not known is "-".
 */
#ifndef SUPPORT_SNAPSHOT_LOG_H
#define SUPPORT_SNAPSHOT_LOG_H

#include "base/buffer.h"

void snapshot_log_append(struct buffer *log, const oc_snapshot *snapshot, bool details);
void snapshot_log_changes(struct buffer *log, const oc_snapshot *snapshot);
void snapshot_log_row(struct buffer *log, const oc_snapshot *snapshot, const oc_target *target,
                      const oc_connection *row);

#endif
