#include "join/processes.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#define CAPACITY_MIN 256
/* A quarter of them holds the processes of most machines: few share a place then. */
#define PIDS_LEAST 1024

void processes_init(struct processes *processes)
{
    memset(processes, 0, sizeof *processes);
    pid_table_init(&processes->by_pid, PIDS_LEAST);
    arena_init(&processes->arena);
}

void processes_free(struct processes *processes)
{
    free(processes->rows);
    pid_table_free(&processes->by_pid);
    arena_free(&processes->arena);
}

void processes_clear(struct processes *processes)
{
    processes->count = 0;
    pid_table_clear(&processes->by_pid);
    arena_reset(&processes->arena);
}

static bool grow(struct processes *processes)
{
    size_t capacity = processes->capacity == 0 ? CAPACITY_MIN : processes->capacity * 2;
    if (capacity > SIZE_MAX / sizeof *processes->rows || capacity > UINT32_MAX)
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

static void append(struct processes *processes, const oc_process *row)
{
    oc_process *copy = &processes->rows[processes->count];
    *copy = *row;
    copy->image = arena_text(&processes->arena, row->image);
    copy->session = copy_session(processes, row->session);
    processes->count++;
    processes->failed |= arena_failed(&processes->arena) || processes->by_pid.failed;
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
    if (processes->count == processes->capacity && !grow(processes)) {
        processes->failed = true;
        return (oc_text){NULL, 0};
    }
    uint32_t number = pid_table_put(&processes->by_pid, row->pid, (uint32_t)(processes->count + 1));
    if (number != 0)
        return merge(processes, &processes->rows[number - 1], row);
    append(processes, row);
    return (oc_text){NULL, 0};
}

const oc_process *processes_find(const struct processes *processes, uint32_t pid)
{
    uint32_t number = pid_table_find(&processes->by_pid, pid);
    return number == 0 ? NULL : &processes->rows[number - 1];
}
