#include "base/text.h"
#include "parse/steps.h"

/* Consoles are so wide, or twice or three times that. */
#define CONSOLE_STEP 40

static bool only_digits(oc_text text)
{
    uint64_t number;
    return text_number(text, UINT32_MAX, &number);
}

/* The row that waits and the number below it, in one line; empty: the number is no part of it. */
static oc_text row_and_number(struct classify *classify, oc_text number)
{
    struct section *section = &classify->section;
    oc_text row = section->row.line.text;
    bool has_pid = section->row_value.pid != OC_NONE;
    buffer_clear(&classify->wrapped);
    if (has_pid && (row.size % CONSOLE_STEP != 0 || row.data[row.size - 1] == ' '))
        return (oc_text){"", 0};
    buffer_text(&classify->wrapped, row);
    if (!has_pid)
        buffer_byte(&classify->wrapped, ' ');
    buffer_text(&classify->wrapped, number);
    if (classify->wrapped.failed)
        section->emit->status = OC_NO_MEMORY;
    return buffer_view(&classify->wrapped);
}

/* A number alone straight below a row is its PID, or the rest of it. */
bool broken_take_pid(struct classify *classify, const struct line *line)
{
    struct section *section = &classify->section;
    struct cells cells;
    if (!section->row_waits || section->held.count > 0 || !only_digits(text_trim(line->text)))
        return false;
    struct line whole = section->row.line;
    whole.text = row_and_number(classify, text_trim(line->text));
    for (const struct shape *at = classify->grammars->shapes; at != NULL && whole.text.size > 0;
         at = at->next) {
        if (at->emits != EMITS_CONNECTION || at->types[COLUMN_PID] == TYPE_NONE ||
            matcher_row(classify->matcher, at, NULL, whole.text, &cells) == NULL ||
            !section_readable(section, at, &cells))
            continue;
        section->row_waits = false;
        section->rows--;
        section->shape = at;
        section_row(section, &whole, at, &cells);
        section_tell_row(section);
        section_line(section, line, OC_LINE_DETAIL, text_of("rest of the row"));
        return true;
    }
    return false;
}

/* A table whose rule was broken once: each row is two lines. */
bool broken_take_ruled_row(struct classify *classify, const struct line *line)
{
    struct section *section = &classify->section;
    struct held *held = &section->held;
    struct cells cells;
    if (!section->open || section->wrap == 0 || held->count == 0 ||
        held_at(held, held->count - 1)->kind != HELD_TEXT)
        return false;
    struct line whole = held_at(held, held->count - 1)->line;
    whole.text = heading_unbroken(classify, whole.text, line->text, section->wrap);
    if (matcher_row(classify->matcher, section->shape, &section->ruler, whole.text, &cells) == NULL)
        return false;
    settle_first(classify, held->count - 1, section->rows > 0);
    held_pop(held);
    section_row(section, &whole, section->shape, &cells);
    section_line(section, line, OC_LINE_DETAIL, text_of("rest of the row"));
    return true;
}
