#include "base/text.h"
#include "grammar/matcher.h"
#include "grammar/meaning.h"
#include "grammar/plain.h"
#include "text/page.h"

#include <string.h>

#define SAMPLE_LINES_MAX COLUMNS

struct sample_lines {
    oc_text lines[SAMPLE_LINES_MAX];
    size_t count;
    struct ruler ruler;
    bool ruled;
};

static oc_status bad_pattern(oc_grammars *grammars, const struct matcher *matcher)
{
    const struct pattern_source *source = grammars->patterns;
    while (source->index != matcher->failed_pattern)
        source = source->next;
    size_t offset = matcher->error.offset;
    if (offset > 0 && offset >= source->source.size)
        offset = source->source.size - 1;
    return grammar_error(grammars, text_sub(source->source, offset, 1), matcher->error.message,
                         NULL);
}

/* Where the group is named in the pattern, behind (?< or what else opens it. */
static oc_text group_place(oc_text source, oc_text name)
{
    for (size_t i = 1; i + name.size < source.size; i++) {
        oc_text at = text_sub(source, i, name.size);
        char before = source.data[i - 1];
        char after = source.data[i + name.size];
        if (text_equal(at, name) && (before == '<' || before == '\'') &&
            (after == '>' || after == '\''))
            return at;
    }
    return source;
}

static oc_status check_groups(oc_grammars *grammars, const struct pattern_source *source,
                              const struct pattern *pattern)
{
    for (size_t i = 0; i < pattern_group_count(pattern); i++) {
        oc_text name = text_of(pattern_group_name(pattern, i));
        enum column column = column_of(name);
        if (column == COLUMNS || source->shape->types[column] == TYPE_NONE)
            return grammar_error(grammars, group_place(source->source, name),
                                 "a group of this pattern is no column",
                                 "column NAME TYPE declares one; (?<NAME>...) fills it");
    }
    return OC_OK;
}

static oc_status check_patterns(oc_grammars *grammars, struct matcher *matcher)
{
    for (const struct pattern_source *at = grammars->patterns; at != NULL; at = at->next) {
        matcher_compile(matcher, at->index);
        if (matcher->status == OC_BAD_GRAMMAR)
            return bad_pattern(grammars, matcher);
        if (matcher->status != OC_OK)
            return matcher->status;
        oc_status status = check_groups(grammars, at, matcher->patterns[at->index]);
        if (status != OC_OK)
            return status;
    }
    return OC_OK;
}

static oc_text without_indent(oc_text line)
{
    size_t size = 0;
    while (size < line.size && (line.data[size] == ' ' || line.data[size] == '\t'))
        size++;
    line = text_sub(line, size, line.size);
    return line.size > 0 && line.data[line.size - 1] == '\r' ? text_sub(line, 0, line.size - 1)
                                                             : line;
}

/* The lines behind | of a sample; a rule among them is its ruler, not one of its lines. */
static oc_status read_lines(oc_grammars *grammars, const struct sample *sample,
                            struct sample_lines *out)
{
    oc_text rest = sample->body;
    oc_text line;
    memset(out, 0, sizeof *out);
    while (text_split(&rest, '\n', &line)) {
        line = without_indent(line);
        if (line.size == 0 || line.data[0] != '|')
            continue;
        line = text_sub(line, 1, line.size);
        if (sample->shape->layout == LAYOUT_RULED && ruler_read(line, &out->ruler)) {
            out->ruled = true;
            continue;
        }
        if (out->count == SAMPLE_LINES_MAX)
            return grammar_error(grammars, line, "a sample has too many lines", NULL);
        out->lines[out->count++] = line;
    }
    return out->count > 0
               ? OC_OK
               : grammar_error(grammars, sample->declared, "no line stands below this word",
                               "indented, a | and the line as a program prints it");
}

/* Of one line, or of all where they are one record. */
static const struct row *owner(struct matcher *matcher, const struct shape *shape,
                               const struct sample_lines *sample, size_t line, struct cells *cells)
{
    const struct ruler *ruler = sample->ruled ? &sample->ruler : NULL;
    const struct row *row = shape->layout == LAYOUT_RECORD
                                ? matcher_record(shape, sample->lines, sample->count, cells)
                                : matcher_row(matcher, shape, ruler, sample->lines[line], cells);
    return row != NULL ? row : matcher_detail(matcher, shape, sample->lines[line], cells);
}

static oc_status check_cells(oc_grammars *grammars, const struct sample *sample,
                             const struct cells *cells)
{
    oc_text rest = sample->body;
    oc_text line;
    while (text_split(&rest, '\n', &line)) {
        line = without_indent(line);
        if (line.size == 0 || line.data[0] == '|')
            continue;
        oc_text name = {line.data, 0};
        while (name.size < line.size && line.data[name.size] != ' ')
            name.size++;
        enum column column = column_of(name);
        if (column == COLUMNS)
            return grammar_error(grammars, name, "no such column", "COLUMN CELL, as in: pid 4028");
        oc_text expected = text_trim(text_sub(line, name.size, line.size));
        oc_text read = cells->at[column];
        if (!text_equal(expected, text_known(read) ? read : text_sub(expected, 0, 0)))
            return grammar_error(grammars, line, "the sample reads otherwise here", NULL);
    }
    return OC_OK;
}

/* Another shape that takes the sample for its own would make the reading depend on the order. */
static oc_status check_other_owners(oc_grammars *grammars, struct matcher *matcher,
                                    const struct sample *sample, const struct sample_lines *lines)
{
    struct cells cells;
    for (const struct shape *shape = grammars->shapes; shape != NULL; shape = shape->next) {
        bool comparable =
            (shape->layout == LAYOUT_RECORD) == (sample->shape->layout == LAYOUT_RECORD);
        if (shape == sample->shape || !comparable || shape->emits != sample->shape->emits)
            continue;
        const struct row *row = owner(matcher, shape, lines, 0, &cells);
        for (const struct row *at = shape->rows; at != NULL; at = at->next)
            if (at == row)
                return grammar_error(
                    grammars, lines->lines[0],
                    "this sample has two owners: a row of another shape takes it, too", NULL);
    }
    return OC_OK;
}

static oc_status check_line(oc_grammars *grammars, struct matcher *matcher,
                            const struct sample *sample, const struct sample_lines *lines,
                            size_t index)
{
    struct cells cells;
    oc_text line = lines->lines[index];
    const struct row *row = owner(matcher, sample->shape, lines, index, &cells);
    if (row == NULL && sample->row != NULL)
        return grammar_error(grammars, line, "no row of the shape is like this sample", NULL);
    if (row != sample->row)
        return grammar_error(grammars, line,
                             sample->row == NULL
                                 ? "a row of the shape takes this line"
                                 : "another row of the shape takes this sample first",
                             NULL);
    return index > 0 || row == NULL ? OC_OK : check_cells(grammars, sample, &cells);
}

static bool same_cells(const struct cells *a, const struct cells *b)
{
    for (int i = 0; i < COLUMNS; i++)
        if (!text_equal(a->at[i], b->at[i]))
            return false;
    return true;
}

/* What is plain must be what the patterns say. */
static oc_status check_plain(oc_grammars *grammars, struct matcher *matcher,
                             const struct sample *sample, oc_text line)
{
    struct cells plain;
    struct cells cells;
    const struct row *row = plain_row(sample->shape, line, &plain);
    if (row == NULL || (matcher_pattern_row(matcher, sample->shape, line, &cells) == row &&
                        same_cells(&plain, &cells)))
        return OC_OK;
    return grammar_error(grammars, line, "this line is plain, and by the patterns it is not that",
                         "the row that it is by the patterns is the one that may be plain");
}

static oc_status check_sample(oc_grammars *grammars, struct matcher *matcher,
                              const struct sample *sample)
{
    struct sample_lines lines;
    oc_status status = read_lines(grammars, sample, &lines);
    size_t count = sample->shape->layout == LAYOUT_RECORD ? 1 : lines.count;
    for (size_t i = 0; status == OC_OK && i < count; i++)
        status = check_line(grammars, matcher, sample, &lines, i);
    for (size_t i = 0; status == OC_OK && i < lines.count; i++)
        status = check_plain(grammars, matcher, sample, lines.lines[i]);
    return status == OC_OK && sample->row != NULL
               ? check_other_owners(grammars, matcher, sample, &lines)
               : status;
}

/* Windows has code pages that a system may lack: they are passed over when a text is read. */
static bool is_number_of_page(oc_text name)
{
    uint64_t number;
    return text_equal_nocase(text_sub(name, 0, 2), text_of("cp")) &&
           text_number(text_sub(name, 2, name.size), UINT16_MAX, &number);
}

static oc_status check_code_page(oc_grammars *grammars, const struct language *language, size_t i)
{
    struct page page;
    page_init(&page, language->codepages[i]);
    oc_status status = page_open_checked(&page);
    page_close(&page);
    if (status != OC_NO_ENCODING || is_number_of_page(language->codepage_names[i]))
        return status == OC_NO_ENCODING ? OC_OK : status;
    return grammar_error(grammars, language->codepage_names[i],
                         "this system knows no such code page",
                         "as iconv names it: cp850, cp1252, ...");
}

static oc_status check_code_pages(oc_grammars *grammars)
{
    oc_status status = OC_OK;
    for (const struct language *at = grammars->languages; at != NULL; at = at->next)
        for (size_t i = 0; status == OC_OK && i < at->codepage_count; i++)
            status = check_code_page(grammars, at, i);
    return status;
}

oc_status oc_grammars_check(oc_grammars *grammars)
{
    struct matcher matcher;
    if (!grammars->sealed)
        return OC_MISUSE;
    oc_status status = matcher_init(&matcher, grammars);
    if (status == OC_OK)
        status = meaning_check(grammars);
    if (status == OC_OK)
        status = check_endpoints(grammars);
    if (status == OC_OK)
        status = check_patterns(grammars, &matcher);
    if (status == OC_OK)
        status = check_code_pages(grammars);
    for (const struct sample *at = grammars->samples; status == OC_OK && at != NULL;
         at = at->next) {
        status = check_sample(grammars, &matcher, at);
        /* Without memory nothing matches, which says nothing of the sample. */
        if (matcher.status != OC_OK)
            status = matcher.status;
    }
    matcher_free(&matcher);
    grammars->status = status;
    return status;
}
