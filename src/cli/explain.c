#include "cli/explain.h"

#include "base/text.h"
#include "report/escape.h"

#include <inttypes.h>
#include <string.h>

void explain_init(struct explain *explain, oc_sink sink)
{
    *explain = (struct explain){.sink = sink};
    buffer_init(&explain->line);
}

void explain_free(struct explain *explain)
{
    buffer_free(&explain->line);
}

void explain_apart(struct explain *explain)
{
    explain->headed = false;
}

static int explain_write(struct explain *explain)
{
    buffer_byte(&explain->line, '\n');
    const struct buffer *line = &explain->line;
    int result =
        line->failed ? -1 : explain->sink.write(explain->sink.user, line->data, line->size);
    buffer_clear(&explain->line);
    return result;
}

int explain_heading(struct explain *explain, oc_text path)
{
    buffer_string(&explain->line, explain->headed ? "\n==> " : "==> ");
    escape_terminal(&explain->line, path);
    buffer_string(&explain->line, " <==");
    explain->headed = true;
    return explain_write(explain);
}

static void explain_text(struct buffer *out, const char *label, oc_text text)
{
    if (text_known(text)) {
        buffer_string(out, label);
        escape_terminal(out, text);
    }
}

static void explain_number(struct buffer *out, const char *label, int64_t number, const char *unit)
{
    if (number != OC_NONE) {
        buffer_printf(out, "%s%" PRId64 "%s", label, number, unit);
    }
}

static void explain_process(struct buffer *out, const oc_process *process)
{
    explain_number(out, "pid ", process->pid, "");
    explain_text(out, ", image ", process->image);
    buffer_string(out, process->image_cut ? " (may be cut)" : "");
    explain_text(out, ", session ", process->session);
    explain_number(out, ", session id ", process->session_id, "");
    explain_number(out, ", memory ", process->memory_kib, " KiB");
}

static void explain_endpoint(struct buffer *out, const char *label, const oc_endpoint *endpoint)
{
    oc_text address = endpoint->address;
    bool brackets = address.size > 0 && memchr(address.data, ':', address.size) != NULL;
    buffer_string(out, label);
    buffer_string(out, brackets ? "[" : "");
    escape_terminal(out, text_known(address) ? address : text_of("*"));
    buffer_string(out, brackets ? "]:" : ":");
    if (endpoint->port != OC_NONE) {
        buffer_number(out, (uint64_t)endpoint->port);
        return;
    }
    escape_terminal(out, text_known(endpoint->service) ? endpoint->service : text_of("*"));
}

static void explain_state(struct buffer *out, const oc_connection *row)
{
    oc_text name = text_of(oc_state_text(row->state));
    explain_text(out, ", state ", name);
    if (text_known(row->state_word) && !text_equal(row->state_word, name)) {
        explain_text(out, " (", row->state_word);
        buffer_byte(out, ')');
    }
}

static void explain_connection(struct buffer *out, const oc_connection *row)
{
    explain_text(out, "", row->proto);
    explain_endpoint(out, ", local ", &row->local);
    explain_endpoint(out, ", remote ", &row->remote);
    if (row->kind != OC_UDP) {
        explain_state(out, row);
    }
    explain_number(out, ", pid ", row->pid, "");
}

static void explain_other(struct buffer *out, const oc_line *line)
{
    oc_text text = text_trim(line->text);
    escape_terminal(out, line->note);
    if (line->note.size > 0 && text.size > 0) {
        buffer_string(out, ": ");
    }
    escape_terminal(out, text);
}

int explain_line(struct explain *explain, const oc_line *line)
{
    struct buffer *out = &explain->line;
    buffer_printf(out, "%6" PRIu64 "  %-10s", line->place.line,
                  oc_line_class_text(line->line_class));
    size_t bare = out->size;
    buffer_string(out, "  ");
    if (line->process != NULL) {
        explain_process(out, line->process);
    } else if (line->connection != NULL) {
        explain_connection(out, line->connection);
    } else {
        explain_other(out, line);
    }
    if (out->size == bare + 2) {
        out->size = bare; /* nothing follows the class */
    }
    while (out->size > 0 && out->data[out->size - 1] == ' ') {
        out->size--;
    }
    return explain_write(explain);
}
