#include "grammar/plain.h"

#include "base/text.h"

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The word of a state that begins like a number or an owner is left to the patterns. */
bool plain_fits(enum type type, oc_text word)
{
    if (type == TYPE_U32)
        return matcher_u32(word);
    return type != TYPE_STATE || (word.data[0] != '[' && !digit(word.data[0]));
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* The next word of *rest, taken off it; of size 0 at the end. False: no plain text. */
static bool next_word(oc_text *rest, oc_text *word)
{
    const char *at = rest->data;
    const char *end = rest->data + rest->size;
    while (at < end && is_blank(*at))
        at++;
    word->data = at;
    while (at<end && * at> ' ')
        at++;
    word->size = (size_t)(at - word->data);
    *rest = (oc_text){at, (size_t)(end - at)};
    return at == end || is_blank(*at);
}

/* Whether the line is the lead and one word for each other column, all ASCII. */
static bool read_plain(const struct shape *shape, const struct plain *plain, oc_text line,
                       struct cells *cells)
{
    oc_text word;
    const struct columns *columns = &plain->columns;
    if (!next_word(&line, &word) || !text_equal(word, plain->lead))
        return false;
    *cells = (struct cells){0};
    cells->at[columns->at[0]] = word;
    for (size_t i = 1; i < columns->count; i++) {
        if (!next_word(&line, &word) || word.size == 0 ||
            !plain_fits(shape->types[columns->at[i]], word))
            return false;
        cells->at[columns->at[i]] = word;
    }
    return next_word(&line, &word) && word.size == 0;
}

const struct row *plain_row(const struct shape *shape, oc_text line, struct cells *cells)
{
    for (const struct plain *plain = shape->plains; plain != NULL; plain = plain->next)
        if (read_plain(shape, plain, line, cells))
            return plain->row;
    return NULL;
}
