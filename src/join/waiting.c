#include "join/join.h"

#include <stdlib.h>

static size_t waiting_size(const struct waiting *waiting)
{
    return sizeof *waiting + rows_memory(&waiting->rows) + tally_memory(&waiting->tally);
}

static void waiting_free(struct waiting *waiting)
{
    rows_free(&waiting->rows);
    tally_free(&waiting->tally);
    free(waiting);
}

static void free_shapes(oc_join *join)
{
    if (join->waiting_shapes != NULL)
        shapes_free(join->waiting_shapes);
    free(join->waiting_shapes);
    join->waiting_shapes = NULL;
}

/* Rows of a loop are much alike from list to list. */
static bool has_shapes(oc_join *join)
{
    if (join->waiting_shapes == NULL) {
        join->waiting_shapes = malloc(sizeof *join->waiting_shapes);
        if (join->waiting_shapes != NULL)
            shapes_init(join->waiting_shapes);
    }
    return join->waiting_shapes != NULL;
}

/* Lists without a row take memory, too. */
static void check_limit(oc_join *join)
{
    size_t size = join->waiting_size + waiting_size(join->last_waiting) +
                  sizeof *join->waiting_shapes + shapes_size(join->waiting_shapes);
    if (join->status == OC_OK && size > join->waiting_limit)
        join->status = OC_TOO_MUCH_WAITS;
}

void waiting_free_all(oc_join *join)
{
    while (join->waiting != NULL) {
        struct waiting *next = join->waiting->next;
        waiting_free(join->waiting);
        join->waiting = next;
    }
    free_shapes(join);
}

void waiting_begin(oc_join *join)
{
    struct waiting *waiting = has_shapes(join) ? calloc(1, sizeof *waiting) : NULL;
    if (waiting == NULL) {
        join->status = OC_NO_MEMORY;
        return;
    }
    rows_init(&waiting->rows, join->waiting_shapes);
    tally_init(&waiting->tally);
    if (join->last_waiting != NULL)
        join->waiting_size += waiting_size(join->last_waiting);
    struct waiting **end = join->last_waiting == NULL ? &join->waiting : &join->last_waiting->next;
    *end = waiting;
    join->last_waiting = waiting;
    check_limit(join);
}

void waiting_keep(oc_join *join, const oc_connection *row)
{
    struct waiting *waiting = join->last_waiting;
    const struct wanted *wanted = &join->wanted;
    bool may_be_wanted = wanted->all || wanted->image_count > 0 ||
                         (row->pid != OC_NONE && wanted_pid(wanted, (uint32_t)row->pid));
    if (may_be_wanted)
        rows_add(&waiting->rows, row);
    if (!tally_add(&waiting->tally, row) || waiting->rows.failed)
        join->status = OC_NO_MEMORY;
    else
        check_limit(join);
}

bool waiting_is_over(const oc_join *join)
{
    const struct waiting *last = join->last_waiting;
    if (last == NULL || join->process_list_since)
        return last != NULL;
    return join->live && join_names_targets(join, last->tally.has_owners);
}

bool oc_join_live(oc_join *join)
{
    join->live = true;
    return join->last_waiting == NULL || waiting_is_over(join);
}

static void join_waiting(oc_join *join, struct waiting *waiting)
{
    oc_row_cursor cursor = {0};
    oc_connection row;
    join->connections = waiting->source;
    join_begin_rows(join);
    join_check_failures(join);
    while (join->status == OC_OK && rows_next_but(&waiting->rows, &cursor, &join->counted, &row))
        join_take_row(join, &row);
    if (join->status == OC_OK)
        join_tell(join, &waiting->tally, &waiting->source, &waiting->end);
}

void waiting_join_all(oc_join *join)
{
    while (join->waiting != NULL) {
        struct waiting *waiting = join->waiting;
        if (join->status == OC_OK)
            join_waiting(join, waiting);
        join->waiting = waiting->next;
        waiting_free(waiting);
    }
    free_shapes(join);
    join_forget_counted(join);
    join->last_waiting = NULL;
    join->waiting_size = 0;
    join->process_list_since = false;
    join->processes_used = true;
}
