#include "grammar/words.h"

#include "base/text.h"
#include "text/utf8.h"

static bool blank(uint32_t character)
{
    return character == ' ' || character == '\t' || character == 0xA0;
}

/* The next character of *text, taken off it; blanks in a row are one, lost characters are U+FFFD.
 */
static uint32_t next_character(oc_text *text)
{
    size_t length;
    uint32_t character = utf8_decode_escaped(text->data, text->size, &length);
    if (character == 0x2019)
        character = '\'';
    *text = text_sub(*text, length, text->size);
    if (!blank(character))
        return character;
    while (text->size > 0 && blank(utf8_decode(text->data, text->size, &length)))
        *text = text_sub(*text, length, text->size);
    return ' ';
}

/* Stands for itself: no blank, and no beginning of anything longer. */
static inline bool is_plain(char byte)
{
    return byte > ' ' && byte < 0x7F && byte != '\\';
}

/*
 * Takes word off the beginning of *text. cut: the text may end inside the word. Where half of the
 * characters and more were lost, anything would match, so nothing does.
 */
static bool take_word(oc_text *text, oc_text word, bool cut)
{
    oc_text rest = *text;
    size_t lost = 0;
    size_t seen = 0;
    for (; word.size > 0 && rest.size > 0; seen++) {
        if (is_plain(rest.data[0]) && is_plain(word.data[0])) {
            if (rest.data[0] != word.data[0])
                return false;
            rest = (oc_text){rest.data + 1, rest.size - 1};
            word = (oc_text){word.data + 1, word.size - 1};
            continue;
        }
        uint32_t printed = next_character(&rest);
        uint32_t known = next_character(&word);
        if (printed != known && printed != UTF8_REPLACEMENT)
            return false;
        lost += printed != known;
    }
    if ((word.size > 0 && !cut) || seen <= 2 * lost)
        return false;
    *text = rest;
    return true;
}

/* text has no blanks at its ends. */
static bool same(oc_text text, oc_text word, bool cut)
{
    return take_word(&text, word, cut) && text.size == 0;
}

bool words_same(oc_text a, oc_text b)
{
    return same(text_trim(a), b, false);
}

/* ---- how words begin ----------------------------------------------------------------------- */

/* A letter that takes more than one byte, and the next one with it, tell more. */
#define BEGINNING_BYTES 3
#define BEGINNING_BYTES_WIDE 4

static bool blank_or_end(oc_text text)
{
    return text.size == 0 || text.data[0] == ' ' || text.data[0] == '\t' ||
           text_starts(text, text_of("\xC2\xA0"));
}

/*
 * Where in the table what begins so stands, up to the first blank; SIZE_MAX where a character may
 * have been lost, which stands for any.
 */
static size_t beginning_of(oc_text text)
{
    size_t place = 0;
    bool wide = text.size > 0 && (unsigned char)text.data[0] >= 0x80;
    size_t size = wide ? BEGINNING_BYTES_WIDE : BEGINNING_BYTES;
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = i < text.size ? (unsigned char)text.data[i] : ' ';
        if (byte == ' ' || byte == '\t' || (byte == 0xC2 && blank_or_end(text_sub(text, i, 2))))
            return (place * 31 + ' ') % BEGINNINGS;
        if (byte == '\\' || byte == 0xEF)
            return SIZE_MAX;
        place = place * 31 + byte;
    }
    return place % BEGINNINGS;
}

#define APOSTROPHE "\xE2\x80\x99"

/* The first bytes of a word, all apostrophes being plain ones or all being typographic ones. */
static oc_text beginning_with(oc_text word, bool plain, char bytes[3 * BEGINNING_BYTES_WIDE])
{
    size_t size = 0;
    for (size_t i = 0; i < word.size && size < BEGINNING_BYTES_WIDE; i++) {
        bool typographic = text_starts(text_sub(word, i, word.size), text_of(APOSTROPHE));
        i += typographic ? sizeof APOSTROPHE - 2 : 0;
        if (!typographic && word.data[i] != '\'')
            bytes[size++] = word.data[i];
        else if (plain)
            bytes[size++] = '\'';
        else
            for (size_t k = 0; k < sizeof APOSTROPHE - 1; k++)
                bytes[size++] = APOSTROPHE[k];
    }
    return (oc_text){bytes, size};
}

static void note_beginning(struct beginnings *beginnings, oc_text word, enum words_kind kind)
{
    char bytes[3 * BEGINNING_BYTES_WIDE];
    for (int plain = 0; plain < 2; plain++) {
        size_t place = beginning_of(beginning_with(text_trim(word), plain == 1, bytes));
        uint8_t *seen = place == SIZE_MAX ? &beginnings->any : &beginnings->seen[place];
        *seen = (uint8_t)(*seen | kind);
    }
}

static bool begins_headings(const oc_grammars *grammars, const struct label *label)
{
    for (const struct shape *shape = grammars->shapes; shape != NULL; shape = shape->next)
        for (const struct heading *at = shape->headings; at != NULL; at = at->next)
            if (label->column == at->columns.at[0] && text_equal(label->family, shape->labels))
                return true;
    return false;
}

void words_seal(oc_grammars *grammars)
{
    struct beginnings *beginnings = &grammars->beginnings;
    for (const struct title *at = grammars->titles; at != NULL; at = at->next)
        note_beginning(beginnings, at->text, WORDS_TITLE);
    for (const struct notice *at = grammars->notices; at != NULL; at = at->next)
        note_beginning(beginnings, at->text, WORDS_NOTICE);
    for (const struct label *at = grammars->labels; at != NULL; at = at->next)
        if (begins_headings(grammars, at))
            note_beginning(beginnings, at->text, WORDS_HEADING);
}

bool words_may_begin(const oc_grammars *grammars, oc_text text, enum words_kind kinds)
{
    const struct beginnings *beginnings = &grammars->beginnings;
    size_t place = beginning_of(text);
    return place == SIZE_MAX || ((beginnings->seen[place] | beginnings->any) & kinds) != 0;
}

/* ---- whole lines --------------------------------------------------------------------------- */

const struct title *words_title(const oc_grammars *grammars, oc_text line)
{
    const struct title *title = grammars->titles;
    line = text_trim(line);
    if (!words_may_begin(grammars, line, WORDS_TITLE))
        return NULL;
    while (title != NULL && !same(line, title->text, false))
        title = title->next;
    return title;
}

const struct notice *words_notice(const oc_grammars *grammars, oc_text line)
{
    const struct notice *notice = grammars->notices;
    line = text_trim(line);
    if (!words_may_begin(grammars, line, WORDS_NOTICE))
        return NULL;
    while (notice != NULL && !same(line, notice->text, false))
        notice = notice->next;
    return notice;
}

oc_state words_state(const oc_grammars *grammars, oc_text word)
{
    oc_state state = oc_state_of(word);
    if (state != OC_STATES && state != OC_UNKNOWN &&
        text_equal(word, text_of(oc_state_text(state))))
        return state;
    word = text_trim(word);
    for (const struct state_word *at = grammars->states; at != NULL; at = at->next)
        if (same(word, at->text, false))
            return at->state;
    return OC_UNKNOWN;
}

/* The labels of a language, of all where it is NULL. */
static const struct label *first_label(const oc_grammars *grammars, const struct language *language)
{
    return language == NULL ? grammars->labels : language->labels;
}

static const struct label *next_label(const struct label *label, const struct language *language)
{
    const struct label *next = label->next;
    return next != NULL && (language == NULL || next->language == language) ? next : NULL;
}

static bool labels_column(const struct label *label, oc_text family, enum column column)
{
    return label->column == column && text_equal(label->family, family);
}

static bool lists_label(const oc_grammars *grammars, const struct language *language,
                        oc_text family, enum column column)
{
    const struct label *label = first_label(grammars, language);
    while (label != NULL && !labels_column(label, family, column))
        label = next_label(label, language);
    return label != NULL;
}

/* Takes the language's label of the column off the beginning of *text; NULL: that of any. */
static bool take_label(const oc_grammars *grammars, const struct language *language, oc_text family,
                       enum column column, oc_text *text)
{
    const struct label *label = first_label(grammars, language);
    for (; label != NULL; label = next_label(label, language)) {
        oc_text rest = *text;
        if (labels_column(label, family, column) && take_word(&rest, label->text, false) &&
            blank_or_end(rest)) {
            *text = text_trim(rest);
            return true;
        }
    }
    return false;
}

/* What a language does not list may stand there as in another: what is seldom printed is seldom
 * translated. Most of the labels must be its own. *known is how many columns were there. */
static bool heading_in(const oc_grammars *grammars, const struct language *language,
                       const struct shape *shape, const struct columns *columns, oc_text line,
                       size_t *known)
{
    oc_text rest = text_trim(line);
    size_t own = 0;
    for (*known = 0; *known < columns->count; ++*known) {
        enum column column = columns->at[*known];
        if (take_label(grammars, language, shape->labels, column, &rest))
            own++;
        else if (lists_label(grammars, language, shape->labels, column) ||
                 !take_label(grammars, NULL, shape->labels, column, &rest))
            return false;
    }
    return rest.size == 0 && 2 * own > columns->count;
}

static bool begin_alike(const struct columns *a, const struct columns *b, size_t count)
{
    size_t i = 0;
    while (i < count && i < a->count && i < b->count && a->at[i] == b->at[i])
        i++;
    return i == count;
}

/* The first of the headings that the language has there: those that begin as one that stopped short
 * of its end stop at the same label. */
static const struct columns *which_heading(const oc_grammars *grammars,
                                           const struct language *language,
                                           const struct shape *shape, oc_text line)
{
    const struct columns *tried = NULL;
    size_t known = 0;
    for (const struct heading *at = shape->headings; at != NULL; at = at->next) {
        if (tried != NULL && begin_alike(tried, &at->columns, known + 1))
            continue;
        tried = &at->columns;
        if (heading_in(grammars, language, shape, tried, line, &known))
            return tried;
    }
    return NULL;
}

/* Most lines are no heading: one look at the labels of the first columns says so. Headings differ
 * in their last columns. */
static bool begins_heading(const oc_grammars *grammars, const struct shape *shape, oc_text line)
{
    enum column seen = COLUMNS;
    for (const struct heading *at = shape->headings; at != NULL; at = at->next) {
        enum column first = at->columns.at[0];
        oc_text rest = line;
        if (first != seen && take_label(grammars, NULL, shape->labels, first, &rest))
            return true;
        seen = first;
    }
    return false;
}

const struct language *words_heading(const oc_grammars *grammars, const struct shape *shape,
                                     oc_text line, const struct columns **columns)
{
    if (!words_may_begin(grammars, text_trim(line), WORDS_HEADING) ||
        !begins_heading(grammars, shape, text_trim(line)))
        return NULL;
    for (const struct language *at = grammars->languages; at != NULL; at = at->next) {
        *columns = which_heading(grammars, at, shape, line);
        if (*columns != NULL)
            return at;
    }
    return NULL;
}

const struct language *words_columns(const oc_grammars *grammars, const struct shape *shape,
                                     const struct columns *columns, oc_text line)
{
    size_t known;
    for (const struct language *at = grammars->languages; at != NULL; at = at->next)
        if (heading_in(grammars, at, shape, columns, line, &known))
            return at;
    return NULL;
}

static bool labelled(const oc_grammars *grammars, const struct language *language, oc_text family,
                     enum column column, oc_text heading, bool cut)
{
    const struct label *label = first_label(grammars, language);
    heading = text_trim(heading);
    while (label != NULL &&
           !(labels_column(label, family, column) && same(heading, label->text, cut)))
        label = next_label(label, language);
    return label != NULL;
}

bool words_label(const oc_grammars *grammars, const struct shape *shape, enum column column,
                 oc_text heading)
{
    return labelled(grammars, NULL, shape->labels, column, heading, false);
}

const struct language *words_labels(const oc_grammars *grammars, const struct shape *shape,
                                    const struct columns *columns, const oc_text *headings,
                                    bool cut)
{
    const struct language *best = NULL;
    size_t most = 1; /* "PID" is the same in all of them and proves none */
    for (const struct language *at = grammars->languages; at != NULL && most < columns->count;
         at = at->next) {
        size_t matches = 0;
        for (size_t i = 0; i < columns->count; i++)
            matches += labelled(grammars, at, shape->labels, columns->at[i], headings[i], cut);
        if (matches > most) {
            most = matches;
            best = at;
        }
    }
    return best;
}
