#include "base/text.h"
#include "grammar/words.h"
#include "parse/steps.h"

/* The row that waits and what is below it, in one line. */
static oc_text row_and_rest(struct classify *classify, const char *between, oc_text rest)
{
    buffer_clear(&classify->wrapped);
    buffer_text(&classify->wrapped, classify->section.row.line.text);
    buffer_string(&classify->wrapped, between);
    buffer_text(&classify->wrapped, rest);
    if (classify->wrapped.failed)
        classify->section.emit->status = OC_NO_MEMORY;
    return buffer_view(&classify->wrapped);
}

static bool is_whole(struct classify *classify, const struct shape *shape, oc_text text,
                     struct cells *cells)
{
    return shape->emits == EMITS_CONNECTION && shape->layout == LAYOUT_PATTERN &&
           matcher_row(classify->matcher, shape, NULL, text, cells) != NULL &&
           section_readable(&classify->section, shape, cells);
}

/* The row that waits is the whole one instead, and the line the rest of it. */
static void take_whole(struct classify *classify, const struct shape *shape, oc_text text,
                       const struct cells *cells, const struct line *rest)
{
    struct section *section = &classify->section;
    struct line whole = section->row.line;
    whole.text = text;
    section->row_waits = false;
    section->rows--;
    section->shape = shape;
    section_row(section, &whole, shape, cells);
    /* Its owner may still be to come. */
    if (section->row_waits)
        section_hold(section, rest, HELD_DETAIL);
    else
        section_line(section, rest, OC_LINE_DETAIL, text_of("rest of the row"));
}

/* A number straight below a row is its PID, or the rest of the one that ends it. */
static bool take_pid(struct classify *classify, const struct line *line)
{
    struct section *section = &classify->section;
    oc_text row = section->row.line.text;
    oc_text rest = text_trim(line->text);
    bool has_pid = section->row_value.pid != OC_NONE;
    struct cells cells;
    if (rest.data[0] < '0' || rest.data[0] > '9' ||
        (has_pid && (line->text.data[0] == ' ' || row.data[row.size - 1] == ' ')))
        return false;
    oc_text text = row_and_rest(classify, has_pid ? "" : " ", rest);
    for (const struct shape *at = classify->grammars->shapes; at != NULL; at = at->next)
        if (at->types[COLUMN_PID] != TYPE_NONE && is_whole(classify, at, text, &cells)) {
            take_whole(classify, at, text, &cells, line);
            return true;
        }
    return false;
}

/* A state that nobody knows, of which the rest stands below. */
static bool take_state(struct classify *classify, const struct line *line)
{
    struct section *section = &classify->section;
    oc_text word = section->row_value.state_word;
    struct cells cells;
    if (line->text.data[0] == ' ' || section->row_value.kind == OC_UDP || !text_known(word) ||
        words_state(classify->grammars, word) != OC_UNKNOWN)
        return false;
    oc_text text = row_and_rest(classify, "", line->text);
    for (const struct shape *at = classify->grammars->shapes; at != NULL; at = at->next)
        if (is_whole(classify, at, text, &cells) &&
            words_state(classify->grammars, cells.at[COLUMN_STATE]) != OC_UNKNOWN) {
            take_whole(classify, at, text, &cells, line);
            return true;
        }
    return false;
}

bool broken_take_rest(struct classify *classify, const struct line *line)
{
    const struct section *section = &classify->section;
    return section->row_waits && section->held.count == 0 &&
           (take_pid(classify, line) || take_state(classify, line));
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
