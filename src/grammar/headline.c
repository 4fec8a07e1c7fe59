#include "grammar/headline.h"

#include "base/load.h"
#include "grammar/matcher.h"
#include "grammar/words.h"

#include <string.h>

#define WORD sizeof(uint64_t)
#define HASH_BITS 64

static bool find_columns(const oc_grammars *grammars, oc_text line, struct headline *found)
{
    oc_text pieces[COLUMNS];
    const size_t count = csv_split(line, COLUMNS, pieces);
    for (const struct shape *at = grammars->shapes; at != NULL; at = at->next) {
        const struct row *row =
            at->layout == LAYOUT_CSV && count > 0 ? grammar_row_of(at, count) : NULL;
        if (at->layout == LAYOUT_PATTERN)
            found->language = words_heading(grammars, at, line, &found->columns);
        else if (row != NULL)
            found->language = words_labels(grammars, at, &row->columns, pieces, false);
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
