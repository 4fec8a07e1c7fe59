#include "base/text.h"
#include "grammar/words.h"
#include "parse/steps.h"

/* Consoles and viewers break a row into so many lines at most. */
#define PIECES_MAX 6

bool settle_is_lead(struct classify *classify, oc_text text)
{
    for (const struct shape *at = classify->grammars->shapes; at != NULL; at = at->next)
        if (at->lead != PATTERN_NONE && matcher_pattern(classify->matcher, at->lead, text, NULL))
            return true;
    return false;
}

/* ---- rows that were wrapped ------------------------------------------------------------------ */

/* The pieces of a row from held line first on: up to the next line that begins like a row. */
static size_t pieces_of(struct classify *classify, size_t first, size_t *pieces)
{
    const struct held *held = &classify->section.held;
    size_t count = 0;
    for (size_t i = first; i < held->count && count < PIECES_MAX; i++) {
        const struct held_line *at = held_at(held, i);
        if (at->kind == HELD_BLANK)
            continue;
        if (i > first && settle_is_lead(classify, at->line.text))
            break;
        pieces[count++] = i;
    }
    return count;
}

/* A console breaks a line anywhere: then nothing stands between its pieces. */
static bool broken_inside(oc_text piece, oc_text next)
{
    return piece.size > 0 && next.size > 0 && piece.data[piece.size - 1] != ' ' &&
           next.data[0] != ' ';
}

/* The pieces in one line; inside: a break is none where it may lie inside a word. */
static oc_text put_together(struct classify *classify, const size_t *pieces, size_t count,
                            bool inside)
{
    const struct held *held = &classify->section.held;
    buffer_clear(&classify->wrapped);
    for (size_t i = 0; i < count; i++) {
        oc_text piece = held_at(held, pieces[i])->line.text;
        if (i > 0 && !(inside && broken_inside(held_at(held, pieces[i - 1])->line.text, piece)))
            buffer_byte(&classify->wrapped, ' ');
        buffer_text(&classify->wrapped, text_trim(piece));
    }
    if (classify->wrapped.failed)
        classify->section.emit->status = OC_NO_MEMORY;
    return buffer_view(&classify->wrapped);
}

static const struct shape *shape_of_text(struct classify *classify, oc_text text,
                                         struct cells *cells)
{
    struct section *section = &classify->section;
    for (const struct shape *at = classify->grammars->shapes; at != NULL; at = at->next)
        if (at->emits == EMITS_CONNECTION && at->layout == LAYOUT_PATTERN &&
            (!section->open || section->rows == 0 || section->shape == at ||
             section->info.kind != OC_CONNECTIONS) &&
            matcher_row(classify->matcher, at, NULL, text, cells) != NULL &&
            section_readable(section, at, cells))
            return at;
    return NULL;
}

/* How much of what was put together is known to be right: the PID is there, the state is a state.
 */
static int certainty(const struct classify *classify, const struct shape *shape,
                     const struct cells *cells)
{
    if (shape == NULL)
        return -1;
    oc_text state = cells->at[COLUMN_STATE];
    return (shape->types[COLUMN_PID] != TYPE_NONE) +
           (!text_known(state) || words_state(classify->grammars, state) != OC_UNKNOWN);
}

/* Both ways to put the pieces together may give a row: the more certain one is it. */
static const struct shape *shape_of_wrapped(struct classify *classify, const size_t *pieces,
                                            size_t count, struct cells *cells)
{
    oc_text inside = put_together(classify, pieces, count, true);
    const struct shape *shape = shape_of_text(classify, inside, cells);
    int certain = certainty(classify, shape, cells);
    oc_text apart = put_together(classify, pieces, count, false);
    shape = shape_of_text(classify, apart, cells);
    if (certainty(classify, shape, cells) >= certain)
        return shape;
    inside = put_together(classify, pieces, count, true);
    return shape_of_text(classify, inside, cells);
}

/* The row that begins at held line first, made of as many lines as fit, and what is before it. */
static bool take_wrapped(struct classify *classify, size_t first, bool between_rows)
{
    struct section *section = &classify->section;
    size_t pieces[PIECES_MAX];
    struct cells cells;
    for (size_t count = pieces_of(classify, first, pieces); count > 1; count--) {
        const struct shape *shape = shape_of_wrapped(classify, pieces, count, &cells);
        if (shape == NULL)
            continue;
        struct line line = held_at(&section->held, first)->line;
        if (section->open && section->rows > 0 && section->info.kind == OC_CONNECTIONS)
            settle_first(classify, first, between_rows);
        else
            first_begin(classify, shape, line.after_blank, first);
        line.text = buffer_view(&classify->wrapped);
        section_row(section, &line, shape, &cells);
        held_pop(&section->held);
        for (size_t left = pieces[count - 1] - first; left > 0; left--)
            section_settle(section, OC_LINE_DETAIL);
        return true;
    }
    return false;
}

static void settle_wrapped(struct classify *classify, bool between_rows)
{
    const struct held *held = &classify->section.held;
    size_t i = 0;
    while (i < held->count)
        if (held_at(held, i)->kind == HELD_TEXT &&
            settle_is_lead(classify, held_at(held, i)->line.text) &&
            take_wrapped(classify, i, between_rows))
            i = 0;
        else
            i++;
}

/* ---- the rest ----------------------------------------------------------------------------------
 */

/* A row of some shape of the open list's kind whose cells cannot be read says why; else it is cut.
 */
static void reject_lead(struct classify *classify, const struct line *line)
{
    struct section *section = &classify->section;
    struct cells cells;
    for (const struct shape *at = classify->grammars->shapes; at != NULL; at = at->next)
        if (at->lead != PATTERN_NONE && (section->shape == NULL || section->shape == at) &&
            matcher_row(classify->matcher, at, NULL, line->text, &cells) != NULL &&
            !section_readable(section, at, &cells)) {
            section_row(section, line, at, &cells);
            return;
        }
    section_reject(
        section, line, "row-cut",
        text_of(section->rows > 0
                    ? "begins like a row and does not have the columns of the rows around it"
                    : "begins like a row and does not have all of its columns"));
}

/* A row that an editor spaced anew: nobody can say where its cells end, but one is a number. */
static bool is_spaced_anew(oc_text text)
{
    oc_text rest = text_trim(text);
    oc_text word;
    uint64_t number;
    for (size_t i = 0; text_split(&rest, ' ', &word); i++)
        if (i > 0 && text_number(word, UINT32_MAX, &number))
            return true;
    return false;
}

/* The rows of the open list say how a row begins; while there is none, any of its kind does. */
static bool begins_row(struct classify *classify, const struct line *line, bool between_rows)
{
    const struct section *section = &classify->section;
    bool below_row = between_rows || line->place.line == section->last_line + 1;
    if (section->shape != NULL && section->shape->layout == LAYOUT_RULED && section->rows == 0)
        return below_row && is_spaced_anew(line->text);
    if (section->shape != NULL && section->shape->lead == PATTERN_NONE)
        return below_row && section->rows > 0 &&
               matcher_begins_row(classify->matcher, section->shape, &section->ruler, line->text);
    return section->info.kind == OC_CONNECTIONS && settle_is_lead(classify, line->text);
}

/* A record that is not whole: it begins with the key of those above, and ends with an empty line.
 */
static bool belongs_to_record(struct classify *classify, oc_text text)
{
    const struct section *section = &classify->section;
    oc_text key;
    oc_text value;
    if (section->shape == NULL || section->shape->layout != LAYOUT_RECORD || section->rows == 0 ||
        !record_split(text, &key, &value))
        return false;
    classify->in_cut_record |= text_equal(key, buffer_view(&section->first_key));
    return classify->in_cut_record;
}

/* How far below the beginning of a list its column headings stand: double spaced, title between. */
#define HEADING_BELOW 7

/* A list without rows has column headings, too, and no language need know them. */
static bool heads_empty_list(const struct section *section, const struct line *line)
{
    return section_awaits_rows(section, OC_CONNECTIONS) && !section->heading_seen &&
           line->place.line <= section->info.place.line + HEADING_BELOW &&
           first_looks_like_heading(line->text);
}

/* A line that waits no more. */
static void settle_line(struct classify *classify, const struct held_line *held, bool between_rows)
{
    struct section *section = &classify->section;
    const struct line *line = &held->line;
    if (held->kind != HELD_TEXT || !section->open)
        section_tell(section, held, held->kind == HELD_DETAIL ? OC_LINE_DETAIL : OC_LINE_OTHER);
    else if (heads_empty_list(section, line)) {
        section->heading_seen = true;
        section_tell(section, held, OC_LINE_HEADING);
    } else if (begins_row(classify, line, between_rows))
        reject_lead(classify, line);
    else if (belongs_to_record(classify, line->text))
        section_reject(section, line, "row-cut", text_of("belongs to a record that is not whole"));
    else if (between_rows)
        section_reject(section, line, "stray-line",
                       text_of("stands between the rows of a list and is no row of it"));
    else
        section_tell(section, held, OC_LINE_OTHER);
}

static void settle_strays(struct classify *classify, bool between_rows)
{
    struct held_line line;
    while (strays_pop(&classify->section.strays, &line))
        settle_line(classify, &line, between_rows);
}

void settle_first(struct classify *classify, size_t count, bool between_rows)
{
    settle_strays(classify, between_rows);
    while (count-- > 0)
        settle_line(classify, held_pop(&classify->section.held), between_rows);
}

void settle_repairs(struct classify *classify, bool between_rows)
{
    if (classify->section.held.count == 0)
        return;
    if (!record_settle(classify, false))
        record_settle(classify, true);
    if (classify->lead_held)
        settle_wrapped(classify, between_rows);
    classify->lead_held = false;
}

void settle_all(struct classify *classify, bool between_rows)
{
    settle_repairs(classify, between_rows);
    settle_first(classify, classify->section.held.count, between_rows);
}

/* Half of what waits goes to the strays: what is left is more than any record or row has lines. */
static void make_strays(struct classify *classify)
{
    struct section *section = &classify->section;
    bool lead_held = classify->lead_held;
    settle_repairs(classify, true);
    classify->lead_held = lead_held;
    for (size_t left = section->held.count / 2; left > 0; left--)
        if (!strays_push(&section->strays, &section->held))
            section->emit->status = OC_NO_MEMORY;
}

/*
 * Behind the rows of a list nothing but the next row, or the end of the list, tells what a line is.
 * After so much text that fits nothing the list has ended.
 */
void settle_make_room(struct classify *classify)
{
    struct section *section = &classify->section;
    if (!held_full(&section->held))
        return;
    if (!section->open || section->rows == 0)
        settle_first(classify, 1, false);
    else if (held_at(&section->held, 0)->kind == HELD_DETAIL)
        section_settle(section, OC_LINE_DETAIL);
    else if (!strays_full(&section->strays))
        make_strays(classify);
    else {
        settle_all(classify, false);
        section_end(section);
    }
}
