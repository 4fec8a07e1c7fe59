/*
 * Owns: what every worker of a run is told, and none may change but the harvest, which locks.
 * Must not know: captures, results.
 */
#ifndef CLI_JOB_H
#define CLI_JOB_H

#include "cli/harvest.h"
#include "cli/networks.h"
#include "cli/options.h"
#include "cli/targets.h"

struct job {
    const struct options *options;
    const oc_grammars *grammars;
    struct targets targets;
    const struct networks *networks;
    struct harvest *harvest;
    oc_parser_options parser;
    oc_report_options report;
    oc_text format;  /* of the report */
    bool many_texts; /* --explain names each text */
    bool whole;      /* text for people shows each capture whole, an empty line between two */
};

#endif
