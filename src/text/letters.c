#include "text/letters.h"

#include "text/utf8.h"

/* Past these, scripts have no ASCII letters in their words. */
#define LATIN_LAST 0x024Fu
#define LATIN_MORE 0x1E00u
#define LATIN_MORE_LAST 0x1EFFu
#define APOSTROPHE 0x2019u

/* A word as far as it was read. */
struct word {
    size_t ascii;
    size_t latin;
    size_t other;
    bool small; /* the letter before is a small one */
};

static bool is_ascii_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_latin(uint32_t c)
{
    return c <= LATIN_LAST || (c >= LATIN_MORE && c <= LATIN_MORE_LAST);
}

/* What editors and programs put between words of any language: no-break blanks, quotes, dashes. */
static bool is_mark(uint32_t c)
{
    return c == 0xA0 || c == 0xAB || c == 0xBB || c == 0x2013 || c == 0x2014 || c == 0x2026 ||
           c == 0x20AC || (c >= 0x2018 && c <= 0x201E);
}

static bool is_listed(uint32_t c, oc_text letters)
{
    size_t length;
    for (size_t i = 0; i < letters.size; i += length)
        if (utf8_fold(utf8_decode(letters.data + i, letters.size - i, &length)) == utf8_fold(c))
            return true;
    return false;
}

/* Whether the word is one of a single script. Only a word of one letter may be an accent alone. */
static bool word_holds(const struct word *word)
{
    if (word->latin > 1)
        return word->ascii > 0 && word->other == 0;
    return word->other == 0 || word->ascii + word->latin == 0;
}

/* No small letter stands before a capital that is not ASCII, no digit before the first letter. */
static bool take_letter(struct word *word, uint32_t c, uint32_t before)
{
    bool capital = utf8_fold(c) != c;
    if ((capital && word->small) || (before >= '0' && before <= '9'))
        return false;
    if (is_latin(c))
        word->latin++;
    else
        word->other++;
    word->small = !capital;
    return true;
}

/* A mark does not stand in a word, an apostrophe apart. */
static bool mark_holds(oc_text rest, uint32_t before)
{
    size_t length;
    uint32_t mark = utf8_decode(rest.data, rest.size, &length);
    bool ends = length == rest.size || !is_ascii_letter((unsigned char)rest.data[length]);
    return mark < 0x80 || mark == APOSTROPHE || ends || !is_ascii_letter(before);
}

bool letters_explain(oc_text text, oc_text letters)
{
    struct word word = {0, 0, 0, false};
    uint32_t before = 0;
    size_t length;
    for (size_t i = 0; i < text.size; i += length) {
        oc_text rest = {text.data + i, text.size - i};
        uint32_t c = utf8_decode(rest.data, rest.size, &length);
        if (is_ascii_letter(c)) {
            word.ascii++;
            word.small = c >= 'a';
        } else if (c < 0x80 || is_mark(c)) {
            if (!word_holds(&word) || !mark_holds(rest, before))
                return false;
            word = (struct word){0, 0, 0, false};
        } else if (!is_listed(c, letters) || !take_letter(&word, c, before)) {
            return false;
        }
        before = c;
    }
    return word_holds(&word);
}
