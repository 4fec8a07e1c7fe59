#include "base/text.h"
#include "grammar/read.h"

/* iconv names pages in upper case, and so do reports. */
static const char *upper_copy(struct reader *reader, oc_text name)
{
    char *copy = read_alloc(reader, name.size + 1);
    if (copy == NULL)
        return NULL;
    for (size_t i = 0; i < name.size; i++) {
        char c = name.data[i];
        copy[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    return copy;
}

static oc_status read_name(struct reader *reader, const struct directive *directive)
{
    for (const struct language *at = reader->grammars->languages; at != NULL; at = at->next)
        if (text_equal(at->name, directive->rest))
            return grammar_error(reader->grammars, directive->rest,
                                 "there is a language of this name already", NULL);
    struct language *language = read_alloc(reader, sizeof *language);
    if (language == NULL)
        return OC_NO_MEMORY;
    language->name = directive->rest;
    struct language **end = &reader->grammars->languages;
    while (*end != NULL)
        end = &(*end)->next;
    *end = language;
    reader->language = language;
    return OC_OK;
}

static oc_status read_about(struct reader *reader, const struct directive *directive)
{
    reader->language->summary = directive->rest;
    return OC_OK;
}

static oc_status read_codepage(struct reader *reader, const struct directive *directive)
{
    struct language *language = reader->language;
    oc_text rest = directive->rest;
    oc_text name;
    while (name = read_word(&rest), text_known(name)) {
        if (language->codepage_count == CODEPAGES_MAX)
            return grammar_error(reader->grammars, name, "a language has at most 8 code pages",
                                 NULL);
        const char *page = upper_copy(reader, name);
        if (page == NULL)
            return OC_NO_MEMORY;
        language->codepage_names[language->codepage_count] = name;
        language->codepages[language->codepage_count++] = page;
    }
    return OC_OK;
}

/* "letters äöüß" */
static oc_status read_letters(struct reader *reader, const struct directive *directive)
{
    oc_text rest = directive->rest;
    if (text_known(reader->language->letters))
        return grammar_error(reader->grammars, rest, "the language has its letters already", NULL);
    for (size_t i = 0; i < rest.size; i++)
        if ((rest.data[i] >= 'a' && rest.data[i] <= 'z') ||
            (rest.data[i] >= 'A' && rest.data[i] <= 'Z'))
            return grammar_error(reader->grammars, text_sub(rest, i, 1),
                                 "every language has the letters of ASCII",
                                 "only the others are listed, small ones: letters äöüß");
    reader->language->letters = rest;
    return OC_OK;
}

/* "word КБ" */
static oc_status read_plain_word(struct reader *reader, const struct directive *directive)
{
    struct plain_word *word = read_alloc(reader, sizeof *word);
    if (word == NULL)
        return OC_NO_MEMORY;
    word->language = reader->language;
    word->text = directive->rest;
    struct plain_word **end = &reader->grammars->plain_words;
    while (*end != NULL)
        end = &(*end)->next;
    *end = word;
    return OC_OK;
}

/* "title connections Aktive Verbindungen" */
static oc_status read_title(struct reader *reader, const struct directive *directive)
{
    oc_text rest = directive->rest;
    oc_text kind = read_word(&rest);
    bool processes = text_equal(kind, text_of("processes"));
    if (!processes && !text_equal(kind, text_of("connections")))
        return grammar_error(reader->grammars, kind, "a title is of one of the two kinds of list",
                             "title processes TEXT, or title connections TEXT");
    struct title *title = read_alloc(reader, sizeof *title);
    if (title == NULL)
        return OC_NO_MEMORY;
    title->language = reader->language;
    title->kind = processes ? OC_PROCESSES : OC_CONNECTIONS;
    title->text = text_trim(rest);
    struct title **end = &reader->grammars->titles;
    while (*end != NULL)
        end = &(*end)->next;
    *end = title;
    return OC_OK;
}

static const char label_help[] =
    "label FAMILY.COLUMN TEXT, as in: label netstat.local Local Address\n"
    "    columns:"
#define COLUMN_WORD(name, word) " " word
    COLUMN_MAP(COLUMN_WORD);
#undef COLUMN_WORD

/* "label netstat.local Lokale Adresse" */
static oc_status read_label(struct reader *reader, const struct directive *directive)
{
    oc_text text = directive->rest;
    oc_text column_name = read_word(&text);
    oc_text family;
    text_split(&column_name, '.', &family);
    enum column column = column_of(column_name);
    if (column == COLUMNS)
        return grammar_error(reader->grammars, directive->rest,
                             "a label names a column of a family of shapes", label_help);
    struct label *label = read_alloc(reader, sizeof *label);
    if (label == NULL)
        return OC_NO_MEMORY;
    label->language = reader->language;
    if (reader->language->labels == NULL)
        reader->language->labels = label;
    label->family = family;
    label->column = column;
    label->text = text_trim(text);
    struct label **end = &reader->grammars->labels;
    while (*end != NULL)
        end = &(*end)->next;
    *end = label;
    return OC_OK;
}

/* "state LISTENING ABHÖREN" */
static oc_status read_state(struct reader *reader, const struct directive *directive)
{
    oc_text text = directive->rest;
    oc_text name = read_word(&text);
    oc_state state = oc_state_of(name);
    if (state == OC_STATES || state == OC_UNKNOWN)
        return grammar_error(
            reader->grammars, name, "no state of TCP has this name",
            "as English netstat prints it: LISTENING, ESTABLISHED, TIME_WAIT, ...");
    struct state_word *word = read_alloc(reader, sizeof *word);
    if (word == NULL)
        return OC_NO_MEMORY;
    word->language = reader->language;
    word->state = state;
    word->text = text_trim(text);
    struct state_word **end = &reader->grammars->states;
    while (*end != NULL)
        end = &(*end)->next;
    *end = word;
    return OC_OK;
}

static enum notice_kind notice_of(oc_text name)
{
    static const char *const words[] = {
#define NOTICE_WORD(name, word) word,
        NOTICE_MAP(NOTICE_WORD)
#undef NOTICE_WORD
    };
    int kind = 0;
    while (kind < NOTICES && !text_equal(name, text_of(words[kind])))
        kind++;
    return (enum notice_kind)kind;
}

/* "notice no-tasks INFO: No tasks are running which match the specified criteria." */
static oc_status read_notice(struct reader *reader, const struct directive *directive)
{
    oc_text text = directive->rest;
    oc_text name = read_word(&text);
    enum notice_kind kind = notice_of(name);
    if (kind == NOTICES)
        return grammar_error(reader->grammars, name, "no such kind of notice",
                             "no-tasks, refused, no-owner or help");
    struct notice *notice = read_alloc(reader, sizeof *notice);
    if (notice == NULL)
        return OC_NO_MEMORY;
    notice->language = reader->language;
    notice->kind = kind;
    notice->text = text_trim(text);
    struct notice **end = &reader->grammars->notices;
    while (*end != NULL)
        end = &(*end)->next;
    *end = notice;
    return OC_OK;
}

/* Titles, labels, states and notices without a text would match anything. */
static oc_status read_with_text(struct reader *reader, const struct directive *directive,
                                read_function *read)
{
    oc_text rest = directive->rest;
    read_word(&rest);
    if (text_trim(rest).size == 0)
        return grammar_error(reader->grammars, directive->rest, "the printed text is missing",
                             "it stands behind the name, as the program prints it");
    return read(reader, directive);
}

static oc_status read_title_text(struct reader *reader, const struct directive *directive)
{
    return read_with_text(reader, directive, read_title);
}

static oc_status read_label_text(struct reader *reader, const struct directive *directive)
{
    return read_with_text(reader, directive, read_label);
}

static oc_status read_state_text(struct reader *reader, const struct directive *directive)
{
    return read_with_text(reader, directive, read_state);
}

static oc_status read_notice_text(struct reader *reader, const struct directive *directive)
{
    return read_with_text(reader, directive, read_notice);
}

oc_status read_language_directive(struct reader *reader, const struct directive *directive)
{
    static const struct read_word table[] = {
        {"language", read_name, .first = true},       {"about", read_about, .first = false},
        {"codepage", read_codepage, .first = false},  {"title", read_title_text, .first = false},
        {"label", read_label_text, .first = false},   {"state", read_state_text, .first = false},
        {"notice", read_notice_text, .first = false}, {"letters", read_letters, .first = false},
        {"word", read_plain_word, .first = false},
    };
    return read_by_table(reader, directive, table, sizeof table / sizeof *table,
                         reader->language != NULL);
}
