#include "support/events.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "text/utf8.h"

static bool events_plain(unsigned char byte)
{
    return byte > ' ' && byte != 0x7f && byte != '"' && byte != '\\';
}

static bool events_bare(oc_text text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (!events_plain((unsigned char)text.data[i])) {
            return false;
        }
    }
    return text.size > 0 && utf8_valid(text.data, text.size) && !text_equal(text, text_of("-"));
}

static void events_quoted(struct buffer *log, oc_text text)
{
    bool valid = utf8_valid(text.data, text.size);
    buffer_byte(log, '"');
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if (byte == '"' || byte == '\\') {
            buffer_printf(log, "\\%c", byte);
        } else if (byte == ' ' || (events_plain(byte) && (valid || byte < 0x80))) {
            buffer_byte(log, text.data[i]);
        } else {
            buffer_printf(log, "\\x%02x", byte);
        }
    }
    buffer_byte(log, '"');
}

static void events_text(struct buffer *log, const char *key, oc_text text)
{
    buffer_printf(log, " %s=", key);
    if (!text_known(text)) {
        buffer_byte(log, '-');
    } else if (events_bare(text)) {
        buffer_text(log, text);
    } else {
        events_quoted(log, text);
    }
}

/* Nothing at all when the text is not known. */
static void events_known_text(struct buffer *log, const char *key, oc_text text)
{
    if (text_known(text)) {
        events_text(log, key, text);
    }
}

static void events_number(struct buffer *log, const char *key, int64_t number)
{
    if (number == OC_NONE) {
        buffer_printf(log, " %s=-", key);
    } else {
        buffer_printf(log, " %s=%" PRId64, key, number);
    }
}

static void events_place(struct buffer *log, oc_place place)
{
    buffer_printf(log, " line=%" PRIu64 " byte=%" PRIu64, place.line, place.byte);
}

static void events_address(struct buffer *log, oc_text address)
{
    if (!text_known(address)) {
        buffer_byte(log, '*');
        return;
    }
    bool brackets = memchr(address.data, ':', address.size) != NULL;
    buffer_string(log, brackets ? "[" : "");
    buffer_text(log, address);
    buffer_string(log, brackets ? "]" : "");
}

static void events_endpoint(struct buffer *log, const char *key, const oc_endpoint *end)
{
    buffer_printf(log, " %s=", key);
    if (!text_known(end->address) && !text_known(end->service) && end->port == OC_NONE) {
        buffer_byte(log, '-');
        return;
    }
    events_address(log, end->address);
    buffer_byte(log, ':');
    if (text_known(end->service)) {
        buffer_text(log, end->service);
    } else if (end->port == OC_NONE) {
        buffer_byte(log, '-');
    } else {
        buffer_printf(log, "%" PRId32, end->port);
    }
}

static void events_process(struct buffer *log, const oc_process *process)
{
    buffer_string(log, "process");
    events_place(log, process->place);
    events_number(log, "pid", process->pid);
    events_text(log, "image", process->image);
    events_text(log, "session", process->session);
    events_number(log, "session_id", process->session_id);
    events_number(log, "memory_kib", process->memory_kib);
    buffer_string(log, process->image_cut ? " image_cut" : "");
}

static void events_processes(struct buffer *log, const oc_processes *processes)
{
    for (size_t i = 0; i < processes->count; i++) {
        buffer_string(log, i > 0 ? "\n" : "");
        events_process(log, &processes->rows[i]);
    }
}

static void events_connection(struct buffer *log, const oc_connection *connection)
{
    bool udp = connection->kind == OC_UDP;
    buffer_string(log, "connection");
    events_place(log, connection->place);
    buffer_printf(log, " kind=%s", oc_row_kind_text(connection->kind));
    events_text(log, "proto", connection->proto);
    events_endpoint(log, "local", &connection->local);
    events_endpoint(log, "remote", &connection->remote);
    buffer_printf(log, " state=%s", udp ? "-" : oc_state_text(connection->state));
    events_text(log, "word", connection->state_word);
    events_number(log, "pid", connection->pid);
    if (connection->pid == OC_NONE) {
        events_known_text(log, "owner", connection->owner);
    }
}

static void events_diagnostic(struct buffer *log, const oc_diagnostic *diagnostic)
{
    buffer_string(log, "diagnostic");
    events_place(log, diagnostic->place);
    buffer_printf(log, " severity=%s code=%s text=", oc_severity_text(diagnostic->severity),
                  diagnostic->code);
    buffer_text(log, diagnostic->text);
}

static void events_line(struct buffer *log, const oc_line *line)
{
    buffer_string(log, "line");
    events_place(log, line->place);
    buffer_printf(log, " class=%s", oc_line_class_text(line->line_class));
    events_text(log, "text", line->text);
    events_text(log, "note", line->note);
}

static const char *events_section_kind(const oc_section *section)
{
    return section->kind == OC_PROCESSES ? "processes" : "connections";
}

static void events_section(struct buffer *log, const oc_section *section)
{
    buffer_printf(log, "section %s", events_section_kind(section));
    events_place(log, section->place);
    events_text(log, "shape", section->shape);
    events_text(log, "language", section->language);
    events_known_text(log, "taken_at", section->taken_at);
}

static void events_section_end(struct buffer *log, const oc_section *section)
{
    buffer_printf(log, "section-end %s", events_section_kind(section));
    events_text(log, "shape", section->shape);
    events_text(log, "language", section->language);
    events_text(log, "encoding", section->encoding);
}

static void events_end(struct buffer *log, const oc_ledger *ledger, oc_seems seems)
{
    buffer_string(log, "end");
    for (int i = 0; i < OC_LINE_CLASSES; i++) {
        buffer_printf(log, " %s=%" PRIu64, oc_line_class_text((oc_line_class)i), ledger->lines[i]);
    }
    buffer_printf(log, " seems=%s", oc_seems_text(seems));
}

void events_append(struct buffer *log, const oc_event *event)
{
    switch (event->kind) {
    case OC_EVENT_SECTION:
        events_section(log, event->as.section);
        break;
    case OC_EVENT_PROCESSES:
        events_processes(log, &event->as.processes);
        break;
    case OC_EVENT_CONNECTION:
        events_connection(log, event->as.connection);
        break;
    case OC_EVENT_COUNTED:
        buffer_printf(log, "counted %" PRIu64, event->as.counted);
        break;
    case OC_EVENT_CLOSED:
        buffer_printf(log, "closed at %zu ends", event->as.closed.count);
        break;
    case OC_EVENT_DIAGNOSTIC:
        events_diagnostic(log, event->as.diagnostic);
        break;
    case OC_EVENT_LINE:
        events_line(log, event->as.line);
        break;
    case OC_EVENT_SECTION_END:
        events_section_end(log, event->as.section);
        break;
    case OC_EVENT_END:
        events_end(log, event->ledger, event->as.seems);
        break;
    }
    buffer_byte(log, '\n');
}
