#include "parse/table_columns.h"

#include "text/block.h"
#include "text/digits.h"

#include <string.h>

/* A column must have fewer characters than a word has bits. */
#define WIDEST (BLOCK_BYTES - 1)
/* Memory is read with as many characters before its end, whatever these are. */
#define BEFORE_MEMORY (2 * DIGITS_MOST)

/* What is read of a column, and as which type. */
struct use {
    enum type type;
    struct table_column *at; /* NULL: nothing */
};

static struct use use_of(struct table_columns *columns, enum column column)
{
    switch (column) {
    case COLUMN_IMAGE:
        return (struct use){TYPE_NAME, &columns->image};
    case COLUMN_PID:
        return (struct use){TYPE_U32, &columns->pid};
    case COLUMN_SESSION:
        return (struct use){TYPE_TEXT, &columns->session};
    case COLUMN_SESSION_ID:
        return (struct use){TYPE_U32, &columns->session_id};
    case COLUMN_MEMORY:
        return (struct use){TYPE_MEMORY, &columns->memory};
    default:
        return (struct use){TYPE_TEXT, NULL};
    }
}

static void set_bits(uint64_t bits[TABLE_BLOCKS], size_t start, size_t end, bool on)
{
    for (size_t i = start; i < end; i++) {
        uint64_t bit = UINT64_C(1) << i % BLOCK_BYTES;
        bits[i / BLOCK_BYTES] = on ? bits[i / BLOCK_BYTES] | bit : bits[i / BLOCK_BYTES] & ~bit;
    }
}

/* Only as many characters as digits are read at once: a number with more of them is none that a
 * program prints. */
static void add_number(struct table_columns *columns, struct table_column *column)
{
    size_t end = column->start + column->width;
    size_t width = column->width < DIGITS_MOST ? column->width : DIGITS_MOST;
    set_bits(columns->blank, column->start, end - width, true);
    set_bits(columns->number, end - width, end, true);
    set_bits(columns->filled, end - 1, end, true);
    *column = (struct table_column){end - width, width, ~(UINT64_MAX << width)};
}

static bool add_column(struct table_columns *columns, const struct shape *shape, enum column column,
                       size_t start, size_t width)
{
    enum type type = shape->types[column];
    struct use use = use_of(columns, column);
    size_t seen = width < WIDEST ? width : WIDEST;
    struct table_column added = {start, seen, ~(UINT64_MAX << seen)};
    if (columns->last_names)
        return false;
    set_bits(columns->blank, start, start + width, false);
    columns->last = added;
    columns->last_names = type == TYPE_NAMES;
    if (use.at == NULL)
        return type == TYPE_TEXT || type == TYPE_NAMES;
    *use.at = added;
    if (type == TYPE_U32)
        add_number(columns, use.at);
    if (type == TYPE_U32 || type == TYPE_MEMORY)
        columns->last.width = 0;
    return type == use.type && seen == width;
}

static bool can_be_read(const struct table_columns *columns)
{
    const struct table_column *pid = &columns->pid;
    return columns->image.width > 0 && pid->width > 0 && pid->start + pid->width >= DIGITS_MOST &&
           (columns->memory.width == 0 || columns->memory.start >= BEFORE_MEMORY);
}

bool table_columns_of(struct table_columns *columns, const struct shape *shape,
                      const struct ruler *ruler)
{
    const struct row *row = grammar_row_of(shape, ruler->count);
    if (shape->layout != LAYOUT_RULED || shape->emits != EMITS_PROCESS || row == NULL)
        return false;
    size_t end = ruler->starts[ruler->count - 1] + ruler->widths[ruler->count - 1];
    memset(columns, 0, sizeof *columns);
    memset(columns->blank, 0xFF, sizeof columns->blank);
    columns->blocks = end < 2 * BLOCK_BYTES ? 2 : TABLE_BLOCKS;
    columns->reach = columns->blocks * BLOCK_BYTES + TABLE_ROW_MORE;
    bool known = end < TABLE_BLOCKS * BLOCK_BYTES;
    for (size_t i = 0; i < ruler->count && known; i++)
        known = add_column(columns, shape, row->columns.at[i], ruler->starts[i], ruler->widths[i]);
    return known && can_be_read(columns);
}
