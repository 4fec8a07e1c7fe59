#include "support/capture_tasks.h"

#include <stdio.h>
#include <string.h>

enum { TASKS_COLUMNS = 9, TASKS_IMAGE_CELLS = 25, TASKS_APP_CELLS = 50, TASKS_LIST_CELLS = 44 };

/* The columns of one row as they are printed, before they are cut. */
struct tasks_cells {
    struct sheet at[TASKS_COLUMNS];
    size_t count;
};

struct tasks_column {
    size_t cells;
    bool right;
};

struct tasks_layout tasks_layout_of(struct dice *dice, bool apps)
{
    struct tasks_layout layout = {
        .form = apps ? (enum tasks_form)dice_below(dice, 2) : (enum tasks_form)dice_below(dice, 3),
        .columns = apps ? TASKS_APPS : (enum tasks_columns)dice_below(dice, 3),
        .heading = dice_chance(dice, 80),
    };
    layout.narrow =
        layout.form == TASKS_TABLE && layout.columns == TASKS_PLAIN && dice_chance(dice, 25);
    layout.heading |= layout.form == TASKS_LIST;
    return layout;
}

/* ---- cells --------------------------------------------------------------------------------- */

/* The digits in groups of three, and the unit. */
static void tasks_memory(struct sheet *cell, const struct lexicon *lexicon, int64_t kib)
{
    char digits[24];
    if (kib < 0) {
        sheet_append(cell, lexicon->unknown != NULL ? lexicon->unknown : "N/A");
        return;
    }
    int count = snprintf(digits, sizeof digits, "%lld", (long long)kib);
    for (int i = 0; i < count; i++) {
        if (i > 0 && (count - i) % 3 == 0) {
            sheet_append(cell, lexicon->group);
        }
        sheet_bytes(cell, &digits[i], 1);
    }
    sheet_append(cell, lexicon->unit);
}

static void tasks_services(struct sheet *cell, const struct machine_process *process,
                           const char *between)
{
    if (process->services[0] == NULL) {
        sheet_append(cell, "N/A");
    }
    for (size_t i = 0; process->services[i] != NULL; i++) {
        sheet_append(cell, i > 0 ? between : "");
        sheet_append(cell, process->services[i]);
    }
}

static void tasks_verbose(struct tasks_cells *cells, struct dice *dice,
                          const struct machine_process *process)
{
    static const char *const status[] = {"Running", "Unknown", "Not Responding", "Suspended"};
    sheet_append(&cells->at[5], DICE_PICK(dice, status));
    sheet_append(&cells->at[6], process->user);
    sheet_printf(&cells->at[7], "%u:%02u:%02u", process->cpu_seconds / 3600,
                 process->cpu_seconds / 60 % 60, process->cpu_seconds % 60);
    sheet_append(&cells->at[8], process->window);
    cells->count = 9;
}

static void tasks_fill(struct tasks_cells *cells, struct draft *draft,
                       const struct machine_process *process, struct tasks_layout layout)
{
    for (size_t i = 0; i < TASKS_COLUMNS; i++) {
        sheet_clear(&cells->at[i]);
    }
    sheet_append(&cells->at[0], process->image);
    sheet_printf(&cells->at[1], "%u", process->pid);
    switch (layout.columns) {
    case TASKS_SERVICES:
        tasks_services(&cells->at[2], process, layout.form == TASKS_CSV ? "," : ", ");
        cells->count = 3;
        return;
    case TASKS_APPS:
        tasks_memory(&cells->at[2], draft->lexicon, process->memory_kib);
        sheet_append(&cells->at[3],
                     "Microsoft.Windows.Some_1.14.0.19041_neutral_neutral_cw5n1h2txyewy");
        cells->count = 4;
        return;
    case TASKS_PLAIN:
    case TASKS_VERBOSE:
        break;
    }
    sheet_append(&cells->at[2], process->session);
    sheet_printf(&cells->at[3], "%u", process->session_id);
    tasks_memory(&cells->at[4], draft->lexicon, process->memory_kib);
    cells->count = 5;
    if (layout.columns == TASKS_VERBOSE) {
        tasks_verbose(cells, &draft->dice, process);
    }
}

static void tasks_headings(struct tasks_cells *cells, const struct lexicon *lexicon,
                           struct tasks_layout layout)
{
    static const char *const invented[] = {"Zustand?", "Wer", "Dauer", "Fenster?"};
    cells->count = 5;
    for (size_t i = 0; i < TASKS_COLUMNS; i++) {
        const char *verbose = i < 5 ? NULL : lexicon->verbose[i - 5];
        sheet_clear(&cells->at[i]);
        sheet_append(&cells->at[i], i < 5             ? lexicon->tasklist[i]
                                    : verbose != NULL ? verbose
                                                      : invented[i - 5]);
    }
    if (layout.columns == TASKS_VERBOSE) {
        cells->count = 9;
    } else if (layout.columns == TASKS_SERVICES) {
        sheet_clear(&cells->at[2]);
        sheet_append(&cells->at[2], lexicon->services != NULL ? lexicon->services : "Servicios?");
        cells->count = 3;
    } else if (layout.columns == TASKS_APPS) {
        sheet_clear(&cells->at[2]);
        sheet_append(&cells->at[2], lexicon->tasklist[4]);
        sheet_clear(&cells->at[3]);
        sheet_append(&cells->at[3], "Package Name");
        cells->count = 4;
    }
}

/* ---- truth --------------------------------------------------------------------------------- */

static void tasks_truth(struct draft *draft, const struct machine_process *process,
                        struct tasks_layout layout)
{
    struct truth_process *row = truth_add_process(&draft->truth);
    if (row == NULL) {
        return;
    }
    size_t cells = layout.columns == TASKS_APPS ? TASKS_APP_CELLS : TASKS_IMAGE_CELLS;
    size_t size =
        layout.form == TASKS_TABLE ? sheet_fit(process->image, cells) : strlen(process->image);
    while (size > 0 && process->image[size - 1] == ' ') {
        size--; /* a blank where the name is cut cannot be told from padding */
    }
    truth_copy(row->image, process->image, size);
    row->pid = process->pid;
    row->told = draft->told;
    if (layout.columns == TASKS_PLAIN || layout.columns == TASKS_VERBOSE) {
        truth_copy(row->session, process->session, strlen(process->session));
        row->session_id = process->session_id;
    }
    if (layout.columns != TASKS_SERVICES && process->memory_kib >= 0) {
        row->memory_kib = process->memory_kib;
    }
}

/* ---- table --------------------------------------------------------------------------------- */

static void tasks_widths(struct tasks_column columns[TASKS_COLUMNS], const struct lexicon *lexicon,
                         struct tasks_layout layout)
{
    static const struct tasks_column usual[] = {{25, false}, {8, true},  {16, false},
                                                {11, true},  {12, true}, {15, false},
                                                {50, false}, {12, true}, {72, false}};
    memcpy(columns, usual, sizeof usual);
    if (lexicon->memory_cells > 0) {
        columns[4].cells = lexicon->memory_cells;
    }
    if (layout.narrow) {
        columns[1].cells = 6;
        columns[3].cells = 8;
        columns[4].cells = 12;
    } else if (layout.columns == TASKS_SERVICES) {
        columns[2] = (struct tasks_column){TASKS_LIST_CELLS, false};
    } else if (layout.columns == TASKS_APPS) {
        columns[0].cells = TASKS_APP_CELLS;
        columns[2] = (struct tasks_column){12, true};
        columns[3] = (struct tasks_column){50, false};
    }
}

static void tasks_table_line(struct draft *draft, const struct tasks_column *columns,
                             const struct tasks_cells *cells, bool trimmed)
{
    for (size_t i = 0; i < cells->count; i++) {
        const char *text = sheet_text(&cells->at[i]);
        sheet_append(&draft->text, i > 0 ? " " : "");
        if (columns[i].right) {
            sheet_right(&draft->text, text, columns[i].cells);
        } else {
            sheet_left(&draft->text, text, columns[i].cells);
        }
    }
    draft_end_line(draft, trimmed);
}

static void tasks_table_heading(struct draft *draft, const struct tasks_column *columns,
                                const struct tasks_cells *headings, bool trimmed)
{
    if (dice_chance(&draft->dice, 90)) {
        draft_line(draft, "");
    }
    size_t start = draft->text.size;
    tasks_table_line(draft, columns, headings, trimmed);
    draft_tell(draft, sheet_text(&draft->text) + start);
    for (size_t i = 0; i < headings->count; i++) {
        sheet_append(&draft->text, i > 0 ? " " : "");
        sheet_fill(&draft->text, '=', columns[i].cells);
    }
    draft_end_line(draft, true);
}

/* A list of services breaks behind a comma; its other lines stand below its column. */
static void tasks_wrap(struct draft *draft, const struct tasks_column *columns,
                       struct tasks_cells *cells, bool trimmed)
{
    char rest[512];
    snprintf(rest, sizeof rest, "%s", sheet_text(&cells->at[2]));
    for (size_t line = 0, at = 0; rest[at] != '\0'; line++) {
        size_t size = strlen(rest + at);
        size_t left = size;
        while (size > TASKS_LIST_CELLS - 1 || (size < left && rest[at + size - 1] != ' ')) {
            size--;
        }
        sheet_clear(&cells->at[2]);
        sheet_bytes(&cells->at[2], rest + at, size);
        at += size;
        if (line == 0) {
            tasks_table_line(draft, columns, cells, trimmed);
        } else {
            sheet_fill(&draft->text, ' ', columns[0].cells + columns[1].cells + 2);
            sheet_left(&draft->text, sheet_text(&cells->at[2]), TASKS_LIST_CELLS);
            draft_end_line(draft, trimmed);
        }
    }
}

static void tasks_write_table(struct draft *draft, const struct machine *machine,
                              struct tasks_layout layout, struct tasks_cells *cells)
{
    struct tasks_column columns[TASKS_COLUMNS];
    bool trimmed = dice_chance(&draft->dice, 50);
    tasks_widths(columns, draft->lexicon, layout);
    if (layout.heading) {
        tasks_headings(cells, draft->lexicon, layout);
        tasks_table_heading(draft, columns, cells, trimmed);
    }
    draft->bare_table |= !layout.heading;
    for (size_t i = 0; i < machine->process_count; i++) {
        tasks_fill(cells, draft, &machine->processes[i], layout);
        tasks_truth(draft, &machine->processes[i], layout);
        if (layout.columns == TASKS_SERVICES) {
            tasks_wrap(draft, columns, cells, trimmed);
        } else {
            tasks_table_line(draft, columns, cells, trimmed);
        }
    }
}

/* ---- CSV and LIST -------------------------------------------------------------------------- */

static void tasks_csv_line(struct draft *draft, const struct tasks_cells *cells)
{
    for (size_t i = 0; i < cells->count; i++) {
        sheet_printf(&draft->text, "%s\"%s\"", i > 0 ? "," : "", sheet_text(&cells->at[i]));
    }
    draft_end_line(draft, false);
}

static void tasks_write_csv(struct draft *draft, const struct machine *machine,
                            struct tasks_layout layout, struct tasks_cells *cells)
{
    if (layout.heading) {
        size_t start = draft->text.size;
        tasks_headings(cells, draft->lexicon, layout);
        tasks_csv_line(draft, cells);
        draft_tell(draft, sheet_text(&draft->text) + start);
    }
    for (size_t i = 0; i < machine->process_count; i++) {
        tasks_fill(cells, draft, &machine->processes[i], layout);
        tasks_truth(draft, &machine->processes[i], layout);
        tasks_csv_line(draft, cells);
    }
}

static void tasks_record(struct draft *draft, const struct tasks_cells *keys,
                         const struct tasks_cells *cells, bool trimmed)
{
    size_t widest = 0;
    for (size_t i = 0; i < keys->count; i++) {
        size_t width = sheet_cells(sheet_text(&keys->at[i]));
        widest = width > widest ? width : widest;
    }
    draft_line(draft, "");
    for (size_t i = 0; i < keys->count; i++) {
        const char *key = sheet_text(&keys->at[i]);
        sheet_printf(&draft->text, "%s:", key);
        sheet_fill(&draft->text, ' ', widest + 1 - sheet_cells(key));
        sheet_append(&draft->text, sheet_text(&cells->at[i]));
        draft_end_line(draft, trimmed);
    }
}

static void tasks_write_list(struct draft *draft, const struct machine *machine,
                             struct tasks_layout layout, struct tasks_cells *cells)
{
    struct tasks_cells keys = {.count = 0};
    bool trimmed = dice_chance(&draft->dice, 50);
    tasks_headings(&keys, draft->lexicon, layout);
    draft_tell(draft, sheet_text(&keys.at[0])); /* the one in the line of the name */
    for (size_t i = 0; i < machine->process_count; i++) {
        tasks_fill(cells, draft, &machine->processes[i], layout);
        tasks_truth(draft, &machine->processes[i], layout);
        tasks_record(draft, &keys, cells, trimmed);
        for (size_t key = 0; key < keys.count; key++) {
            draft_tell(draft, sheet_text(&keys.at[key]));
        }
    }
    /* One record with keys that nobody knows ends at the empty line only. */
    if (machine->process_count == 1 && !draft->lexicon->listed) {
        draft_line(draft, "");
    }
    for (size_t i = 0; i < TASKS_COLUMNS; i++) {
        draft->text.failed |= keys.at[i].failed;
        sheet_free(&keys.at[i]);
    }
}

void tasks_write(struct draft *draft, const struct machine *machine, struct tasks_layout layout)
{
    static const char *const forms[] = {"table", "csv", "list"};
    static const char *const columns[] = {"", " /v", " /svc", " /apps"};
    struct tasks_cells cells = {.count = 0};
    truth_add_list(&draft->truth, true);
    sheet_printf(&draft->about, " tasklist %s%s%s%s", forms[layout.form], columns[layout.columns],
                 layout.narrow ? " narrow" : "", layout.heading ? "" : " /nh");
    switch (layout.form) {
    case TASKS_TABLE:
        tasks_write_table(draft, machine, layout, &cells);
        break;
    case TASKS_CSV:
        tasks_write_csv(draft, machine, layout, &cells);
        break;
    case TASKS_LIST:
        tasks_write_list(draft, machine, layout, &cells);
        break;
    }
    for (size_t i = 0; i < TASKS_COLUMNS; i++) {
        draft->text.failed |= cells.at[i].failed;
        sheet_free(&cells.at[i]);
    }
}
