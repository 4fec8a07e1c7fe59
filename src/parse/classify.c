#include "parse/classify.h"

#include "base/text.h"
#include "parse/steps.h"

#include <string.h>

void classify_init(struct classify *classify, const oc_grammars *grammars, struct matcher *matcher,
                   struct emit *emit)
{
    memset(classify, 0, sizeof *classify);
    classify->grammars = grammars;
    classify->matcher = matcher;
    section_init(&classify->section, grammars, emit);
    buffer_init(&classify->prefix.form);
    buffer_init(&classify->wrapped);
}

void classify_free(struct classify *classify)
{
    section_free(&classify->section);
    buffer_free(&classify->prefix.form);
    buffer_free(&classify->wrapped);
}

/* ---- lines of the open list --------------------------------------------------------------------
 */

static bool ends_with_blank(const struct held *held)
{
    return held->count > 0 && held_at(held, held->count - 1)->kind == HELD_BLANK;
}

static bool take_blank(struct classify *classify, const struct line *line)
{
    struct section *section = &classify->section;
    if (!text_blank(line->text))
        return false;
    record_settle(classify, ends_with_blank(&section->held));
    classify->in_cut_record = false;
    if (section->held.count == 0 && !section->row_waits) {
        emit_line(section->emit, line, OC_LINE_BLANK, (oc_text){NULL, 0});
        return true;
    }
    settle_make_room(classify);
    section_hold(section, line, HELD_BLANK);
    return true;
}

/* In a text that is double spaced an empty line stands behind each line. */
static bool spaced_lines_wait(const struct held *held)
{
    for (size_t i = 0; i < held->count; i++)
        if ((held_at(held, i)->kind == HELD_BLANK) != (i % 2 == 0))
            return false;
    return true;
}

/* A line with as many words as a row has cells is none if they are no cells and it does not begin
 * like a row. */
static bool only_like_row(struct classify *classify, const struct line *line,
                          const struct cells *cells)
{
    struct section *section = &classify->section;
    const struct shape *shape = section->shape;
    return shape->lead != PATTERN_NONE && !section_readable(section, shape, cells) &&
           !matcher_pattern(classify->matcher, shape->lead, line->text, NULL);
}

static bool take_row(struct classify *classify, const struct line *line)
{
    struct section *section = &classify->section;
    struct cells cells;
    if (!section->open || section->shape == NULL ||
        matcher_row(classify->matcher, section->shape, &section->ruler, line->text, &cells) == NULL)
        return false;
    /* Headings above a row, known or not, begin another list. */
    if (section->rows > 0 &&
        (heading_rule_waits(classify) || first_below_heading(classify, section->shape) ||
         first_is_foreign(classify, section->shape, line)))
        return false;
    if (section->held.count > 0 && only_like_row(classify, line, &cells))
        return false;
    section->double_spaced = classify->blank_before.line != 0 && spaced_lines_wait(&section->held);
    settle_all(classify, section->rows > 0);
    if (section_take_row(section, line, section->shape, &cells))
        return true;
    if (only_like_row(classify, line, &cells))
        return false;
    section_row(section, line, section->shape, &cells);
    return true;
}

/* Where lines were left out nothing below them belongs to the row above. */
static bool leaves_out(oc_text text)
{
    text = text_trim(text);
    bool dots = text.size >= 3 && text.data[0] == '.';
    for (size_t i = 0; i < text.size; i++)
        dots = dots && text.data[i] == '.';
    return dots || text_equal(text, text_of("\u2026"));
}

/*
 * A detail stands straight below its row, or below another line of it; in a text that is double
 * spaced, behind one empty line. An owner may stand below lines that nobody knows.
 */
static bool is_below_row(const struct section *section, bool owner)
{
    size_t blanks = 0;
    if (strays_wait(&section->strays))
        return false;
    for (size_t i = 0; i < section->held.count; i++) {
        const struct held_line *at = held_at(&section->held, i);
        blanks = at->kind == HELD_BLANK ? blanks + 1 : 0;
        if (at->kind == HELD_TEXT && (!owner || leaves_out(at->line.text)))
            return false;
    }
    return blanks == 0 || (blanks == 1 && (owner || section->double_spaced));
}

/* An owner ends what stands below a row; any other detail waits, because it may stand above one. */
static bool take_detail(struct classify *classify, const struct line *line)
{
    struct section *section = &classify->section;
    struct cells cells;
    if (!section->open || section->rows == 0 || section->shape == NULL)
        return false;
    const struct row *detail =
        matcher_detail(classify->matcher, section->shape, line->text, &cells);
    bool owner = detail != NULL && text_known(cells.at[COLUMN_OWNER]);
    if (detail == NULL || !is_below_row(section, owner))
        return false;
    section->double_spaced |= owner && ends_with_blank(&section->held);
    if (section->row_waits && !text_known(cells.at[COLUMN_OWNER])) {
        settle_make_room(classify);
        section_hold(section, line, HELD_DETAIL);
        return true;
    }
    if (section->row_waits)
        section_settle_details(section, cells.at[COLUMN_OWNER]);
    else
        settle_all(classify, true);
    section_line(section, line, OC_LINE_DETAIL, detail->name);
    return true;
}

/* ---- what ends a list ---------------------------------------------------------------------------
 */

static bool take_console(struct classify *classify, const struct line *line)
{
    struct section *section = &classify->section;
    struct cells cells;
    for (const struct shape *at = classify->grammars->shapes; at != NULL; at = at->next) {
        const struct row *row = at->emits != EMITS_OTHER
                                    ? NULL
                                    : matcher_row(classify->matcher, at, NULL, line->text, &cells);
        if (row == NULL)
            continue;
        settle_all(classify, false);
        section_end(section);
        stamp_read(&section->stamp, line->text);
        classify->help |= text_equal(row->name, text_of("help"));
        emit_line(section->emit, line, OC_LINE_OTHER, row->name);
        return true;
    }
    return false;
}

static bool take_line(struct classify *classify, const struct line *line)
{
    static bool (*const steps[])(struct classify *, const struct line *) = {
        take_blank,         take_row,
        broken_take_rest,   broken_take_ruled_row,
        take_detail,        heading_take_rule,
        heading_take_words, heading_take_ruled_row,
        first_take_row,     first_take_broken_row,
        take_console,
    };
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i](classify, line))
            return true;
    return false;
}

/* ---- prefixes
 * ------------------------------------------------------------------------------------ */

static struct line without_prefix(const struct line *line, size_t size)
{
    struct line rest = *line;
    rest.text = text_sub(line->text, size, line->text.size - size);
    return rest;
}

/* ---- a line ---- */

static size_t indent_of(oc_text text)
{
    size_t indent = 0;
    while (indent < text.size && text.data[indent] == ' ')
        indent++;
    return indent;
}

/* With -b the sentence that an owner is not known stands one column to the left of its row, in any
 * language, and wherever the whole text was indented to. */
static bool is_failure_sentence(const struct section *section, oc_text text)
{
    return section->row_waits && section->shape->details != NULL && is_below_row(section, false) &&
           indent_of(text) > 0 && indent_of(text) + 1 == indent_of(section->row.line.text);
}

static void hold(struct classify *classify, const struct line *line)
{
    if (is_failure_sentence(&classify->section, line->text)) {
        settle_make_room(classify);
        section_hold(&classify->section, line, HELD_DETAIL);
        return;
    }
    if (record_begins(classify, line))
        record_settle(classify, false);
    settle_make_room(classify);
    section_hold(&classify->section, line, HELD_TEXT);
    if (record_ends(classify))
        record_settle(classify, classify->section.double_spaced);
    classify->lead_held |= settle_is_lead(classify, line->text);
    stamp_read_line(&classify->section.stamp, line->text);
}

static void note_blank(struct classify *classify, const struct line *line)
{
    bool blank = text_blank(line->text);
    classify->blank_before = blank ? line->place : (oc_place){0, 0};
}

/* false: a prefix was learned, and nothing else done; may_learn says whether that may be. */
static bool classify_once(struct classify *classify, struct line line, bool may_learn)
{
    oc_text form = buffer_view(&classify->prefix.form);
    size_t prefix = form.size == 0 ? 0 : prefix_size(form, line.text);
    if (prefix > 0) {
        stamp_read(&classify->section.stamp, text_sub(line.text, 0, prefix));
        line = without_prefix(&line, prefix);
    }
    line.after_blank = classify->blank_before.line != 0 ? classify->blank_before : line.place;
    if (!take_line(classify, &line) &&
        !(record_settle_full(classify, &line) && take_line(classify, &line))) {
        if (may_learn && prefix == 0 && learn_prefix(classify, &line))
            return false;
        hold(classify, &line);
    }
    note_blank(classify, &line);
    return true;
}

bool classify_in_rows(const struct classify *classify, uint64_t line)
{
    const struct section *section = &classify->section;
    return section->open && section->rows > 0 && section->last_line + 1 == line &&
           section->held.count == 0 && classify->prefix.form.size == 0;
}

/* With a prefix that was just learned all that waits is classified once more, without it. */
void classify_line(struct classify *classify, struct line line)
{
    if (classify_once(classify, line, true))
        return;
    struct held waiting = classify->section.held;
    held_init(&classify->section.held);
    while (waiting.count > 0)
        classify_once(classify, held_pop(&waiting)->line, false);
    held_free(&waiting);
    classify_once(classify, line, false);
}

void classify_cut_line(struct classify *classify, const struct line *line)
{
    struct section *section = &classify->section;
    const oc_text why = text_of("is longer than a line may be; the rest of it was not read");
    bool in_list = section->open && section->rows > 0;
    settle_all(classify, in_list);
    classify->blank_before = (oc_place){0, 0};
    if (in_list) {
        section_reject(section, line, "line-too-long", why);
        return;
    }
    emit_diagnostic(section->emit, OC_WARNING, line->place, "line-too-long", why);
    emit_line(section->emit, line, OC_LINE_OTHER, why);
}

/* A last line without an end, just below a row: the copy stops inside a row. */
static bool ends_inside_row(const struct section *section)
{
    if (!section->open || section->rows == 0 || section->held.count != 1)
        return false;
    const struct held_line *last = held_at(&section->held, 0);
    return last->kind == HELD_TEXT && !last->line.ended &&
           last->line.place.line == section->last_line + 1;
}

void classify_finish(struct classify *classify)
{
    struct section *section = &classify->section;
    settle_repairs(classify, false);
    if (ends_inside_row(section))
        section_reject(section, &held_pop(&section->held)->line, "row-cut",
                       text_of("is the last line, has no line end, and is no whole row"));
    settle_first(classify, section->held.count, false);
    section_end(section);
}
