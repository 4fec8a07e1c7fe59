#include "parse/section.h"

#include "base/text.h"

#include <string.h>

void section_init(struct section *section, const oc_grammars *grammars, struct emit *emit)
{
    memset(section, 0, sizeof *section);
    section->grammars = grammars;
    section->emit = emit;
    held_init(&section->held);
    buffer_init(&section->reason.text);
}

void section_free(struct section *section)
{
    held_free(&section->held);
    buffer_free(&section->reason.text);
}

oc_section_kind section_kind_of(const struct shape *shape)
{
    return shape->emits == EMITS_PROCESS ? OC_PROCESSES : OC_CONNECTIONS;
}

bool section_awaits_rows(const struct section *section, oc_section_kind kind)
{
    return section->open && section->info.kind == kind && section->rows == 0;
}

void section_begin(struct section *section, oc_section_kind kind, const struct shape *shape,
                   const struct language *language, oc_place place)
{
    section_end(section);
    section->open = true;
    section->shape = shape;
    section->rows = 0;
    section->last_line = 0;
    section->info = (oc_section){.kind = kind, .place = place, .encoding = text_of("ASCII")};
    if (shape != NULL)
        section->info.shape = shape->name;
    if (language != NULL)
        section->info.language = language->name;
    emit_section(section->emit, OC_EVENT_SECTION, &section->info);
}

void section_end(struct section *section)
{
    if (!section->open)
        return;
    section->open = false;
    if (section->shape != NULL)
        section->info.shape = section->shape->name;
    emit_section(section->emit, OC_EVENT_SECTION_END, &section->info);
}

/* A list has the encoding of its first line that is not plain ASCII. */
static void note_encoding(struct section *section, const struct line *line)
{
    oc_text encoding = text_of(line->encoding);
    bool settled = text_known(section->info.encoding) &&
                   !text_equal(section->info.encoding, text_of("ASCII"));
    if (!settled && !text_equal(encoding, text_of("ASCII")))
        section->info.encoding = encoding;
}

void section_hold(struct section *section, const struct line *line, bool blank)
{
    if (held_full(&section->held)) {
        if (section->open && section->rows > 0) {
            section_settle(section, section->held.count, OC_LINE_OTHER);
            section_end(section);
        } else {
            section_settle(section, 1, OC_LINE_OTHER);
        }
    }
    if (!held_push(&section->held, line, blank))
        section->emit->status = OC_NO_MEMORY;
}

void section_settle(struct section *section, size_t count, oc_line_class line_class)
{
    while (count-- > 0) {
        const struct held_line *held = held_pop(&section->held);
        if (held->blank)
            emit_line(section->emit, &held->line, OC_LINE_BLANK, (oc_text){NULL, 0});
        else if (line_class == OC_LINE_HEADING)
            section_line(section, &held->line, line_class, (oc_text){NULL, 0});
        else
            emit_line(section->emit, &held->line, line_class, (oc_text){NULL, 0});
    }
}

void section_settle_stray(struct section *section)
{
    while (section->held.count > 0) {
        const struct held_line *held = held_pop(&section->held);
        if (held->blank)
            emit_line(section->emit, &held->line, OC_LINE_BLANK, (oc_text){NULL, 0});
        else
            section_reject(section, &held->line, "stray-line",
                           "stands between the rows of a list and is no row of it");
    }
}

void section_line(struct section *section, const struct line *line, oc_line_class line_class,
                  oc_text note)
{
    note_encoding(section, line);
    if (line_class == OC_LINE_DETAIL)
        section->last_line = line->place.line;
    emit_line(section->emit, line, line_class, note);
}

void section_reject(struct section *section, const struct line *line, const char *code,
                    const char *reason)
{
    note_encoding(section, line);
    emit_reject(section->emit, line, code, text_of(reason));
}

bool section_readable(struct section *section, const struct shape *shape, const struct cells *cells)
{
    oc_process process;
    oc_connection connection;
    return shape->emits == EMITS_PROCESS
               ? value_process(cells, &process, &section->reason)
               : value_connection(section->grammars, cells, &connection, &section->reason);
}

static bool emit_row(struct section *section, const struct line *line, const struct shape *shape,
                     const struct cells *cells)
{
    if (shape->emits == EMITS_PROCESS) {
        oc_process process;
        if (!value_process(cells, &process, &section->reason))
            return false;
        process.place = line->place;
        emit_process(section->emit, line, &process);
        return true;
    }
    oc_connection connection;
    if (!value_connection(section->grammars, cells, &connection, &section->reason))
        return false;
    connection.place = line->place;
    emit_connection(section->emit, line, &connection);
    return true;
}

void section_row(struct section *section, const struct line *line, const struct shape *shape,
                 const struct cells *cells)
{
    note_encoding(section, line);
    if (emit_row(section, line, shape, cells)) {
        section->rows++;
        section->last_line = line->place.line;
        return;
    }
    if (section->reason.text.failed)
        section->emit->status = OC_NO_MEMORY;
    emit_reject(section->emit, line, section->reason.code, buffer_view(&section->reason.text));
}
