#include "parse/section.h"

#include "base/text.h"

#include <string.h>

static const oc_text no_text = {NULL, 0};

void section_init(struct section *section, const oc_grammars *grammars, struct emit *emit)
{
    memset(section, 0, sizeof *section);
    section->grammars = grammars;
    section->emit = emit;
    held_init(&section->held);
    buffer_init(&section->strays.bytes);
    buffer_init(&section->reason.text);
    buffer_init(&section->row.copy);
    buffer_init(&section->first_key);
}

void section_free(struct section *section)
{
    held_free(&section->held);
    buffer_free(&section->strays.bytes);
    buffer_free(&section->reason.text);
    buffer_free(&section->row.copy);
    buffer_free(&section->first_key);
}

oc_section_kind section_kind_of(const struct shape *shape)
{
    return shape->emits == EMITS_PROCESS ? OC_PROCESSES : OC_CONNECTIONS;
}

bool section_awaits_rows(const struct section *section, oc_section_kind kind)
{
    return section->open && section->info.kind == kind && section->rows == 0;
}

/* The time above a connection list is its own: a later list that says none has none. */
static void take_stamp(struct section *section)
{
    if (stamp_format(&section->stamp, section->taken_at))
        section->info.taken_at = text_of(section->taken_at);
    if (section->info.kind == OC_CONNECTIONS)
        section->stamp = (struct stamp){0};
}

void section_begin(struct section *section, oc_section_kind kind, const struct shape *shape,
                   const struct language *language, oc_place place)
{
    section_end(section);
    section->open = true;
    section->shape = shape;
    section->rows = 0;
    section->heading_seen = false;
    section->heading_has_pid = false;
    section->double_spaced = false;
    section->wrap = 0;
    section->last_line = 0;
    section->info = (oc_section){.kind = kind, .place = place, .encoding = text_of("ASCII")};
    if (shape != NULL)
        section->info.shape = shape->name;
    if (language != NULL)
        section->info.language = language->name;
    take_stamp(section);
    emit_section(section->emit, OC_EVENT_SECTION, &section->info);
}

void section_end(struct section *section)
{
    if (!section->open)
        return;
    section_tell_row(section);
    section->open = false;
    if (section->shape != NULL)
        section->info.shape = section->shape->name;
    emit_section(section->emit, OC_EVENT_SECTION_END, &section->info);
}

/* A list has the encoding of its first line that is not plain ASCII. */
static void note_encoding(struct section *section, const struct line *line)
{
    oc_text encoding = text_of(line->encoding);
    bool settled =
        text_known(section->info.encoding) && !text_equal(section->info.encoding, text_of("ASCII"));
    if (!settled && !text_equal(encoding, text_of("ASCII")))
        section->info.encoding = encoding;
}

void section_hold(struct section *section, const struct line *line, enum held_kind kind)
{
    if (!held_push(&section->held, line, kind))
        section->emit->status = OC_NO_MEMORY;
}

void section_tell(struct section *section, const struct held_line *held, oc_line_class line_class)
{
    section_tell_row(section);
    if (held->kind == HELD_BLANK)
        emit_line(section->emit, &held->line, OC_LINE_BLANK, no_text);
    else if (line_class == OC_LINE_OTHER)
        emit_line(section->emit, &held->line, line_class, no_text);
    else
        section_line(section, &held->line, line_class, no_text);
}

void section_settle(struct section *section, oc_line_class line_class)
{
    section_tell(section, held_pop(&section->held), line_class);
}

void section_settle_details(struct section *section, oc_text owner)
{
    if (owner.size <= CELL_MAX)
        section->row_value.owner = owner;
    section_tell_row(section);
    while (section->held.count > 0)
        section_settle(section, OC_LINE_DETAIL);
}

void section_tell_row(struct section *section)
{
    if (!section->row_waits)
        return;
    section->row_waits = false;
    emit_connection(section->emit, &section->row.line, &section->row_value);
}

void section_line(struct section *section, const struct line *line, oc_line_class line_class,
                  oc_text note)
{
    note_encoding(section, line);
    section->last_line = line->place.line;
    emit_line(section->emit, line, line_class, note);
}

void section_reject(struct section *section, const struct line *line, const char *code, oc_text why)
{
    section_tell_row(section);
    note_encoding(section, line);
    section->last_line = line->place.line;
    emit_reject(section->emit, line, code, why);
}

bool section_readable(struct section *section, const struct shape *shape, const struct cells *cells)
{
    oc_process process;
    oc_connection connection;
    return shape->emits == EMITS_PROCESS
               ? value_process(cells, &process, &section->reason)
               : value_connection(section->grammars, shape, cells, &connection, &section->reason);
}

static bool has_owner_below(const struct shape *shape)
{
    return shape->details != NULL && shape->types[COLUMN_OWNER] != TYPE_NONE;
}

static oc_text moved(oc_text text, oc_text from, oc_text to)
{
    return text_known(text) ? (oc_text){to.data + (text.data - from.data), text.size} : text;
}

static void keep_row(struct section *section, const struct line *line)
{
    struct held_line *row = &section->row;
    oc_connection *value = &section->row_value;
    row->line = *line;
    buffer_clear(&row->copy);
    buffer_text(&row->copy, line->text);
    if (row->copy.failed) {
        section->emit->status = OC_NO_MEMORY;
        return;
    }
    oc_text copy = buffer_view(&row->copy);
    row->line.text = copy;
    oc_text *const texts[] = {&value->proto,          &value->local.address,  &value->local.service,
                              &value->remote.address, &value->remote.service, &value->state_word,
                              &value->owner};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = moved(*texts[i], line->text, copy);
    section->row_waits = true;
}

static bool take_connection(struct section *section, const struct line *line,
                            const struct shape *shape, const struct cells *cells)
{
    if (!value_connection(section->grammars, shape, cells, &section->row_value, &section->reason))
        return false;
    section->row_value.place = line->place;
    if (has_owner_below(shape) && !text_known(section->row_value.owner))
        keep_row(section, line);
    else
        emit_connection(section->emit, line, &section->row_value);
    return true;
}

static bool take_process(struct section *section, const struct line *line,
                         const struct cells *cells)
{
    oc_process process;
    if (!value_process(cells, &process, &section->reason))
        return false;
    process.place = line->place;
    emit_process(section->emit, line, &process);
    return true;
}

bool section_take_row(struct section *section, const struct line *line, const struct shape *shape,
                      const struct cells *cells)
{
    section_tell_row(section);
    bool taken = shape->emits == EMITS_PROCESS ? take_process(section, line, cells)
                                               : take_connection(section, line, shape, cells);
    if (!taken)
        return false;
    note_encoding(section, line);
    section->rows++;
    section->last_line = line->place.line;
    return true;
}

void section_row(struct section *section, const struct line *line, const struct shape *shape,
                 const struct cells *cells)
{
    if (section_take_row(section, line, shape, cells))
        return;
    if (section->reason.text.failed)
        section->emit->status = OC_NO_MEMORY;
    section_reject(section, line, section->reason.code, buffer_view(&section->reason.text));
}
