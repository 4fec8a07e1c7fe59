/* Compiled once for each kind of processor, RUN_ROW_READ being the name of the function then. */
#include "parse/run_row.h"

#include "parse/value.h"
#include "text/block.h"
#include "text/digits.h"

#ifndef RUN_ROW_READ
#define RUN_ROW_READ run_row_read
#endif

/* A shorter row is not read here, nor one that is indented further. */
#define ROW_LEAST 16
#define INDENT_MOST 32
#define PORT_DIGITS 5

/* The first 64 characters of a row. */
struct window {
    struct block block;
    uint64_t blank; /* and all behind the row */
    uint64_t digit;
};

static inline uint64_t from_bit(size_t bit)
{
    return UINT64_MAX << bit;
}

static inline uint64_t bits_of(struct run_span span)
{
    return from_bit(span.start) & ~from_bit(span.end);
}

/* There must be one. */
static inline size_t lowest(uint64_t bits)
{
    return (size_t)__builtin_ctzll(bits);
}

/* How many zeros stand above the highest bit; there must be one. */
static inline size_t leading(uint64_t bits)
{
    return (size_t)__builtin_clzll(bits);
}

static inline uint64_t load(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

/* ---- the line ------------------------------------------------------------------------------ */

/*
 * Lines end with \n behind up to two \r. Everything waits for where the next line starts, so that
 * comes from the shortest way to it, and what stands before it is checked apart.
 */
static inline bool find_end(struct block first, struct run_row *row)
{
    uint64_t feed = block_equal(first, '\n');
    uint64_t stop = ~block_above(first, 0x1F);
    size_t start = 0;
    if (feed == 0) {
        struct block second = block_at(row->line + BLOCK_BYTES);
        feed = block_equal(second, '\n');
        if (feed == 0)
            return false;
        if (stop == 0) {
            stop = ~block_above(second, 0x1F);
            start = BLOCK_BYTES;
        }
        row->next = BLOCK_BYTES + lowest(feed) + 1;
    } else {
        row->next = lowest(feed) + 1;
    }
    row->end = start + lowest(stop);
    size_t returns = row->next - 1 - row->end;
    return row->end >= ROW_LEAST &&
           (returns == 0 || (row->line[row->end] == '\r' &&
                             (returns == 1 || (returns == 2 && row->line[row->end + 1] == '\r'))));
}

/* ---- its words ----------------------------------------------------------------------------- */

static inline const struct run_plain *find_plain(const struct run_plains *plains, const char *lead)
{
    uint64_t bytes = load(lead);
    for (size_t i = 0; i < plains->count; i++)
        if ((bytes & plains->at[i].mask) == plains->at[i].bytes)
            return &plains->at[i];
    return NULL;
}

/* The next word behind from, which must end inside the window. */
static inline bool next_word(const struct window *window, size_t from, struct run_span *word)
{
    uint64_t words = ~window->blank & from_bit(from);
    if (words == 0)
        return false;
    word->start = lowest(words);
    uint64_t blanks = window->blank & from_bit(word->start);
    if (blanks == 0)
        return false;
    word->end = lowest(blanks);
    return true;
}

/*
 * From the end of the row: the PID, 1 to 8 digits, and the word before it, which is the state where
 * the row has one.
 */
static inline bool read_tail(const struct window *window, struct run_row *row)
{
    uint64_t blank;
    uint64_t digit;
    if (row->end >= BLOCK_BYTES) {
        struct block block = block_at(row->line + row->end - BLOCK_BYTES);
        blank = block_equal(block, ' ');
        digit = block_digits(block);
    } else {
        blank = window->blank << (BLOCK_BYTES - row->end);
        digit = window->digit << (BLOCK_BYTES - row->end);
    }
    size_t padding = leading(~blank | 1);
    size_t digits = leading(blank << padding | 1);
    if (digits - 1 >= DIGITS_MOST || leading(~(digit << padding) | 1) < digits)
        return false;
    size_t end = row->end - padding;
    row->pid = digits_number(row->line + end, digits);
    blank = blank << padding << digits;
    size_t gap = leading(~blank | 1);
    blank <<= gap;
    row->state.end = end - digits - gap;
    row->state.start = row->state.end - leading(blank | 1);
    return blank != 0;
}

/* Between the remote end and the PID stands one word, or, where the row has no state, none. */
static inline bool check_state(const struct window *window, const struct run_row *row)
{
    const struct run_span *remote = &row->remote.span;
    if (!row->plain->has_state)
        return row->state.end == remote->end;
    uint64_t words = ~window->blank & from_bit(remote->end);
    char first = row->line[row->state.start];
    return words != 0 && lowest(words) == row->state.start && first != '[' &&
           (first < '0' || first > '9');
}

/* ---- its ends ------------------------------------------------------------------------------ */

static inline uint64_t without_lowest(uint64_t bits)
{
    return bits & (bits - 1);
}

/* Numbers of 1 to 3 digits, none above 255 or with a zero in front: without a branch for each,
 * which no processor would foresee. */
static inline bool are_octets(const struct window *window, uint64_t digit)
{
    struct block block = window->block;
    uint64_t two = digit & ~(digit << 1) & digit >> 1;
    uint64_t three = two & digit >> 2;
    uint64_t four = digit & digit >> 1 & digit >> 2 & digit >> 3;
    uint64_t above_5 = block_above(block, '5');
    uint64_t above_55 = block_equal(block, '5') & above_5 >> 1;
    uint64_t above_255 = block_equal(block, '2') & (above_5 | above_55) >> 1;
    uint64_t wrong = (three & (block_above(block, '2') | above_255)) | four;
    return (wrong | (two & block_equal(block, '0'))) == 0;
}

/* The first five characters as a number that keeps their order. */
static inline uint64_t ordered(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    return (uint64_t)at[0] << 32 | (uint64_t)at[1] << 24 | (uint64_t)at[2] << 16 |
           (uint64_t)at[3] << 8 | at[4];
}

static inline bool is_port(const char *line, const struct run_end *end)
{
    size_t digits = end->span.end - end->colon - 1;
    return digits < PORT_DIGITS ||
           (digits == PORT_DIGITS && ordered(line + end->colon + 1) <= ordered("65535"));
}

/* Whether both ends are an IPv4 address, a colon, and a port: the bits of both at once. */
static inline bool are_ipv4(const struct window *window, struct run_row *row)
{
    struct run_end *local = &row->local;
    struct run_end *remote = &row->remote;
    uint64_t local_bits = bits_of(local->span);
    uint64_t bits = local_bits | bits_of(remote->span);
    uint64_t dot = block_equal(window->block, '.') & bits;
    uint64_t colon = block_equal(window->block, ':') & bits;
    uint64_t between = dot | colon;
    uint64_t second = without_lowest(colon);
    if (second == 0 || without_lowest(second) != 0 || (bits & ~(between | window->digit)) != 0 ||
        ((between << 1 | between >> 1) & ~window->digit) != 0)
        return false;
    local->colon = lowest(colon);
    remote->colon = lowest(second);
    if (local->colon >= local->span.end || remote->colon < remote->span.start)
        return false;
    uint64_t address = bits & ((UINT64_C(1) << local->colon) - 1);
    address |= bits_of(remote->span) & ((UINT64_C(1) << remote->colon) - 1);
    return (dot & ~address) == 0 && __builtin_popcountll(dot) == 6 &&
           __builtin_popcountll(dot & local_bits) == 3 &&
           are_octets(window, window->digit & address) && is_port(row->line, local) &&
           is_port(row->line, remote);
}

static oc_text cell_of(const struct run_row *row, const struct run_span *span)
{
    return (oc_text){row->line + span->start, span->end - span->start};
}

static bool are_endpoints(const struct run_row *row)
{
    oc_endpoint end;
    return value_is_endpoint(cell_of(row, &row->local.span), &end) &&
           value_is_endpoint(cell_of(row, &row->remote.span), &end);
}

bool RUN_ROW_READ(const struct run_plains *plains, const char *line, struct run_row *row)
{
    struct window window = {.block = block_at(line)};
    row->line = line;
    if (!find_end(window.block, row))
        return false;
    window.blank = block_equal(window.block, ' ');
    window.digit = block_digits(window.block);
    if (!read_tail(&window, row))
        return false;
    if (row->end < BLOCK_BYTES)
        window.blank |= from_bit(row->end);
    size_t lead = lowest(~window.blank | UINT64_C(1) << 63);
    if (lead > INDENT_MOST)
        return false;
    row->plain = find_plain(plains, line + lead);
    if (row->plain == NULL || !next_word(&window, lead + row->plain->lead.size, &row->local.span) ||
        !next_word(&window, row->local.span.end, &row->remote.span) || !check_state(&window, row))
        return false;
    row->ipv4 = are_ipv4(&window, row);
    return row->ipv4 || are_endpoints(row);
}
