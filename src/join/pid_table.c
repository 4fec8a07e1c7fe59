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

bool pid_table_grow(struct pid_table *table)
{
    struct pid_table bigger = *table;
    bigger.capacity = table->capacity == 0 ? table->least : table->capacity * 2;
    bigger.slots = table->failed ? NULL : calloc(bigger.capacity, sizeof *bigger.slots);
    table->failed = bigger.slots == NULL;
    if (table->failed)
        return false;
    for (size_t i = 0; i < table->capacity; i++)
        if (table->slots[i].number != 0)
            *pid_table_slot(&bigger, table->slots[i].pid) = table->slots[i];
    free(table->slots);
    *table = bigger;
    return true;
}
