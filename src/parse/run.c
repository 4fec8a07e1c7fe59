#include "parse/run.h"

#include "base/text.h"
#include "grammar/words.h"
#include "parse/run_row.h"

#include <string.h>

/* Characters of UTF-16 that are narrowed at a time: few at first, what is no run must not cost
 * much. */
#define PIECE_MIN 512
/* Rows that are told together. */
#define BATCH_ROWS 32

static const oc_pids nobody = {{0}};

/* Rows of a piece of text, on their way to the section. */
struct haul {
    struct run *run;
    struct section *section;
    oc_place place; /* of the piece */
    size_t width;   /* bytes of a character */
    uint64_t rows;
    uint64_t counted;
};

void run_init(struct run *run, const oc_grammars *grammars, const oc_pids *counted)
{
    run->grammars = grammars;
    run->counted = counted != NULL ? counted : &nobody;
    run->read_row = NULL;
    run->shape = NULL;
    run->next_state = 0;
    for (size_t i = 0; i < RUN_STATES; i++)
        run->states[i].size = SIZE_MAX;
}

/* ---- what is plain, by the grammar --------------------------------------------------------- */

/* The columns must be these, in this order; the state may be left out. */
static bool has_columns(const struct columns *columns)
{
    static const enum column wanted[] = {COLUMN_PROTO, COLUMN_LOCAL, COLUMN_REMOTE, COLUMN_STATE,
                                         COLUMN_PID};
    size_t count = 0;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (count < columns->count && columns->at[count] == wanted[i])
            count++;
        else if (wanted[i] != COLUMN_STATE)
            return false;
    return count == columns->count;
}

static void add_plain(struct run_plains *plains, const struct plain *plain)
{
    char bytes[sizeof(uint64_t)] = {0};
    char mask[sizeof(uint64_t)] = {0};
    size_t size = plain->lead.size;
    if (plains->count == RUN_PLAINS || size >= sizeof bytes || !has_columns(&plain->columns))
        return;
    memcpy(bytes, plain->lead.data, size);
    bytes[size] = ' ';
    memset(mask, 0xFF, size + 1);
    struct run_plain *added = &plains->at[plains->count++];
    added->lead = plain->lead;
    added->has_state = plain->columns.count == 5;
    memcpy(&added->bytes, bytes, sizeof bytes);
    memcpy(&added->mask, mask, sizeof mask);
}

static bool use_shape(struct run *run, const struct shape *shape)
{
    if (run->read_row == NULL) {
        run_row_reader *readers[RUN_ROW_READERS];
        run_row_usable(readers);
        run->read_row = readers[0];
    }
    if (run->shape != shape) {
        run->shape = shape;
        run->plains.count = 0;
        for (const struct plain *at = shape->plains; at != NULL; at = at->next)
            add_plain(&run->plains, at);
    }
    return run->plains.count > 0;
}

/* ---- a row to the section ------------------------------------------------------------------ */

/* words_state asks the words of every language; a list has few of them. */
static oc_state state_of(struct run *run, oc_text word)
{
    for (size_t i = 0; i < RUN_STATES; i++)
        if (run->states[i].size == word.size &&
            text_same_bytes(run->states[i].word, word.data, word.size))
            return run->states[i].state;
    oc_state state = words_state(run->grammars, word);
    if (word.size <= RUN_STATE_MAX) {
        struct run_state *kept = &run->states[run->next_state++ % RUN_STATES];
        memcpy(kept->word, word.data, word.size);
        kept->size = word.size;
        kept->state = state;
    }
    return state;
}

static void tell(struct haul *haul, const char *piece, const struct run_row *row)
{
    size_t start = (size_t)(row->line - piece);
    struct line line = {.place = {haul->place.line + haul->rows + row->number,
                                  haul->place.byte + start * haul->width},
                        .text = {row->line, row->end},
                        .encoding = "ASCII",
                        .ended = true};
    oc_connection connection = {.place = line.place,
                                .kind = row->plain->has_state ? OC_CONNECTION : OC_UDP,
                                .proto = row->plain->lead,
                                .local = run_row_endpoint(row, &row->local),
                                .remote = run_row_endpoint(row, &row->remote),
                                .state = OC_UNKNOWN,
                                .pid = row->pid};
    if (row->plain->has_state) {
        connection.state_word =
            (oc_text){row->line + row->state.start, row->state.end - row->state.start};
        value_state(state_of(haul->run, connection.state_word), &connection);
    }
    emit_connection(haul->section->emit, &line, &connection);
}

/* 1: the row is only counted. Without a branch, because nobody foresees whose row is next. */
static size_t is_counted(const oc_pids *counted, uint32_t pid)
{
    size_t known = pid < OC_PIDS ? pid : 0;
    return (size_t)(counted->bits[known / 64] >> known % 64) & (known != 0);
}

/* ---- pieces -------------------------------------------------------------------------------- */

/* Rows that were read together. */
struct batch {
    struct run_row told[BATCH_ROWS + 1]; /* those that are not only counted, and room for one */
    size_t told_count;
    size_t rows;
    const char *last; /* where the last of them begins */
};

/* A row stays until one is seen behind it: the last one is no part of the batch. */
static void read_batch(const struct run *run, const char *at, size_t size, struct batch *batch)
{
    size_t counted = 0;
    const char *end = at + size;
    batch->told_count = 0;
    batch->rows = 0;
    batch->last = at;
    while (batch->told_count < BATCH_ROWS && (size_t)(end - at) >= RUN_ROW_REACH) {
        struct run_row *row = &batch->told[batch->told_count];
        if (!run->read_row(&run->plains, at, row))
            break;
        row->number = batch->rows++;
        batch->last = at;
        at += row->next;
        counted = is_counted(run->counted, row->pid);
        batch->told_count += 1 - counted;
    }
    if (batch->rows > 0) {
        batch->rows--;
        batch->told_count -= 1 - counted;
    }
}

/* Returns how many characters were taken. */
static size_t take_rows(struct haul *haul, const char *piece, size_t size)
{
    struct batch batch;
    const char *at = piece;
    do {
        read_batch(haul->run, at, size - (size_t)(at - piece), &batch);
        if (batch.rows > 0)
            section_tell_row(haul->section);
        for (size_t i = 0; i < batch.told_count; i++)
            tell(haul, piece, &batch.told[i]);
        haul->rows += batch.rows;
        haul->counted += batch.rows - batch.told_count;
        at = batch.last;
    } while (batch.rows > 0 && haul->section->emit->status == OC_OK);
    return (size_t)(at - piece);
}

/* What is ahead as one byte for each character; of UTF-16 at most so many are asked for. */
static struct view next_piece(struct run *run, const struct lines *lines, size_t most)
{
    struct view ahead = lines_ahead(lines);
    if (lines->unit == UNIT_BYTE)
        return ahead;
    size_t units = ahead.size / 2 < most ? ahead.size / 2 : most;
    return (struct view){run->narrow, unit_narrow(ahead.data, units, lines->unit, run->narrow),
                         false};
}

static void take_counts(struct haul *haul, size_t taken)
{
    struct section *section = haul->section;
    section->rows += haul->rows;
    section->last_line += haul->rows;
    section->emit->ledger.lines[OC_LINE_CONNECTION] += haul->counted;
    emit_counted(section->emit, haul->counted);
    haul->place.line += haul->rows;
    haul->place.byte += taken * haul->width;
    haul->counted = 0;
    haul->rows = 0;
}

void run_rows(struct run *run, struct lines *lines, struct section *section)
{
    struct haul haul = {.run = run,
                        .section = section,
                        .place = lines->next,
                        .width = lines->unit == UNIT_BYTE ? 1 : 2};
    if (!use_shape(run, section->shape))
        return;
    for (size_t most = PIECE_MIN;; most = most < RUN_PIECE ? most * 2 : most) {
        struct view piece = next_piece(run, lines, most);
        size_t taken = take_rows(&haul, piece.data, piece.size);
        if (taken == 0)
            return;
        lines_take(lines, taken * haul.width, haul.rows);
        take_counts(&haul, taken);
        if (lines->unit == UNIT_BYTE)
            return;
    }
}
