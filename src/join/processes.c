#include "join/processes.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#define CAPACITY_MIN 256

void processes_init(struct processes *processes)
{
    memset(processes, 0, sizeof *processes);
    number_map_init(&processes->by_pid);
    arena_init(&processes->arena);
}

void processes_free(struct processes *processes)
{
    free(processes->rows);
    number_map_free(&processes->by_pid);
    arena_free(&processes->arena);
}

void processes_clear(struct processes *processes)
{
    processes->count = 0;
    number_map_clear(&processes->by_pid);
    arena_reset(&processes->arena);
}

static bool make_room(struct processes *processes)
{
    if (processes->count < processes->capacity)
        return true;
    size_t capacity = processes->capacity == 0 ? CAPACITY_MIN : processes->capacity * 2;
    if (capacity > SIZE_MAX / sizeof *processes->rows)
        return false;
    oc_process *rows = realloc(processes->rows, capacity * sizeof *rows);
    if (rows == NULL)
        return false;
    processes->rows = rows;
    processes->capacity = capacity;
    return true;
}

/* Rows of one session stand together, and need its name once. */
static oc_text copy_session(struct processes *processes, oc_text session)
{
    const oc_process *last = &processes->rows[processes->count];
    if (processes->count > 0 && text_equal(last[-1].session, session))
        return last[-1].session;
    return arena_text(&processes->arena, session);
}

/* Returns its number, from 1; 0: out of memory. */
static uint32_t append(struct processes *processes, const oc_process *row)
{
    if (processes->count == UINT32_MAX - 1 || !make_room(processes)) {
        processes->failed = true;
        return 0;
    }
    oc_process *copy = &processes->rows[processes->count];
    /* Not as a whole, nor two neighbours after each other: what was just written in small pieces
     * is slow to read in large ones. */
    copy->place.line = row->place.line;
    copy->session_id = row->session_id;
    copy->pid = row->pid;
    copy->image = arena_text(&processes->arena, row->image);
    copy->place.byte = row->place.byte;
    copy->memory_kib = row->memory_kib;
    copy->image_cut = row->image_cut;
    copy->session = copy_session(processes, row->session);
    processes->failed |= arena_failed(&processes->arena);
    return (uint32_t)++processes->count;
}

bool processes_same_image(oc_text a, bool a_cut, oc_text b, bool b_cut)
{
    if (a_cut && b.size > a.size)
        b = text_sub(b, 0, a.size);
    if (b_cut && a.size > b.size)
        a = text_sub(a, 0, b.size);
    return text_equal_nocase(a, b);
}

static oc_text merge(struct processes *processes, oc_process *first, const oc_process *second)
{
    if (!processes_same_image(first->image, first->image_cut, second->image, second->image_cut))
        return first->image;
    if (second->image.size > first->image.size) {
        first->image = arena_text(&processes->arena, second->image);
        first->image_cut = second->image_cut;
    }
    if (!text_known(first->session))
        first->session = arena_text(&processes->arena, second->session);
    if (first->session_id == OC_NONE)
        first->session_id = second->session_id;
    if (first->memory_kib == OC_NONE)
        first->memory_kib = second->memory_kib;
    processes->failed |= arena_failed(&processes->arena);
    return (oc_text){NULL, 0};
}

oc_text processes_add(struct processes *processes, const oc_process *row)
{
    uint32_t *number = number_map_put(&processes->by_pid, row->pid);
    if (number == NULL)
        processes->failed = true;
    else if (*number != 0)
        return merge(processes, &processes->rows[*number - 1], row);
    else
        *number = append(processes, row);
    return (oc_text){NULL, 0};
}

const oc_process *processes_find(const struct processes *processes, uint32_t pid)
{
    uint32_t number = number_map_find(&processes->by_pid, pid);
    return number == 0 ? NULL : &processes->rows[number - 1];
}
