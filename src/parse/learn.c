#include "base/text.h"
#include "grammar/words.h"
#include "parse/steps.h"
#include "text/utf8.h"

/* Longer than any time stamp with a host name and a program's. */
#define PREFIX_MAX 160
/* Blanks before a row of netstat, which are the row's. */
#define INDENT 2

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

/* How much at the beginning is words alone, which are no prefix: keys and prose begin with them. */
static size_t size_without_sign(oc_text text)
{
    size_t size = 0;
    for (; size < text.size; size++) {
        unsigned char c = (unsigned char)text.data[size];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
        if (!letter && c != ' ' && c != '\t')
            break;
    }
    return size;
}

/* How much stands before the key of a record that the line above belongs to, too; 0: nothing. */
static size_t size_before_key(oc_text above, oc_text text, size_t most)
{
    size_t size = 0;
    oc_text trimmed = text_trim(text);
    char last = trimmed.size > 0 ? trimmed.data[trimmed.size - 1] : ' ';
    for (size_t i = size_without_sign(text) + 1;
         last >= '0' && last <= '9' && i < text.size && i <= most; i++)
        if (record_below(above, text, i))
            size = i;
    return size;
}

/* A row of a table without its rule, behind a sign or a blank; its memory proves it. */
static bool bare_row(struct classify *classify, char before, oc_text text)
{
    struct ruler ruler;
    struct cells cells;
    bool letter = (before >= 'a' && before <= 'z') || (before >= 'A' && before <= 'Z') ||
                  (before >= '0' && before <= '9') || (unsigned char)before >= 0x80;
    if (letter || text.data[0] == ' ' || text.data[0] == '\t')
        return false;
    for (const struct shape *at = classify->grammars->shapes; at != NULL; at = at->next)
        if (at->layout == LAYOUT_RULED &&
            matcher_first_row(classify->matcher, at, text, &ruler, &cells) != NULL &&
            utf8_holds_digit(cells.at[COLUMN_MEMORY]) &&
            section_readable(&classify->section, at, &cells))
            return true;
    return false;
}

/* How much stands before something that only a list holds: a rule, a row, CSV; 0: nothing. */
static size_t size_before_row(struct classify *classify, oc_text text, size_t most)
{
    struct ruler ruler;
    struct cells cells;
    for (size_t i = 1; i < text.size && i <= most; i++) {
        char c = text.data[i];
        oc_text rest = text_sub(text, i, text.size - i);
        if ((c == '=' && text.data[i - 1] != '=' && ruler_read(rest, &ruler)) ||
            bare_row(classify, text.data[i - 1], rest))
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
    for (int blanks = 0; blanks < INDENT && size > 0 && text.data[size - 1] == ' '; blanks++)
        size--;
    return size;
}

/* How much stands before a known title, heading or notice; 0: nothing. */
static size_t size_before_words(const struct classify *classify, oc_text text, size_t most)
{
    const struct columns *columns;
    for (size_t i = size_without_sign(text) + 1; i < text.size && i <= most; i++) {
        oc_text rest = text_sub(text, i, text.size - i);
        char before = text.data[i - 1];
        if ((before >= 'a' && before <= 'z') || rest.data[0] == ' ' || rest.data[0] == '\t' ||
            !words_may_begin(classify->grammars, rest, WORDS_ALL))
            continue;
        if (words_title(classify->grammars, rest) != NULL ||
            words_notice(classify->grammars, rest) != NULL)
            return i;
        for (const struct shape *at = classify->grammars->shapes; at != NULL; at = at->next)
            if (at->headings != NULL &&
                words_heading(classify->grammars, at, rest, &columns) != NULL)
                return without_indent(text, i);
    }
    return 0;
}

/* The form of a prefix of the text that the other line has, too; or an empty text. */
static oc_text shared_prefix(oc_text other, oc_text text, size_t size)
{
    oc_text form = {text.data, size};
    bool row = size + 3 < text.size && text.data[size + 3] == ' ' &&
               (text.data[size] == 'T' || text.data[size] == 'U');
    oc_text shorter = {text.data, row ? without_indent(form, size) : size};
    if (text_trim(shorter).size > 0 && prefix_size(shorter, other) > 0)
        return shorter;
    return text_trim(form).size > 0 && prefix_size(form, other) > 0 ? form
                                                                    : (oc_text){text.data, 0};
}

/* The lines above that are asked: between them may stand some that are nothing but the prefix. */
#define ASKED_MAX 3

/* Lines above a text, and how much of it can be a prefix that each of them has, too. */
struct asked {
    oc_text lines[ASKED_MAX];
    size_t sizes[ASKED_MAX];
    size_t count;
    size_t most;
};

static void ask(const struct held *held, oc_text text, struct asked *asked)
{
    size_t above = held->count;
    *asked = (struct asked){.count = 0};
    for (size_t i = 0; i < ASKED_MAX; i++) {
        above = held_text_before(held, above);
        if (above == SIZE_MAX)
            return;
        oc_text line = held_at(held, above)->line.text;
        size_t size = prefix_common(line, text);
        if (size == 0 || size > PREFIX_MAX)
            continue;
        asked->lines[asked->count] = line;
        asked->sizes[asked->count++] = size + INDENT;
        asked->most = size + INDENT > asked->most ? size + INDENT : asked->most;
    }
}

/* The form of so much of the text, if one of the lines has it, too. */
static oc_text asked_prefix(const struct asked *asked, oc_text text, size_t size)
{
    oc_text form = {text.data, 0};
    for (size_t i = 0; i < asked->count && size > 0 && form.size == 0; i++)
        if (size <= asked->sizes[i])
            form = shared_prefix(asked->lines[i], text, size);
    return form;
}

/* The form of a prefix that this line has and one above it, too; or an empty text. */
static oc_text common_prefix(struct classify *classify, oc_text text)
{
    struct asked asked;
    ask(&classify->section.held, text, &asked);
    oc_text form = asked_prefix(&asked, text, size_before_row(classify, text, asked.most));
    for (size_t i = 0; i < asked.count && form.size == 0; i++)
        form = asked_prefix(&asked, text, size_before_key(asked.lines[i], text, asked.sizes[i]));
    if (form.size == 0)
        form = asked_prefix(&asked, text, size_before_words(classify, text, asked.most));
    if (form.size > 0 || asked.count == 0)
        return form;
    /* What is alone behind its prefix shows it with what stands below. */
    oc_text above = asked.lines[0];
    size_t size = size_before_row(classify, above, asked.sizes[0]);
    if (size == 0)
        size = size_before_words(classify, above, asked.sizes[0]);
    return size > 0 ? shared_prefix(text, above, size) : form;
}

/*
 * One line proves no prefix: a window title may hold a whole row. Another one just above must begin
 * in the same way.
 */
bool learn_prefix(struct classify *classify, const struct line *line)
{
    oc_text form = common_prefix(classify, line->text);
    if (form.size == 0)
        return false;
    if (prefix_set(&classify->prefix, form))
        return true;
    classify->section.emit->status = OC_NO_MEMORY;
    return false;
}
