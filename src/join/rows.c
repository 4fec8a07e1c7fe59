#include "join/rows.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* The first block is small, because every target has blocks of its own; each is twice as large as
 * the one before, up to the largest. */
#define BLOCK_FIRST ((size_t)1 << 10)
#define BLOCK_MOST ((size_t)1 << 20)

/* Of a row that must not be passed over, or that has no PID. */
#define PID_NONE UINT32_MAX
#define REMOTE_MAX (UINT32_MAX >> SHAPES_BITS)

/* Almost every row: no owner, and ends that are an address and a port, or not known at all. The
 * remote address is a number of the lexicon; the shape is 0 where the rest of a row follows. */
struct brief {
    uint32_t pid;
    uint32_t terms; /* the shape, and above it the remote address */
    uint32_t ports; /* the local one, and above it the remote one; of unknown ends: no meaning */
};

enum { LOCAL_ADDRESS, REMOTE_ADDRESS, LOCAL_SERVICE, REMOTE_SERVICE, PROTO, WORD, OWNER, TEXTS };

/* The rest of any row; texts are numbers of the lexicon. */
struct rest {
    int64_t pid;
    uint64_t line;
    int32_t local_port;
    int32_t remote_port;
    uint32_t texts[TEXTS];
    uint8_t kind;
    uint8_t state;
};

void rows_init(struct oc_rows *rows, struct shapes *shapes)
{
    *rows = (struct oc_rows){.shapes = shapes};
}

void rows_free(struct oc_rows *rows)
{
    for (size_t i = 0; i < rows->block_count; i++)
        free(rows->blocks[i].data);
    free(rows->blocks);
}

static bool add_block(struct oc_rows *rows)
{
    if (rows->block_count == rows->block_room) {
        size_t room = rows->block_room == 0 ? 16 : rows->block_room * 2;
        struct rows_block *blocks = realloc(rows->blocks, room * sizeof *blocks);
        if (blocks == NULL)
            return false;
        rows->blocks = blocks;
        rows->block_room = room;
    }
    size_t capacity = rows->start == NULL ? BLOCK_FIRST : 2 * (size_t)(rows->end - rows->start);
    if (capacity > BLOCK_MOST)
        capacity = BLOCK_MOST;
    char *data = malloc(capacity);
    if (data == NULL)
        return false;
    if (rows->block_count > 0)
        rows->blocks[rows->block_count - 1].size = (size_t)(rows->room - rows->start);
    rows->size_before = rows_size(rows);
    rows->memory += capacity;
    rows->blocks[rows->block_count++] = (struct rows_block){data, 0};
    rows->start = data;
    rows->room = data;
    rows->end = data + capacity;
    return true;
}

/* Where a row of that size lies. */
static inline void *make_room(struct oc_rows *rows, size_t size)
{
    if ((size_t)(rows->end - rows->room) < size && !add_block(rows)) {
        rows->failed = true;
        return NULL;
    }
    void *room = rows->room;
    rows->room += size;
    return room;
}

/* ---- packing --------------------------------------------------------------------------------- */

static bool is_brief_end(const oc_endpoint *end)
{
    return text_known(end->address) ? (uint32_t)end->port <= UINT16_MAX : end->port == OC_NONE;
}

/* The row without its remote address. False: it is none of these, or needs one shape more than
 * there can be. */
static inline bool pack_brief(struct oc_rows *rows, const oc_connection *row, struct brief *brief)
{
    if (text_known(row->owner) || text_known(row->local.service) ||
        text_known(row->remote.service) || row->pid < OC_NONE || row->pid >= PID_NONE ||
        !is_brief_end(&row->local) || !is_brief_end(&row->remote))
        return false;
    brief->pid = (uint32_t)row->pid;
    brief->terms = shapes_number(rows->shapes, row);
    brief->ports = (uint16_t)row->local.port | (uint32_t)row->remote.port << 16;
    return brief->terms != 0;
}

static uint32_t shape_of(const struct brief *brief)
{
    return brief->terms & SHAPES_MAX;
}

static struct rest pack_rest(struct oc_rows *rows, const oc_connection *row)
{
    const oc_text texts[TEXTS] = {row->local.address,  row->remote.address, row->local.service,
                                  row->remote.service, row->proto,          row->state_word,
                                  row->owner};
    struct rest rest = {.pid = row->pid,
                        .line = text_known(row->owner) ? row->place.line : 0,
                        .local_port = row->local.port,
                        .remote_port = row->remote.port,
                        .kind = (uint8_t)row->kind,
                        .state = (uint8_t)row->state};
    for (size_t i = 0; i < TEXTS; i++)
        rest.texts[i] = lexicon_number(&rows->shapes->lexicon, texts[i]);
    return rest;
}

static void add_full(struct oc_rows *rows, const oc_connection *row)
{
    bool may_be_passed = !text_known(row->owner) && row->pid >= 0 && row->pid < PID_NONE;
    const struct brief brief = {.pid = may_be_passed ? (uint32_t)row->pid : PID_NONE};
    const struct rest rest = pack_rest(rows, row);
    rows->failed |= shapes_failed(rows->shapes);
    char *room = rows->failed ? NULL : make_room(rows, sizeof brief + sizeof rest);
    if (room == NULL)
        return;
    memcpy(room, &brief, sizeof brief);
    memcpy(room + sizeof brief, &rest, sizeof rest);
}

void rows_add(struct oc_rows *rows, const oc_connection *row)
{
    struct brief packed;
    uint32_t remote = REMOTE_MAX;
    if (pack_brief(rows, row, &packed))
        remote = lexicon_number(&rows->shapes->lexicon, row->remote.address);
    rows->failed |= shapes_failed(rows->shapes);
    if (remote >= REMOTE_MAX) {
        add_full(rows, row);
        return;
    }
    struct brief *brief = rows->failed ? NULL : make_room(rows, sizeof *brief);
    if (brief != NULL) {
        brief->pid = packed.pid;
        brief->terms = packed.terms | remote << SHAPES_BITS;
        brief->ports = packed.ports;
    }
}

/* ---- and back -------------------------------------------------------------------------------- */

static void set_end(oc_endpoint *end, oc_text address, uint32_t port)
{
    end->address = address;
    end->service = (oc_text){NULL, 0};
    end->port = text_known(address) ? (int32_t)port : OC_NONE;
}

/* Each field where it belongs: a row that is made elsewhere and copied takes twice as long. */
static void read_brief(const struct shapes *shapes, const struct brief *brief, oc_connection *row)
{
    const struct row_shape *shape = &shapes->at[shape_of(brief) - 1];
    oc_text remote = lexicon_text(&shapes->lexicon, brief->terms >> SHAPES_BITS);
    row->place = (oc_place){0, 0};
    row->kind = (oc_row_kind)shape->kind;
    row->proto = shape->proto;
    set_end(&row->local, shape->local, brief->ports & UINT16_MAX);
    set_end(&row->remote, remote, brief->ports >> 16);
    row->state = (oc_state)shape->state;
    row->state_word = shape->word;
    row->pid = shape->has_pid ? (int64_t)brief->pid : OC_NONE;
    row->owner = (oc_text){NULL, 0};
}

static void read_rest(const struct lexicon *lexicon, const char *at, oc_connection *row)
{
    struct rest rest;
    oc_text texts[TEXTS];
    memcpy(&rest, at, sizeof rest);
    for (size_t i = 0; i < TEXTS; i++)
        texts[i] = lexicon_text(lexicon, rest.texts[i]);
    *row = (oc_connection){
        .place = {.line = rest.line},
        .kind = (oc_row_kind)rest.kind,
        .proto = texts[PROTO],
        .local = {texts[LOCAL_ADDRESS], texts[LOCAL_SERVICE], rest.local_port},
        .remote = {texts[REMOTE_ADDRESS], texts[REMOTE_SERVICE], rest.remote_port},
        .state = (oc_state)rest.state,
        .state_word = texts[WORD],
        .pid = rest.pid,
        .owner = texts[OWNER],
    };
}

static bool is_in(const oc_pids *pids, uint32_t pid)
{
    return pid < OC_PIDS && (pids->bits[pid / 64] >> pid % 64 & 1) != 0;
}

static const struct brief *brief_at(const struct rows_block *block, size_t at)
{
    return (const void *)(block->data + at);
}

/* Where the next row of none of the PIDs begins, or the block ends. Most are passed over, and are
 * brief: where the one behind begins must not hang on what was read of them. */
static size_t pass(const struct rows_block *block, size_t at, size_t size, const oc_pids *pids)
{
    while (at < size && is_in(pids, brief_at(block, at)->pid)) {
        at += sizeof(struct brief);
        if (shape_of(brief_at(block, at) - 1) == 0)
            at += sizeof(struct rest);
    }
    return at;
}

/* Returns its size. */
static size_t read_row(const struct shapes *shapes, const struct brief *brief, oc_connection *row)
{
    if (shape_of(brief) == 0) {
        read_rest(&shapes->lexicon, (const char *)(brief + 1), row);
        return sizeof *brief + sizeof(struct rest);
    }
    read_brief(shapes, brief, row);
    return sizeof *brief;
}

/* pids NULL: none is passed over. */
bool rows_next_but(const struct oc_rows *rows, oc_row_cursor *cursor, const oc_pids *pids,
                   oc_connection *row)
{
    for (; cursor->block < rows->block_count; cursor->block++, cursor->next = 0) {
        const struct rows_block *block = &rows->blocks[cursor->block];
        size_t size = cursor->block + 1 < rows->block_count ? block->size
                                                            : (size_t)(rows->room - rows->start);
        if (pids != NULL)
            cursor->next = pass(block, cursor->next, size, pids);
        if (cursor->next < size) {
            cursor->next += read_row(rows->shapes, brief_at(block, cursor->next), row);
            return true;
        }
    }
    return false;
}

bool rows_next(const struct oc_rows *rows, oc_row_cursor *cursor, oc_connection *row)
{
    return rows_next_but(rows, cursor, NULL, row);
}
