#include "join/pid_table.h"

#include <stdlib.h>
#include <string.h>

void pid_table_init(struct pid_table *table, size_t least)
{
    *table = (struct pid_table){.slots = NULL, .least = least};
}

void pid_table_free(struct pid_table *table)
{
    free(table->slots);
    pid_table_init(table, table->least);
}

void pid_table_clear(struct pid_table *table)
{
    if (table->count > 0)
        memset(table->slots, 0, table->capacity * sizeof *table->slots);
    table->count = 0;
}

static bool grow(struct pid_table *table)
{
    struct pid_table bigger = *table;
    bigger.capacity = table->capacity == 0 ? table->least : table->capacity * 2;
    bigger.slots = calloc(bigger.capacity, sizeof *bigger.slots);
    if (bigger.slots == NULL)
        return false;
    for (size_t i = 0; i < table->capacity; i++)
        if (table->slots[i].number != 0)
            *pid_table_slot(&bigger, table->slots[i].pid) = table->slots[i];
    free(table->slots);
    *table = bigger;
    return true;
}

void pid_table_add(struct pid_table *table, uint32_t pid, uint32_t number)
{
    if (table->failed || (table->count + 1 > table->capacity / 2 && !grow(table))) {
        table->failed = true;
        return;
    }
    *pid_table_slot(table, pid) = (struct pid_slot){pid, number};
    table->count++;
}
