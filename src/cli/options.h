/*
 * Owns: the command line: what was asked for, and what is wrong with it.
 * Must not know: grammars, inputs, outputs.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "outconn.h"
#include "summary/sizing.h"

enum options_action {
    OPTIONS_REPORT,
    OPTIONS_HELP,
    OPTIONS_VERSION,
    OPTIONS_CHECK_GRAMMARS,
    OPTIONS_LIST_GRAMMARS,
    OPTIONS_MERGE,
};

enum options_color { OPTIONS_COLOR_AUTO, OPTIONS_COLOR_ALWAYS, OPTIONS_COLOR_NEVER };

/* Strings are those of argv; the arrays belong to the options. */
struct options {
    enum options_action action;
    const char **processes;
    size_t process_count;
    uint32_t *pids;
    size_t pid_count;
    bool all;
    oc_network *servers; /* --server */
    size_t server_count;
    const char *endpoints; /* NULL: those of the grammars */
    uint32_t states;       /* as in oc_report_options */
    const char *format;
    const char *output;   /* NULL: standard output */
    const char *encoding; /* NULL: detect */
    const char *grammars; /* NULL: the built-in ones */
    uint64_t jobs;        /* threads; 0: as many as there are cores */
    uint64_t shard;       /* from 1 to shards */
    uint64_t shards;      /* 0: everything is read */
    const char *database; /* NULL: none */
    const char *merge;    /* the database that the inputs are merged into */
    bool summary;         /* nothing else is asked for */
    bool reports;         /* snapshots are written to the output */
    bool summarises;      /* a summary is written, also of a single capture */
    struct sizing sizing;
    bool explain;
    bool strict;
    bool diff; /* two inputs are compared */
    enum options_color color;
    bool quiet;
    bool verbose;
    char **inputs;
    size_t input_count;
};

#define OPTIONS_PROBLEM 512

/* False: problem says in a sentence what is wrong. Call options_free either way. */
bool options_parse(struct options *options, int argc, char **argv, char problem[OPTIONS_PROBLEM]);
void options_free(struct options *options);

#endif
