#include "grammar/headline.h"

#include "base/load.h"
#include "grammar/matcher.h"
#include "grammar/words.h"

#include <string.h>

#define WORD sizeof(uint64_t)
#define HASH_BITS 64

static const struct language *csv_headings(const oc_grammars *grammars, const struct shape *shape,
                                           oc_text line)
{
    oc_text pieces[COLUMNS];
    size_t count = csv_split(line, COLUMNS, pieces);
    const struct row *row = count == 0 ? NULL : grammar_row_of(shape, count);
    return row == NULL ? NULL : words_labels(grammars, shape, &row->columns, pieces, false);
}

static bool find_columns(const oc_grammars *grammars, oc_text line, struct headline *found)
{
    for (const struct shape *at = grammars->shapes; at != NULL; at = at->next) {
        if (at->layout == LAYOUT_PATTERN)
            found->language = words_heading(grammars, at, line, &found->columns);
        else if (at->layout == LAYOUT_CSV)
            found->language = csv_headings(grammars, at, line);
        if (found->language == NULL)
            continue;
        found->shape = at;
        return true;
    }
    return false;
}

static struct headline find(const oc_grammars *grammars, oc_text line)
{
    struct headline found = {.title = words_title(grammars, line)};
    if (found.title == NULL && !find_columns(grammars, line, &found))
        found.notice = words_notice(grammars, line);
    return found;
}

/* Lines that are laid out alike differ in how they begin, or end. */
static size_t slot_of(oc_text line)
{
    const uint64_t odd = UINT64_C(0x9E3779B97F4A7C15);
    uint64_t hash = load_word(line.data) * odd + load_word(line.data + line.size - WORD);
    return (size_t)(hash * odd >> (HASH_BITS - HEADLINES_LOG));
}

const struct headline *headline_of(struct headlines *headlines, const oc_grammars *grammars,
                                   oc_text line)
{
    if (line.size < WORD || line.size > HEADLINE_LONGEST) {
        headlines->other = find(grammars, line);
        return &headlines->other;
    }
    size_t slot = slot_of(line);
    if (headlines->kept[slot].size != line.size ||
        memcmp(headlines->kept[slot].line, line.data, line.size) != 0) {
        memcpy(headlines->kept[slot].line, line.data, line.size);
        headlines->kept[slot].size = line.size;
        headlines->kept[slot].headline = find(grammars, line);
    }
    return &headlines->kept[slot].headline;
}
