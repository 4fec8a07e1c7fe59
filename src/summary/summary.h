/*
 * Owns: what many captures amount to: counts, percentiles, states, servers, readings, problems.
 * Must not know: how captures are read, where the summary goes.
 *
 * A capture is summed up in a summary of its own, which summary_merge adds to that of the run: so
 * captures may be read at the same time. Merged in one order the result is the same; the order
 * counts only for servers past their limit. Memory that runs out makes summary_failed true.
 */
#ifndef SUMMARY_SUMMARY_H
#define SUMMARY_SUMMARY_H

#include "base/buffer.h"
#include "summary/histogram.h"
#include "summary/servers.h"
#include "summary/sizing.h"

struct summary {
    uint64_t captures;
    uint64_t captures_with_target;
    uint64_t captures_without_target; /* with a process list, in which it would be */
    uint64_t unread; /* texts that could not be read, or that hold no list and should */
    uint64_t passed_over;
    uint64_t snapshots;
    uint64_t connections;
    uint64_t by_state[OC_STATES];
    struct histogram per_target; /* connections of each target of each joined snapshot */
    struct histogram per_client; /* of each capture with a target: at its peak, loopback apart */
    struct servers servers;
    struct map readings;    /* code to targets */
    struct map problems;    /* code to captures and texts */
    struct map diagnostics; /* code to lines */
    /* of the capture that is not over yet */
    bool has_target;
    bool has_processes;
    bool has_peak;
    uint64_t peak;
};

void summary_init(struct summary *summary);
void summary_free(struct summary *summary);
/* Empties it and keeps the memory. */
void summary_clear(struct summary *summary);
/* A snapshot of the capture; its rows must have been kept, not streamed. */
void summary_snapshot(struct summary *summary, const oc_snapshot *snapshot);
/* The capture is over. Problem: a word for why it could not be answered, or NULL. */
void summary_capture(struct summary *summary, const char *problem);
/* A text that came into no capture, though it should. */
void summary_unread(struct summary *summary, const char *problem);
/* So many files that are no captures. */
void summary_passed_over(struct summary *summary, uint64_t files);
void summary_merge(struct summary *into, const struct summary *from);
bool summary_failed(const struct summary *summary);

/* Lines for people, and one JSON object with a line feed. A buffer that failed tells of memory
 * that ran out. */
void summary_write_text(const struct summary *summary, const struct sizing *sizing,
                        struct buffer *out);
void summary_write_json(const struct summary *summary, const struct sizing *sizing,
                        struct buffer *out);

/* One name and its number in one of the maps. */
struct summary_entry {
    oc_text name;
    uint64_t count;
};

/* The entries, largest number first, then by name; the caller frees them. NULL: there are none,
 * or memory ran out. */
struct summary_entry *summary_sorted(const struct map *map);

#endif
