#include "base/text.h"
#include "grammar/words.h"
#include "parse/steps.h"

/* ---- titles, column headings, notices ---------------------------------------------------------
 */

/* Column headings stand once above a list: what stands below them begins another. */
static void end_empty_list(struct classify *classify)
{
    settle_all(classify, false);
    if (classify->section.rows == 0 && classify->section.heading_seen)
        section_end(&classify->section);
}

static void begin_or_go_on(struct classify *classify, oc_section_kind kind,
                           const struct shape *shape, const struct language *language,
                           oc_place place)
{
    struct section *section = &classify->section;
    settle_all(classify, false);
    if (!section_awaits_rows(section, kind)) {
        section_begin(section, kind, shape, language, place);
        return;
    }
    if (shape != NULL)
        section->shape = shape;
    if (!text_known(section->info.language) && language != NULL)
        section->info.language = language->name;
}

static void take_title(struct classify *classify, const struct line *line,
                       const struct title *title)
{
    end_empty_list(classify);
    begin_or_go_on(classify, title->kind, NULL, title->language, line->after_blank);
    section_line(&classify->section, line, OC_LINE_HEADING, text_of("title"));
}

static bool has_column(const struct columns *columns, enum column column)
{
    for (size_t i = 0; i < columns->count; i++)
        if (columns->at[i] == column)
            return true;
    return false;
}

/*
 * The heading of a pattern's shape says the language only: options change the columns, and a
 * heading without a PID word proves nothing (French has none), so the first row says the shape.
 */
static void take_columns(struct classify *classify, const struct line *line,
                         const struct headline *found)
{
    const struct shape *shape = found->shape;
    end_empty_list(classify);
    begin_or_go_on(classify, section_kind_of(shape), shape->layout == LAYOUT_CSV ? shape : NULL,
                   found->language, line->after_blank);
    classify->section.heading_seen = true;
    classify->section.heading_has_pid =
        found->columns != NULL && has_column(found->columns, COLUMN_PID);
    section_line(&classify->section, line, OC_LINE_HEADING, text_of("column headings"));
}

/* The owner of the row above is not known: what stands between them are its components. */
static bool take_no_owner(struct classify *classify, const struct line *line)
{
    struct section *section = &classify->section;
    if (!section->open || section->rows == 0)
        return false;
    if (strays_wait(&section->strays))
        settle_all(classify, true);
    section_settle_details(section, (oc_text){NULL, 0});
    section_line(section, line, OC_LINE_DETAIL, text_of("no owner"));
    return true;
}

static bool take_notice(struct classify *classify, const struct line *line,
                        const struct notice *notice)
{
    struct section *section = &classify->section;
    switch (notice->kind) {
    case NOTICE_NO_TASKS:
        begin_or_go_on(classify, OC_PROCESSES, NULL, notice->language, line->after_blank);
        section_line(section, line, OC_LINE_HEADING, text_of("no process matches"));
        return true;
    case NOTICE_NO_OWNER:
        return take_no_owner(classify, line);
    case NOTICE_REFUSED:
        classify->refused = true;
        break;
    case NOTICE_HELP:
    case NOTICES:
        classify->help = true;
        break;
    }
    settle_all(classify, false);
    section_end(section);
    emit_line(section->emit, line, OC_LINE_OTHER, text_of("notice"));
    return true;
}

bool heading_take_words(struct classify *classify, const struct line *line)
{
    const struct headline found =
        *headline_of(classify->matcher->headlines, classify->grammars, line->text);
    if (found.title != NULL)
        take_title(classify, line, found.title);
    else if (found.shape != NULL)
        take_columns(classify, line, &found);
    else
        return found.notice != NULL && take_notice(classify, line, found.notice);
    return true;
}

/* ---- rules: the line above is the heading, the groups are the columns --------------------------
 */

/* The text that waits just above the line at index, at most one empty line between; or SIZE_MAX. */
static size_t text_above(const struct held *held, size_t index)
{
    size_t above = held_text_before(held, index);
    return above != SIZE_MAX && index - above <= 2 ? above : SIZE_MAX;
}

static const struct language *language_of_columns(const struct classify *classify,
                                                  const struct shape *shape, const struct row *row,
                                                  oc_text heading)
{
    oc_text pieces[COLUMNS];
    const struct language *language =
        ruled_split(&classify->ruler, heading, pieces) == 0
            ? NULL
            : words_labels(classify->grammars, shape, &row->columns, pieces, true);
    /* An editor may have spaced the words anew. */
    return language != NULL ? language
                            : words_columns(classify->grammars, shape, &row->columns, heading);
}

static const struct shape *ruled_shape(const struct classify *classify, const struct row **row)
{
    for (const struct shape *at = classify->grammars->shapes; at != NULL; at = at->next)
        if (at->layout == LAYOUT_RULED) {
            *row = grammar_row_of(at, classify->ruler.count);
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
    settle_first(classify, heading, false);
    section_begin(section, section_kind_of(shape), shape, language, place);
    section->ruler = classify->ruler;
    section->wrap = classify->ruler_wrap;
    classify->ruler_line = 0;
    while (section->held.count > 0)
        section_settle(section, OC_LINE_HEADING);
}

oc_text heading_unbroken(struct classify *classify, oc_text first, oc_text second, size_t columns)
{
    buffer_clear(&classify->wrapped);
    buffer_text(&classify->wrapped, first);
    for (size_t cells = ruled_cells(first); cells < columns; cells++)
        buffer_byte(&classify->wrapped, ' ');
    buffer_text(&classify->wrapped, second);
    if (classify->wrapped.failed)
        classify->section.emit->status = OC_NO_MEMORY;
    return buffer_view(&classify->wrapped);
}

/* The rule that waits was broken between two columns, and this is the rest of it. */
static bool take_rest_of_rule(struct classify *classify, const struct ruler *rest)
{
    const struct held *held = &classify->section.held;
    struct ruler whole;
    if (held->count == 0 || held_at(held, held->count - 1)->kind != HELD_TEXT ||
        !ruler_read(held_at(held, held->count - 1)->line.text, &whole) ||
        whole.count + rest->count > RULER_MAX)
        return false;
    size_t wrap = whole.starts[whole.count - 1] + whole.widths[whole.count - 1] + 1;
    for (size_t i = 0; i < rest->count; i++) {
        whole.starts[whole.count] = wrap + rest->starts[i];
        whole.widths[whole.count++] = rest->widths[i];
    }
    classify->ruler = whole;
    classify->ruler_wrap = wrap;
    return true;
}

/* The language of the heading that waits above the rule at index; *heading is where it begins. */
static const struct language *language_above(struct classify *classify, const struct shape *shape,
                                             const struct row *row, size_t index, size_t *heading)
{
    const struct held *held = &classify->section.held;
    *heading = text_above(held, index);
    if (*heading == SIZE_MAX)
        return NULL;
    oc_text text = held_at(held, *heading)->line.text;
    if (classify->ruler_wrap > 0 && *heading > 0) {
        --*heading;
        text = heading_unbroken(classify, held_at(held, *heading)->line.text, text,
                                classify->ruler_wrap);
    }
    return language_of_columns(classify, shape, row, text);
}

/* Other programs rule their tables, too: without a known heading the first row decides. */
bool heading_take_rule(struct classify *classify, const struct line *line)
{
    struct held *held = &classify->section.held;
    struct ruler ruler;
    const struct row *row;
    size_t heading;
    if (!ruler_read(line->text, &ruler))
        return false;
    classify->ruler = ruler;
    classify->ruler_line = 0;
    classify->ruler_wrap = 0;
    const struct shape *shape = ruled_shape(classify, &row);
    if (shape == NULL && take_rest_of_rule(classify, &ruler))
        shape = ruled_shape(classify, &row);
    if (shape == NULL)
        return false;
    settle_make_room(classify);
    section_hold(&classify->section, line, HELD_TEXT);
    classify->ruler_line = line->place.line;
    size_t rule = held->count - (classify->ruler_wrap > 0 ? 2 : 1);
    const struct language *language = language_above(classify, shape, row, rule, &heading);
    if (language != NULL)
        begin_ruled(classify, shape, language, heading);
    return true;
}

bool heading_rule_waits(const struct classify *classify)
{
    const struct held *held = &classify->section.held;
    size_t rule = held_text_before(held, held->count);
    return classify->ruler_line != 0 && rule != SIZE_MAX &&
           held_at(held, rule)->line.place.line == classify->ruler_line;
}

bool heading_take_ruled_row(struct classify *classify, const struct line *line)
{
    struct section *section = &classify->section;
    const struct row *row;
    struct cells cells;
    size_t rule = held_text_before(&section->held, section->held.count);
    if (!heading_rule_waits(classify))
        return false;
    const struct shape *shape = ruled_shape(classify, &row);
    if (matcher_row(classify->matcher, shape, &classify->ruler, line->text, &cells) == NULL ||
        !section_readable(section, shape, &cells))
        return false;
    size_t above = text_above(&section->held, rule);
    begin_ruled(classify, shape, NULL, above == SIZE_MAX ? rule : above);
    section_row(section, line, shape, &cells);
    return true;
}
