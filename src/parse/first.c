#include "base/text.h"
#include "grammar/words.h"
#include "parse/steps.h"
#include "text/utf8.h"

/* Most languages leave this word as it is; an editor may have left one blank before it. */
static bool ends_with_pid(oc_text line)
{
    return text_ends_nocase(line, text_of(" PID")) && line.size > sizeof "Proto PID";
}

/* Three and more words or groups of words, apart by two blanks and more, and no digit. */
bool first_looks_like_heading(oc_text line)
{
    size_t groups = 0;
    size_t blanks = 2;
    size_t length;
    for (size_t i = 0; i < line.size; i += length) {
        uint32_t c = utf8_decode_escaped(line.data + i, line.size - i, &length);
        if (c >= '0' && c <= '9')
            return false;
        if (c == ' ' || c == '\t') {
            blanks += c == '\t' ? 2 : 1;
            continue;
        }
        groups += blanks >= 2;
        blanks = 0;
    }
    return groups >= 3 || ends_with_pid(text_trim(line));
}

static bool looks_like_csv_heading(const struct shape *shape, oc_text line)
{
    oc_text pieces[COLUMNS];
    size_t count = csv_split(line, COLUMNS, pieces);
    return grammar_row_of(shape, count) != NULL && !utf8_holds_digit(pieces[1]);
}

/* Between heading and first row stands nothing, with -t an empty line; double spaced three. */
#define BLANKS_MAX 3

/* As netstat prints it: an empty line, the title, an empty line, the heading. */
static bool stands_like_heading(const struct held *held, size_t index)
{
    return index >= 3 && held_at(held, index - 1)->kind == HELD_BLANK &&
           held_at(held, index - 2)->kind == HELD_TEXT &&
           held_at(held, index - 3)->kind == HELD_BLANK &&
           !utf8_holds_digit(held_at(held, index)->line.text) &&
           !utf8_holds_digit(held_at(held, index - 2)->line.text);
}

/* The text just above line end, if it has the form of column headings that no language lists. */
static size_t unknown_heading(const struct held *held, const struct shape *shape, size_t end)
{
    size_t index = held_text_before(held, end);
    if (index == SIZE_MAX || end - index > BLANKS_MAX + 1)
        return SIZE_MAX;
    oc_text text = held_at(held, index)->line.text;
    bool like = shape->layout == LAYOUT_CSV
                    ? looks_like_csv_heading(shape, text)
                    : first_looks_like_heading(text) || stands_like_heading(held, index);
    return like ? index : SIZE_MAX;
}

/* The first of the lines above a row that is the other half of one: the list begins there. */
static size_t first_lead(struct classify *classify, const struct shape *shape, size_t end)
{
    const struct held *held = &classify->section.held;
    for (size_t i = 0; shape->lead != PATTERN_NONE && i < end; i++)
        if (held_at(held, i)->kind == HELD_TEXT &&
            matcher_pattern(classify->matcher, shape->lead, held_at(held, i)->line.text, NULL))
            return i;
    return SIZE_MAX;
}

void first_begin(struct classify *classify, const struct shape *shape, oc_place place, size_t count)
{
    struct section *section = &classify->section;
    size_t heading = unknown_heading(&section->held, shape, count);
    size_t begin = heading != SIZE_MAX ? heading : first_lead(classify, shape, count);
    if (begin != SIZE_MAX)
        place = held_at(&section->held, begin)->line.after_blank;
    else
        begin = count;
    settle_first(classify, begin, false);
    if (!section_awaits_rows(section, section_kind_of(shape)))
        section_begin(section, section_kind_of(shape), shape, NULL, place);
    section->shape = shape;
    if (heading == SIZE_MAX)
        settle_first(classify, count - begin, true);
    else
        for (size_t left = count - begin; left > 0; left--)
            section_settle(section, OC_LINE_HEADING);
}

bool first_below_heading(const struct classify *classify, const struct shape *shape)
{
    const struct held *held = &classify->section.held;
    return shape->layout != LAYOUT_RULED && unknown_heading(held, shape, held->count) != SIZE_MAX;
}

/*
 * A row with a PID below rows without one begins another list: where neither a heading nor a title
 * says what the columns are, one row that was cut must not cost the rows below it.
 */
static bool adds_pid(const struct section *section, const struct shape *shape)
{
    return section->shape != NULL && section->info.kind == section_kind_of(shape) &&
           section->shape->types[COLUMN_PID] == TYPE_NONE && shape->types[COLUMN_PID] != TYPE_NONE;
}

static bool holds_lost(oc_text text)
{
    size_t length;
    for (size_t i = 0; i < text.size; i += length)
        if (utf8_decode_escaped(text.data + i, text.size - i, &length) == UTF8_REPLACEMENT)
            return true;
    return false;
}

/* Above the numbers of the second column stands no word for a PID, in any language. */
static bool lacks_pid(const struct classify *classify, const struct shape *shape, oc_text heading)
{
    oc_text pieces[COLUMNS];
    return csv_split(heading, COLUMNS, pieces) > 1 && !holds_lost(heading) &&
           !words_label(classify->grammars, shape, COLUMN_PID, pieces[1]);
}

/*
 * Other programs write CSV, too. Where a language is known to the list that is open, a heading that
 * none knows, not even its PID, is another program's, and so are the rows below it.
 */
bool first_is_foreign(struct classify *classify, const struct shape *shape, const struct line *line)
{
    const struct section *section = &classify->section;
    const struct held *held = &section->held;
    if (shape->layout != LAYOUT_CSV || held->count == 0)
        return false;
    bool below = classify->foreign_line != 0 && line->place.line - classify->foreign_line <= 2;
    size_t heading = unknown_heading(held, shape, held->count);
    if (!below && (!section->open || section->shape != shape || heading == SIZE_MAX ||
                   !text_known(section->info.language) ||
                   !lacks_pid(classify, shape, held_at(held, heading)->line.text)))
        return false;
    classify->foreign_line = line->place.line;
    return true;
}

/* Rows of one list do not change how they fall into cells, nor which program prints them. */
static bool is_printed_otherwise(const struct shape *open, const struct shape *shape)
{
    return open != NULL &&
           (open->layout != shape->layout || !text_equal(open->labels, shape->labels));
}

static bool may_begin(const struct classify *classify, const struct shape *shape)
{
    const struct section *section = &classify->section;
    if (shape->emits == EMITS_OTHER)
        return false;
    if (!section->open || section->info.kind != section_kind_of(shape))
        return true;
    if (section->rows == 0)
        return !section->heading_has_pid || shape->types[COLUMN_PID] != TYPE_NONE;
    return is_printed_otherwise(section->shape, shape) || adds_pid(section, shape) ||
           first_below_heading(classify, shape);
}

/* The only row so far has no PID, and the one below has: it was cut. */
static void reject_cut_row(struct section *section, const struct shape *shape)
{
    if (!section->open || !section->row_waits || section->rows != 1 || !adds_pid(section, shape))
        return;
    section->row_waits = false;
    section->rows = 0;
    section_reject(section, &section->row.line, "row-cut",
                   text_of("has no PID, and the rows below it have one"));
}

/* Where a rule shows the columns, a line that is no row of it is no row of other columns either. */
static bool has_rule(const struct classify *classify, const struct shape *shape)
{
    const struct section *section = &classify->section;
    bool begun = section->open && section->rows == 0 && section->shape == shape;
    return shape->layout == LAYOUT_RULED && (begun || heading_rule_waits(classify));
}

bool first_take_row(struct classify *classify, const struct line *line)
{
    struct section *section = &classify->section;
    struct ruler ruler = section->ruler;
    struct cells cells;
    for (const struct shape *at = classify->grammars->shapes; at != NULL; at = at->next) {
        if (has_rule(classify, at) || !may_begin(classify, at) ||
            matcher_first_row(classify->matcher, at, line->text, &ruler, &cells) == NULL ||
            !section_readable(section, at, &cells))
            continue;
        if (first_is_foreign(classify, at, line))
            return false;
        bool adjacent = section->held.count == 0;
        settle_repairs(classify, !first_below_heading(classify, at));
        if (adjacent)
            reject_cut_row(section, at);
        if (may_begin(classify, at))
            first_begin(classify, at, line->after_blank, section->held.count);
        else
            settle_first(classify, section->held.count, true);
        /* Above the first line of a text nothing stands that could tell. */
        section->double_spaced = classify->blank_before.line != 0 || line->place.line == 1;
        section->ruler = ruler;
        section_row(section, line, at, &cells);
        return true;
    }
    return false;
}

/* Whether a row without its rule, which a console broke before one of its columns, falls into cells
 * by the ruler; how many columns its first line takes goes to *wrap. Its memory proves it. */
static bool unbroken_by(struct classify *classify, const struct shape *shape,
                        const struct bare *bare, oc_text first, oc_text second, size_t *wrap)
{
    const struct ruler *ruler = &bare->ruler;
    struct cells cells;
    if (!matcher_begins_bare(shape, bare, first))
        return false;
    size_t taken = ruled_cells(first);
    for (size_t i = 2; i < ruler->count; i++) {
        *wrap = ruler->starts[i];
        if (taken <= *wrap &&
            matcher_row(classify->matcher, shape, ruler,
                        heading_unbroken(classify, first, second, *wrap), &cells) != NULL &&
            utf8_holds_digit(cells.at[COLUMN_MEMORY]) &&
            section_readable(&classify->section, shape, &cells))
            return true;
    }
    return false;
}

bool first_take_broken_row(struct classify *classify, const struct line *line)
{
    struct section *section = &classify->section;
    const struct held *held = &section->held;
    size_t last = held->count - 1;
    size_t wrap;
    if (held->count == 0 || held_at(held, last)->kind != HELD_TEXT)
        return false;
    oc_text first = held_at(held, last)->line.text;
    if (!text_holds_digit(first))
        return false;
    for (const struct shape *at = classify->grammars->shapes; at != NULL; at = at->next)
        for (const struct bare *bare = at->bares; bare != NULL; bare = bare->next) {
            if (!may_begin(classify, at) ||
                !unbroken_by(classify, at, bare, first, line->text, &wrap))
                continue;
            first_begin(classify, at, held_at(held, last)->line.after_blank, last);
            section->ruler = bare->ruler;
            section->wrap = wrap;
            return broken_take_ruled_row(classify, line);
        }
    return false;
}
