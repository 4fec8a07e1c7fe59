#include "grammar/opening.h"

#include "base/text.h"

static const struct opening anything = {.count = 0};

static bool is_word(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_spaces(oc_text *pattern)
{
    while (pattern->size > 0 && is_space(pattern->data[0]))
        *pattern = text_sub(*pattern, 1, pattern->size);
}

static bool take(oc_text *pattern, const char *piece)
{
    bool there = text_starts(*pattern, text_of(piece));
    if (there)
        *pattern = text_sub(*pattern, strlen(piece), pattern->size);
    return there;
}

/* Where a branch or a comment begins outside all groups, what stands first is not all. */
static bool is_one_branch(oc_text pattern)
{
    int depth = 0;
    bool in_class = false;
    for (size_t i = 0; i < pattern.size; i++) {
        char c = pattern.data[i];
        if (c == '\\') {
            i++;
        } else if (in_class) {
            in_class = c != ']';
        } else if (c == '[') {
            in_class = true;
            /* A ] that stands first in a class is one of its characters. */
            i += i + 1 < pattern.size && pattern.data[i + 1] == '^';
            i += i + 1 < pattern.size && pattern.data[i + 1] == ']';
        } else if (c == '#' || (c == '|' && depth == 0)) {
            return false;
        } else {
            depth += (c == '(') - (c == ')');
        }
    }
    return true;
}

/* Behind the bracket that opens a group. */
static bool take_group(oc_text *pattern, bool *any_case)
{
    *any_case = take(pattern, "(?i:");
    if (*any_case || take(pattern, "(?:"))
        return true;
    if (!take(pattern, "(?<") || pattern->size == 0 || !is_word(pattern->data[0]))
        return false;
    while (pattern->size > 0 && (is_word(pattern->data[0]) || pattern->data[0] == '_'))
        *pattern = text_sub(*pattern, 1, pattern->size);
    return take(pattern, ">");
}

static bool is_quantified(oc_text pattern)
{
    skip_spaces(&pattern);
    return pattern.size > 0 && memchr("?*+{", pattern.data[0], 4) != NULL;
}

static struct opening read_words(oc_text pattern)
{
    struct opening opening = {.count = 0};
    do {
        skip_spaces(&pattern);
        oc_text *word = &opening.words[opening.count++];
        *word = (oc_text){pattern.data, 0};
        while (word->size < pattern.size && is_word(pattern.data[word->size]))
            word->size++;
        pattern = text_sub(pattern, word->size, pattern.size);
        skip_spaces(&pattern);
        if (word->size == 0)
            return anything;
    } while (opening.count < OPENING_WORDS && take(&pattern, "|"));
    return take(&pattern, ")") && !is_quantified(pattern) ? opening : anything;
}

/* The words or the character behind blanks. */
static struct opening read_first(oc_text pattern)
{
    bool any_case;
    skip_spaces(&pattern);
    if (take_group(&pattern, &any_case)) {
        struct opening opening = read_words(pattern);
        opening.any_case = any_case;
        return opening;
    }
    oc_text escaped = text_sub(pattern, 1, 1);
    if (pattern.size < 2 || pattern.data[0] != '\\' || is_word(escaped.data[0]) ||
        is_quantified(text_sub(pattern, 2, pattern.size)))
        return anything;
    return (struct opening){.words = {escaped}, .count = 1};
}

/* "\h", of which as many as the pattern says are taken; false: there need not be one. */
static bool take_blanks(oc_text *pattern)
{
    skip_spaces(pattern);
    if (take(pattern, "\\h*+") || !take(pattern, "\\h"))
        return false;
    return take(pattern, "++") || !is_quantified(*pattern) ||
           (take(pattern, "{") && pattern->size > 0 && pattern->data[0] >= '1' &&
            pattern->data[0] <= '9');
}

struct opening opening_of(oc_text pattern)
{
    if (!is_one_branch(pattern))
        return anything;
    bool indented = take_blanks(&pattern);
    struct opening opening = read_first(pattern);
    opening.indented = indented;
    return opening;
}

/* Letters that are not ASCII may be the same as some that are. */
static bool starts_in_any_case(oc_text line, oc_text word)
{
    size_t i = 0;
    while (i < word.size && i < line.size && text_lower(line.data[i]) == text_lower(word.data[i]))
        i++;
    return i == word.size || (i < line.size && (unsigned char)line.data[i] >= 0x80);
}

bool opening_fits(const struct opening *opening, oc_text line)
{
    size_t blanks = 0;
    while (blanks < line.size && (line.data[blanks] == ' ' || line.data[blanks] == '\t'))
        blanks++;
    oc_text text = text_sub(line, blanks, line.size);
    /* There are blanks that are not ASCII. */
    if (text.size > 0 && (unsigned char)text.data[0] >= 0x80)
        return true;
    if (opening->indented && blanks == 0)
        return false;
    bool fits = opening->count == 0;
    for (size_t i = 0; i < opening->count && !fits; i++)
        fits = opening->any_case ? starts_in_any_case(text, opening->words[i])
                                 : text_starts(text, opening->words[i]);
    return fits;
}
