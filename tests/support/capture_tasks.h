/*
 * Owns: how tasklist lays out a process list.
 * Must not know: which processes there are, what stands around the list.
 */
#ifndef SUPPORT_CAPTURE_TASKS_H
#define SUPPORT_CAPTURE_TASKS_H

#include "support/capture_draft.h"
#include "support/capture_machine.h"

enum tasks_form { TASKS_TABLE, TASKS_CSV, TASKS_LIST };

enum tasks_columns { TASKS_PLAIN, TASKS_VERBOSE, TASKS_SERVICES, TASKS_APPS };

struct tasks_layout {
    enum tasks_form form;
    enum tasks_columns columns;
    bool narrow;  /* a plain table of Windows XP */
    bool heading; /* false: /NH */
};

/* A layout that exists; apps: only those of /APPS. */
struct tasks_layout tasks_layout_of(struct dice *dice, bool apps);
/* Appends the list to the text and to the truth. */
void tasks_write(struct draft *draft, const struct machine *machine, struct tasks_layout layout);

#endif
