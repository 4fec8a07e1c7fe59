#include "base/load.h"
#include "grammar/plain.h"
#include "grammar/words.h"
#include "parse/run_read.h"
#include "parse/value.h"
#include "text/digits.h"

#include <string.h>

#define WORD sizeof(uint64_t)
#define LEAD_MOST (2 * WORD)

/* ---- memory -------------------------------------------------------------------------------- */

void run_memory_init(struct run_memory *memory, const oc_grammars *grammars)
{
    *memory = (struct run_memory){.grammars = grammars};
    memory->states[0].text[0] = 1; /* or zeros, which look here, would be known */
    run_memory_shape(memory, NULL);
}

/* A layout that no row has, and that may be looked for in any line. */
void run_memory_shape(struct run_memory *memory, const struct shape *shape)
{
    memory->shape = shape;
    memory->layout = (struct run_layout){
        .local = WORD, .remote = LEAD_MOST, .state = LEAD_MOST, .pid = LEAD_MOST, .line_end = 1};
}

/* ---- ends ---------------------------------------------------------------------------------- */

static bool is_end(oc_text word)
{
    oc_endpoint end;
    return value_is_endpoint(word, &end);
}

static oc_endpoint ipv4_end(const char *start, size_t colon)
{
    const uint64_t port = digits_load(start + colon + 1);
    return (oc_endpoint){.address = {start, colon},
                         .port = (int32_t)digits_value(port, digits_leading(port))};
}

static oc_endpoint any_end(const char *start)
{
    oc_endpoint end;
    size_t size = 0;
    while (start[size] > ' ')
        size++;
    value_is_endpoint((oc_text){start, size}, &end);
    return end;
}

oc_endpoint run_local(const struct run_row *row)
{
    const char *start = row->line + row->places.local;
    return row->local_colon > 0 ? ipv4_end(start, row->local_colon) : any_end(start);
}

oc_endpoint run_remote(const struct run_row *row)
{
    const char *start = row->line + row->places.remote;
    return row->remote_colon > 0 ? ipv4_end(start, row->remote_colon) : any_end(start);
}

oc_endpoint run_remote_end(const struct run_remote *remote)
{
    return ipv4_end(remote->text, remote->colon);
}

/* ---- rows ---------------------------------------------------------------------------------- */

/* The line without its end, where it has ended within RUN_LONGEST bytes; returns what the end
 * takes. */
static size_t line_at(const char *start, oc_text *line)
{
    const char *feed = memchr(start, '\n', RUN_LONGEST);
    if (feed == NULL)
        return 0;
    const char *end = feed;
    while (end > start && end[-1] == '\r')
        end--;
    *line = (oc_text){start, (size_t)(end - start)};
    return (size_t)(feed + 1 - end);
}

static bool read_cells(const struct cells *cells, struct run_row *row)
{
    const char *line = row->line;
    const oc_text lead = cells->at[COLUMN_PROTO];
    const oc_text state = cells->at[COLUMN_STATE];
    const oc_text pid = cells->at[COLUMN_PID];
    if (pid.size > DIGITS_MOST || !is_end(cells->at[COLUMN_LOCAL]) ||
        !is_end(cells->at[COLUMN_REMOTE]))
        return false;
    row->pid = digits_number(pid.data + pid.size, pid.size);
    row->places = (struct run_places){
        .lead = {(uint8_t)(lead.data - line), (uint8_t)(lead.data + lead.size - line)},
        .local = (uint8_t)(cells->at[COLUMN_LOCAL].data - line),
        .remote = (uint8_t)(cells->at[COLUMN_REMOTE].data - line),
        .state = (uint8_t)(state.size > 0 ? state.data - line : 0),
        .has_state = state.size > 0,
    };
    return true;
}

/* Rows whose words push each other aside are taken apart one by one, and those without a state,
 * which have no remote end, as well. */
static bool has_layout(const struct run_places *places, size_t pid)
{
    return places->has_state && places->local >= WORD && places->local <= LEAD_MOST &&
           places->remote - places->local == RUN_END_WIDTH &&
           places->state - places->remote == RUN_END_WIDTH &&
           pid - places->state == RUN_STATE_WIDTH;
}

static void learn_state(struct run_memory *memory, const struct run_row *row)
{
    const char *column = row->line + row->places.state;
    const uint64_t text[2] = {load_word(column), load_word(column + WORD)};
    memory->states[run_state_slot(text)] = (struct run_state){{text[0], text[1]}, row->state};
}

static void learn_layout(struct run_layout *layout, const struct run_row *row, size_t pid,
                         const char *line_end, size_t line_end_size)
{
    const struct run_places *places = &row->places;
    char mask[sizeof(uint32_t)] = {0};
    memset(mask, -1, line_end_size);
    *layout = (struct run_layout){
        .places = *places,
        .lead = {load_word(row->line), load_word(row->line + places->local - WORD)},
        .local = places->local,
        .remote = places->remote,
        .state = places->state,
        .pid = pid,
        .line_end = load_half(line_end) & load_half(mask),
        .line_end_mask = load_half(mask),
        .line_end_size = line_end_size,
    };
}

static struct run_known state_of(const struct run_memory *memory, oc_text word)
{
    oc_state state = word.size > 0 ? words_state(memory->grammars, word) : OC_UNKNOWN;
    return (struct run_known){(uint32_t)word.size, state};
}

size_t run_apart(struct run_memory *memory, const char *start, struct run_row *row)
{
    struct cells cells;
    oc_text line;
    size_t line_end_size = line_at(start, &line);
    *row = (struct run_row){.line = start};
    if (line_end_size == 0 || plain_row(memory->shape, line, &cells) == NULL ||
        !read_cells(&cells, row))
        return 0;
    row->state = state_of(memory, cells.at[COLUMN_STATE]);
    const oc_text pid = cells.at[COLUMN_PID];
    const char *end = line.data + line.size;
    size_t pid_at = (size_t)(pid.data - start);
    if (pid.data + pid.size == end && line_end_size <= sizeof(uint32_t) &&
        has_layout(&row->places, pid_at)) {
        learn_layout(&memory->layout, row, pid_at, end, line_end_size);
        learn_state(memory, row);
    }
    return line.size + line_end_size;
}
