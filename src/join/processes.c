#include "join/processes.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#define CAPACITY_MIN 256

void processes_init(struct processes *processes)
{
    memset(processes, 0, sizeof *processes);
    map_init(&processes->by_pid);
    arena_init(&processes->arena);
}

void processes_free(struct processes *processes)
{
    free(processes->rows);
    map_free(&processes->by_pid);
    arena_free(&processes->arena);
}

void processes_clear(struct processes *processes)
{
    processes->count = 0;
    map_clear(&processes->by_pid);
    arena_reset(&processes->arena);
}

static oc_text key_of(const uint32_t *pid)
{
    return (oc_text){(const char *)pid, sizeof *pid};
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

static void append(struct processes *processes, const oc_process *row)
{
    uint64_t *index = map_put(&processes->by_pid, key_of(&row->pid));
    if (index == NULL || !make_room(processes)) {
        processes->failed = true;
        return;
    }
    *index = processes->count;
    oc_process *copy = &processes->rows[processes->count++];
    *copy = *row;
    copy->image = arena_text(&processes->arena, row->image);
    copy->session = arena_text(&processes->arena, row->session);
    processes->failed |= arena_failed(&processes->arena);
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
    uint64_t *index = map_find(&processes->by_pid, key_of(&row->pid));
    if (index != NULL)
        return merge(processes, &processes->rows[*index], row);
    append(processes, row);
    return (oc_text){NULL, 0};
}

const oc_process *processes_find(const struct processes *processes, uint32_t pid)
{
    const uint64_t *index = map_find(&processes->by_pid, key_of(&pid));
    return index == NULL ? NULL : &processes->rows[*index];
}
