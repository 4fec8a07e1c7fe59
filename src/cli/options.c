#include "cli/options.h"

#include "base/text.h"
#include "cli/options_check.h"
#include "cli/server.h"

#include <getopt.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OPTIONS_MOST_JOBS 256

/* Options without a letter. */
enum {
    OPTIONS_LONG_PID = UCHAR_MAX + 1,
    OPTIONS_LONG_SERVER,
    OPTIONS_LONG_ENDPOINTS,
    OPTIONS_LONG_EXPLAIN,
    OPTIONS_LONG_STRICT,
    OPTIONS_LONG_SHARD,
    OPTIONS_LONG_DIFF,
    OPTIONS_LONG_CHECK_GRAMMARS,
    OPTIONS_LONG_LIST_GRAMMARS,
    OPTIONS_LONG_COLOR,
    OPTIONS_LONG_SUMMARY,
    OPTIONS_LONG_DB,
    OPTIONS_LONG_MERGE,
    OPTIONS_LONG_RESERVED_PORTS,
    OPTIONS_LONG_PEAK_FACTOR,
    OPTIONS_LONG_DEVICES,
    OPTIONS_LONG_HELP,
    OPTIONS_LONG_VERSION,
};

/* The colon in front: a missing argument is told from an unknown option. */
static const char options_letters[] = ":p:as:f:o:e:g:j:qv";

static const struct option options_names[] = {
    {"process", required_argument, NULL, 'p'},
    {"pid", required_argument, NULL, OPTIONS_LONG_PID},
    {"all", no_argument, NULL, 'a'},
    {"state", required_argument, NULL, 's'},
    {"format", required_argument, NULL, 'f'},
    {"output", required_argument, NULL, 'o'},
    {"encoding", required_argument, NULL, 'e'},
    {"grammars", required_argument, NULL, 'g'},
    {"jobs", required_argument, NULL, 'j'},
    {"shard", required_argument, NULL, OPTIONS_LONG_SHARD},
    {"server", required_argument, NULL, OPTIONS_LONG_SERVER},
    {"endpoints", required_argument, NULL, OPTIONS_LONG_ENDPOINTS},
    {"explain", no_argument, NULL, OPTIONS_LONG_EXPLAIN},
    {"strict", no_argument, NULL, OPTIONS_LONG_STRICT},
    {"diff", no_argument, NULL, OPTIONS_LONG_DIFF},
    {"check-grammars", no_argument, NULL, OPTIONS_LONG_CHECK_GRAMMARS},
    {"list-grammars", no_argument, NULL, OPTIONS_LONG_LIST_GRAMMARS},
    {"color", required_argument, NULL, OPTIONS_LONG_COLOR},
    {"summary", no_argument, NULL, OPTIONS_LONG_SUMMARY},
    {"db", required_argument, NULL, OPTIONS_LONG_DB},
    {"merge", required_argument, NULL, OPTIONS_LONG_MERGE},
    {"reserved-ports", required_argument, NULL, OPTIONS_LONG_RESERVED_PORTS},
    {"peak-factor", required_argument, NULL, OPTIONS_LONG_PEAK_FACTOR},
    {"devices", required_argument, NULL, OPTIONS_LONG_DEVICES},
    {"quiet", no_argument, NULL, 'q'},
    {"verbose", no_argument, NULL, 'v'},
    {"help", no_argument, NULL, OPTIONS_LONG_HELP},
    {"version", no_argument, NULL, OPTIONS_LONG_VERSION},
    {NULL, 0, NULL, 0},
};

/* ---- one argument ------------------------------------------------------------------------ */

static bool options_process(struct options *options, const char *name,
                            char problem[OPTIONS_PROBLEM])
{
    if (*name == '\0') {
        return options_wrong(problem, "an empty process name: give an image name as outlook.exe");
    }
    options->processes[options->process_count++] = name;
    return true;
}

static bool options_pid(struct options *options, const char *argument,
                        char problem[OPTIONS_PROBLEM])
{
    uint64_t pid;
    if (!text_number(text_of(argument), UINT32_MAX, &pid)) {
        return options_wrong(problem, "'%s' is no PID: a number from 0 to 4294967295", argument);
    }
    options->pids[options->pid_count++] = (uint32_t)pid;
    return true;
}

static bool options_server(struct options *options, const char *argument,
                           char problem[OPTIONS_PROBLEM])
{
    const char *wrong = server_read(text_of(argument), &options->servers[options->server_count]);
    if (wrong != NULL) {
        return options_wrong(problem, "server '%.64s' %s", argument, wrong);
    }
    options->server_count++;
    return true;
}

static bool options_unknown_state(oc_text name, char problem[OPTIONS_PROBLEM])
{
    options_wrong(problem, "unknown state '%.*s':", (int)(name.size < 64 ? name.size : 64),
                  name.data);
    for (int state = 0; state < OC_STATES; state++) {
        size_t used = strlen(problem);
        const char *comma = state == 0 ? "" : state + 1 < OC_STATES ? "," : " or";
        snprintf(problem + used, OPTIONS_PROBLEM - used, "%s %s", comma,
                 oc_state_text((oc_state)state));
    }
    return false;
}

static bool options_states(struct options *options, const char *argument,
                           char problem[OPTIONS_PROBLEM])
{
    oc_text rest = text_of(argument);
    oc_text name;
    while (text_split(&rest, ',', &name)) {
        oc_state state = oc_state_of(text_trim(name));
        if (state == OC_STATES) {
            return options_unknown_state(name, problem);
        }
        options->states |= 1u << state;
    }
    return true;
}

static bool options_format(struct options *options, const char *argument,
                           char problem[OPTIONS_PROBLEM])
{
    static const char *const formats[] = {"text", "json", "csv", "tsv"};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (strcmp(argument, formats[i]) == 0) {
            options->format = formats[i];
            return true;
        }
    }
    return options_wrong(problem, "unknown format '%s': text, json, csv or tsv", argument);
}

static bool options_color(struct options *options, const char *argument,
                          char problem[OPTIONS_PROBLEM])
{
    static const char *const words[] = {
        [OPTIONS_COLOR_AUTO] = "auto",
        [OPTIONS_COLOR_ALWAYS] = "always",
        [OPTIONS_COLOR_NEVER] = "never",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(argument, words[i]) == 0) {
            options->color = (enum options_color)i;
            return true;
        }
    }
    return options_wrong(problem, "unknown time for color '%s': auto, always or never", argument);
}

static bool options_shard(struct options *options, const char *argument,
                          char problem[OPTIONS_PROBLEM])
{
    oc_text rest = text_of(argument);
    oc_text number;
    if (!text_split(&rest, '/', &number) || !text_known(rest) ||
        !text_number(number, UINT32_MAX, &options->shard) ||
        !text_number(rest, UINT32_MAX, &options->shards) || options->shard == 0 ||
        options->shard > options->shards) {
        return options_wrong(problem, "'%s' is no share: K/N, as 1/8, with K from 1 to N",
                             argument);
    }
    return true;
}

static bool options_path(const char **path, const char *argument, const char *what,
                         char problem[OPTIONS_PROBLEM])
{
    if (*argument == '\0') {
        return options_wrong(problem, "an empty name for %s", what);
    }
    *path = argument;
    return true;
}

static bool options_number(uint64_t *number, const char *argument, uint64_t least, uint64_t most,
                           const char *what, char problem[OPTIONS_PROBLEM])
{
    if (!text_number(text_of(argument), most, number) || *number < least) {
        return options_wrong(problem, "'%s' is no number of %s: from %" PRIu64 " to %" PRIu64,
                             argument, what, least, most);
    }
    return true;
}

static bool options_sizing(struct options *options, int option, const char *argument,
                           char problem[OPTIONS_PROBLEM])
{
    struct sizing *sizing = &options->sizing;
    options->summarises = true;
    switch (option) {
    case OPTIONS_LONG_RESERVED_PORTS:
        return options_number(&sizing->reserved_ports, argument, 0, SIZING_PORTS - 1,
                              "reserved ports", problem);
    case OPTIONS_LONG_PEAK_FACTOR:
        return options_number(&sizing->peak_factor, argument, SIZING_PEAK_FACTOR, SIZING_PORTS,
                              "ports for a peak", problem);
    default:
        return options_number(&sizing->devices, argument, 1, SIZING_MOST_DEVICES, "devices",
                              problem);
    }
}

static bool options_merge(struct options *options, const char *argument,
                          char problem[OPTIONS_PROBLEM])
{
    options->action = OPTIONS_MERGE;
    return options_path(&options->merge, argument, "the database", problem);
}

/* ---- the whole line ---------------------------------------------------------------------- */

static bool options_unknown(char **argv, char problem[OPTIONS_PROBLEM])
{
    if (optopt == 0) {
        return options_wrong(problem, "unknown or ambiguous option '%s'", argv[optind - 1]);
    }
    if (optopt > UCHAR_MAX || strchr(options_letters, optopt) != NULL) {
        return options_wrong(problem, "option '%s' takes no argument", argv[optind - 1]);
    }
    return options_wrong(problem, "unknown option '-%c'", optopt);
}

static bool options_flag(struct options *options, int option)
{
    switch (option) {
    case 'a':
        options->all = true;
        break;
    case 'q':
    case 'v':
        options->quiet = option == 'q';
        options->verbose = option == 'v';
        break;
    case OPTIONS_LONG_EXPLAIN:
        options->explain = true;
        break;
    case OPTIONS_LONG_STRICT:
        options->strict = true;
        break;
    case OPTIONS_LONG_DIFF:
        options->diff = true;
        break;
    case OPTIONS_LONG_CHECK_GRAMMARS:
        options->action = OPTIONS_CHECK_GRAMMARS;
        break;
    case OPTIONS_LONG_LIST_GRAMMARS:
        options->action = OPTIONS_LIST_GRAMMARS;
        break;
    case OPTIONS_LONG_SUMMARY:
        options->summary = true;
        break;
    default:
        return false;
    }
    return true;
}

static bool options_one(struct options *options, int option, char **argv,
                        char problem[OPTIONS_PROBLEM])
{
    switch (option) {
    case 'p':
        return options_process(options, optarg, problem);
    case OPTIONS_LONG_PID:
        return options_pid(options, optarg, problem);
    case OPTIONS_LONG_SERVER:
        return options_server(options, optarg, problem);
    case OPTIONS_LONG_ENDPOINTS:
        return options_path(&options->endpoints, optarg, "the endpoints", problem);
    case 's':
        return options_states(options, optarg, problem);
    case 'f':
        return options_format(options, optarg, problem);
    case 'o':
        return options_path(&options->output, optarg, "the output", problem);
    case 'e':
        return options_path(&options->encoding, optarg, "the encoding", problem);
    case 'g':
        return options_path(&options->grammars, optarg, "the grammar directory", problem);
    case 'j':
        return options_number(&options->jobs, optarg, 1, OPTIONS_MOST_JOBS, "threads", problem);
    case OPTIONS_LONG_SHARD:
        return options_shard(options, optarg, problem);
    case OPTIONS_LONG_COLOR:
        return options_color(options, optarg, problem);
    case OPTIONS_LONG_DB:
        return options_path(&options->database, optarg, "the database", problem);
    case OPTIONS_LONG_MERGE:
        return options_merge(options, optarg, problem);
    case OPTIONS_LONG_RESERVED_PORTS:
    case OPTIONS_LONG_PEAK_FACTOR:
    case OPTIONS_LONG_DEVICES:
        return options_sizing(options, option, optarg, problem);
    case ':':
        return options_wrong(problem, "option '%s' needs an argument", argv[optind - 1]);
    default:
        return options_flag(options, option) || options_unknown(argv, problem);
    }
}

bool options_parse(struct options *options, int argc, char **argv, char problem[OPTIONS_PROBLEM])
{
    *options = (struct options){
        .sizing = {.reserved_ports = SIZING_RESERVED_PORTS, .peak_factor = SIZING_PEAK_FACTOR}};
    options->processes = calloc((size_t)argc + 1, sizeof *options->processes);
    options->pids = calloc((size_t)argc + 1, sizeof *options->pids);
    options->servers = calloc((size_t)argc + 1, sizeof *options->servers);
    if (options->processes == NULL || options->pids == NULL || options->servers == NULL) {
        return options_wrong(problem, "%s", oc_status_text(OC_NO_MEMORY));
    }
    opterr = 0;
    optind = 0; /* a fresh start, also in a second call */
    for (;;) {
        int option = getopt_long(argc, argv, options_letters, options_names, NULL);
        if (option == -1) {
            options->inputs = argv + optind;
            options->input_count = (size_t)(argc - optind);
            return options_check(options, problem);
        }
        if (option == OPTIONS_LONG_HELP || option == OPTIONS_LONG_VERSION) {
            options->action = option == OPTIONS_LONG_HELP ? OPTIONS_HELP : OPTIONS_VERSION;
            return true;
        }
        if (!options_one(options, option, argv, problem)) {
            return false;
        }
    }
}

void options_free(struct options *options)
{
    free(options->processes);
    free(options->pids);
    free(options->servers);
    *options = (struct options){.format = NULL};
}
