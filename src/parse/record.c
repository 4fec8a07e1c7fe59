#include "base/text.h"
#include "grammar/words.h"
#include "parse/steps.h"

/* Consoles are at least so wide, and wider by steps. */
#define CONSOLE_MIN 80
#define CONSOLE_STEP 40
/* Shorter keys than this, with the blanks behind them, no language has. */
#define VALUE_COLUMN_MIN 4

/* Texts that wait one below the other, and where. */
struct block {
    oc_text lines[HELD_MAX];
    size_t at[HELD_MAX];
    size_t count;
};

/* A record among them. */
struct record {
    size_t first; /* held lines [first, end) */
    size_t end;
    size_t columns;
    const struct shape *shape;
    const struct language *language;
    struct cells cells;
};

/* ---- which lines it has ------------------------------------------------------------------------
 */

/* The texts that wait behind the last empty line or, double spaced, behind two of them. */
static void last_block(const struct held *held, bool double_spaced, struct block *block)
{
    size_t blanks = 0;
    size_t at = held->count;
    while (at > 0 && blanks < (double_spaced ? 2u : 1u)) {
        blanks = held_at(held, at - 1)->kind == HELD_BLANK ? blanks + 1 : 0;
        at--;
    }
    block->count = 0;
    for (at += blanks; at < held->count; at++) {
        if (held_at(held, at)->kind != HELD_TEXT)
            continue;
        block->lines[block->count] = held_at(held, at)->line.text;
        block->at[block->count++] = at;
    }
}

static bool ends_at_console(oc_text line)
{
    size_t cells = ruled_cells(line);
    return cells >= CONSOLE_MIN && cells % CONSOLE_STEP == 0;
}

/* Where the values stand, as the line of the PID shows it: it always has one. */
static size_t value_column(oc_text line)
{
    oc_text key;
    oc_text value;
    record_split(line, &key, &value);
    return ruled_cells((oc_text){line.data, (size_t)(value.data - line.data)});
}

/* A value goes on below itself, or where a console broke its line. */
static bool goes_on(oc_text above, oc_text line, size_t column)
{
    size_t indent = 0;
    while (indent < line.size && line.data[indent] == ' ')
        indent++;
    return (column >= VALUE_COLUMN_MIN && indent >= column) || ends_at_console(above);
}

/* Lines that may be those of a record, and how far each of them reaches in its block. */
struct keys {
    oc_text lines[COLUMNS];
    size_t ends[COLUMNS];
    size_t count;
};

/* The keys from line first of the block on, at most as many as there are columns. folded: without
 * the lines in which a value goes on. */
static void keys_from(const struct block *block, size_t first, bool folded, struct keys *keys)
{
    oc_text key;
    oc_text value;
    size_t column = folded ? value_column(block->lines[first + 1]) : 0;
    keys->count = 0;
    for (size_t i = first; i < block->count; i++) {
        bool more =
            folded && keys->count >= 2 && goes_on(block->lines[i - 1], block->lines[i], column);
        if (!more && (keys->count == COLUMNS || !record_split(block->lines[i], &key, &value)))
            break;
        if (!more)
            keys->lines[keys->count++] = block->lines[i];
        keys->ends[keys->count - 1] = i + 1;
    }
}

/* All records of a list have as many lines: one that has fewer was cut. */
static bool cuts_record(const struct section *section, const struct shape *shape, size_t count)
{
    return section->open && section->shape == shape && section->rows > 0 &&
           section->columns != count;
}

static const struct language *language_of_keys(const struct classify *classify,
                                               const struct shape *shape, const oc_text *lines,
                                               size_t count)
{
    oc_text keys[COLUMNS];
    oc_text value;
    for (size_t i = 0; i < count; i++)
        record_split(lines[i], &keys[i], &value);
    return words_labels(classify->grammars, shape, &grammar_row_of(shape, count)->columns, keys,
                        false);
}

/* A record that lost its first lines still has their keys: not those of the image and the PID. */
static bool lost_first_lines(const struct classify *classify, const struct shape *shape,
                             const oc_text *lines)
{
    oc_text key;
    oc_text value;
    record_split(lines[0], &key, &value);
    for (int column = 0; column < COLUMNS; column++)
        if (column != COLUMN_IMAGE &&
            words_label(classify->grammars, shape, (enum column)column, key))
            return !words_label(classify->grammars, shape, COLUMN_IMAGE, key);
    return false;
}

static bool is_record(struct classify *classify, const oc_text *lines, size_t count,
                      struct record *record)
{
    for (const struct shape *at = classify->grammars->shapes; at != NULL; at = at->next)
        if (at->layout == LAYOUT_RECORD && !cuts_record(&classify->section, at, count) &&
            matcher_record(at, lines, count, &record->cells) != NULL &&
            !lost_first_lines(classify, at, lines) &&
            section_readable(&classify->section, at, &record->cells)) {
            record->shape = at;
            record->columns = count;
            record->language = language_of_keys(classify, at, lines, count);
            return true;
        }
    return false;
}

/* Whether the second line from there on can be the one of the PID. */
static bool pid_below(const struct block *block, size_t first)
{
    oc_text key;
    oc_text value;
    uint64_t pid;
    return first + 1 < block->count && record_split(block->lines[first + 1], &key, &value) &&
           text_number(value, UINT32_MAX, &pid) && record_split(block->lines[first], &key, &value);
}

/* Its keys are those of a language, or of the records above. */
static bool is_known(const struct section *section, const struct record *record, oc_text line)
{
    oc_text key;
    oc_text value;
    record_split(line, &key, &value);
    return record->language != NULL ||
           (section->open && section->shape == record->shape && section->rows > 0 &&
            text_equal(key, buffer_view(&section->first_key)));
}

/* Whether all keys are those of a record, which is the whole block or known. */
static bool keys_are_record(struct classify *classify, const struct block *block, size_t first,
                            const struct keys *keys, struct record *record)
{
    if (keys->count < 2 || !is_record(classify, keys->lines, keys->count, record))
        return false;
    size_t end = keys->ends[keys->count - 1];
    bool whole = first == 0 && end == block->count;
    record->first = block->at[first];
    record->end = block->at[end - 1] + 1;
    return whole || is_known(&classify->section, record, keys->lines[0]);
}

/* The longest record that begins there: what stands straight below it may look like a key. */
static bool record_from(struct classify *classify, const struct block *block, size_t first,
                        struct record *record)
{
    struct keys plain;
    struct keys folded;
    keys_from(block, first, false, &plain);
    keys_from(block, first, true, &folded);
    for (size_t count = plain.count; count >= 2; count--) {
        folded.count = folded.count < count ? folded.count : count;
        plain.count = count;
        if (keys_are_record(classify, block, first, &folded, record) ||
            keys_are_record(classify, block, first, &plain, record))
            return true;
    }
    return false;
}

static bool find_record(struct classify *classify, const struct block *block, struct record *record)
{
    for (size_t first = 0; first + 1 < block->count; first++)
        if (pid_below(block, first) && record_from(classify, block, first, record))
            return true;
    return false;
}

/* ---- the record becomes a row ------------------------------------------------------------------
 */

static void keep_first_key(struct section *section, oc_text line)
{
    oc_text key;
    oc_text value;
    buffer_clear(&section->first_key);
    if (record_split(line, &key, &value))
        buffer_text(&section->first_key, key);
    if (section->first_key.failed)
        section->emit->status = OC_NO_MEMORY;
}

static void take_record(struct classify *classify, const struct record *record)
{
    struct section *section = &classify->section;
    bool more = section->open && section->shape == record->shape;
    settle_first(classify, record->first, more && section->rows > 0);
    struct line line = held_at(&section->held, 0)->line;
    if (!more)
        section_begin(section, section_kind_of(record->shape), record->shape, record->language,
                      line.after_blank);
    size_t left = record->end - record->first;
    section->columns = record->columns;
    section->double_spaced =
        left > record->columns && held_at(&section->held, 1)->kind == HELD_BLANK;
    keep_first_key(section, line.text);
    section_row(section, &line, record->shape, &record->cells);
    held_pop(&section->held);
    while (--left > 0)
        section_settle(section, OC_LINE_DETAIL);
}

bool record_settle(struct classify *classify, bool double_spaced)
{
    struct block block;
    struct record record;
    last_block(&classify->section.held, double_spaced, &block);
    if (!find_record(classify, &block, &record))
        return false;
    take_record(classify, &record);
    return true;
}

/* The list in a record may go on for longer than lines can wait. */
bool record_settle_full(struct classify *classify, const struct line *line)
{
    size_t indent = 0;
    while (indent < line->text.size && line->text.data[indent] == ' ')
        indent++;
    return held_full(&classify->section.held) && indent >= VALUE_COLUMN_MIN &&
           record_settle(classify, false);
}

bool record_ends(const struct classify *classify)
{
    const struct section *section = &classify->section;
    struct block block;
    if (!section->open || section->rows == 0 || section->shape == NULL ||
        section->shape->layout != LAYOUT_RECORD)
        return false;
    last_block(&section->held, section->double_spaced, &block);
    return block.count == section->columns && !ends_at_console(block.lines[block.count - 1]);
}

bool record_begins(const struct classify *classify, const struct line *line)
{
    struct block block;
    oc_text begun;
    oc_text key;
    oc_text value;
    size_t first = 0;
    if (!record_split(line->text, &key, &value))
        return false;
    last_block(&classify->section.held, false, &block);
    while (first < block.count && !pid_below(&block, first))
        first++;
    return first < block.count && record_split(block.lines[first], &begun, &value) &&
           text_equal(begun, key);
}
