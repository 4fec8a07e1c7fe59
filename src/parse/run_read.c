/* Compiled once for each kind of processor, RUN_READ being the name of the function then, and
 * RUN_APART that of run_apart.c. */
#include "parse/run_read.h"

#include "base/load.h"
#include "parse/run_ends.h"
#include "text/digits.h"

#ifndef RUN_READ
#define RUN_READ run_read
#define RUN_APART run_apart
#endif

#define WORD sizeof(uint64_t)

/* ---- a row in the columns of the one before ------------------------------------------------ */

/* What stands before the local end is the same, byte for byte. */
static inline bool same_lead(const struct run_layout *layout, const char *line)
{
    return ((load_word(line) ^ layout->lead[0]) |
            (load_word(line + layout->local - WORD) ^ layout->lead[1])) == 0;
}

/* A list has few words of states, so that the bytes of most columns are known. */
static inline bool know_state(const struct run_memory *memory, const char *line,
                              struct run_known *state)
{
    const char *column = line + memory->layout.state;
    const uint64_t text[2] = {load_word(column), load_word(column + WORD)};
    const struct run_state *slot = &memory->states[run_state_slot(text)];
    *state = slot->known;
    return ((text[0] ^ slot->text[0]) | (text[1] ^ slot->text[1])) == 0;
}

/* Returns the bytes of the row and its line end; 0: something in it is new, or it is no row. */
static inline size_t read_alike(const struct run_memory *memory,
                                const struct run_ends_constants *constants, const char *line,
                                struct run_row *row)
{
    const struct run_layout *layout = &memory->layout;
    uint64_t tail = digits_load(line + layout->pid);
    size_t digits = digits_leading(tail);
    size_t end = layout->pid + digits;
    if ((load_half(line + end) & layout->line_end_mask) != layout->line_end || digits == 0 ||
        !same_lead(layout, line) || !know_state(memory, line, &row->state) ||
        !run_ends_are_ipv4(line + layout->local, line + layout->remote, constants,
                           &row->local_colon, &row->remote_colon))
        return 0;
    row->line = line;
    row->pid = digits_value(tail, digits);
    row->places = layout->places;
    return end + layout->line_end_size;
}

/* ---- rows ---------------------------------------------------------------------------------- */

/* 1: the row is only counted. Without a branch, because nobody foresees whose row is next. */
static inline size_t is_counted(const oc_pids *counted, uint32_t pid)
{
    bool may_be = pid - 1 < OC_PIDS - 1;
    return (size_t)(counted->bits[pid % OC_PIDS / 64] >> pid % 64) & may_be;
}

/* How far a reader is. */
struct reading {
    const char *at;
    const char *most; /* no row is read behind it */
    const char *last; /* where the row before begins */
    size_t rows;
    size_t told;
    size_t counted; /* 1: the row before is only counted */
};

static inline bool goes_on(const struct reading *reading)
{
    return reading->told < RUN_BATCH && reading->at <= reading->most;
}

static inline void take_row(struct reading *reading, const oc_pids *counted, struct run_row *row,
                            size_t taken)
{
    row->number = (uint32_t)reading->rows++;
    reading->counted = is_counted(counted, row->pid);
    reading->told += 1 - reading->counted;
    reading->last = reading->at;
    reading->at += taken;
}

/* Nothing is called here, so that what it needs stays in registers from row to row. */
static inline void read_all_alike(const struct run_memory *memory, const oc_pids *counted,
                                  struct run_batch *batch, struct reading *out)
{
    const struct run_ends_constants constants = run_ends_constants();
    struct reading reading = *out;
    size_t taken;
    while (goes_on(&reading) &&
           (taken = read_alike(memory, &constants, reading.at, &batch->told[reading.told])) > 0)
        take_row(&reading, counted, &batch->told[reading.told], taken);
    *out = reading;
}

void RUN_READ(struct run_memory *memory, const oc_pids *counted, const char *text, size_t size,
              struct run_batch *batch)
{
    struct reading reading = {.at = text, .last = text};
    size_t taken = size >= RUN_REACH;
    reading.most = text + (taken > 0 ? size - RUN_REACH : 0);
    while (taken > 0) {
        read_all_alike(memory, counted, batch, &reading);
        if (!goes_on(&reading))
            break;
        taken = RUN_APART(memory, reading.at, &batch->told[reading.told]);
        if (taken > 0)
            take_row(&reading, counted, &batch->told[reading.told], taken);
    }
    batch->rows = reading.rows - (reading.rows > 0);
    batch->told_count = reading.told - (reading.rows > 0 && reading.counted == 0);
    batch->last = reading.last;
}
