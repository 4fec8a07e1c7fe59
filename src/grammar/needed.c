#include "grammar/needed.h"

#include "base/text.h"

/* Groups inside each other. */
#define DEPTH_MAX 8

static const struct needed nothing = {.count = 0};

/* A group, or the whole pattern, while it is read. */
struct level {
    struct needed all;  /* of the branches that ended */
    struct needed best; /* of the items of this branch */
    bool branched;
    bool holds; /* what stands in it is what the line holds */
    bool any_case;
};

struct scan {
    oc_text rest; /* what is left of the pattern */
    struct level levels[1 + DEPTH_MAX];
    size_t depth;
    bool strange; /* it holds what is not read here */
};

static bool is_one_of(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

static bool is_alphanumeric(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Characters that stand for themselves wherever they stand. */
static bool is_plain(char c)
{
    return is_alphanumeric(c) || is_one_of(c, "\"',:;/_<>=!&%@~-");
}

static char first_of(const struct scan *scan)
{
    return scan->rest.size > 0 ? scan->rest.data[0] : '\0';
}

static void skip(struct scan *scan, size_t size)
{
    scan->rest = text_sub(scan->rest, size, scan->rest.size);
}

static bool take(struct scan *scan, const char *piece)
{
    bool there = text_starts(scan->rest, text_of(piece));
    if (there)
        skip(scan, strlen(piece));
    return there;
}

static void skip_spaces(struct scan *scan)
{
    while (is_one_of(first_of(scan), " \t\n\r"))
        skip(scan, 1);
}

static struct needed one_word(oc_text word)
{
    return (struct needed){.words = {word}, .count = word.size > 0};
}

/* ---- items of a pattern ---------------------------------------------------------------------- */

/* "{2,}", of which the bracket is taken: whether it begins with a number above 0. */
static bool take_count(struct scan *scan)
{
    bool some = false;
    bool numbered = first_of(scan) >= '0' && first_of(scan) <= '9';
    for (; first_of(scan) >= '0' && first_of(scan) <= '9'; skip(scan, 1))
        some |= first_of(scan) != '0';
    while (is_one_of(first_of(scan), ",0123456789"))
        skip(scan, 1);
    scan->strange |= !numbered || !take(scan, "}");
    return some;
}

/* Takes what says how often the item before it stands there; false: it need not be there. */
static bool take_quantifier(struct scan *scan)
{
    bool there = true;
    skip_spaces(scan);
    if (take(scan, "?") || take(scan, "*"))
        there = false;
    else if (take(scan, "{"))
        there = take_count(scan);
    else if (!take(scan, "+"))
        return true;
    if (!take(scan, "+"))
        take(scan, "?");
    return there;
}

/* Of a word that is quantified only the last character is. */
static struct needed read_word(struct scan *scan)
{
    oc_text word = {scan->rest.data, 0};
    while (word.size < scan->rest.size && is_plain(scan->rest.data[word.size]))
        word.size++;
    skip(scan, word.size);
    if (!take_quantifier(scan))
        word.size--;
    return one_word(word);
}

/* Behind a backslash: a kind of character, or one that stands for itself. */
static struct needed read_escaped(struct scan *scan)
{
    char c = first_of(scan);
    oc_text character = text_sub(scan->rest, 0, 1);
    scan->strange |= c == '\0' || (unsigned char)c >= 0x80 ||
                     (is_alphanumeric(c) && !is_one_of(c, "hHsSdDwWbBzZAt"));
    skip(scan, 1);
    return take_quantifier(scan) && !is_alphanumeric(c) ? one_word(character) : nothing;
}

/* "$#%]", behind the bracket that opens a class: of few characters each is a word. */
static struct needed class_words(oc_text inside)
{
    struct needed needed = nothing;
    while (needed.count < NEEDED_WORDS && inside.size > 0 && is_one_of(inside.data[0], "$#%@!<>")) {
        needed.words[needed.count++] = text_sub(inside, 0, 1);
        inside = text_sub(inside, 1, inside.size);
    }
    return text_starts(inside, text_of("]")) ? needed : nothing;
}

static struct needed read_class(struct scan *scan)
{
    struct needed needed = class_words(scan->rest);
    take(scan, "^");
    take(scan, "]"); /* where it stands first it is one of the characters */
    while (scan->rest.size > 0 && first_of(scan) != ']') {
        /* [:alpha:] in a class. */
        scan->strange |=
            first_of(scan) == '[' && scan->rest.size > 1 && is_one_of(scan->rest.data[1], ":.=");
        skip(scan, first_of(scan) == '\\' ? 2 : 1);
    }
    scan->strange |= !take(scan, "]");
    return take_quantifier(scan) ? needed : nothing;
}

static struct needed read_item(struct scan *scan)
{
    if (is_plain(first_of(scan)))
        return read_word(scan);
    if (take(scan, "\\"))
        return read_escaped(scan);
    if (take(scan, "["))
        return read_class(scan);
    if ((unsigned char)first_of(scan) >= 0x80)
        while ((unsigned char)first_of(scan) >= 0x80)
            skip(scan, 1);
    else if (!take(scan, ".") && !take(scan, "^") && !take(scan, "$"))
        scan->strange = true;
    take_quantifier(scan);
    return nothing;
}

/* ---- groups of them -------------------------------------------------------------------------- */

/* The longer all its words are the fewer lines have one. */
static size_t shortest(const struct needed *needed)
{
    size_t size = needed->count == 0 ? 0 : SIZE_MAX;
    for (size_t i = 0; i < needed->count; i++)
        size = needed->words[i].size < size ? needed->words[i].size : size;
    return size;
}

/* Of two items that tell as much the later one: what comes first is known from opening.h. */
static void note_item(struct scan *scan, struct needed found)
{
    struct needed *best = &scan->levels[scan->depth].best;
    if (shortest(&found) >= shortest(best))
        *best = found;
}

static struct needed either(const struct needed *a, const struct needed *b)
{
    if (a->count == 0 || b->count == 0 || a->count + b->count > NEEDED_WORDS)
        return nothing;
    struct needed all = *a;
    for (size_t i = 0; i < b->count; i++)
        all.words[all.count++] = b->words[i];
    all.any_case |= b->any_case;
    return all;
}

static void end_branch(struct scan *scan)
{
    struct level *level = &scan->levels[scan->depth];
    level->all = level->branched ? either(&level->all, &level->best) : level->best;
    level->best = nothing;
    level->branched = true;
}

/* Behind the bracket that opens a group: takes what says of which kind it is. */
static struct level take_kind(struct scan *scan)
{
    static const char *const around[] = {"?=", "?!", "?<=", "?<!"};
    for (size_t i = 0; i < sizeof around / sizeof *around; i++)
        if (take(scan, around[i]))
            return (struct level){.holds = false};
    bool any_case = take(scan, "?i:");
    if (!any_case && !take(scan, "?:") && !take(scan, "?>")) {
        scan->strange |= !take(scan, "?<");
        while (is_alphanumeric(first_of(scan)) || first_of(scan) == '_')
            skip(scan, 1);
        scan->strange |= !take(scan, ">");
    }
    return (struct level){.holds = true, .any_case = any_case};
}

static void begin_group(struct scan *scan)
{
    struct level level = take_kind(scan);
    if (scan->depth == DEPTH_MAX)
        scan->strange = true;
    else
        scan->levels[++scan->depth] = level;
}

static void end_group(struct scan *scan)
{
    if (scan->depth == 0) {
        scan->strange = true;
        return;
    }
    end_branch(scan);
    struct level *level = &scan->levels[scan->depth--];
    level->all.any_case |= level->any_case;
    note_item(scan, take_quantifier(scan) && level->holds ? level->all : nothing);
}

struct needed needed_of(oc_text pattern)
{
    struct scan scan = {.rest = pattern};
    for (skip_spaces(&scan); !scan.strange && scan.rest.size > 0; skip_spaces(&scan)) {
        if (take(&scan, "("))
            begin_group(&scan);
        else if (take(&scan, ")"))
            end_group(&scan);
        else if (take(&scan, "|"))
            end_branch(&scan);
        else
            note_item(&scan, read_item(&scan));
    }
    end_branch(&scan);
    return scan.strange || scan.depth > 0 ? nothing : scan.levels[0].all;
}

/* Letters that are not ASCII may be the same as some that are. */
static bool contains_in_any_case(oc_text line, oc_text word)
{
    for (size_t i = 0; i < line.size; i++)
        if ((unsigned char)line.data[i] >= 0x80 ||
            (text_lower(line.data[i]) == text_lower(word.data[0]) &&
             text_equal_nocase(text_sub(line, i, word.size), word)))
            return true;
    return false;
}

bool needed_fits(const struct needed *needed, oc_text line)
{
    bool fits = needed->count == 0;
    for (size_t i = 0; i < needed->count && !fits; i++)
        fits = needed->any_case ? contains_in_any_case(line, needed->words[i])
                                : text_contains(line, needed->words[i]);
    return fits;
}
