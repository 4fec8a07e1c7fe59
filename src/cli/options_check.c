#include "cli/options_check.h"

#include "cli/path.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool options_wrong(char problem[OPTIONS_PROBLEM], const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(problem, OPTIONS_PROBLEM, format, arguments);
    va_end(arguments);
    return false;
}

static bool options_check_parts(const struct options *options, char problem[OPTIONS_PROBLEM])
{
    if (options->input_count == 0) {
        return options_wrong(problem,
                             "--merge needs the databases to put together: --merge %s "
                             "PART.sqlite...",
                             options->merge);
    }
    return true;
}

static bool options_check_inputs(const struct options *options, char problem[OPTIONS_PROBLEM])
{
    if (options->action == OPTIONS_MERGE) {
        return options_check_parts(options, problem);
    }
    if (options->action != OPTIONS_REPORT && options->input_count > 0) {
        return options_wrong(problem, "'%s': no input is read here", options->inputs[0]);
    }
    bool standard = false;
    for (size_t i = 0; i < options->input_count; i++) {
        if (*options->inputs[i] == '\0') {
            return options_wrong(problem, "an empty name for an input");
        }
        bool again = strcmp(options->inputs[i], "-") == 0;
        if (standard && again) {
            return options_wrong(problem, "standard input, '-', can be read only once");
        }
        standard = standard || again;
    }
    return true;
}

static bool options_is_output(const struct options *options, const char *database)
{
    const char *output = options->output;
    bool standard = output == NULL || strcmp(output, "-") == 0;
    return database != NULL && path_same_file(database, standard ? "/dev/stdout" : output);
}

/* The output replaces the file that was there, or is written over it: never over a database. */
static bool options_check_output(const struct options *options, char problem[OPTIONS_PROBLEM])
{
    const char *lost = options_is_output(options, options->database) ? options->database : NULL;
    if (options->action == OPTIONS_MERGE) {
        lost = options_is_output(options, options->merge) ? options->merge : NULL;
        for (size_t i = 0; i < options->input_count && lost == NULL; i++) {
            lost = options_is_output(options, options->inputs[i]) ? options->inputs[i] : NULL;
        }
    }
    if (lost != NULL) {
        return options_wrong(problem, "'%s' cannot be the database and the output", lost);
    }
    return true;
}

/* What is written, and whether that can be asked for together. */
static bool options_settle(struct options *options, char problem[OPTIONS_PROBLEM])
{
    bool asked = options->format != NULL || options->output != NULL;
    bool sizes = options->summarises;
    if (options->format == NULL) {
        options->format = "text";
    }
    bool text = strcmp(options->format, "text") == 0;
    options->reports = !options->summary && (options->database == NULL || asked);
    options->summarises = options->summary || sizes || (!options->reports && !options->quiet);
    if (options->explain && (options->summarises || options->database != NULL)) {
        return options_wrong(problem, "--explain shows lines, not results: give it without "
                                      "--summary, --db and options of sizing");
    }
    if (options->summary && !text && strcmp(options->format, "json") != 0) {
        return options_wrong(problem, "--summary is written as text or json, not as %s",
                             options->format);
    }
    if (sizes && options->reports && !text) {
        return options_wrong(problem, "sizing is a part of the summary: give --summary, too");
    }
    return true;
}

static bool options_check_diff(const struct options *options, char problem[OPTIONS_PROBLEM])
{
    if (!options->diff || options->action != OPTIONS_REPORT) {
        return true;
    }
    if (options->explain) {
        return options_wrong(problem, "--diff and --explain cannot both be done");
    }
    if (options->summarises || options->database != NULL || options->shards > 0) {
        return options_wrong(problem, "--diff compares two captures: give it without --summary, "
                                      "--db, --shard and options of sizing");
    }
    if (strcmp(options->format, "text") != 0 && strcmp(options->format, "json") != 0) {
        return options_wrong(problem, "--diff writes text or json, not '%s'", options->format);
    }
    if (options->input_count != 2) {
        return options_wrong(problem, "--diff compares two inputs, BEFORE and AFTER, not %zu",
                             options->input_count);
    }
    return true;
}

bool options_check(struct options *options, char problem[OPTIONS_PROBLEM])
{
    return options_check_inputs(options, problem) && options_settle(options, problem) &&
           options_check_diff(options, problem) && options_check_output(options, problem);
}
