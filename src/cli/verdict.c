#include "cli/verdict.h"

#include "base/text.h"

#include <inttypes.h>
#include <string.h>

void verdict_init(struct verdict *verdict, struct messages *messages, const struct targets *targets,
                  const struct options *options)
{
    *verdict = (struct verdict){.messages = messages, .targets = targets, .options = options};
}

void verdict_begin(struct verdict *verdict, const struct pair_capture *capture)
{
    verdict->capture = capture->name;
    verdict->problem = NULL;
    verdict->alone = capture->alone;
    verdict->undecided = capture->undecided;
    verdict->found = capture->found;
    verdict->connection_lists = 0;
    verdict->lone_process_lists = 0;
    verdict->searched_line = 0;
    verdict->rejected = 0;
    verdict->undecodable = 0;
    verdict->left_out = 0;
    verdict->told_no_list = false;
    verdict->told_no_pid = false;
}

void verdict_connected(struct verdict *verdict, bool connected)
{
    verdict->connected = verdict->connected || connected;
}

void verdict_problem(struct verdict *verdict, const char *problem)
{
    if (verdict->problem == NULL) {
        verdict->problem = problem;
    }
}

/* ---- one snapshot ------------------------------------------------------------------------ */

static const oc_source *verdict_source(const oc_snapshot *snapshot, oc_section_kind kind)
{
    for (size_t i = 0; i < snapshot->source_count; i++) {
        if (snapshot->sources[i].section.kind == kind) {
            return &snapshot->sources[i];
        }
    }
    return NULL;
}

static void verdict_diagnostic(struct verdict *verdict, const oc_diagnostic *diagnostic)
{
    int size = (int)(diagnostic->text.size < INT16_MAX ? diagnostic->text.size : INT16_MAX);
    const char *text = size == 0 ? "" : diagnostic->text.data;
    uint64_t line = diagnostic->place.line;
    if (diagnostic->severity == OC_NOTE) {
        message_note(verdict->messages, diagnostic->path, line, "%.*s", size, text);
    } else {
        message_warning(verdict->messages, diagnostic->path, line, "%.*s", size, text);
    }
}

static void verdict_diagnostics(struct verdict *verdict, const oc_snapshot *snapshot)
{
    for (size_t i = 0; i < snapshot->diagnostic_count; i++) {
        verdict_diagnostic(verdict, &snapshot->diagnostics[i]);
        verdict->undecodable += strcmp(snapshot->diagnostics[i].code, "undecodable") == 0;
    }
    verdict->left_out += snapshot->diagnostics_left_out;
    verdict->rejected += snapshot->ledger.lines[OC_LINE_REJECTED];
}

/* "; close: olk.exe, HxOutlook.exe" */
static void verdict_close_names(struct buffer *out, const oc_snapshot *snapshot)
{
    for (size_t i = 0; i < snapshot->near_image_count; i++) {
        buffer_string(out, i == 0 ? "; close: " : ", ");
        buffer_text(out, snapshot->near_images[i]);
    }
    buffer_byte(out, '\0');
}

static void verdict_no_match(struct verdict *verdict, const oc_snapshot *snapshot)
{
    const oc_source *list = verdict_source(snapshot, OC_PROCESSES);
    uint64_t line = list == NULL ? 0 : list->section.place.line;
    if (line != 0 && line == verdict->searched_line) {
        return;
    }
    verdict->searched_line = line;
    struct buffer names;
    buffer_init(&names);
    verdict_close_names(&names, snapshot);
    message_warning(verdict->messages, list == NULL ? verdict->capture : list->path, line,
                    "no process matches %s among %" PRIu64 " process%s%s", verdict->targets->names,
                    snapshot->process_rows, snapshot->process_rows == 1 ? "" : "es",
                    names.failed ? "" : names.data);
    buffer_free(&names);
}

/* A list without its partner: the user who named it gets no answer. */
static void verdict_partnerless(struct verdict *verdict, oc_text path, uint64_t line,
                                const char *lacks, const char *advice)
{
    const char *alone = verdict->alone;
    const char *before = alone == NULL ? "" : " (";
    const char *after = alone == NULL ? "" : ")";
    if (verdict->found && !verdict->options->strict) {
        verdict->unanswered = true;
        message_warning(verdict->messages, path, line, "%s%s%s%s: %s", lacks, before,
                        alone == NULL ? "" : alone, after, advice);
    } else {
        message_error(verdict->messages, path, line, "%s%s%s%s: %s", lacks, before,
                      alone == NULL ? "" : alone, after, advice);
    }
}

static void verdict_no_list(struct verdict *verdict, const oc_snapshot *snapshot)
{
    if (verdict->told_no_list) {
        return;
    }
    verdict->told_no_list = true;
    verdict_problem(verdict, "no-process-list");
    const oc_source *list = verdict_source(snapshot, OC_CONNECTIONS);
    struct buffer lacks;
    buffer_init(&lacks);
    buffer_printf(&lacks, "no process list to find %s in", verdict->targets->names);
    buffer_byte(&lacks, '\0');
    verdict_partnerless(verdict, list == NULL ? verdict->capture : list->path,
                        list == NULL ? 0 : list->section.place.line,
                        lacks.failed ? "no process list" : lacks.data,
                        "add the output of tasklist, or name the process with --pid N");
    buffer_free(&lacks);
}

static void verdict_no_row(struct verdict *verdict, const oc_snapshot *snapshot)
{
    const oc_source *list = verdict_source(snapshot, OC_CONNECTIONS);
    message_warning(verdict->messages, list == NULL ? verdict->capture : list->path,
                    list == NULL ? 0 : list->section.place.line,
                    "no row is of %s among %" PRIu64 " connection row%s", verdict->targets->names,
                    snapshot->connection_rows, snapshot->connection_rows == 1 ? "" : "s");
}

static bool verdict_needs_list(const struct verdict *verdict)
{
    return !verdict->options->all && verdict->options->pid_count == 0;
}

static void verdict_targets(struct verdict *verdict, const oc_snapshot *snapshot)
{
    for (size_t i = 0; i < snapshot->target_count; i++) {
        verdict->connected = verdict->connected || snapshot->targets[i].connections > 0;
    }
    if (snapshot->target_count > 0) {
        return;
    }
    if (snapshot->has_processes) {
        verdict_no_match(verdict, snapshot);
    } else if (snapshot->connection_rows > 0 &&
               snapshot->anonymous_rows == snapshot->connection_rows) {
        return; /* a process list would not help */
    } else if (verdict_needs_list(verdict) && !snapshot->has_owners) {
        verdict_no_list(verdict, snapshot);
    } else if (!verdict->options->all) {
        verdict_no_row(verdict, snapshot);
    }
}

static void verdict_anonymous(struct verdict *verdict, const oc_snapshot *snapshot)
{
    if (snapshot->anonymous_rows == 0 || snapshot->has_owners || verdict->told_no_pid ||
        verdict->options->all)
        return;
    const oc_source *list = verdict_source(snapshot, OC_CONNECTIONS);
    verdict->told_no_pid = true;
    verdict_problem(verdict, "no-pids");
    message_error(verdict->messages, list == NULL ? verdict->capture : list->path,
                  list == NULL ? 0 : list->section.place.line,
                  "%" PRIu64 " connection row%s without a PID, so nobody can say whose: give the "
                  "output of netstat -ano",
                  snapshot->anonymous_rows, snapshot->anonymous_rows == 1 ? "" : "s");
}

void verdict_snapshot(struct verdict *verdict, const oc_snapshot *snapshot)
{
    verdict_diagnostics(verdict, snapshot);
    verdict_anonymous(verdict, snapshot);
    verdict_targets(verdict, snapshot);
    if (snapshot->has_connections) {
        verdict->connection_lists++;
    } else if (snapshot->process_rows > 0) {
        /* An empty list is an answer without connections: no such process runs. */
        verdict->lone_process_lists++;
    }
}

/* ---- the end of a capture ---------------------------------------------------------------- */

static void verdict_lone_lists(struct verdict *verdict)
{
    uint64_t lists = verdict->lone_process_lists;
    if (lists == 0) {
        return;
    }
    if (verdict->connection_lists > 0) {
        message_warning(verdict->messages, verdict->capture, 0,
                        "%" PRIu64 " process list%s without a connection list", lists,
                        lists == 1 ? "" : "s");
        return;
    }
    verdict_problem(verdict, "no-connection-list");
    verdict_partnerless(verdict, verdict->capture, 0, "no connection list",
                        "add the output of netstat -ano");
}

static void verdict_unpaired(struct verdict *verdict)
{
    if (!verdict->undecided || verdict->told_no_list || verdict->told_no_pid ||
        verdict->connection_lists == 0) {
        return;
    }
    if (verdict->options->strict) {
        verdict_problem(verdict, "unpaired");
        message_error(verdict->messages, verdict->capture, 0, "with --strict: not paired: %s",
                      verdict->alone);
    } else {
        message_warning(verdict->messages, verdict->capture, 0, "not paired: %s", verdict->alone);
    }
}

static void verdict_strict(struct verdict *verdict, uint64_t lines, const char *what)
{
    if (lines > 0) {
        verdict_problem(verdict, "strict");
        message_error(verdict->messages, verdict->capture, 0,
                      "with --strict: %" PRIu64 " line%s %s", lines, lines == 1 ? "" : "s", what);
    }
}

void verdict_end(struct verdict *verdict)
{
    verdict_lone_lists(verdict);
    verdict_unpaired(verdict);
    if (verdict->left_out > 0) {
        message_warning(verdict->messages, verdict->capture, 0,
                        "%" PRIu64 " more such messages are left out", verdict->left_out);
    }
    if (verdict->options->strict) {
        verdict_strict(verdict, verdict->rejected, "rejected");
        verdict_strict(verdict, verdict->undecodable, "not decoded whole");
    }
}

/* ---- the run ----------------------------------------------------------------------------- */

static const char *verdict_advice(oc_seems seems)
{
    switch (seems) {
    case OC_SEEMS_EMPTY:
        return "; redirect the output of tasklist and netstat -ano into it";
    case OC_SEEMS_HELP:
        return "; run the command again with options that it knows: netstat -ano";
    case OC_SEEMS_REFUSED:
        return "; run netstat -ano without -b, or in a prompt opened as administrator";
    default:
        return "; give the text that tasklist and netstat -ano print";
    }
}

void verdict_unrecognised(struct verdict *verdict, oc_text path, oc_seems seems)
{
    verdict_problem(verdict, "unrecognised");
    message_error(verdict->messages, path, 0,
                  "no process list and no connection list: it seems to be %s%s",
                  oc_seems_text(seems), verdict_advice(seems));
}
