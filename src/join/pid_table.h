/*
 * Owns: a table from PIDs to numbers.
 * Must not know: what the numbers mean.
 *
 * It is asked for every row that is not only counted, so what finds a PID is here.
 */
#ifndef JOIN_PID_TABLE_H
#define JOIN_PID_TABLE_H

#include "outconn.h"

struct pid_slot {
    uint32_t pid;
    uint32_t number; /* 0: the place is free */
};

struct pid_table {
    struct pid_slot *slots;
    size_t capacity; /* a power of two, or 0 */
    size_t least;    /* capacity, when there is one */
    size_t count;
    bool failed; /* sticks: out of memory */
};

/* least: a power of two, at least twice as many PIDs as it usually holds. */
void pid_table_init(struct pid_table *table, size_t least);
void pid_table_free(struct pid_table *table);
/* Empties it and keeps the memory. */
void pid_table_clear(struct pid_table *table);
/* Makes room for one PID more. False: out of memory. */
bool pid_table_grow(struct pid_table *table);

/* The place of the PID, or the free one where it belongs; the table has one. */
static inline struct pid_slot *pid_table_slot(const struct pid_table *table, uint32_t pid)
{
    const uint32_t odd = UINT32_C(0x9E3779B1);
    uint32_t hash = pid * odd;
    size_t i = (hash ^ hash >> 16) & (table->capacity - 1);
    while (table->slots[i].number != 0 && table->slots[i].pid != pid)
        i = (i + 1) & (table->capacity - 1);
    return &table->slots[i];
}

/* 0: the PID is not there. */
static inline uint32_t pid_table_find(const struct pid_table *table, uint32_t pid)
{
    return table->capacity == 0 ? 0 : pid_table_slot(table, pid)->number;
}

/* The number that the PID has; 0: none, and it has this one now, unless the table failed. */
static inline uint32_t pid_table_put(struct pid_table *table, uint32_t pid, uint32_t number)
{
    if (table->count >= table->capacity / 2 && !pid_table_grow(table))
        return pid_table_find(table, pid);
    struct pid_slot *slot = pid_table_slot(table, pid);
    uint32_t before = slot->number;
    if (before == 0) {
        *slot = (struct pid_slot){pid, number};
        table->count++;
    }
    return before;
}

#endif
