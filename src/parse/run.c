#include "parse/run.h"

#include "base/text.h"
#include "grammar/words.h"

#include <string.h>

/* Characters of UTF-16 that are narrowed at a time: few at first, what is no run must not cost
 * much. */
#define PIECE_MIN 512
#define PIECE_MOST 16384

/* Only behind so many rows of a text closed ends are counted until their list is over: in fewer of
 * them few ends come again. */
#define TOGETHER_BEHIND 1024

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

/* Tells what others have closed of the list that is over. */
static void settle(void *user)
{
    struct run *run = user;
    const struct run_remote *remote;
    size_t next = 0;
    while ((remote = run_remotes_next(&run->closed, &next)) != NULL) {
        const oc_closed closed = {run_remote_end(remote), remote->rows};
        emit_closed(run->emit, &closed, 1);
    }
    run_remotes_clear(&run->closed);
}

void run_init(struct run *run, struct run_memory *memory, const oc_pids *counted, struct emit *emit)
{
    run->emit = emit;
    emit->settle = settle;
    emit->settle_user = run;
    run_reader *readers[RUN_READERS];
    run_usable(readers);
    run->read = readers[0];
    run->counted = counted != NULL ? counted : &nobody;
    run->memory = memory;
    run_remotes_init(&run->closed);
}

void run_free(struct run *run)
{
    run_remotes_free(&run->closed);
}

/* ---- what is plain, by the grammar --------------------------------------------------------- */

/* The columns must be these, in this order, of these types; only rows of UDP, and all of them, have
 * no state. */
static bool is_usual(const struct shape *shape, const struct plain *plain)
{
    static const struct {
        enum column column;
        enum type type;
    } wanted[] = {{COLUMN_PROTO, TYPE_NAME},
                  {COLUMN_LOCAL, TYPE_ENDPOINT},
                  {COLUMN_REMOTE, TYPE_ENDPOINT},
                  {COLUMN_STATE, TYPE_STATE},
                  {COLUMN_PID, TYPE_U32}};
    const bool has_state = !text_starts(plain->lead, text_of("UDP"));
    size_t count = 0;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        if (wanted[i].column == COLUMN_STATE && !has_state)
            continue;
        if (count == plain->columns.count || plain->columns.at[count++] != wanted[i].column ||
            shape->types[wanted[i].column] != wanted[i].type)
            return false;
    }
    return count == plain->columns.count;
}

static bool use_shape(struct run_memory *memory, const struct shape *shape)
{
    if (shape->plains == NULL)
        return false;
    if (memory->shape == shape)
        return memory->plain;
    run_memory_shape(memory, shape);
    memory->plain = true;
    for (const struct plain *at = shape->plains; at != NULL; at = at->next)
        memory->plain = memory->plain && is_usual(shape, at);
    return memory->plain;
}

/* ---- a row to the section ------------------------------------------------------------------ */

static void tell(struct haul *haul, const char *piece, const struct run_row *row)
{
    size_t start = (size_t)(row->line - piece);
    const struct run_places *places = &row->places;
    const struct line line = {.place = {haul->place.line + haul->rows + row->number,
                                        haul->place.byte + start * haul->width}};
    oc_connection connection = {
        .place = line.place,
        .kind = places->has_state ? OC_CONNECTION : OC_UDP,
        .proto = {row->line + places->lead.start, (size_t)(places->lead.end - places->lead.start)},
        .local = run_local(row),
        .remote = run_remote(row),
        .state = OC_UNKNOWN,
        .pid = row->pid};
    if (places->has_state) {
        connection.state_word = (oc_text){row->line + places->state, row->state.size};
        value_state(row->state.state, &connection);
    }
    emit_connection(haul->section->emit, &line, &connection);
}

/* Of PID 0, where its rows are counted, and closed by others. */
static bool is_closed(const struct run *run, const struct run_row *row)
{
    return row->pid == 0 && row->state.state == OC_TIME_WAIT && row->remote_colon > 0 &&
           (run->counted->bits[0] & 1) != 0;
}

static const char *remote_column(const struct run_row *row)
{
    return row->line + row->places.remote;
}

static bool listens(const struct run_row *row)
{
    return remote_column(row)[row->remote_colon + 1] == '0' && run_remote(row).port == 0;
}

/* Where each row of the batch is counted that is told behind the list; NULL: it is told now. False:
 * none is told behind it. */
static bool expect_closed(struct run *run, const struct run_batch *batch, struct run_remote **ways)
{
    if (run->rows < TOGETHER_BEHIND || !run_remotes_reserve(&run->closed, batch->told_count))
        return false;
    for (size_t i = 0; i < batch->told_count; i++)
        ways[i] = is_closed(run, &batch->told[i])
                      ? run_remotes_expect(&run->closed, remote_column(&batch->told[i]))
                      : NULL;
    return true;
}

/* A row that others have closed is told as its remote end, now or behind the list; one that listens
 * is none. Returns how many of *ends are told now. */
static size_t take_closed(struct run *run, const struct run_row *row, struct run_remote *ways,
                          oc_closed *ends)
{
    if (listens(row) || (ways != NULL && run_remotes_add(&run->closed, ways, remote_column(row),
                                                         row->remote_colon)))
        return 0;
    *ends = (oc_closed){run_remote(row), 1};
    return 1;
}

/* Returns how many of the batch are told, each by itself. */
static size_t tell_batch(struct haul *haul, const char *piece, const struct run_batch *batch)
{
    struct run_remote *ways[RUN_BATCH];
    oc_closed ends[RUN_BATCH];
    size_t closed = 0;
    size_t told = 0;
    const bool together = expect_closed(haul->run, batch, ways);
    for (size_t i = 0; i < batch->told_count; i++) {
        const struct run_row *row = &batch->told[i];
        struct run_remote *behind = together ? ways[i] : NULL;
        if (together ? behind != NULL : is_closed(haul->run, row)) {
            closed += take_closed(haul->run, row, behind, &ends[closed]);
        } else {
            tell(haul, piece, row);
            told++;
        }
    }
    emit_closed(haul->run->emit, ends, closed);
    return told;
}

/* ---- pieces -------------------------------------------------------------------------------- */

/* Returns how many characters were taken. */
static size_t take_rows(struct haul *haul, const char *piece, size_t size)
{
    struct run_batch batch;
    struct run *run = haul->run;
    const char *at = piece;
    do {
        run->read(run->memory, run->counted, at, size - (size_t)(at - piece), &batch);
        if (batch.rows > 0)
            section_tell_row(haul->section);
        haul->counted += batch.rows - tell_batch(haul, piece, &batch);
        haul->rows += batch.rows;
        run->rows += batch.rows;
        at = batch.last;
    } while (batch.rows > 0 && haul->section->emit->status == OC_OK);
    return (size_t)(at - piece);
}

/* What is ahead as one byte for each character; of UTF-16 at most so many are narrowed. */
static struct view next_piece(const struct lines *lines, size_t most, char *narrow)
{
    struct view ahead = lines_ahead(lines);
    if (lines->unit == UNIT_BYTE)
        return ahead;
    size_t units = ahead.size / 2 < most ? ahead.size / 2 : most;
    return (struct view){narrow, unit_narrow(ahead.data, units, lines->unit, narrow), false};
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
    char narrow[PIECE_MOST];
    if (!use_shape(run->memory, section->shape))
        return;
    for (size_t most = PIECE_MIN;; most = most < PIECE_MOST ? most * 2 : most) {
        struct view piece = next_piece(lines, most, narrow);
        size_t taken = take_rows(&haul, piece.data, piece.size);
        if (taken == 0)
            return;
        lines_take(lines, taken * haul.width, haul.rows);
        take_counts(&haul, taken);
        if (lines->unit == UNIT_BYTE)
            return;
    }
}
