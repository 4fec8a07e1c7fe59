#include "join/rows.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* Small, because every target has blocks of its own; larger than any row (see CELL_MAX). */
#define BLOCK 4096
#define WORDS_MAX 255
#define WORD_INLINE 255 /* too many words: this one is packed with its row */
#define KIND_NONE 255   /* no row: the rest of the block was too small for the next one */

/* A row: this, then its texts: both addresses, both services, words that are not in the table. */
struct packed {
    int64_t pid;
    uint64_t line;
    int32_t local_port;
    int32_t remote_port;
    uint16_t sizes[7];
    uint8_t kind;
    uint8_t state;
    uint8_t proto;
    uint8_t word;
    uint8_t owner;
    uint8_t known; /* bit for each text that is known */
};

enum { LOCAL_ADDRESS, REMOTE_ADDRESS, LOCAL_SERVICE, REMOTE_SERVICE, PROTO, WORD, OWNER, TEXTS };

void rows_init(struct oc_rows *rows)
{
    memset(rows, 0, sizeof *rows);
    arena_init(&rows->arena);
}

void rows_free(struct oc_rows *rows)
{
    for (size_t i = 0; i < rows->block_count; i++)
        free(rows->blocks[i]);
    free(rows->blocks);
    free(rows->words);
    arena_free(&rows->arena);
}

size_t rows_size(const struct oc_rows *rows)
{
    return rows->block_count * BLOCK;
}

static bool add_block(struct oc_rows *rows)
{
    if (rows->block_count == rows->block_room) {
        size_t room = rows->block_room == 0 ? 16 : rows->block_room * 2;
        char **blocks = realloc(rows->blocks, room * sizeof *blocks);
        if (blocks == NULL)
            return false;
        rows->blocks = blocks;
        rows->block_room = room;
    }
    char *block = malloc(BLOCK);
    if (block == NULL)
        return false;
    rows->blocks[rows->block_count++] = block;
    return true;
}

/* Marks the rest of the last block as left out. */
static void close_block(struct oc_rows *rows)
{
    const struct packed none = {.kind = KIND_NONE};
    size_t left = rows->block_count * BLOCK - rows->end;
    if (left >= sizeof none)
        memcpy(rows->blocks[rows->end / BLOCK] + rows->end % BLOCK, &none, sizeof none);
    rows->end = rows->block_count * BLOCK;
}

static char *make_room(struct oc_rows *rows, size_t size)
{
    if (rows->end + size > rows->block_count * BLOCK) {
        close_block(rows);
        if (size > BLOCK || !add_block(rows))
            return NULL;
    }
    char *room = rows->blocks[rows->end / BLOCK] + rows->end % BLOCK;
    rows->end += size;
    return room;
}

static uint8_t add_word(struct oc_rows *rows, oc_text word)
{
    if (rows->words == NULL)
        rows->words = malloc(WORDS_MAX * sizeof *rows->words);
    if (rows->words == NULL) {
        rows->failed = true;
        return WORD_INLINE;
    }
    if (rows->word_count == WORDS_MAX)
        return WORD_INLINE;
    rows->words[rows->word_count] = arena_text(&rows->arena, word);
    rows->failed |= arena_failed(&rows->arena);
    return (uint8_t)rows->word_count++;
}

static uint8_t word_index(struct oc_rows *rows, oc_text word)
{
    for (size_t i = 0; i < rows->word_count; i++)
        if (text_equal(rows->words[i], word))
            return (uint8_t)i;
    return add_word(rows, word);
}

void rows_add(struct oc_rows *rows, const oc_connection *row)
{
    struct packed packed = {.pid = row->pid,
                            .line = row->place.line,
                            .local_port = row->local.port,
                            .remote_port = row->remote.port,
                            .kind = (uint8_t)row->kind,
                            .state = (uint8_t)row->state};
    oc_text texts[TEXTS] = {row->local.address,  row->remote.address, row->local.service,
                            row->remote.service, row->proto,          row->state_word,
                            row->owner};
    uint8_t *const words[] = {&packed.proto, &packed.word, &packed.owner};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        *words[i] = word_index(rows, texts[PROTO + i]);
        if (*words[i] != WORD_INLINE)
            texts[PROTO + i].size = 0;
    }
    size_t size = sizeof packed;
    for (size_t i = 0; i < TEXTS; i++) {
        packed.sizes[i] = (uint16_t)texts[i].size;
        packed.known |= (uint8_t)(text_known(texts[i]) << i);
        size += packed.sizes[i];
    }
    char *room = make_room(rows, size);
    if (room == NULL) {
        rows->failed = true;
        return;
    }
    memcpy(room, &packed, sizeof packed);
    room += sizeof packed;
    for (size_t i = 0; i < TEXTS; i++) {
        if (packed.sizes[i] > 0)
            memcpy(room, texts[i].data, packed.sizes[i]);
        room += packed.sizes[i];
    }
    rows->count++;
}

/* The row at the offset, which moves on where a block was closed before its end. */
static const char *row_at(const struct oc_rows *rows, size_t *offset, struct packed *packed)
{
    for (;;) {
        if (*offset >= rows->end)
            return NULL;
        size_t in_block = *offset % BLOCK;
        const char *at = rows->blocks[*offset / BLOCK] + in_block;
        if (BLOCK - in_block >= sizeof *packed) {
            memcpy(packed, at, sizeof *packed);
            if (packed->kind != KIND_NONE)
                return at + sizeof *packed;
        }
        *offset += BLOCK - in_block;
    }
}

bool rows_next(const struct oc_rows *rows, oc_row_cursor *cursor, oc_connection *row)
{
    struct packed packed;
    oc_text texts[TEXTS];
    const char *at = row_at(rows, &cursor->next, &packed);
    if (at == NULL)
        return false;
    cursor->next += sizeof packed;
    for (size_t i = 0; i < TEXTS; i++) {
        texts[i] =
            (packed.known >> i & 1) != 0 ? (oc_text){at, packed.sizes[i]} : (oc_text){NULL, 0};
        at += packed.sizes[i];
        cursor->next += packed.sizes[i];
    }
    *row = (oc_connection){
        .place = {.line = packed.line},
        .kind = (oc_row_kind)packed.kind,
        .proto = packed.proto == WORD_INLINE ? texts[PROTO] : rows->words[packed.proto],
        .local = {texts[LOCAL_ADDRESS], texts[LOCAL_SERVICE], packed.local_port},
        .remote = {texts[REMOTE_ADDRESS], texts[REMOTE_SERVICE], packed.remote_port},
        .state = (oc_state)packed.state,
        .state_word = packed.word == WORD_INLINE ? texts[WORD] : rows->words[packed.word],
        .pid = packed.pid,
        .owner = packed.owner == WORD_INLINE ? texts[OWNER] : rows->words[packed.owner],
    };
    return true;
}
