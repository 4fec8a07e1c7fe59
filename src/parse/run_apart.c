/* Compiled once for each kind of processor, RUN_APART being the name of the function then. */
#include "base/load.h"
#include "base/text.h"
#include "grammar/plain.h"
#include "grammar/words.h"
#include "parse/run_ends.h"
#include "parse/value.h"
#include "text/block.h"
#include "text/digits.h"

#include <string.h>

#ifndef RUN_APART
#define RUN_APART run_apart
#endif

#define BLOCKS (RUN_LONGEST / BLOCK_BYTES)
#define WORD sizeof(uint64_t)

/* ---- words --------------------------------------------------------------------------------- */

/* The words of a row, in order; a row of UDP has no state. */
enum word { WORD_LEAD, WORD_LOCAL, WORD_REMOTE, WORD_STATE, WORD_PID, WORDS };

struct words {
    const char *line;
    uint8_t edges[2 * WORDS]; /* where each of them starts and has ended */
    size_t count;             /* of edges */
    size_t end;               /* of the text of the line */
    size_t line_end_size;
};

/* The bytes of a line end that begins there; 0: it is none within the longest row. */
static inline size_t line_end_size(const char *line, size_t end)
{
    size_t feed = end;
    while (feed < RUN_LONGEST && line[feed] == '\r')
        feed++;
    return feed < RUN_LONGEST && line[feed] == '\n' ? feed + 1 - end : 0;
}

static inline bool take_edges(struct words *words, size_t start, uint64_t edges)
{
    for (; edges != 0; edges &= edges - 1) {
        if (words->count == 2 * WORDS)
            return false;
        words->edges[words->count++] = (uint8_t)(start + (size_t)__builtin_ctzll(edges));
    }
    return true;
}

/* All but the line is found out. False: there are more words than a row has, or something else than
 * words and blanks. */
static inline bool split(struct words *words)
{
    const char *line = words->line;
    uint64_t before = 0;
    for (size_t at = 0; at < RUN_LONGEST; at += BLOCK_BYTES) {
        const struct block block = block_at(line + at);
        uint64_t filled = block_bits(block_above(block, ' '));
        uint64_t other =
            ~(filled | block_bits(block_or(block_equal(block, ' '), block_equal(block, '\t'))));
        filled &= (other & (0 - other)) - 1;
        if (!take_edges(words, at, filled ^ (filled << 1 | before)))
            return false;
        before = filled >> 63;
        if (other == 0)
            continue;
        words->end = at + (size_t)__builtin_ctzll(other);
        words->line_end_size = line_end_size(line, words->end);
        return words->line_end_size > 0;
    }
    return false;
}

static inline oc_text word_at(const struct words *words, enum word word)
{
    const size_t start = words->edges[2 * word];
    return (oc_text){words->line + start, words->edges[2 * word + 1] - start};
}

/* Of which what the grammar says is known: see is_usual of run.c. */
static inline const struct plain *plain_of(const struct shape *shape, const struct words *words)
{
    const oc_text lead = word_at(words, WORD_LEAD);
    const struct plain *plain = shape->plains;
    while (plain != NULL &&
           (2 * plain->columns.count != words->count || !text_equal(lead, plain->lead)))
        plain = plain->next;
    return plain;
}

/* ---- ends ---------------------------------------------------------------------------------- */

static inline bool known_bracket(const struct run_memory *memory, const char *text, size_t size)
{
    const struct run_bracket *bracket = memory->brackets;
    const struct run_bracket *end = bracket + RUN_BRACKETS;
    while (bracket < end && (bracket->size != size || memcmp(bracket->text, text, size) != 0))
        bracket++;
    return bracket < end;
}

/* The end was read: so is each that has the same address, which begins with a bracket. */
static void learn_bracket(struct run_memory *memory, oc_text end, size_t colon)
{
    if (end.data[colon - 1] != ']' || colon > RUN_BRACKET_MOST)
        return;
    struct run_bracket *bracket = &memory->brackets[memory->next_bracket++ % RUN_BRACKETS];
    memcpy(bracket->text, end.data, colon);
    bracket->size = colon;
}

/* Where the colon is before a port of one to five digits up to 65535; 0: there is none. */
static inline size_t colon_of(const struct words *words, oc_text end)
{
    const char *behind = end.data + end.size;
    if (behind - words->line < DIGITS_MOST)
        return 0;
    const uint64_t last = digits_load(behind - DIGITS_MOST);
    const size_t digits = digits_trailing(last);
    if (digits < 1 || digits > 5 || end.size <= digits + 1 || behind[-(ptrdiff_t)digits - 1] != ':')
        return 0;
    return digits_number(behind, digits) <= UINT16_MAX ? end.size - digits - 1 : 0;
}

/* As value.c reads it. *colon: behind its address, where that is IPv4; else 0. */
static inline bool read_end(struct run_memory *memory, const struct words *words, enum word word,
                            uint32_t *colon)
{
    const oc_text end = word_at(words, word);
    const size_t at = colon_of(words, end);
    const bool bracket = end.data[0] == '[';
    oc_endpoint unused;
    *colon = at > 0 && !bracket && run_ends_address(end.data) == at ? (uint32_t)at : 0;
    if (*colon > 0 || (at > 0 && bracket && known_bracket(memory, end.data, at)) ||
        text_equal(end, (oc_text){"*:*", 3}))
        return true;
    if (!value_is_endpoint(end, &unused))
        return false;
    if (at > 0 && bracket)
        learn_bracket(memory, end, at);
    return true;
}

/* ---- the state ----------------------------------------------------------------------------- */

/* A word that fills its column is looked up once. */
static inline bool read_state(struct run_memory *memory, const struct words *words,
                              struct run_known *state)
{
    const oc_text word = word_at(words, WORD_STATE);
    const uint64_t text[2] = {load_word(word.data), load_word(word.data + WORD)};
    const bool fills = words->edges[2 * WORD_PID] - words->edges[2 * WORD_STATE] == RUN_STATE_WIDTH;
    struct run_state *slot = &memory->states[run_state_slot(text)];
    if (fills && slot->text[0] == text[0] && slot->text[1] == text[1]) {
        *state = slot->known;
        return true;
    }
    if (!plain_fits(TYPE_STATE, word))
        return false;
    *state = (struct run_known){(uint32_t)word.size, words_state(memory->grammars, word)};
    if (fills)
        *slot = (struct run_state){{text[0], text[1]}, *state};
    return true;
}

/* ---- the row ------------------------------------------------------------------------------- */

/* Of a row without a state the PID stands where the others have one. */
static inline enum word pid_of(const struct words *words)
{
    return words->count == 2 * WORDS ? WORD_PID : WORD_STATE;
}

static inline bool read_pid(const struct words *words, uint32_t *pid)
{
    const uint8_t *edges = &words->edges[2 * pid_of(words)];
    const size_t size = (size_t)(edges[1] - edges[0]);
    const uint64_t characters = digits_load(words->line + edges[0]);
    if (size > DIGITS_MOST || digits_leading(characters) < size)
        return false;
    *pid = digits_value(characters, size);
    return true;
}

static inline bool read_words(struct run_memory *memory, const struct words *words,
                              struct run_row *row)
{
    const bool has_state = pid_of(words) == WORD_PID;
    const uint8_t *edges = words->edges;
    row->line = words->line;
    row->state = (struct run_known){0, OC_UNKNOWN};
    row->places = (struct run_places){
        .lead = {edges[2 * WORD_LEAD], edges[2 * WORD_LEAD + 1]},
        .local = edges[2 * WORD_LOCAL],
        .remote = edges[2 * WORD_REMOTE],
        .state = has_state ? edges[2 * WORD_STATE] : 0,
        .has_state = has_state,
    };
    return read_pid(words, &row->pid) && read_end(memory, words, WORD_LOCAL, &row->local_colon) &&
           read_end(memory, words, WORD_REMOTE, &row->remote_colon) &&
           (!has_state || read_state(memory, words, &row->state));
}

/* Rows whose words push each other aside are taken apart one by one, and those without a state,
 * which have no remote end, as well. */
static inline bool has_layout(const struct words *words, const struct run_places *places)
{
    return places->has_state && places->local >= RUN_LEAD_LEAST && places->local <= RUN_LEAD_MOST &&
           places->remote - places->local == RUN_END_WIDTH &&
           places->state - places->remote == RUN_END_WIDTH &&
           words->edges[2 * WORD_PID] - places->state == RUN_STATE_WIDTH &&
           words->edges[2 * WORD_PID + 1] == words->end && words->line_end_size <= sizeof(uint32_t);
}

/* Where rows differ in their ends alone it is there already. */
static inline bool is_layout(const struct run_layout *layout, const struct words *words,
                             const struct run_places *places)
{
    return layout->local == places->local && layout->remote == places->remote &&
           layout->pid == words->edges[2 * WORD_PID] &&
           layout->line_end_size == words->line_end_size &&
           layout->lead[0] == load_word(words->line) &&
           layout->lead[1] == load_word(words->line + places->local - WORD);
}

static inline void learn_layout(struct run_layout *layout, const struct words *words,
                                const struct run_places *places)
{
    const char *line = words->line;
    const char *line_end = line + words->end;
    char mask[sizeof(uint32_t)] = {0};
    memset(mask, -1, words->line_end_size);
    *layout = (struct run_layout){
        .places = *places,
        .lead = {load_word(line), load_word(line + places->local - WORD)},
        .local = places->local,
        .remote = places->remote,
        .state = places->state,
        .pid = words->edges[2 * WORD_PID],
        .line_end = load_half(line_end) & load_half(mask),
        .line_end_mask = load_half(mask),
        .line_end_size = words->line_end_size,
    };
}

size_t RUN_APART(struct run_memory *memory, const char *line, struct run_row *row)
{
    struct words words = {.line = line};
    if (!split(&words) || words.count < 2 * WORD_PID || plain_of(memory->shape, &words) == NULL ||
        !read_words(memory, &words, row))
        return 0;
    if (has_layout(&words, &row->places) && !is_layout(&memory->layout, &words, &row->places))
        learn_layout(&memory->layout, &words, &row->places);
    return words.end + words.line_end_size;
}
