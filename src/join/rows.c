#include "join/rows.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* The first block is small, because every target has blocks of its own, and larger than any row
 * (see CELL_MAX); those of long lists are larger. */
#define BLOCK_FIRST ((size_t)4 << 10)
#define BLOCK_MOST ((size_t)64 << 10)
#define WORDS_MAX 254
#define WORD_UNKNOWN 254
#define WORD_INLINE 255 /* too many words: this one is packed with its row */

/* What a packed row begins with. */
enum form { FORM_BRIEF, FORM_FULL };

/* Almost every row: no owner, numbers that are not larger than they usually are, then both
 * addresses. */
struct brief {
    uint8_t form;
    uint8_t kind;
    uint8_t state;
    uint8_t proto;
    uint8_t word;
    uint8_t local_size;
    uint8_t remote_size;
    uint16_t local_port;
    uint16_t remote_port; /* of an unknown end: no meaning */
    uint32_t pid;
    uint32_t line;
};

/* Any row: this, then its texts: both addresses, both services, words that are not in the table. */
struct packed {
    uint8_t form;
    uint8_t kind;
    uint8_t state;
    uint8_t proto;
    uint8_t word;
    uint8_t owner;
    uint8_t known; /* bit for each text that is known */
    int64_t pid;
    uint64_t line;
    int32_t local_port;
    int32_t remote_port;
    uint16_t sizes[7];
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
        free(rows->blocks[i].data);
    free(rows->blocks);
    free(rows->words);
    arena_free(&rows->arena);
}

size_t rows_size(const struct oc_rows *rows)
{
    return rows->size;
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
    size_t capacity = BLOCK_FIRST << (rows->block_count / 2);
    if (rows->block_count >= 8 || capacity > BLOCK_MOST)
        capacity = BLOCK_MOST;
    char *data = malloc(capacity);
    if (data == NULL)
        return false;
    rows->blocks[rows->block_count++] = (struct rows_block){data, 0, capacity};
    rows->size += capacity;
    return true;
}

/* Room for a row of at most so many bytes; took says how many it has. */
static char *make_room(struct oc_rows *rows, size_t size)
{
    bool fits = rows->block_count > 0 && rows->blocks[rows->block_count - 1].capacity -
                                                 rows->blocks[rows->block_count - 1].size >=
                                             size;
    if (!fits && (size > BLOCK_FIRST || !add_block(rows))) {
        rows->failed = true;
        return NULL;
    }
    const struct rows_block *last = &rows->blocks[rows->block_count - 1];
    return last->data + last->size;
}

static void took(struct oc_rows *rows, size_t size)
{
    rows->blocks[rows->block_count - 1].size += size;
    rows->count++;
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
    if (!text_known(word))
        return WORD_UNKNOWN;
    for (size_t i = 0; i < rows->word_count; i++)
        if (text_equal(rows->words[i], word))
            return (uint8_t)i;
    return add_word(rows, word);
}

/* ---- brief rows ---------------------------------------------------------------------------- */

/* An end that is a short address and a port, or not known at all. */
static bool is_brief_end(const oc_endpoint *end)
{
    if (text_known(end->service))
        return false;
    return text_known(end->address)
               ? end->port >= 0 && end->address.size > 0 && end->address.size <= UINT8_MAX
               : end->port == OC_NONE;
}

static bool add_brief(struct oc_rows *rows, const oc_connection *row, const uint8_t *words)
{
    if (text_known(row->owner) || words[0] == WORD_INLINE || words[1] == WORD_INLINE ||
        row->pid < 0 || row->place.line > UINT32_MAX || !is_brief_end(&row->local) ||
        !is_brief_end(&row->remote))
        return false;
    const struct brief brief = {.form = FORM_BRIEF,
                                .kind = (uint8_t)row->kind,
                                .state = (uint8_t)row->state,
                                .proto = words[0],
                                .word = words[1],
                                .local_size = (uint8_t)row->local.address.size,
                                .remote_size = (uint8_t)row->remote.address.size,
                                .local_port = (uint16_t)row->local.port,
                                .remote_port = (uint16_t)row->remote.port,
                                .pid = (uint32_t)row->pid,
                                .line = (uint32_t)row->place.line};
    char *room = make_room(rows, sizeof brief + 2 * UINT8_MAX);
    if (room == NULL)
        return true;
    memcpy(room, &brief, sizeof brief);
    room += sizeof brief;
    if (brief.local_size > 0)
        memcpy(room, row->local.address.data, brief.local_size);
    if (brief.remote_size > 0)
        memcpy(room + brief.local_size, row->remote.address.data, brief.remote_size);
    took(rows, sizeof brief + brief.local_size + brief.remote_size);
    return true;
}

static oc_text word_at(const struct oc_rows *rows, uint8_t index)
{
    return index == WORD_UNKNOWN ? (oc_text){NULL, 0} : rows->words[index];
}

static oc_endpoint brief_end(const char *address, size_t size, uint16_t port)
{
    return size == 0 ? (oc_endpoint){.port = OC_NONE}
                     : (oc_endpoint){.address = {address, size}, .port = port};
}

/* Both return how many bytes the row takes. */
static size_t read_brief(const struct oc_rows *rows, const char *at, oc_connection *row)
{
    struct brief brief;
    memcpy(&brief, at, sizeof brief);
    at += sizeof brief;
    *row = (oc_connection){
        .place = {.line = brief.line},
        .kind = (oc_row_kind)brief.kind,
        .proto = word_at(rows, brief.proto),
        .local = brief_end(at, brief.local_size, brief.local_port),
        .remote = brief_end(at + brief.local_size, brief.remote_size, brief.remote_port),
        .state = (oc_state)brief.state,
        .state_word = word_at(rows, brief.word),
        .pid = brief.pid,
    };
    return sizeof brief + brief.local_size + brief.remote_size;
}

/* ---- any rows ------------------------------------------------------------------------------ */

static void put_texts(char *room, const oc_text *texts)
{
    for (size_t i = 0; i < TEXTS; i++) {
        if (texts[i].size > 0)
            memcpy(room, texts[i].data, texts[i].size);
        room += texts[i].size;
    }
}

static void add_full(struct oc_rows *rows, const oc_connection *row, const uint8_t *words)
{
    struct packed packed = {.form = FORM_FULL,
                            .pid = row->pid,
                            .line = row->place.line,
                            .local_port = row->local.port,
                            .remote_port = row->remote.port,
                            .kind = (uint8_t)row->kind,
                            .state = (uint8_t)row->state,
                            .proto = words[0],
                            .word = words[1],
                            .owner = words[2]};
    oc_text texts[TEXTS] = {row->local.address,  row->remote.address, row->local.service,
                            row->remote.service, row->proto,          row->state_word,
                            row->owner};
    size_t size = sizeof packed;
    for (size_t i = 0; i < TEXTS; i++) {
        if (i >= PROTO && words[i - PROTO] != WORD_INLINE)
            texts[i].size = 0;
        packed.sizes[i] = (uint16_t)texts[i].size;
        packed.known |= (uint8_t)(text_known(texts[i]) << i);
        size += packed.sizes[i];
    }
    char *room = make_room(rows, size);
    if (room == NULL)
        return;
    memcpy(room, &packed, sizeof packed);
    put_texts(room + sizeof packed, texts);
    took(rows, size);
}

static size_t read_full(const struct oc_rows *rows, const char *at, oc_connection *row)
{
    struct packed packed;
    oc_text texts[TEXTS];
    size_t size = sizeof packed;
    memcpy(&packed, at, sizeof packed);
    for (size_t i = 0; i < TEXTS; i++) {
        texts[i] = (packed.known >> i & 1) != 0 ? (oc_text){at + size, packed.sizes[i]}
                                                : (oc_text){NULL, 0};
        size += packed.sizes[i];
    }
    *row = (oc_connection){
        .place = {.line = packed.line},
        .kind = (oc_row_kind)packed.kind,
        .proto = packed.proto == WORD_INLINE ? texts[PROTO] : word_at(rows, packed.proto),
        .local = {texts[LOCAL_ADDRESS], texts[LOCAL_SERVICE], packed.local_port},
        .remote = {texts[REMOTE_ADDRESS], texts[REMOTE_SERVICE], packed.remote_port},
        .state = (oc_state)packed.state,
        .state_word = packed.word == WORD_INLINE ? texts[WORD] : word_at(rows, packed.word),
        .pid = packed.pid,
        .owner = packed.owner == WORD_INLINE ? texts[OWNER] : word_at(rows, packed.owner),
    };
    return size;
}

void rows_add(struct oc_rows *rows, const oc_connection *row)
{
    const uint8_t words[] = {word_index(rows, row->proto), word_index(rows, row->state_word),
                             word_index(rows, row->owner)};
    if (!rows->failed && !add_brief(rows, row, words))
        add_full(rows, row, words);
}

/* Where the next row begins, NULL behind the last. */
static const char *row_at(const struct oc_rows *rows, oc_row_cursor *cursor)
{
    while (cursor->block < rows->block_count && cursor->next == rows->blocks[cursor->block].size) {
        cursor->block++;
        cursor->next = 0;
    }
    return cursor->block < rows->block_count ? rows->blocks[cursor->block].data + cursor->next
                                             : NULL;
}

bool rows_next(const struct oc_rows *rows, oc_row_cursor *cursor, oc_connection *row)
{
    const char *at = row_at(rows, cursor);
    if (at == NULL)
        return false;
    cursor->next += *at == FORM_BRIEF ? read_brief(rows, at, row) : read_full(rows, at, row);
    return true;
}

static size_t size_if_of(const char *at, const oc_pids *pids)
{
    struct brief brief;
    if (*at != FORM_BRIEF)
        return 0;
    memcpy(&brief, at, sizeof brief);
    if (brief.pid >= OC_PIDS || (pids->bits[brief.pid / 64] >> brief.pid % 64 & 1) == 0)
        return 0;
    return sizeof brief + brief.local_size + brief.remote_size;
}

bool rows_next_but(const struct oc_rows *rows, oc_row_cursor *cursor, const oc_pids *pids,
                   oc_connection *row)
{
    for (const char *at; (at = row_at(rows, cursor)) != NULL;) {
        size_t passed = size_if_of(at, pids);
        if (passed == 0)
            return rows_next(rows, cursor, row);
        cursor->next += passed;
    }
    return false;
}
