#include "base/text.h"
#include "grammar/read.h"

static oc_status bad_word(struct reader *reader, oc_text word, const char *message,
                          const char *help)
{
    return grammar_error(reader->grammars, word, message, help);
}

static oc_status read_name(struct reader *reader, const struct directive *directive)
{
    for (const struct shape *at = reader->grammars->shapes; at != NULL; at = at->next)
        if (text_equal(at->name, directive->rest))
            return bad_word(reader, directive->rest, "there is a shape of this name already", NULL);
    struct shape *shape = read_alloc(reader, sizeof *shape);
    if (shape == NULL)
        return OC_NO_MEMORY;
    shape->name = directive->rest;
    shape->labels = directive->rest;
    shape->declared = directive->rest;
    shape->lead = PATTERN_NONE;
    shape->layout = LAYOUT_PATTERN;
    shape->emits = EMITS_OTHER;
    struct shape **end = &reader->grammars->shapes;
    while (*end != NULL)
        end = &(*end)->next;
    *end = shape;
    reader->shape = shape;
    return OC_OK;
}

static oc_status read_about(struct reader *reader, const struct directive *directive)
{
    reader->shape->summary = directive->rest;
    return OC_OK;
}

static oc_status read_labels(struct reader *reader, const struct directive *directive)
{
    reader->shape->labels = directive->rest;
    return OC_OK;
}

static oc_status read_emits(struct reader *reader, const struct directive *directive)
{
    static const char *const words[] = {"process", "connection", "other"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_equal(directive->rest, text_of(words[i]))) {
            reader->shape->emits = (enum emits)i;
            return OC_OK;
        }
    return bad_word(reader, directive->rest, "rows are of no such kind",
                    "process, connection or other");
}

static oc_status read_layout(struct reader *reader, const struct directive *directive)
{
    static const char *const words[] = {"pattern", "ruled", "csv", "record"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_equal(directive->rest, text_of(words[i]))) {
            reader->shape->layout = (enum layout)i;
            return OC_OK;
        }
    return bad_word(reader, directive->rest, "no such layout", "pattern, ruled, csv or record");
}

static oc_status read_column(struct reader *reader, const struct directive *directive)
{
    static const char *const types[] = {
#define TYPE_WORD(name, word) word,
        TYPE_MAP(TYPE_WORD)
#undef TYPE_WORD
    };
    oc_text rest = directive->rest;
    oc_text name = read_word(&rest);
    oc_text type = text_trim(rest);
    enum column column = column_of(name);
    if (column == COLUMNS)
        return bad_word(reader, name, "no such column in the vocabulary of grammars", NULL);
    if (reader->shape->types[column] != TYPE_NONE)
        return bad_word(reader, name, "this column is declared already", NULL);
    for (int i = TYPE_NONE + 1; i < TYPES; i++)
        if (text_equal(type, text_of(types[i]))) {
            reader->shape->types[column] = (enum type)i;
            return OC_OK;
        }
    return bad_word(reader, type.size > 0 ? type : name, "a column has one of the types",
                    "text, name, endpoint, address, state, u32 or memory");
}

static oc_status read_columns(struct reader *reader, oc_text rest, struct columns *columns)
{
    oc_text name;
    while (name = read_word(&rest), text_known(name)) {
        enum column column = column_of(name);
        if (column == COLUMNS || reader->shape->types[column] == TYPE_NONE)
            return bad_word(reader, name, "this column is not declared above",
                            "column NAME TYPE declares it");
        if (columns->count == COLUMNS)
            return bad_word(reader, name, "more columns than there are", NULL);
        columns->at[columns->count++] = column;
    }
    return OC_OK;
}

static oc_status read_heading(struct reader *reader, const struct directive *directive)
{
    struct heading *heading = read_alloc(reader, sizeof *heading);
    if (heading == NULL)
        return OC_NO_MEMORY;
    struct heading **end = &reader->shape->headings;
    while (*end != NULL)
        end = &(*end)->next;
    *end = heading;
    return read_columns(reader, directive->rest, &heading->columns);
}

static oc_status keep_pattern(struct reader *reader, oc_text source, size_t *index)
{
    oc_grammars *grammars = reader->grammars;
    struct pattern_source *pattern = read_alloc(reader, sizeof *pattern);
    if (pattern == NULL)
        return OC_NO_MEMORY;
    pattern->source = source;
    pattern->opening = opening_of(source);
    pattern->needed = needed_of(source);
    pattern->shape = reader->shape;
    pattern->index = grammars->pattern_count++;
    *index = pattern->index;
    struct pattern_source **end = &grammars->patterns;
    while (*end != NULL)
        end = &(*end)->next;
    *end = pattern;
    return OC_OK;
}

static struct row *find_row(struct row *rows, oc_text name)
{
    while (rows != NULL && !text_equal(rows->name, name))
        rows = rows->next;
    return rows;
}

/* "row NAME" with a pattern below, or, where lines fall into cells, "row NAME COLUMN...". */
static oc_status read_row_into(struct reader *reader, const struct directive *directive,
                               struct row **list)
{
    struct row *row = read_alloc(reader, sizeof *row);
    if (row == NULL)
        return OC_NO_MEMORY;
    oc_text rest = directive->rest;
    row->name = read_word(&rest);
    row->pattern = PATTERN_NONE;
    if (find_row(*list, row->name) != NULL)
        return bad_word(reader, row->name, "there is a row of this name already", NULL);
    while (*list != NULL)
        list = &(*list)->next;
    *list = row;
    if (directive->body.size > 0 && text_trim(rest).size > 0)
        return bad_word(reader, text_trim(rest),
                        "this row has a pattern, so its columns are the groups of it", NULL);
    if (directive->body.size > 0)
        return keep_pattern(reader, directive->body, &row->pattern);
    if (reader->shape->layout == LAYOUT_PATTERN)
        return bad_word(reader, row->name, "this row has no pattern",
                        "indented lines below it hold its pattern");
    oc_status status = read_columns(reader, rest, &row->columns);
    if (status == OC_OK && row->columns.count < 2)
        return bad_word(reader, row->name, "this row has fewer than two columns",
                        "row NAME COLUMN COLUMN...");
    return status;
}

static oc_status read_row(struct reader *reader, const struct directive *directive)
{
    return read_row_into(reader, directive, &reader->shape->rows);
}

static bool may_be_plain(enum type type)
{
    return type == TYPE_ENDPOINT || type == TYPE_STATE || type == TYPE_U32;
}

/* "plain ROW LEAD COLUMN...": the lead is the cell of the first column. */
static oc_status read_plain(struct reader *reader, const struct directive *directive)
{
    struct shape *shape = reader->shape;
    oc_text rest = directive->rest;
    oc_text name = read_word(&rest);
    const struct row *row = find_row(shape->rows, name);
    if (row == NULL || shape->layout != LAYOUT_PATTERN)
        return bad_word(reader, name, "there is no row with a pattern of this name above", NULL);
    struct plain *plain = read_alloc(reader, sizeof *plain);
    if (plain == NULL)
        return OC_NO_MEMORY;
    plain->row = row;
    plain->lead = read_word(&rest);
    oc_status status = read_columns(reader, rest, &plain->columns);
    if (status != OC_OK)
        return status;
    if (plain->columns.count < 2)
        return bad_word(reader, name, "a lead and fewer than two columns are no row",
                        "plain ROW LEAD COLUMN COLUMN...");
    for (size_t i = 1; i < plain->columns.count; i++)
        if (!may_be_plain(shape->types[plain->columns.at[i]]))
            return bad_word(reader, name, "a column of this row may be more than one word",
                            "only columns of the types endpoint, state and u32 are plain");
    struct plain **end = &shape->plains;
    while (*end != NULL)
        end = &(*end)->next;
    *end = plain;
    return OC_OK;
}

/* "bare ROW WIDTH...": one width for each column, one blank between columns. */
static oc_status read_bare(struct reader *reader, const struct directive *directive)
{
    oc_text rest = directive->rest;
    oc_text name = read_word(&rest);
    const struct row *row = find_row(reader->shape->rows, name);
    if (row == NULL || reader->shape->layout != LAYOUT_RULED)
        return bad_word(reader, name, "there is no ruled row of this name above", NULL);
    struct bare *bare = read_alloc(reader, sizeof *bare);
    if (bare == NULL)
        return OC_NO_MEMORY;
    size_t start = 0;
    for (size_t i = 0; i < row->columns.count; i++) {
        uint64_t width;
        oc_text word = read_word(&rest);
        if (!text_known(word) || !text_number(word, UINT16_MAX, &width) || width == 0)
            return bad_word(reader, text_known(word) ? word : name,
                            "a width is a number of display cells, one for each column of the row",
                            NULL);
        bare->ruler.starts[i] = start;
        bare->ruler.widths[i] = (size_t)width;
        start += (size_t)width + 1;
    }
    bare->ruler.count = row->columns.count;
    while (bare->number < row->columns.count &&
           reader->shape->types[row->columns.at[bare->number]] != TYPE_U32)
        bare->number++;
    struct bare **end = &reader->shape->bares;
    while (*end != NULL)
        end = &(*end)->next;
    *end = bare;
    return text_trim(rest).size == 0
               ? OC_OK
               : bad_word(reader, text_trim(rest), "the row has fewer columns", NULL);
}

static oc_status read_detail(struct reader *reader, const struct directive *directive)
{
    if (directive->body.size == 0)
        return bad_word(reader, directive->rest, "this detail has no pattern",
                        "indented lines below it hold its pattern");
    return read_row_into(reader, directive, &reader->shape->details);
}

static oc_status read_lead(struct reader *reader, const struct directive *directive)
{
    return keep_pattern(reader, directive->rest, &reader->shape->lead);
}

static oc_status keep_sample(struct reader *reader, const struct directive *directive,
                             struct row *row)
{
    if (directive->body.size == 0)
        return bad_word(reader, directive->word, "no line stands below this word",
                        "indented, a | and the line as a program prints it");
    struct sample *sample = read_alloc(reader, sizeof *sample);
    if (sample == NULL)
        return OC_NO_MEMORY;
    sample->shape = reader->shape;
    sample->row = row;
    sample->body = directive->body;
    sample->declared = directive->word;
    struct sample **end = &reader->grammars->samples;
    while (*end != NULL)
        end = &(*end)->next;
    *end = sample;
    return OC_OK;
}

static oc_status read_sample(struct reader *reader, const struct directive *directive)
{
    struct row *row = find_row(reader->shape->rows, directive->rest);
    if (row == NULL)
        row = find_row(reader->shape->details, directive->rest);
    if (row == NULL)
        return bad_word(reader, directive->rest, "there is no row or detail of this name above",
                        NULL);
    row->sampled = true;
    return keep_sample(reader, directive, row);
}

static oc_status read_reject(struct reader *reader, const struct directive *directive)
{
    return keep_sample(reader, directive, NULL);
}

oc_status read_shape_directive(struct reader *reader, const struct directive *directive)
{
    static const struct read_word table[] = {
        {"shape", read_name, .first = true},
        {"about", read_about, .first = false},
        {"labels", read_labels, .first = false},
        {"emits", read_emits, .first = false},
        {"layout", read_layout, .first = false},
        {"column", read_column, .first = false},
        {"heading", read_heading, .first = false},
        {"row", read_row, .takes_lines = true},
        {"plain", read_plain, .first = false},
        {"bare", read_bare, .first = false},
        {"detail", read_detail, .takes_lines = true},
        {"lead", read_lead, .first = false},
        {"sample", read_sample, .takes_lines = true},
        {"reject", read_reject, .takes_lines = true, .may_be_bare = true},
    };
    return read_by_table(reader, directive, table, sizeof table / sizeof *table,
                         reader->shape != NULL);
}
