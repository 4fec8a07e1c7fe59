#include "base/text.h"
#include "cli/cancel.h"
#include "cli/grammars.h"
#include "cli/help.h"
#include "cli/options.h"
#include "cli/run.h"
#include "db/merge.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MAIN_PROBLEM 2  /* exit status */
#define MAIN_WAIT 10000 /* milliseconds for the lock of another run */

static void main_with_grammars(const struct options *options, struct output *output,
                               struct messages *messages, int *status)
{
    bool built_in = options->grammars == NULL && options->action != OPTIONS_CHECK_GRAMMARS;
    oc_grammars *read = built_in ? NULL : grammars_read(options->grammars, messages);
    const oc_grammars *grammars = built_in ? oc_grammars_builtin() : read;
    if (grammars == NULL) {
        output_discard(output);
        return;
    }
    switch (options->action) {
    case OPTIONS_CHECK_GRAMMARS:
        grammars_all_hold(grammars, output);
        break;
    case OPTIONS_LIST_GRAMMARS:
        grammars_list(grammars, output);
        break;
    default:
        *status = run_report(options, grammars, output, messages);
        break;
    }
    if (options->action != OPTIONS_REPORT && messages->errors > 0) {
        output_discard(output);
    }
    oc_grammars_free(read);
}

static void main_merge(const struct options *options, struct messages *messages)
{
    const char *wrong;
    struct buffer problem;
    buffer_init(&problem);
    if (!merge_parts(options->merge, options->inputs, options->input_count, MAIN_WAIT, &wrong,
                     &problem)) {
        message_error(messages, text_of(wrong), 0, "%s",
                      problem.failed ? oc_status_text(OC_NO_MEMORY) : problem.data);
    }
    buffer_free(&problem);
}

static int main_act(const struct options *options, struct messages *messages)
{
    struct output output;
    int status = 0;
    if (options->action != OPTIONS_MERGE) {
        /* Before there is a file that must not stay; databases are merged whole or not at all. */
        cancel_begin();
    }
    if (output_open(&output, options->output) != 0) {
        output_discard(&output);
    } else if (options->action == OPTIONS_HELP) {
        output_write(&output, help_text, strlen(help_text));
    } else if (options->action == OPTIONS_VERSION) {
        static const char version[] = "outconn " OC_VERSION "\n";
        output_write(&output, version, strlen(version));
    } else if (options->action == OPTIONS_MERGE) {
        main_merge(options, messages);
    } else {
        main_with_grammars(options, &output, messages, &status);
    }
    output_finish(&output);
    if (output.error != 0 && output.error != EINTR) {
        message_error(messages, output.name, 0, "%s", strerror(output.error));
    }
    return messages->errors > 0 ? MAIN_PROBLEM : status;
}

static int main_with_options(const struct options *options)
{
    struct messages messages = {.quiet = options->quiet, .verbose = options->verbose};
    if (options->action == OPTIONS_REPORT && options->input_count == 0 && isatty(STDIN_FILENO)) {
        fputs(help_short, stderr);
        return MAIN_PROBLEM;
    }
    return main_act(options, &messages);
}

/* A reader that went away, and a file that may not grow, is a write that fails, and is told as one.
 */
static void main_let_writes_fail(void)
{
    struct sigaction action = {.sa_handler = SIG_IGN};
    sigemptyset(&action.sa_mask);
    sigaction(SIGPIPE, &action, NULL);
    sigaction(SIGXFSZ, &action, NULL);
}

/* Else a file that is opened may take its place, and get the messages. */
static void main_keep_standard_error(void)
{
    if (fcntl(STDERR_FILENO, F_GETFD) != -1) {
        return;
    }
    int nowhere = open("/dev/null", O_WRONLY);
    if (nowhere >= 0 && nowhere != STDERR_FILENO) {
        dup2(nowhere, STDERR_FILENO);
        close(nowhere);
    }
}

int main(int argc, char **argv)
{
    main_let_writes_fail();
    main_keep_standard_error();
    struct options options;
    char problem[OPTIONS_PROBLEM];
    int status = MAIN_PROBLEM;
    if (options_parse(&options, argc, argv, problem)) {
        status = main_with_options(&options);
    } else {
        struct messages messages = {.quiet = false};
        message_error(&messages, text_of(NULL), 0, "%s; see outconn --help", problem);
    }
    options_free(&options);
    cancel_end();
    return status;
}
