#include "base/text.h"
#include "grammar/grammar.h"
#include "text/utf8.h"

#include <string.h>

/* A piece of a word that speaks for a code page reaches past its first non-ASCII letter, and has at
 * least so many letters: headings are cut to their columns, so whole words may not be there. */
#define KEY_LETTERS 6

static oc_status seal_columns(oc_grammars *grammars, const struct shape *shape)
{
    static const enum column of_process[] = {COLUMN_IMAGE, COLUMN_PID};
    static const enum column of_connection[] = {COLUMN_PROTO, COLUMN_LOCAL, COLUMN_REMOTE};
    const enum column *needed = shape->emits == EMITS_PROCESS ? of_process : of_connection;
    size_t count = shape->emits == EMITS_PROCESS ? 2 : shape->emits == EMITS_CONNECTION ? 3 : 0;
    for (size_t i = 0; i < count; i++)
        if (shape->types[needed[i]] == TYPE_NONE)
            return grammar_error(
                grammars, shape->declared, "the shape lacks a column that its rows need",
                "image and pid for processes; proto, local and remote for connections");
    return OC_OK;
}

static oc_status seal_rows(oc_grammars *grammars, const struct shape *shape)
{
    if (shape->rows == NULL)
        return grammar_error(grammars, shape->declared, "the shape has no row", NULL);
    for (const struct row *row = shape->rows; row != NULL; row = row->next) {
        if (!row->sampled)
            return grammar_error(grammars, row->name, "this row has no sample",
                                 "sample NAME, and below it a line that a program printed");
        for (const struct row *other = row->next; other != NULL; other = other->next)
            if (shape->layout != LAYOUT_PATTERN && other->columns.count == row->columns.count)
                return grammar_error(
                    grammars, other->name,
                    "another row has as many columns, and nothing else tells them apart", NULL);
    }
    for (const struct row *detail = shape->details; detail != NULL; detail = detail->next)
        if (!detail->sampled)
            return grammar_error(grammars, detail->name, "this detail has no sample",
                                 "sample NAME, and below it a line that a program printed");
    return OC_OK;
}

/* Unknown when the word is ASCII and so speaks for no page. */
static oc_text key_of(oc_text word)
{
    size_t letters = 0;
    bool special = false;
    size_t length;
    for (size_t i = 0; i < word.size; i += length) {
        if (special && letters >= KEY_LETTERS)
            return text_sub(word, 0, i);
        uint32_t letter = utf8_decode(word.data + i, word.size - i, &length);
        /* No OEM page has the typographic apostrophe: it says nothing of the others. */
        if (letter == 0x2019)
            return special ? text_sub(word, 0, i) : (oc_text){NULL, 0};
        special |= letter >= 0x80;
        letters++;
    }
    return special ? word : (oc_text){NULL, 0};
}

static bool uses_page(const struct language *language, const char *page)
{
    for (size_t i = 0; i < language->codepage_count; i++)
        if (text_equal(text_of(language->codepages[i]), text_of(page)))
            return true;
    return false;
}

struct key_list {
    oc_text *keys; /* NULL: only count */
    size_t count;
};

static void add_key(struct key_list *list, const struct language *language, const char *page,
                    oc_text word)
{
    if (utf8_ascii(word.data, word.size) || !uses_page(language, page) || !text_known(key_of(word)))
        return;
    if (list->keys != NULL)
        list->keys[list->count] = key_of(word);
    list->count++;
}

static void collect_keys(const oc_grammars *grammars, const char *page, struct key_list *list)
{
    list->count = 0;
    for (const struct title *at = grammars->titles; at != NULL; at = at->next)
        add_key(list, at->language, page, at->text);
    for (const struct label *at = grammars->labels; at != NULL; at = at->next)
        add_key(list, at->language, page, at->text);
    for (const struct state_word *at = grammars->states; at != NULL; at = at->next)
        add_key(list, at->language, page, at->text);
    for (const struct notice *at = grammars->notices; at != NULL; at = at->next)
        add_key(list, at->language, page, at->text);
}

/* Short words that stand alone; the same. */
static size_t collect_words(const oc_grammars *grammars, const char *page, oc_text *words)
{
    size_t count = 0;
    for (const struct plain_word *at = grammars->plain_words; at != NULL; at = at->next) {
        if (utf8_ascii(at->text.data, at->text.size) || !uses_page(at->language, page))
            continue;
        if (words != NULL)
            words[count] = at->text;
        count++;
    }
    return count;
}

/* The letters of the languages that use the page; the same. */
static size_t collect_alphabets(const oc_grammars *grammars, const char *page,
                                struct charset_alphabet *alphabets)
{
    size_t count = 0;
    for (const struct language *at = grammars->languages; at != NULL; at = at->next) {
        if (!text_known(at->letters) || !uses_page(at, page))
            continue;
        if (alphabets != NULL)
            alphabets[count] = (struct charset_alphabet){at->name, at->letters};
        count++;
    }
    return count;
}

static bool has_hint(const oc_grammars *grammars, const char *page)
{
    for (size_t i = 0; i < grammars->hint_count; i++)
        if (text_equal(text_of(grammars->hints[i].encoding), text_of(page)))
            return true;
    return false;
}

/* How many of each there are is counted first; one more, so that no list is nothing. */
static bool fill_hint(oc_grammars *grammars, const char *page, struct charset_hint *hint)
{
    struct key_list list = {NULL, 0};
    collect_keys(grammars, page, &list);
    size_t word_count = collect_words(grammars, page, NULL);
    size_t alphabet_count = collect_alphabets(grammars, page, NULL);
    oc_text *words = arena_calloc(&grammars->arena, word_count + 1, sizeof *words);
    struct charset_alphabet *alphabets =
        arena_calloc(&grammars->arena, alphabet_count + 1, sizeof *alphabets);
    list.keys = arena_calloc(&grammars->arena, list.count + 1, sizeof *list.keys);
    if (list.keys == NULL || words == NULL || alphabets == NULL)
        return false;
    collect_keys(grammars, page, &list);
    collect_words(grammars, page, words);
    collect_alphabets(grammars, page, alphabets);
    *hint = (struct charset_hint){page,       list.keys, list.count,    words,
                                  word_count, alphabets, alphabet_count};
    return true;
}

static bool add_hint(oc_grammars *grammars, const char *page)
{
    struct charset_hint hint;
    if (has_hint(grammars, page))
        return true;
    if (!fill_hint(grammars, page, &hint))
        return false;
    if (hint.key_count + hint.word_count + hint.alphabet_count > 0)
        grammars->hints[grammars->hint_count++] = hint;
    return true;
}

static oc_status seal_hints(oc_grammars *grammars)
{
    size_t most = 1;
    for (const struct language *at = grammars->languages; at != NULL; at = at->next)
        most += at->codepage_count;
    grammars->hints = arena_calloc(&grammars->arena, most, sizeof *grammars->hints);
    if (grammars->hints == NULL)
        return OC_NO_MEMORY;
    for (const struct language *at = grammars->languages; at != NULL; at = at->next)
        for (size_t i = 0; i < at->codepage_count; i++)
            if (!add_hint(grammars, at->codepages[i]))
                return OC_NO_MEMORY;
    return OC_OK;
}

static oc_status seal_shapes(oc_grammars *grammars)
{
    oc_status status = OC_OK;
    for (const struct shape *at = grammars->shapes; status == OC_OK && at != NULL; at = at->next) {
        status = seal_columns(grammars, at);
        if (status == OC_OK)
            status = seal_rows(grammars, at);
    }
    return status;
}

static oc_status seal_targets(oc_grammars *grammars)
{
    for (const struct target *at = grammars->targets; at != NULL; at = at->next)
        if (at->info.image_count == 0)
            return grammar_error(grammars, at->name, "the target names no image", "image NAME.EXE");
    return OC_OK;
}

oc_status oc_grammars_seal(oc_grammars *grammars)
{
    oc_status (*const steps[])(oc_grammars *) = {seal_shapes, seal_targets, seal_hints};
    if (grammars->sealed)
        return OC_MISUSE;
    for (size_t i = 0; grammars->status == OC_OK && i < sizeof steps / sizeof *steps; i++)
        grammars->status = steps[i](grammars);
    grammars->sealed = grammars->status == OC_OK;
    return grammars->status;
}
