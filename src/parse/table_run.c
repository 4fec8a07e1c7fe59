#include "parse/table_run.h"

#include <string.h>

/* Characters of UTF-16 that are narrowed at a time: some rows. */
#define PIECE 2048

void table_run_init(struct table_run *run)
{
    run->read = NULL;
    run->shape = NULL;
    run->usable = false;
}

/* The rule is compared and not where it lies: each list has its own in the same place. */
static bool use_table(struct table_run *run, const struct section *section)
{
    if (run->shape == section->shape &&
        memcmp(&run->ruler, &section->ruler, sizeof run->ruler) == 0)
        return run->usable;
    run->shape = section->shape;
    run->ruler = section->ruler;
    run->usable = table_columns_of(&run->columns, run->shape, &run->ruler);
    if (run->usable && run->read == NULL) {
        table_reader *readers[TABLE_READERS];
        table_readers(readers);
        run->read = readers[0];
    }
    return run->usable;
}

/* Returns how many characters were taken, whose rows are added to *count. */
static size_t take_rows(const struct table_run *run, struct emit *emit, struct view piece,
                        struct table_text from, uint64_t *count)
{
    struct table_rows rows;
    size_t at = 0;
    do {
        from.text = (oc_text){piece.data + at, piece.size - at};
        run->read(&run->columns, &from, &rows);
        if (rows.count > 0)
            emit_processes(emit, rows.at, rows.count);
        at += rows.taken;
        from.place.line += rows.count;
        from.place.byte += rows.taken * from.width;
        *count += rows.count;
    } while (rows.count == TABLE_ROWS && emit->status == OC_OK);
    return at;
}

static struct view next_piece(const struct lines *lines, char narrow[PIECE])
{
    struct view ahead = lines_ahead(lines);
    if (lines->unit == UNIT_BYTE)
        return ahead;
    size_t units = ahead.size / 2 < PIECE ? ahead.size / 2 : PIECE;
    return (struct view){narrow, unit_narrow(ahead.data, units, lines->unit, narrow), false};
}

void table_run_rows(struct table_run *run, struct lines *lines, struct section *section)
{
    char narrow[PIECE];
    size_t width = lines->unit == UNIT_BYTE ? 1 : 2;
    size_t taken;
    if (!use_table(run, section) || lines->longest < run->columns.reach * width)
        return;
    do {
        uint64_t rows = 0;
        const struct table_text from = {.place = lines->next, .width = width};
        taken = take_rows(run, section->emit, next_piece(lines, narrow), from, &rows);
        lines_take(lines, taken * width, rows);
        section->rows += rows;
        section->last_line += rows;
        if (rows > 0)
            section->double_spaced = false;
    } while (taken > 0 && width > 1);
}
