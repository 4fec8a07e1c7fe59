/*
 * Owns: connection rows that are kept, packed, in order.
 * Must not know: why they are kept.
 *
 * A kept row knows its line, not its byte (0). Its texts live as long as the rows.
 */
#ifndef JOIN_ROWS_H
#define JOIN_ROWS_H

#include "base/arena.h"

struct rows_block {
    char *data;
    size_t size;
    size_t capacity;
};

struct oc_rows {
    struct rows_block *blocks; /* a row lies in one of them */
    size_t block_count;
    size_t block_room; /* how many fit into the array */
    size_t size;       /* bytes of all of them */
    oc_text *words;    /* protocols and state words, which repeat */
    size_t word_count;
    struct arena arena; /* the words */
    uint64_t count;
    bool failed; /* sticks: out of memory */
};

void rows_init(struct oc_rows *rows);
void rows_free(struct oc_rows *rows);
void rows_add(struct oc_rows *rows, const oc_connection *row);
bool rows_next(const struct oc_rows *rows, oc_row_cursor *cursor, oc_connection *row);
/* The same, but for most rows of the PIDs, which are passed over. */
bool rows_next_but(const struct oc_rows *rows, oc_row_cursor *cursor, const oc_pids *pids,
                   oc_connection *row);
/* How much memory they take, in bytes. */
size_t rows_size(const struct oc_rows *rows);

#endif
