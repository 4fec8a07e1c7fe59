/* Compiled once for each kind of processor, TABLE_READ being the name of the function then. */
#include "parse/table_row.h"

#include "text/block.h"
#include "text/digits.h"
#include "text/unit.h"

#ifndef TABLE_READ
#define TABLE_READ table_read
#endif

/* A line, and bits of its characters, none behind its end; one word more, so that a column that
 * crosses the edge of a block needs no question. */
struct window {
    const char *line;
    uint64_t filled[TABLE_BLOCKS + 1]; /* not blank */
    uint64_t digit[TABLE_BLOCKS + 1];
};

static inline uint64_t below_bit(size_t bit)
{
    return ~(UINT64_MAX << bit);
}

/* There must be one. */
static inline size_t lowest(uint64_t bits)
{
    return (size_t)__builtin_ctzll(bits);
}

static inline size_t highest(uint64_t bits)
{
    return (size_t)(63 - __builtin_clzll(bits));
}

/* ---- the line ------------------------------------------------------------------------------ */

/* What ends the text of a row, and what a row that is read here does not have: characters that may
 * take another width than one, quotes, and the beginning of an escape. */
static inline uint64_t odd_bytes(struct block block)
{
    struct block other = block_or(block_equal(block, 0x7F), block_equal(block, '\\'));
    return ~block_bits(
        block_without(block_above(block, 0x1F), block_or(other, block_equal(block, '"'))));
}

/* \n behind up to two \r, most often behind one; returns where the next line starts, or 0. */
static inline size_t line_end(const char *line, size_t end)
{
    if (line[end] == '\r' && line[end + 1] == '\n')
        return end + 2;
    end += line[end] == '\r';
    end += line[end] == '\r';
    return line[end] == '\n' ? end + 1 : 0;
}

/* The text ends before the first odd character of the block: no bit is set from there on. */
static inline void end_window(struct window *window, size_t block, size_t blocks, uint64_t odd)
{
    const uint64_t text = ~odd & (odd - 1);
    window->filled[block] &= text;
    window->digit[block] &= text;
    for (size_t i = block + 1; i <= blocks; i++) {
        window->filled[i] = 0;
        window->digit[i] = 0;
    }
}

/* Returns where the text of the line ends; 0: not within the blocks. */
static inline size_t look_at(const char *line, size_t blocks, struct window *window)
{
    window->line = line;
    for (size_t i = 0; i < blocks; i++) {
        struct block block = block_at(line + i * BLOCK_BYTES);
        uint64_t odd = odd_bytes(block);
        window->filled[i] = ~block_bits(block_equal(block, ' '));
        window->digit[i] = block_bits(block_digits(block));
        if (odd != 0) {
            end_window(window, i, blocks, odd);
            return i * BLOCK_BYTES + lowest(odd);
        }
    }
    return 0;
}

/* Returns where the next line starts; 0: it is no line that is read here. */
static inline size_t read_line(const char *line, size_t blocks, struct window *window)
{
    size_t end = look_at(line, blocks, window);
    size_t next = end > 0 ? line_end(line, end) : 0;
    /* The next line begins with text: so this was no half of a character of UTF-16. */
    return next > 0 && unit_is_text(line[next]) ? next : 0;
}

/* What is true of every row: without a branch for each. */
static inline bool fits_columns(const struct table_columns *columns, const struct window *window)
{
    uint64_t wrong = 0;
    uint64_t before = 0;
    for (size_t i = 0; i < columns->blocks; i++) {
        uint64_t filled = window->filled[i];
        uint64_t behind_filled = filled << 1 | before;
        wrong |= filled & columns->blank[i];
        wrong |= ~filled & columns->filled[i];
        wrong |= ((filled ^ window->digit[i]) | (~filled & behind_filled)) & columns->number[i];
        before = filled >> 63;
    }
    return wrong == 0;
}

/* ---- its cells ----------------------------------------------------------------------------- */

/* The bits of the characters that stand in the column. */
static inline uint64_t bits_in(const uint64_t *bits, const struct table_column *column)
{
    size_t word = column->start / BLOCK_BYTES;
    size_t shift = column->start % BLOCK_BYTES;
    return (bits[word] >> shift | bits[word + 1] << 1 << (63 - shift)) & column->mask;
}

static inline oc_text text_in(const char *line, const struct table_column *column, uint64_t filled)
{
    if (filled == 0)
        return (oc_text){NULL, 0};
    size_t first = lowest(filled);
    return (oc_text){line + column->start + first, highest(filled) + 1 - first};
}

/* As name_like of matcher.c: no four blanks in a row stand inside of it. Most names have none. */
static inline bool is_name(const struct table_column *column, uint64_t filled)
{
    uint64_t first = filled & (0 - filled);
    if (((filled + first) & filled) == 0)
        return filled != 0;
    uint64_t blank = ~filled & column->mask;
    uint64_t inside = below_bit(highest(filled)) & ~below_bit(lowest(filled));
    return (blank & blank >> 1 & blank >> 2 & blank >> 3 & inside) == 0;
}

/* Blanks and digits of which fits_columns has seen that they are a number. */
static inline uint32_t number_in(const char *line, const struct table_column *column)
{
    const uint64_t blank_to_zero = UINT64_C(0x1010101010101010);
    uint64_t characters = digits_load(line + column->start + column->width - DIGITS_MOST);
    unsigned unused = (unsigned)(8 * (DIGITS_MOST - column->width));
    return digits_sum(((characters | blank_to_zero) ^ DIGITS_ZEROS) >> unused << unused);
}

/* ---- memory -------------------------------------------------------------------------------- */

/* Groups of three digits with a character between them, from the highest bit down. */
#define GROUPS UINT64_C(0xEEEEEEEEEEEEEEEE)
/* Three groups. */
#define MEMORY_MOST 11

/* The number that the size characters before end are, which have the form of GROUPS. */
static inline uint32_t grouped_number(const char *end, size_t size)
{
    uint64_t two = digits_load(end - DIGITS_MOST) ^ DIGITS_ZEROS;
    uint64_t digits = (two & UINT64_C(0xFFFFFF0000000000)) | (two & UINT64_C(0xFFFFFF00)) << 8;
    if (size > DIGITS_MOST)
        return digits_sum(digits) + digits_number(end - DIGITS_MOST, size - DIGITS_MOST) * 1000000;
    unsigned unused = (unsigned)(8 * (DIGITS_MOST - size + (size > 3)));
    return digits_sum(digits >> unused << unused);
}

/* Digits in groups, a blank, a unit without digits: as read_memory of value.c would read it. */
static inline bool read_memory(const struct window *window, const struct table_column *column,
                               const char *line, int64_t *kib)
{
    uint64_t filled = bits_in(window->filled, column);
    uint64_t digit = bits_in(window->digit, column);
    if (digit == 0 || lowest(filled) != lowest(digit))
        return false;
    size_t end = highest(digit) + 1;
    size_t size = end - lowest(digit);
    if (size > MEMORY_MOST || digit << (64 - end) != (GROUPS & UINT64_MAX << (64 - size)) ||
        filled >> end == 0 || (filled >> end & 1) != 0)
        return false;
    *kib = grouped_number(line + column->start + end, size);
    return true;
}

/* ---- the row ------------------------------------------------------------------------------- */

/* The last cell is there, and, where it is of TYPE_NAMES, does not begin with a number. */
static inline bool ends_whole(const struct table_columns *columns, const struct window *window)
{
    uint64_t filled = bits_in(window->filled, &columns->last);
    uint64_t first = filled & (0 - filled);
    return filled != 0 &&
           !(columns->last_names && (first & bits_in(window->digit, &columns->last)) != 0);
}

static inline bool read_cells(const struct table_columns *columns, const struct window *window,
                              oc_process *process)
{
    const char *line = window->line;
    uint64_t image = bits_in(window->filled, &columns->image);
    process->memory_kib = OC_NONE;
    if (!is_name(&columns->image, image) ||
        (columns->last.width > 0 && !ends_whole(columns, window)) ||
        (columns->memory.width > 0 &&
         !read_memory(window, &columns->memory, line, &process->memory_kib)))
        return false;
    process->image = text_in(line, &columns->image, image);
    process->image_cut = process->image.size == columns->image.width;
    process->pid = number_in(line, &columns->pid);
    process->session = text_in(line, &columns->session, bits_in(window->filled, &columns->session));
    process->session_id = OC_NONE;
    if (columns->session_id.width > 0)
        process->session_id = number_in(line, &columns->session_id);
    return true;
}

/* Returns where the next line starts; 0: the line is no row that is read here. */
static inline size_t read_row(const struct table_columns *columns, const char *line,
                              oc_process *process)
{
    struct window window;
    size_t next = read_line(line, columns->blocks, &window);
    bool is_row =
        next > 0 && fits_columns(columns, &window) && read_cells(columns, &window, process);
    return is_row ? next : 0;
}

void TABLE_READ(const struct table_columns *columns, const struct table_text *from,
                struct table_rows *rows)
{
    size_t count = 0;
    size_t at = 0;
    size_t next;
    while (count < TABLE_ROWS && from->text.size - at >= columns->reach &&
           (next = read_row(columns, from->text.data + at, &rows->at[count])) > 0) {
        rows->at[count].place =
            (oc_place){from->place.line + count, from->place.byte + at * from->width};
        at += next;
        count++;
    }
    rows->count = count;
    rows->taken = at;
}
