#include "join/join.h"
#include "base/text.h"
#include "join/near.h"

#include <stdlib.h>
#include <string.h>

#define WAITING_LIMIT ((size_t)64 << 20)

static oc_text *copy_texts(oc_join *join, const oc_text *texts, size_t count)
{
    oc_text *copies = arena_calloc(&join->arena, count + 1, sizeof *copies);
    for (size_t i = 0; copies != NULL && i < count; i++)
        copies[i] = arena_text(&join->arena, texts[i]);
    return copies;
}

static bool copy_options(oc_join *join, const oc_join_options *options)
{
    uint32_t *pids = arena_calloc(&join->arena, options->pid_count + 1, sizeof *pids);
    if (pids != NULL && options->pid_count > 0)
        memcpy(pids, options->pids, options->pid_count * sizeof *pids);
    join->wanted = (struct wanted){
        .images = copy_texts(join, options->images, options->image_count),
        .image_count = options->image_count,
        .pids = pids,
        .pid_count = options->pid_count,
        .all = options->all,
    };
    join->near = copy_texts(join, options->near, options->near_count);
    join->near_count = options->near_count;
    join->capture = arena_text(&join->arena, options->capture);
    join->streamed.capture = join->capture;
    join->waiting_limit = options->waiting_limit != 0 ? options->waiting_limit : WAITING_LIMIT;
    join->known = (struct known){.networks = options->networks,
                                 .network_count = options->network_count,
                                 .programs = options->programs,
                                 .program_count = options->program_count};
    return !arena_failed(&join->arena);
}

oc_status oc_join_new(oc_join **out, const oc_join_options *options, const oc_join_handler *handler)
{
    if (handler->snapshot == NULL)
        return OC_MISUSE;
    oc_join *join = calloc(1, sizeof *join);
    if (join == NULL)
        return OC_NO_MEMORY;
    join->handler = *handler;
    map_init(&join->conflicts);
    arena_init(&join->arena);
    diagnostics_init(&join->diagnostics);
    processes_init(&join->processes);
    tally_init(&join->tally);
    snapshot_init(&join->snapshot, &join->wanted, handler->row != NULL);
    since_init(join);
    if (!copy_options(join, options)) {
        oc_join_free(join);
        return OC_NO_MEMORY;
    }
    *out = join;
    return OC_OK;
}

void oc_join_free(oc_join *join)
{
    if (join == NULL)
        return;
    waiting_free_all(join);
    since_free(join);
    snapshot_free(&join->snapshot);
    tally_free(&join->tally);
    map_free(&join->conflicts);
    processes_free(&join->processes);
    diagnostics_free(&join->diagnostics);
    arena_free(&join->arena);
    free(join);
}

oc_status oc_join_source(oc_join *join, oc_text path)
{
    join->path = arena_text(&join->arena, path);
    join->before = join->seen;
    if (arena_failed(&join->arena) && join->status == OC_OK)
        join->status = OC_NO_MEMORY;
    return join->status;
}

/* ---- snapshots out --------------------------------------------------------------------------- */

static oc_ledger ledger_between(const oc_ledger *from, const oc_ledger *to)
{
    oc_ledger difference;
    for (int i = 0; i < OC_LINE_CLASSES; i++)
        difference.lines[i] = to->lines[i] - from->lines[i];
    return difference;
}

void join_check_failures(oc_join *join)
{
    bool failed = diagnostics_failed(&join->diagnostics) || join->conflicts.failed ||
                  join->processes.failed || join->snapshot.failed || since_failed(join);
    if (failed && join->status == OC_OK)
        join->status = OC_NO_MEMORY;
}

bool join_names_targets(const oc_join *join, bool has_owners)
{
    return has_owners || join->wanted.all || join->wanted.pid_count > 0;
}

static oc_snapshot describe(oc_join *join, const struct tally *tally, const oc_source *connections,
                            const oc_ledger *end)
{
    size_t source_count = join->source_count;
    if (connections != NULL)
        join->sources[source_count++] = *connections;
    const bool came = connections != NULL && join->live;
    return (oc_snapshot){
        .capture = join->capture,
        .number = join->number + 1,
        .taken_at =
            connections != NULL ? connections->section.taken_at : join->sources[0].section.taken_at,
        .read_at = came ? connections->read_at : (oc_text){NULL, 0},
        .sources = join->sources,
        .source_count = source_count,
        .has_processes = join->has_processes,
        .has_connections = connections != NULL,
        .process_rows = join->processes.count,
        .connection_rows = tally->rows,
        .targets = join->snapshot.targets,
        .target_count = join->snapshot.count,
        .unowned_pids = join->has_processes ? snapshot_unowned(&join->processes, tally) : 0,
        .has_owners = tally->has_owners,
        .anonymous_rows = tally->anonymous,
        .ledger = ledger_between(&join->told, end),
        .diagnostics = join->diagnostics.list,
        .diagnostic_count = join->diagnostics.count,
        .diagnostics_left_out = join->diagnostics.left_out,
    };
}

/* connections NULL: a process list alone. end: the lines up to the next list. */
void join_tell(oc_join *join, struct tally *tally, const oc_source *connections,
               const oc_ledger *end)
{
    oc_text near[NEAR_MAX];
    if (!tally_settle(tally))
        join->status = OC_NO_MEMORY;
    snapshot_complete(&join->snapshot, &join->known, tally);
    if (connections != NULL)
        readings_add(&join->snapshot, &join->known, tally);
    join_check_failures(join);
    if (join->status != OC_OK)
        return;
    oc_snapshot snapshot = describe(join, tally, connections, end);
    if (snapshot.target_count == 0) {
        snapshot.near_images = near;
        snapshot.near_image_count =
            near_images(&join->processes, &join->wanted, join->near, join->near_count, near);
    }
    since_compare(join, &snapshot);
    join_check_failures(join);
    if (join->status != OC_OK)
        return;
    if (join->handler.snapshot(join->handler.user, &snapshot) != 0)
        join->status = OC_STOPPED;
    since_keep(join, &snapshot);
    join->number++;
    map_clear(&join->conflicts);
    join->told = *end;
    diagnostics_clear(&join->diagnostics);
}

/* ---- events in ---------------------------------------------------------------------------------
 */

/* The open connection list of PROCESSES_FIRST is complete. */
static void tell_connections(oc_join *join)
{
    if (!join->has_connections)
        return;
    join->has_connections = false;
    join_tell(join, &join->tally, &join->connections, &join->seen);
}

static void tell_processes_alone(oc_join *join)
{
    tally_clear(&join->tally);
    snapshot_begin(&join->snapshot, &join->processes);
    join_tell(join, &join->tally, NULL, &join->seen);
}

static void begin_processes(oc_join *join)
{
    if (join->order == ORDER_OPEN)
        join->order = PROCESSES_FIRST;
    tell_connections(join);
    /* Lists that no connection list separates are one, merged by PID. */
    if (!join->in_list || join->last_kind != OC_PROCESSES) {
        processes_clear(&join->processes);
        join->source_count = 0;
        join->processes_used = false;
    }
    join->has_processes = true;
    join->process_list_since = true;
}

static void begin_connections(oc_join *join)
{
    if (join->order == ORDER_OPEN)
        join->order = CONNECTIONS_FIRST;
    if (join->order == CONNECTIONS_FIRST) {
        if (join->last_waiting != NULL)
            join->last_waiting->end = join->seen;
        if (waiting_is_over(join))
            waiting_join_all(join);
        waiting_begin(join);
        return;
    }
    tell_connections(join);
    join->has_connections = true;
    join->processes_used = true;
    tally_clear(&join->tally);
    join_begin_rows(join);
}

static void begin_section(oc_join *join, const oc_section *section)
{
    if (section->kind == OC_PROCESSES)
        begin_processes(join);
    else
        begin_connections(join);
    join->in_list = true;
    join->last_kind = section->kind;
    if (join->status != OC_OK)
        return;
    source_note(join, section);
    if (section->kind == OC_CONNECTIONS)
        source_stamp(join);
}

static void end_section(oc_join *join, const oc_section *section)
{
    source_note(join, section);
    if (section->kind == OC_PROCESSES && join->source_count < SOURCES_MAX) {
        oc_source *source = &join->sources[join->source_count++];
        bool first = join->source_count == 1;
        source_keep(join, source, section, join->processes_taken_at);
        if (!first)
            source->section.taken_at = (oc_text){NULL, 0};
    }
}

static void add_processes(oc_join *join, const oc_processes *processes)
{
    for (size_t i = 0; i < processes->count; i++) {
        const oc_process *process = &processes->rows[i];
        oc_text first_image = processes_add(&join->processes, process);
        if (text_known(first_image))
            diagnostics_add_process(&join->diagnostics, join->path, process, first_image);
    }
}

static void add_connection(oc_join *join, const oc_connection *row)
{
    if (join->order == CONNECTIONS_FIRST) {
        waiting_keep(join, row);
        return;
    }
    if (!tally_add(&join->tally, row))
        join->status = OC_NO_MEMORY;
    else
        join_take_row(join, row);
}

static void add_closed(oc_join *join, const oc_closed_ends *closed)
{
    for (size_t i = 0; i < closed->count; i++)
        if (!closed_add(&join->tally.closed, &closed->ends[i].remote, closed->ends[i].connections))
            join->status = OC_NO_MEMORY;
}

static void take_ledger(oc_join *join, const oc_ledger *ledger)
{
    for (int i = 0; i < OC_LINE_CLASSES; i++)
        join->seen.lines[i] = join->before.lines[i] + ledger->lines[i];
}

static void take_event(oc_join *join, const oc_event *event)
{
    switch (event->kind) {
    case OC_EVENT_SECTION:
        take_ledger(join, event->ledger);
        begin_section(join, event->as.section);
        break;
    case OC_EVENT_PROCESSES:
        add_processes(join, &event->as.processes);
        return; /* a failure sticks, and is seen when the list ends */
    case OC_EVENT_COUNTED:
        join->tally.rows += event->as.counted;
        break;
    case OC_EVENT_CLOSED:
        add_closed(join, &event->as.closed);
        break;
    case OC_EVENT_DIAGNOSTIC:
        diagnostics_add(&join->diagnostics, join->path, event->as.diagnostic);
        break;
    case OC_EVENT_SECTION_END:
        end_section(join, event->as.section);
        break;
    case OC_EVENT_END:
        take_ledger(join, event->ledger);
        break;
    case OC_EVENT_CONNECTION:
    case OC_EVENT_LINE:
        break;
    }
    join_check_failures(join);
}

/* There are millions of connection rows: where one of them fails is known. */
oc_status oc_join_event(oc_join *join, const oc_event *event)
{
    if (join->status != OC_OK)
        return join->status;
    if (event->kind == OC_EVENT_CONNECTION)
        add_connection(join, event->as.connection);
    else
        take_event(join, event);
    return join->status;
}

oc_status oc_join_finish(oc_join *join)
{
    if (join->status != OC_OK)
        return join->status;
    if (join->last_waiting != NULL) {
        join->last_waiting->end = join->seen;
        waiting_join_all(join);
    }
    tell_connections(join);
    if (join->status == OC_OK && join->has_processes && !join->processes_used)
        tell_processes_alone(join);
    join_check_failures(join);
    return join->status;
}
