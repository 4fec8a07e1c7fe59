#include "grammar/meaning.h"
#include "base/text.h"
#include "grammar/words.h"

static bool family_has(const oc_grammars *grammars, oc_text family, enum column column)
{
    for (const struct shape *shape = grammars->shapes; shape != NULL; shape = shape->next)
        if (text_equal(shape->labels, family) && shape->types[column] != TYPE_NONE)
            return true;
    return false;
}

static oc_status check_labels(oc_grammars *grammars)
{
    for (const struct label *label = grammars->labels; label != NULL; label = label->next) {
        if (!family_has(grammars, label->family, label->column))
            return grammar_error(grammars, label->text, "no shape has the column of this label",
                                 "a shape names its family with: labels FAMILY");
        for (const struct label *other = label->next; other != NULL; other = other->next)
            if (other->language == label->language && text_equal(other->family, label->family) &&
                words_same(other->text, label->text))
                return grammar_error(grammars, other->text, "one printed word has two meanings",
                                     "this language has the same label for another column");
    }
    return OC_OK;
}

static oc_status check_words(oc_grammars *grammars)
{
    for (const struct title *title = grammars->titles; title != NULL; title = title->next)
        for (const struct title *other = title->next; other != NULL; other = other->next)
            if (words_same(other->text, title->text) && other->kind != title->kind)
                return grammar_error(grammars, other->text, "one printed word has two meanings",
                                     "another line says that this is the title of the other list");
    for (const struct notice *at = grammars->notices; at != NULL; at = at->next)
        for (const struct notice *other = at->next; other != NULL; other = other->next)
            if (words_same(other->text, at->text) && other->kind != at->kind)
                return grammar_error(grammars, other->text, "one printed word has two meanings",
                                     "another line says that this is another notice");
    return OC_OK;
}

/* English words count in every language. */
static bool is_other_english_state(const struct state_word *word)
{
    oc_state english = oc_state_of(word->text);
    return english != OC_STATES && english != OC_UNKNOWN && english != word->state;
}

static oc_status check_states(oc_grammars *grammars)
{
    static const char message[] = "one printed word has two meanings";
    static const char help[] = "another line says that this word is another state";
    for (const struct state_word *word = grammars->states; word != NULL; word = word->next) {
        if (is_other_english_state(word))
            return grammar_error(grammars, word->text, message, help);
        for (const struct state_word *other = word->next; other != NULL; other = other->next)
            if (words_same(other->text, word->text) && other->state != word->state)
                return grammar_error(grammars, other->text, message, help);
    }
    return OC_OK;
}

oc_status meaning_check(oc_grammars *grammars)
{
    oc_status status = check_labels(grammars);
    if (status == OC_OK)
        status = check_words(grammars);
    return status == OC_OK ? check_states(grammars) : status;
}
