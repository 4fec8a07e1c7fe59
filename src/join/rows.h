/*
 * Owns: connection rows that are kept, packed, in order.
 * Must not know: why they are kept.
 *
 * A kept row of which an owner is known knows its line, others do not know their place. Texts live
 * as long as the shapes, which rows of one list share.
 */
#ifndef JOIN_ROWS_H
#define JOIN_ROWS_H

#include "join/shapes.h"

struct rows_block {
    char *data;
    size_t size; /* of the last one: see room */
};

struct oc_rows {
    struct shapes *shapes;
    struct rows_later *later;  /* NULL: every row is looked up as it comes */
    struct rows_block *blocks; /* a row lies in one of them */
    size_t block_count;
    size_t block_room;  /* how many fit into the array */
    char *start;        /* of the last block */
    char *room;         /* in it: where the next row goes */
    char *end;          /* of it */
    size_t size_before; /* bytes of all blocks but the last */
    size_t memory;      /* of all blocks */
    bool failed;        /* sticks: out of memory */
};

/* Shapes outlive the rows. */
void rows_init(struct oc_rows *rows, struct shapes *shapes);
void rows_free(struct oc_rows *rows);
void rows_add(struct oc_rows *rows, const oc_connection *row);
bool rows_next(const struct oc_rows *rows, oc_row_cursor *cursor, oc_connection *row);
/* The same, but for rows without an owner of the PIDs, which are passed over. */
bool rows_next_but(const struct oc_rows *rows, oc_row_cursor *cursor, const oc_pids *pids,
                   oc_connection *row);

/* How many bytes they have. */
static inline size_t rows_size(const struct oc_rows *rows)
{
    return rows->size_before + (size_t)(rows->room - rows->start);
}

/* How many bytes were asked for, without their shapes. */
static inline size_t rows_memory(const struct oc_rows *rows)
{
    return rows->memory + rows->block_room * sizeof *rows->blocks;
}

#endif
