/*
 * Owns: what snapshots amount to: messages, and what the exit status is made of.
 * Must not know: reports, inputs, parsing.
 */
#ifndef CLI_VERDICT_H
#define CLI_VERDICT_H

#include "cli/message.h"
#include "cli/options.h"
#include "cli/pair.h"
#include "cli/targets.h"

struct verdict {
    struct messages *messages;
    const struct targets *targets;
    const struct options *options;
    bool connected;  /* a target had a connection */
    bool unanswered; /* a list that nobody named had no partner */
    /* of the capture */
    bool found;
    oc_text capture;
    const char *problem; /* a word for its first error; NULL: none */
    const char *alone;
    bool undecided;
    uint64_t connection_lists;
    uint64_t lone_process_lists;
    uint64_t searched_line; /* the process list that was last told to have no match */
    uint64_t rejected;
    uint64_t undecodable;
    uint64_t left_out; /* diagnostics that were not kept */
    bool told_no_list;
    bool told_no_pid;
};

void verdict_init(struct verdict *verdict, struct messages *messages, const struct targets *targets,
                  const struct options *options);
/* A capture begins; it is borrowed. */
void verdict_begin(struct verdict *verdict, const struct pair_capture *capture);
void verdict_snapshot(struct verdict *verdict, const oc_snapshot *snapshot);
/* The capture was read whole. */
void verdict_end(struct verdict *verdict);
/* A target of a capture that was not read again had connections, or had none. */
void verdict_connected(struct verdict *verdict, bool connected);
/* An error of the capture was told, which is called that in counts of them. */
void verdict_problem(struct verdict *verdict, const char *problem);
/* A text without any list. */
void verdict_unrecognised(struct verdict *verdict, oc_text path, oc_seems seems);

#endif
