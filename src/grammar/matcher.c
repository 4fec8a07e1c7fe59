#include "grammar/matcher.h"

#include "base/text.h"
#include "grammar/misread.h"
#include "grammar/plain.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

/* Ten digits hold every number of 32 bits; whether one fits is said when it is read. */
#define U32_DIGITS 10
/* More blanks in a row are none of a name. */
#define NAME_BLANKS 3

oc_status matcher_init(struct matcher *matcher, const oc_grammars *grammars)
{
    memset(matcher, 0, sizeof *matcher);
    matcher->grammars = grammars;
    matcher->patterns = calloc(grammars->pattern_count + 1, sizeof(struct pattern *));
    matcher->headlines = calloc(1, sizeof *matcher->headlines);
    return matcher->patterns == NULL || matcher->headlines == NULL ? OC_NO_MEMORY : OC_OK;
}

void matcher_borrow(struct matcher *matcher, const struct matcher *lender)
{
    *matcher = (struct matcher){.grammars = lender->grammars,
                                .patterns = lender->patterns,
                                .headlines = lender->headlines,
                                .borrows = true};
}

static void free_patterns(const oc_grammars *grammars, struct pattern **patterns)
{
    for (size_t i = 0; patterns != NULL && i < grammars->pattern_count; i++)
        pattern_free(patterns[i]);
    free(patterns);
}

void matcher_free(struct matcher *matcher)
{
    if (!matcher->borrows) {
        free_patterns(matcher->grammars, matcher->patterns);
        free(matcher->headlines);
    }
    matcher->patterns = NULL;
    matcher->headlines = NULL;
}

struct pattern *matcher_compile(struct matcher *matcher, size_t index)
{
    if (matcher->patterns[index] != NULL || matcher->status != OC_OK)
        return matcher->patterns[index];
    matcher->status =
        pattern_new(&matcher->patterns[index], matcher->grammars->patterns_by_index[index]->source,
                    &matcher->error);
    if (matcher->status != OC_OK)
        matcher->failed_pattern = index;
    return matcher->patterns[index];
}

static void take_groups(const struct pattern *pattern, const oc_text *groups, struct cells *cells)
{
    memset(cells, 0, sizeof *cells);
    for (size_t i = 0; i < pattern_group_count(pattern); i++) {
        enum column column = column_of(text_of(pattern_group_name(pattern, i)));
        if (column < COLUMNS)
            cells->at[column] = groups[i];
    }
}

bool matcher_pattern(struct matcher *matcher, size_t index, oc_text line, struct cells *cells)
{
    oc_text groups[PATTERN_GROUPS_MAX];
    const struct pattern_source *source = matcher->grammars->patterns_by_index[index];
    if (!opening_fits(&source->opening, line) || !needed_fits(&source->needed, line))
        return false;
    struct pattern *pattern = matcher_compile(matcher, index);
    if (pattern == NULL)
        return false;
    switch (pattern_match(pattern, line, groups)) {
    case PATTERN_MATCH:
        if (cells != NULL)
            take_groups(pattern, groups, cells);
        return true;
    case PATTERN_NO_MEMORY:
        matcher->status = OC_NO_MEMORY;
        break;
    case PATTERN_LIMIT: /* no program prints a line that costs so much */
    case PATTERN_NO_MATCH:
        break;
    }
    return false;
}

bool matcher_u32(oc_text cell)
{
    if (cell.size == 0 || cell.size > U32_DIGITS)
        return false;
    for (size_t i = 0; i < cell.size; i++)
        if (cell.data[i] < '0' || cell.data[i] > '9')
            return false;
    return true;
}

/* Names do not begin with a number that stands alone: that is memory, of a row with less cells than
 * it had. */
static bool names_like(oc_text cell)
{
    size_t i = 0;
    while (i < cell.size && ((cell.data[i] >= '0' && cell.data[i] <= '9') ||
                             (i > 0 && (cell.data[i] == ',' || cell.data[i] == '.'))))
        i++;
    return i == 0 || (i < cell.size && cell.data[i] != ' ');
}

/* No name of a program holds quotes, or so many blanks that they are the space between columns. */
static bool name_like(oc_text cell)
{
    size_t blanks = 0;
    for (size_t i = 0; i < cell.size; i++) {
        blanks = cell.data[i] == ' ' ? blanks + 1 : 0;
        if (cell.data[i] == '"' || blanks > NAME_BLANKS)
            return false;
    }
    return cell.size > 0;
}

static bool fits(enum type type, oc_text cell)
{
    if (type == TYPE_U32)
        return matcher_u32(cell);
    if (type == TYPE_NAMES)
        return names_like(cell);
    return type != TYPE_NAME || name_like(cell);
}

static const struct row *assign(const struct shape *shape, const oc_text *pieces, size_t count,
                                struct cells *cells)
{
    const struct row *row = grammar_row_of(shape, count);
    if (row == NULL)
        return NULL;
    memset(cells, 0, sizeof *cells);
    for (size_t i = 0; i < count; i++) {
        enum column column = row->columns.at[i];
        cells->at[column] = text_trim(pieces[i]);
        if (!fits(shape->types[column], cells->at[column]))
            return NULL;
    }
    return row;
}

static size_t most_columns(const struct shape *shape)
{
    size_t most = 0;
    for (const struct row *row = shape->rows; row != NULL; row = row->next)
        if (row->columns.count > most)
            most = row->columns.count;
    return most;
}

/* Numbers end where their columns do; one that ends before was cut. */
static bool numbers_end_columns(const struct shape *shape, const struct row *row,
                                const oc_text *pieces)
{
    for (size_t i = 0; i < row->columns.count; i++)
        if (shape->types[row->columns.at[i]] == TYPE_U32 &&
            (pieces[i].size == 0 || pieces[i].data[pieces[i].size - 1] == ' '))
            return false;
    return true;
}

/* The last cell is never empty (N/A stands where nothing is known), so without one a row is cut. */
static const struct row *row_of_pieces(const struct shape *shape, const struct ruler *ruler,
                                       const oc_text *pieces, size_t count, struct cells *cells)
{
    const struct row *row = assign(shape, pieces, count, cells);
    if (row == NULL || !numbers_end_columns(shape, row, pieces) ||
        cells->at[row->columns.at[count - 1]].size == 0)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        oc_text cell = cells->at[row->columns.at[i]];
        /* No character takes more cells than bytes. */
        cells->full[row->columns.at[i]] =
            cell.size >= ruler->widths[i] && ruled_cells(cell) >= ruler->widths[i];
    }
    return row;
}

static const struct row *ruled_row(const struct shape *shape, const struct ruler *ruler,
                                   oc_text line, struct cells *cells)
{
    oc_text pieces[COLUMNS];
    size_t count = ruler == NULL ? 0 : ruled_split(ruler, line, pieces);
    return count == 0 ? NULL : row_of_pieces(shape, ruler, pieces, count, cells);
}

/* The same where the columns moved: the numbers, which end where their columns do, show how far. */
static const struct row *misread_row(const struct shape *shape, const struct ruler *ruler,
                                     oc_text line, struct cells *cells)
{
    oc_text pieces[COLUMNS];
    ptrdiff_t most = ruler == NULL ? 0 : (ptrdiff_t)misread_most(line);
    for (ptrdiff_t i = 0; most > 0 && i <= 2 * most; i++) {
        size_t count = misread_split(ruler, line, i % 2 == 0 ? i / 2 : -(i + 1) / 2, pieces);
        const struct row *row =
            count == 0 ? NULL : row_of_pieces(shape, ruler, pieces, count, cells);
        if (row != NULL)
            return row;
    }
    return NULL;
}

/* The first cells of a row, up to its number, are whole. */
static bool begins_ruled_row(const struct shape *shape, const struct ruler *ruler, oc_text line)
{
    oc_text pieces[COLUMNS];
    const struct row *row = grammar_row_of(shape, ruler->count);
    if (row == NULL || ruled_split(ruler, line, pieces) == 0)
        return false;
    for (size_t i = 0; i < row->columns.count; i++) {
        enum type type = shape->types[row->columns.at[i]];
        if (!fits(type, text_trim(pieces[i])))
            return false;
        if (type == TYPE_U32)
            return pieces[i].data[pieces[i].size - 1] != ' ';
    }
    return false;
}

/* A name and at least the beginning of a number. */
static bool begins_csv_row(oc_text line)
{
    size_t i = 1;
    if (line.size < 2 || line.data[0] != '"')
        return false;
    while (i + 3 <= line.size && memcmp(line.data + i, "\",\"", 3) != 0)
        i++;
    oc_text number = text_sub(line, i + 3, line.size);
    return i + 3 > line.size || number.size == 0 ||
           (number.data[0] >= '0' && number.data[0] <= '9');
}

bool matcher_begins_row(struct matcher *matcher, const struct shape *shape,
                        const struct ruler *ruler, oc_text line)
{
    switch (shape->layout) {
    case LAYOUT_PATTERN:
        return shape->lead != PATTERN_NONE && matcher_pattern(matcher, shape->lead, line, NULL);
    case LAYOUT_RULED:
        return ruler->count > 0 && begins_ruled_row(shape, ruler, line);
    case LAYOUT_CSV:
        return begins_csv_row(line);
    case LAYOUT_RECORD:
        break;
    }
    return false;
}

const struct row *matcher_pattern_row(struct matcher *matcher, const struct shape *shape,
                                      oc_text line, struct cells *cells)
{
    for (const struct row *row = shape->rows; row != NULL; row = row->next)
        if (matcher_pattern(matcher, row->pattern, line, cells))
            return row;
    return NULL;
}

const struct row *matcher_row(struct matcher *matcher, const struct shape *shape,
                              const struct ruler *ruler, oc_text line, struct cells *cells)
{
    oc_text pieces[COLUMNS];
    const struct row *row;
    size_t count;
    switch (shape->layout) {
    case LAYOUT_RULED:
        row = ruled_row(shape, ruler, line, cells);
        return row != NULL ? row : misread_row(shape, ruler, line, cells);
    case LAYOUT_CSV:
        count = csv_split(line, most_columns(shape), pieces);
        return count == 0 ? NULL : assign(shape, pieces, count, cells);
    case LAYOUT_RECORD:
        return NULL;
    case LAYOUT_PATTERN:
        break;
    }
    const struct row *plain = matcher->in_full ? NULL : plain_row(shape, line, cells);
    return plain != NULL ? plain : matcher_pattern_row(matcher, shape, line, cells);
}

/* Whether the first number of such a row stands in its place: in most lines none does. */
static bool number_stands(const struct bare *bare, size_t indent, oc_text line)
{
    size_t start = bare->ruler.starts[bare->number] + indent;
    return bare->number == bare->ruler.count ||
           ruled_digit_ends(line, start, start + bare->ruler.widths[bare->number]);
}

/* Whether the number of both has the same place: that of most usual tables has. */
static bool numbers_alike(const struct bare *a, const struct bare *b)
{
    return a->number == b->number && a->number < a->ruler.count &&
           a->ruler.starts[a->number] == b->ruler.starts[b->number] &&
           a->ruler.widths[a->number] == b->ruler.widths[b->number];
}

bool matcher_begins_bare(const struct shape *shape, const struct bare *bare, oc_text line)
{
    return number_stands(bare, 0, line) && begins_ruled_row(shape, &bare->ruler, line);
}

static struct ruler ruler_shifted(const struct ruler *ruler, size_t indent)
{
    struct ruler shifted = *ruler;
    for (size_t i = 0; i < shifted.count; i++)
        shifted.starts[i] += indent;
    return shifted;
}

const struct row *matcher_first_row(struct matcher *matcher, const struct shape *shape,
                                    oc_text line, struct ruler *ruler, struct cells *cells)
{
    if (shape->layout != LAYOUT_RULED)
        return matcher_row(matcher, shape, NULL, line, cells);
    size_t indent = 0;
    while (indent < line.size && indent <= INDENT_MAX &&
           (line.data[indent] == ' ' || line.data[indent] == '\t'))
        indent++;
    if (indent > INDENT_MAX || !text_holds_digit(line))
        return NULL;
    const struct bare *asked = NULL;
    bool stands = false;
    for (const struct bare *bare = shape->bares; bare != NULL; asked = bare, bare = bare->next) {
        if (asked == NULL || !numbers_alike(asked, bare))
            stands = number_stands(bare, indent, line);
        if (!stands)
            continue;
        struct ruler shifted = ruler_shifted(&bare->ruler, indent);
        const struct row *row = ruled_row(shape, &shifted, line, cells);
        /* An indented line needs more than a number in its place to be a row. */
        if (row != NULL && (indent == 0 || cells->at[COLUMN_MEMORY].size > 0)) {
            *ruler = shifted;
            return row;
        }
    }
    return NULL;
}

const struct row *matcher_record(const struct shape *shape, const oc_text *lines, size_t count,
                                 struct cells *cells)
{
    oc_text pieces[COLUMNS];
    oc_text key;
    size_t closed = 0;
    if (count > COLUMNS)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        if (!record_split(lines[i], &key, &pieces[i]))
            return NULL;
        closed += key.data[key.size] == ':';
    }
    /* Other programs pad all their keys before the colon; tasklist has at least one that is not. */
    return closed == 0 ? NULL : assign(shape, pieces, count, cells);
}

const struct row *matcher_detail(struct matcher *matcher, const struct shape *shape, oc_text line,
                                 struct cells *cells)
{
    for (const struct row *row = shape->details; row != NULL; row = row->next)
        if (matcher_pattern(matcher, row->pattern, line, cells))
            return row;
    return NULL;
}
