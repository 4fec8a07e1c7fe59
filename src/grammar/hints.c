#include "grammar/hints.h"
#include "base/text.h"
#include "text/utf8.h"

/* A piece of a word that speaks for a code page reaches past its first non-ASCII letter, and has at
 * least so many letters: headings are cut to their columns, so whole words may not be there. */
#define KEY_LETTERS 6

/* A word that is not ASCII, and so speaks for the pages of its language. */
struct key {
    const struct language *language;
    oc_text text;
};

struct keys {
    struct key *at; /* NULL: only count */
    size_t count;
};

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

static void add_key(struct keys *keys, const struct language *language, oc_text word)
{
    if (utf8_ascii(word.data, word.size))
        return;
    oc_text key = keys->at == NULL ? word : key_of(word);
    if (keys->at != NULL && text_known(key))
        keys->at[keys->count] = (struct key){language, key};
    keys->count += text_known(key);
}

static void add_keys(struct keys *keys, const oc_grammars *grammars)
{
    keys->count = 0;
    for (const struct title *at = grammars->titles; at != NULL; at = at->next)
        add_key(keys, at->language, at->text);
    for (const struct label *at = grammars->labels; at != NULL; at = at->next)
        add_key(keys, at->language, at->text);
    for (const struct state_word *at = grammars->states; at != NULL; at = at->next)
        add_key(keys, at->language, at->text);
    for (const struct notice *at = grammars->notices; at != NULL; at = at->next)
        add_key(keys, at->language, at->text);
}

/* How many there may be is counted first; one more, so that no list is nothing. */
static bool collect_keys(oc_grammars *grammars, struct keys *keys)
{
    *keys = (struct keys){NULL, 0};
    add_keys(keys, grammars);
    keys->at = arena_calloc(&grammars->arena, keys->count + 1, sizeof *keys->at);
    if (keys->at == NULL)
        return false;
    add_keys(keys, grammars);
    return true;
}

static bool uses_page(const struct language *language, const char *page)
{
    for (size_t i = 0; i < language->codepage_count; i++)
        if (text_equal(text_of(language->codepages[i]), text_of(page)))
            return true;
    return false;
}

/* Those that the page's languages have; texts NULL: only how many. Languages lie side by side. */
static size_t keys_of_page(const struct keys *keys, const char *page, oc_text *texts)
{
    const struct language *language = NULL;
    bool uses = false;
    size_t count = 0;
    for (size_t i = 0; i < keys->count; i++) {
        if (keys->at[i].language != language) {
            language = keys->at[i].language;
            uses = uses_page(language, page);
        }
        if (uses && texts != NULL)
            texts[count] = keys->at[i].text;
        count += uses;
    }
    return count;
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

static bool fill_hint(oc_grammars *grammars, const struct keys *keys, const char *page,
                      struct charset_hint *hint)
{
    size_t key_count = keys_of_page(keys, page, NULL);
    size_t word_count = collect_words(grammars, page, NULL);
    size_t alphabet_count = collect_alphabets(grammars, page, NULL);
    oc_text *texts = arena_calloc(&grammars->arena, key_count + 1, sizeof *texts);
    oc_text *words = arena_calloc(&grammars->arena, word_count + 1, sizeof *words);
    struct charset_alphabet *alphabets =
        arena_calloc(&grammars->arena, alphabet_count + 1, sizeof *alphabets);
    if (texts == NULL || words == NULL || alphabets == NULL)
        return false;
    keys_of_page(keys, page, texts);
    collect_words(grammars, page, words);
    collect_alphabets(grammars, page, alphabets);
    *hint =
        (struct charset_hint){page, texts, key_count, words, word_count, alphabets, alphabet_count};
    return true;
}

static bool add_hint(oc_grammars *grammars, const struct keys *keys, const char *page)
{
    struct charset_hint hint;
    if (has_hint(grammars, page))
        return true;
    if (!fill_hint(grammars, keys, page, &hint))
        return false;
    if (hint.key_count + hint.word_count + hint.alphabet_count > 0)
        grammars->hints[grammars->hint_count++] = hint;
    return true;
}

oc_status hints_seal(oc_grammars *grammars)
{
    struct keys keys;
    size_t most = 1;
    for (const struct language *at = grammars->languages; at != NULL; at = at->next)
        most += at->codepage_count;
    grammars->hints = arena_calloc(&grammars->arena, most, sizeof *grammars->hints);
    if (grammars->hints == NULL || !collect_keys(grammars, &keys))
        return OC_NO_MEMORY;
    for (const struct language *at = grammars->languages; at != NULL; at = at->next)
        for (size_t i = 0; i < at->codepage_count; i++)
            if (!add_hint(grammars, &keys, at->codepages[i]))
                return OC_NO_MEMORY;
    return OC_OK;
}
