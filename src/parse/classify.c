#include "parse/classify.h"

#include "base/text.h"
#include "grammar/words.h"

#include <string.h>

static const oc_text no_note = {NULL, 0};

void classify_init(struct classify *classify, const oc_grammars *grammars, struct matcher *matcher,
                   struct emit *emit)
{
    memset(classify, 0, sizeof *classify);
    classify->grammars = grammars;
    classify->matcher = matcher;
    section_init(&classify->section, grammars, emit);
}

void classify_free(struct classify *classify)
{
    section_free(&classify->section);
}

/* ---- records: their row is known by their last line ---------------------------------------- */

static bool is_record(struct classify *classify, const struct shape *shape, const oc_text *lines,
                      size_t count, struct cells *cells)
{
    return shape->layout == LAYOUT_RECORD && matcher_record(shape, lines, count, cells) != NULL &&
           section_readable(&classify->section, shape, cells);
}

static const struct language *language_of_keys(const struct classify *classify,
                                               const struct shape *shape, const oc_text *lines,
                                               size_t count)
{
    oc_text keys[HELD_MAX];
    oc_text value;
    const struct row *row = shape->rows;
    while (row->columns.count != count)
        row = row->next;
    for (size_t i = 0; i < count; i++)
        record_split(lines[i], &keys[i], &value);
    return words_labels(classify->grammars, shape, &row->columns, keys, false);
}

static void settle_record(struct classify *classify, const struct shape *shape,
                          const struct cells *cells, const oc_text *lines, size_t count)
{
    struct section *section = &classify->section;
    const struct held_line *first = held_at(&section->held, section->held.count - count);
    if (section->open && section->shape == shape && section->rows > 0) {
        while (section->held.count > count)
            section_settle(section, 1, OC_LINE_OTHER);
    } else {
        section_settle(section, section->held.count - count, OC_LINE_OTHER);
        section_begin(section, section_kind_of(shape), shape,
                      language_of_keys(classify, shape, lines, count), first->line.after_blank);
    }
    section_row(section, &held_pop(&section->held)->line, shape, cells);
    while (section->held.count > 0)
        section_line(section, &held_pop(&section->held)->line, OC_LINE_DETAIL, no_note);
}

/* The lines that wait behind the last empty one; how many. */
static size_t last_block(const struct held *held, oc_text *lines)
{
    size_t first = held->count;
    while (first > 0 && !held_at(held, first - 1)->blank)
        first--;
    for (size_t i = first; i < held->count; i++)
        lines[i - first] = held_at(held, i)->line.text;
    return held->count - first;
}

static void take_record(struct classify *classify)
{
    oc_text lines[HELD_MAX];
    struct cells cells;
    size_t count = last_block(&classify->section.held, lines);
    if (count < 2)
        return;
    for (const struct shape *at = classify->grammars->shapes; at != NULL; at = at->next)
        if (is_record(classify, at, lines, count, &cells)) {
            settle_record(classify, at, &cells, lines, count);
            return;
        }
}

/* A record also ends where its first key comes again, when the empty lines were lost. */
static bool begins_next_record(const struct classify *classify, const struct line *line)
{
    oc_text lines[HELD_MAX];
    oc_text first;
    oc_text key;
    oc_text value;
    return record_split(line->text, &key, &value) &&
           last_block(&classify->section.held, lines) > 0 &&
           record_split(lines[0], &first, &value) && text_equal(first, key);
}

/* What waits cannot be a heading any more. */
static void settle_other(struct classify *classify)
{
    take_record(classify);
    section_settle(&classify->section, classify->section.held.count, OC_LINE_OTHER);
}

/* ---- rows and details of the open list ------------------------------------------------------ */

static bool take_row(struct classify *classify, const struct line *line)
{
    struct section *section = &classify->section;
    struct cells cells;
    if (!section->open || section->shape == NULL ||
        matcher_row(classify->matcher, section->shape, &section->ruler, line->text, &cells) == NULL)
        return false;
    if (section->rows > 0)
        section_settle_stray(section);
    else
        section_settle(section, section->held.count, OC_LINE_OTHER);
    section_row(section, line, section->shape, &cells);
    return true;
}

static bool take_detail(struct classify *classify, const struct line *line)
{
    struct section *section = &classify->section;
    struct cells cells;
    if (!section->open || section->rows == 0 || section->shape == NULL)
        return false;
    const struct row *detail =
        matcher_detail(classify->matcher, section->shape, line->text, &cells);
    if (detail == NULL)
        return false;
    section_settle_stray(section);
    section_line(section, line, OC_LINE_DETAIL, detail->name);
    return true;
}

/* ---- headings -------------------------------------------------------------------------------- */

static void begin_or_go_on(struct classify *classify, oc_section_kind kind,
                           const struct shape *shape, const struct language *language,
                           oc_place place)
{
    struct section *section = &classify->section;
    settle_other(classify);
    if (!section_awaits_rows(section, kind)) {
        section_begin(section, kind, shape, language, place);
        return;
    }
    if (shape != NULL)
        section->shape = shape;
    if (!text_known(section->info.language) && language != NULL)
        section->info.language = language->name;
}

static bool take_title(struct classify *classify, const struct line *line)
{
    const struct title *title = words_title(classify->grammars, line->text);
    if (title == NULL)
        return false;
    begin_or_go_on(classify, title->kind, NULL, title->language, line->after_blank);
    section_line(&classify->section, line, OC_LINE_HEADING, text_of("title"));
    return true;
}

static const struct row *row_of_count(const struct shape *shape, size_t count)
{
    const struct row *row = shape->rows;
    while (row != NULL && row->columns.count != count)
        row = row->next;
    return row;
}

static const struct language *csv_heading(const struct classify *classify,
                                          const struct shape *shape, oc_text line)
{
    oc_text pieces[COLUMNS];
    size_t count = csv_split(line, COLUMNS, pieces);
    const struct row *row = count == 0 ? NULL : row_of_count(shape, count);
    return row == NULL ? NULL
                       : words_labels(classify->grammars, shape, &row->columns, pieces, false);
}

/*
 * The heading of a pattern's shape says the language only: options change the columns, and a
 * heading without a PID word proves nothing (French has none), so the first row says the shape.
 */
static bool take_heading(struct classify *classify, const struct line *line)
{
    for (const struct shape *at = classify->grammars->shapes; at != NULL; at = at->next) {
        const struct language *language = NULL;
        if (at->layout == LAYOUT_PATTERN)
            language = words_heading(classify->grammars, at, line->text);
        else if (at->layout == LAYOUT_CSV)
            language = csv_heading(classify, at, line->text);
        if (language == NULL)
            continue;
        begin_or_go_on(classify, section_kind_of(at), at->layout == LAYOUT_CSV ? at : NULL,
                       language, line->after_blank);
        section_line(&classify->section, line, OC_LINE_HEADING, text_of("column headings"));
        return true;
    }
    return false;
}

static bool take_notice(struct classify *classify, const struct line *line)
{
    struct section *section = &classify->section;
    const struct notice *notice = words_notice(classify->grammars, line->text);
    if (notice == NULL)
        return false;
    switch (notice->kind) {
    case NOTICE_NO_TASKS:
        begin_or_go_on(classify, OC_PROCESSES, NULL, notice->language, line->after_blank);
        section_line(section, line, OC_LINE_HEADING, text_of("no process matches"));
        return true;
    case NOTICE_NO_OWNER:
        if (!section->open || section->rows == 0)
            return false;
        section_settle_stray(section);
        section_line(section, line, OC_LINE_DETAIL, text_of("no owner"));
        return true;
    case NOTICE_REFUSED:
        classify->refused = true;
        break;
    case NOTICE_HELP:
    case NOTICES:
        classify->help = true;
        break;
    }
    settle_other(classify);
    section_end(section);
    emit_line(section->emit, line, OC_LINE_OTHER, text_of("notice"));
    return true;
}

/* ---- rules: the line above is the heading, the groups are the columns -------------------------- */

/* The line that waits just above the one at index, at most one empty line between; or SIZE_MAX. */
static size_t line_above(const struct held *held, size_t index)
{
    if (index > 0 && held_at(held, index - 1)->blank)
        index--;
    return index > 0 && !held_at(held, index - 1)->blank ? index - 1 : SIZE_MAX;
}

static const struct language *language_of_columns(const struct classify *classify,
                                                  const struct shape *shape,
                                                  const struct row *row, oc_text heading)
{
    oc_text pieces[COLUMNS];
    if (ruled_split(&classify->ruler, heading, pieces) == 0)
        return NULL;
    return words_labels(classify->grammars, shape, &row->columns, pieces, true);
}

static const struct shape *ruled_shape(const struct classify *classify, const struct row **row)
{
    for (const struct shape *at = classify->grammars->shapes; at != NULL; at = at->next)
        if (at->layout == LAYOUT_RULED) {
            *row = row_of_count(at, classify->ruler.count);
            if (*row != NULL)
                return at;
        }
    return NULL;
}

/* Opens the list below the rule that waits last; what waits from heading on are its headings. */
static void begin_ruled(struct classify *classify, const struct shape *shape,
                        const struct language *language, size_t heading)
{
    struct section *section = &classify->section;
    oc_place place = held_at(&section->held, heading)->line.after_blank;
    section_settle(section, heading, OC_LINE_OTHER);
    section_begin(section, section_kind_of(shape), shape, language, place);
    section->ruler = classify->ruler;
    classify->ruler_line = 0;
    section_settle(section, section->held.count, OC_LINE_HEADING);
}

/* Other programs rule their tables, too: without a known heading the first row decides. */
static bool take_rule(struct classify *classify, const struct line *line)
{
    struct section *section = &classify->section;
    const struct row *row;
    if (!ruler_read(line->text, &classify->ruler))
        return false;
    classify->ruler_line = 0;
    const struct shape *shape = ruled_shape(classify, &row);
    if (shape == NULL)
        return false;
    section_hold(section, line, false);
    classify->ruler_line = line->place.line;
    size_t above = line_above(&section->held, held_last_text(&section->held));
    if (above == SIZE_MAX)
        return true;
    const struct language *language =
        language_of_columns(classify, shape, row, held_at(&section->held, above)->line.text);
    if (language != NULL)
        begin_ruled(classify, shape, language, above);
    return true;
}

static bool take_first_ruled_row(struct classify *classify, const struct line *line)
{
    struct section *section = &classify->section;
    const struct row *row;
    struct cells cells;
    size_t rule = held_last_text(&section->held);
    if (classify->ruler_line == 0 || rule == SIZE_MAX ||
        held_at(&section->held, rule)->line.place.line != classify->ruler_line)
        return false;
    const struct shape *shape = ruled_shape(classify, &row);
    if (matcher_row(classify->matcher, shape, &classify->ruler, line->text, &cells) == NULL ||
        !section_readable(section, shape, &cells))
        return false;
    size_t above = line_above(&section->held, rule);
    begin_ruled(classify, shape, NULL, above == SIZE_MAX ? rule : above);
    section_row(section, line, shape, &cells);
    return true;
}

/* ---- lists without a known heading ------------------------------------------------------------- */

/* Three and more words or groups of words, apart by two blanks and more, and no digit. */
static bool looks_like_heading(oc_text line)
{
    size_t groups = 0;
    size_t blanks = 2;
    for (size_t i = 0; i < line.size; i++) {
        char c = line.data[i];
        if (c >= '0' && c <= '9')
            return false;
        if (c == ' ' || c == '\t') {
            blanks += c == '\t' ? 2 : 1;
            continue;
        }
        groups += blanks >= 2;
        blanks = 0;
    }
    return groups >= 3;
}

static bool looks_like_csv_heading(const struct shape *shape, oc_text line)
{
    oc_text pieces[COLUMNS];
    size_t count = csv_split(line, COLUMNS, pieces);
    return count > 0 && row_of_count(shape, count) != NULL &&
           memchr(line.data, '0', line.size) == NULL;
}

/* The line above the first row, if it has the form of column headings that no language lists. */
static size_t unknown_heading(const struct held *held, const struct shape *shape)
{
    size_t index = line_above(held, held->count);
    if (index == SIZE_MAX)
        return SIZE_MAX;
    oc_text text = held_at(held, index)->line.text;
    bool like = shape->layout == LAYOUT_CSV ? looks_like_csv_heading(shape, text)
                                            : looks_like_heading(text);
    return like ? index : SIZE_MAX;
}

/* What waits above a first row is some other text, or a row that lost its other half. */
static void settle_above(struct classify *classify, const struct shape *shape, size_t count)
{
    struct section *section = &classify->section;
    while (count-- > 0) {
        const struct held_line *held = held_at(&section->held, 0);
        if (section->open && !held->blank && shape->lead != PATTERN_NONE &&
            matcher_pattern(classify->matcher, shape->lead, held->line.text, NULL))
            section_reject(section, &held_pop(&section->held)->line, "row-cut",
                           "begins like a row and ends before its last column");
        else
            section_settle(section, 1, OC_LINE_OTHER);
    }
}

static void begin_at_row(struct classify *classify, const struct shape *shape,
                         const struct line *line)
{
    struct section *section = &classify->section;
    size_t heading = unknown_heading(&section->held, shape);
    size_t before = heading == SIZE_MAX ? section->held.count : heading;
    oc_place place = heading == SIZE_MAX ? line->after_blank
                                         : held_at(&section->held, heading)->line.after_blank;
    settle_above(classify, shape, before);
    if (!section_awaits_rows(section, section_kind_of(shape)))
        section_begin(section, section_kind_of(shape), shape, NULL, place);
    section->shape = shape;
    section_settle(section, section->held.count, OC_LINE_HEADING);
}

static bool may_begin(const struct section *section, const struct shape *shape)
{
    if (shape->emits == EMITS_OTHER || shape->layout == LAYOUT_RULED)
        return false;
    return !section->open || section->rows == 0 || section->info.kind != section_kind_of(shape);
}

static bool take_first_row(struct classify *classify, const struct line *line)
{
    struct section *section = &classify->section;
    struct cells cells;
    for (const struct shape *at = classify->grammars->shapes; at != NULL; at = at->next) {
        if (!may_begin(section, at) ||
            matcher_row(classify->matcher, at, NULL, line->text, &cells) == NULL ||
            !section_readable(section, at, &cells))
            continue;
        begin_at_row(classify, at, line);
        section_row(section, line, at, &cells);
        return true;
    }
    return false;
}

/* ---- what ends a list, and what wants to be a row of it ------------------------------------------ */

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
        settle_other(classify);
        section_end(section);
        classify->help |= text_equal(row->name, text_of("help"));
        emit_line(section->emit, line, OC_LINE_OTHER, row->name);
        return true;
    }
    return false;
}

static bool take_lead(struct classify *classify, const struct line *line)
{
    struct section *section = &classify->section;
    if (!section->open)
        return false;
    for (const struct shape *at = classify->grammars->shapes; at != NULL; at = at->next) {
        if (at->lead == PATTERN_NONE || section_kind_of(at) != section->info.kind ||
            !matcher_pattern(classify->matcher, at->lead, line->text, NULL))
            continue;
        if (section->rows > 0)
            section_settle_stray(section);
        else
            settle_other(classify);
        section_reject(section, line, "row-cut",
                       "begins like a row and does not have the columns of the rows around it");
        return true;
    }
    return false;
}

static bool take_blank(struct classify *classify, const struct line *line)
{
    if (text_trim(line->text).size > 0)
        return false;
    take_record(classify);
    if (classify->section.held.count > 0)
        section_hold(&classify->section, line, true);
    else
        emit_line(classify->section.emit, line, OC_LINE_BLANK, no_note);
    return true;
}

void classify_line(struct classify *classify, const struct line *line)
{
    static bool (*const steps[])(struct classify *, const struct line *) = {
        take_blank,   take_row,    take_detail,          take_rule,      take_title,
        take_heading, take_notice, take_first_ruled_row, take_first_row, take_console,
        take_lead,
    };
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i](classify, line))
            return;
    if (begins_next_record(classify, line))
        take_record(classify);
    section_hold(&classify->section, line, false);
}

void classify_cut_line(struct classify *classify, const struct line *line)
{
    struct section *section = &classify->section;
    static const char reason[] = "is longer than a line may be; the rest of it was not read";
    if (section->open && section->rows > 0) {
        section_settle_stray(section);
        section_reject(section, line, "line-too-long", reason);
        return;
    }
    settle_other(classify);
    emit_diagnostic(section->emit, OC_WARNING, line->place, "line-too-long", text_of(reason));
    emit_line(section->emit, line, OC_LINE_OTHER, text_of(reason));
}

/* A last line without an end, just below a row: the copy stops inside a row. */
static bool ends_inside_row(const struct section *section)
{
    if (!section->open || section->rows == 0 || section->held.count != 1)
        return false;
    const struct line *last = &held_at(&section->held, 0)->line;
    return !last->ended && last->place.line == section->last_line + 1;
}

void classify_finish(struct classify *classify)
{
    struct section *section = &classify->section;
    take_record(classify);
    if (ends_inside_row(section))
        section_reject(section, &held_pop(&section->held)->line, "row-cut",
                       "is the last line, has no line end, and is no whole row");
    section_settle(section, section->held.count, OC_LINE_OTHER);
    section_end(section);
}
