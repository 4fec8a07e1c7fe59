#include "parse/classify.h"

#include "base/text.h"
#include "grammar/words.h"
#include "parse/steps.h"

#include <string.h>

/* Longer than any time stamp with a host name and a program's. */
#define PREFIX_MAX 160

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
    if (text_trim(line->text).size > 0)
        return false;
    settle_record(classify, ends_with_blank(&section->held));
    classify->in_cut_record = false;
    if (section->held.count == 0 && !section->row_waits) {
        emit_line(section->emit, line, OC_LINE_BLANK, (oc_text){NULL, 0});
        return true;
    }
    settle_make_room(classify);
    section_hold(section, line, HELD_BLANK);
    return true;
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
        (heading_rule_waits(classify) || first_below_heading(classify, section->shape)))
        return false;
    section->double_spaced = section->held.count == 1;
    settle_all(classify, section->rows > 0);
    section_row(section, line, section->shape, &cells);
    return true;
}

/*
 * A detail stands straight below its row, or below another line of it; in a text that is double
 * spaced, behind one empty line. An owner may stand below lines that nobody knows.
 */
static bool is_below_row(const struct section *section, bool owner)
{
    size_t blanks = 0;
    for (size_t i = 0; i < section->held.count; i++) {
        enum held_kind kind = held_at(&section->held, i)->kind;
        blanks = kind == HELD_BLANK ? blanks + 1 : 0;
        if (kind == HELD_TEXT && !owner)
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
    section->double_spaced |= owner && section->held.count == 1;
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
        take_blank,          take_row,
        broken_take_pid,     broken_take_ruled_row,
        take_detail,         heading_take_rule,
        heading_take_title,  heading_take_columns,
        heading_take_notice, heading_take_ruled_row,
        first_take_row,      take_console,
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

/* Two lines of a record behind the same prefix: the second one's value is a number, as a PID is. */
static bool record_below(oc_text above, oc_text text, size_t size)
{
    oc_text form = text_sub(text, 0, size);
    oc_text key;
    oc_text value;
    uint64_t pid;
    if (text.data[size - 1] != ' ' && text.data[size - 1] != '\t')
        return false;
    size_t same = prefix_size(form, above);
    return same > 0 && text.data[size] != ' ' &&
           record_split(text_sub(text, size, text.size), &key, &value) &&
           text_number(value, UINT32_MAX, &pid) &&
           record_split(text_sub(above, same, above.size), &key, &value);
}

/* Words alone are no prefix: keys and prose begin with them. */
static bool holds_sign(oc_text text)
{
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
        if (!letter && c != ' ' && c != '\t')
            return true;
    }
    return false;
}

/* How much stands before the key of a record that the line above belongs to, too; 0: nothing. */
static size_t size_before_key(oc_text above, oc_text text)
{
    size_t size = 0;
    for (size_t i = 1; i < text.size && i < PREFIX_MAX; i++)
        if (record_below(above, text, i) && holds_sign(text_sub(text, 0, i)))
            size = i;
    return size;
}

/* How much stands before something that only a list holds: a rule, a row, CSV; 0: nothing. */
static size_t size_before_row(struct classify *classify, oc_text text)
{
    struct ruler ruler;
    struct cells cells;
    for (size_t i = 1; i < text.size && i < PREFIX_MAX; i++) {
        char c = text.data[i];
        oc_text rest = text_sub(text, i, text.size - i);
        if (c == '=' && text.data[i - 1] != '=' && ruler_read(rest, &ruler))
            return i;
        if (c != '"' && c != 'T' && c != 'U')
            continue;
        for (const struct shape *at = classify->grammars->shapes; at != NULL; at = at->next)
            if (at->emits != EMITS_OTHER && at->layout != LAYOUT_RULED &&
                matcher_row(classify->matcher, at, NULL, rest, &cells) != NULL &&
                section_readable(&classify->section, at, &cells))
                return i;
    }
    return 0;
}

/* netstat's rows begin with two blanks, which are the row's, not the prefix's. */
static size_t without_indent(oc_text text, size_t size)
{
    for (int blanks = 0; blanks < 2 && size > 0 && text.data[size - 1] == ' '; blanks++)
        size--;
    return size;
}

/* How much stands before a known title, heading or notice; 0: nothing. */
static size_t size_before_words(const struct classify *classify, oc_text text)
{
    const struct columns *columns;
    for (size_t i = 1; i < text.size && i < PREFIX_MAX; i++) {
        oc_text rest = text_sub(text, i, text.size - i);
        if (rest.data[0] == ' ' || !holds_sign(text_sub(text, 0, i)))
            continue;
        if (words_title(classify->grammars, rest) != NULL ||
            words_notice(classify->grammars, rest) != NULL)
            return i;
        for (const struct shape *at = classify->grammars->shapes; at != NULL; at = at->next)
            if (at->headings != NULL &&
                words_heading(classify->grammars, at, rest, &columns) != NULL)
                return i;
    }
    return 0;
}

/* The form of a prefix that this line has and the one above it, too; or an empty text. */
static oc_text prefix_with(struct classify *classify, oc_text above, oc_text text)
{
    oc_text form = {text.data, size_before_row(classify, text)};
    if (form.size == 0)
        form.size = size_before_key(above, text);
    if (form.size == 0)
        form.size = size_before_words(classify, text);
    bool row = form.size < text.size && (text.data[form.size] == 'T' || text.data[form.size] == 'U');
    oc_text shorter = {form.data, row ? without_indent(form, form.size) : form.size};
    if (text_trim(shorter).size > 0 && prefix_size(shorter, above) > 0)
        return shorter;
    return text_trim(form).size > 0 && prefix_size(form, above) > 0 ? form
                                                                    : (oc_text){text.data, 0};
}

/* The lines above that are asked: between them may stand some that are nothing but the prefix. */
#define ASKED_MAX 3

static oc_text common_prefix(struct classify *classify, oc_text text)
{
    const struct held *held = &classify->section.held;
    oc_text form = {text.data, 0};
    size_t above = held->count;
    for (int i = 0; i < ASKED_MAX && form.size == 0 && !classify->section.row_waits; i++) {
        above = held_text_before(held, above);
        if (above == SIZE_MAX)
            break;
        form = prefix_with(classify, held_at(held, above)->line.text, text);
    }
    return form;
}

/*
 * One line proves no prefix: a window title may hold a whole row. Another one just above must begin
 * in the same way.
 */
static bool learn_prefix(struct classify *classify, const struct line *line)
{
    oc_text form = common_prefix(classify, line->text);
    if (form.size == 0)
        return false;
    if (prefix_set(&classify->prefix, form))
        return true;
    classify->section.emit->status = OC_NO_MEMORY;
    return false;
}

/* ---- a line -----------------------------------------------------------------------------------
 */

static void hold(struct classify *classify, const struct line *line)
{
    if (settle_begins_record(classify, line))
        settle_record(classify, false);
    settle_make_room(classify);
    section_hold(&classify->section, line, HELD_TEXT);
    if (settle_ends_record(classify))
        settle_record(classify, classify->section.double_spaced);
    classify->lead_held |= settle_is_lead(classify, line->text);
    stamp_read(&classify->section.stamp, line->text);
}

static void note_blank(struct classify *classify, const struct line *line)
{
    bool blank = text_trim(line->text).size == 0;
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
    if (!take_line(classify, &line)) {
        if (may_learn && prefix == 0 && learn_prefix(classify, &line))
            return false;
        hold(classify, &line);
    }
    note_blank(classify, &line);
    return true;
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
        section_settle_reject(section, "row-cut",
                              "is the last line, has no line end, and is no whole row");
    settle_first(classify, section->held.count, false);
    section_end(section);
}
