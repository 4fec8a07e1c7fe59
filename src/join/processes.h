/*
 * Owns: one process list: its rows in order, merged by PID.
 * Must not know: connections, targets, output.
 */
#ifndef JOIN_PROCESSES_H
#define JOIN_PROCESSES_H

#include "base/arena.h"
#include "join/pid_table.h"

struct processes {
    oc_process *rows; /* texts live in the arena */
    size_t count;
    size_t capacity;
    struct pid_table by_pid; /* numbers of rows, from 1 */
    struct arena arena;
    bool failed; /* sticks: out of memory */
};

void processes_init(struct processes *processes);
void processes_free(struct processes *processes);
void processes_clear(struct processes *processes);
/*
 * Adds a row. A PID that is there already is the same process, seen by another command: what the
 * first row leaves open the second one fills. Returns the name of the first when they disagree,
 * else an unknown text.
 */
oc_text processes_add(struct processes *processes, const oc_process *row);
/* A name that was cut is known whole when another command prints it so. */
bool processes_same_image(oc_text a, bool a_cut, oc_text b, bool b_cut);
const oc_process *processes_find(const struct processes *processes, uint32_t pid);

#endif
