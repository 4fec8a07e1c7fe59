/*
 * Owns: the state of a join: the process list, the connection list that is joined, those that wait.
 * Must not know: text, grammars, formats.
 */
#ifndef JOIN_JOIN_H
#define JOIN_JOIN_H

#include "join/change.h"
#include "join/diagnostics.h"
#include "join/readings.h"

/* Sections that one process list can be merged of and still be named. */
#define SOURCES_MAX 16

#define STAMP_SIZE 20 /* YYYY-MM-DDThh:mm:ss and the end mark */

/* Which list joins which: the first pass shows the order. */
enum order { ORDER_OPEN, PROCESSES_FIRST, CONNECTIONS_FIRST };

/* A connection list whose process list is still to come. */
struct waiting {
    struct waiting *next;
    oc_source source;
    char taken_at[STAMP_SIZE];
    char read_at[STAMP_SIZE];
    struct oc_rows rows;
    struct tally tally;
    oc_ledger end; /* of the lines up to the next list */
};

/* What the next snapshot is compared with: the last one that can be, and who it was. */
struct since {
    bool there;
    struct snapshot snapshot; /* its images are its own, its sessions are not known */
    oc_since description;
    char taken_at[STAMP_SIZE];
};

struct oc_join {
    struct arena arena; /* options, paths */
    struct wanted wanted;
    oc_text capture;
    oc_text *near;
    size_t near_count;
    size_t waiting_limit;
    struct known known;
    oc_join_handler handler;

    enum order order;
    oc_text path;
    bool in_list; /* a list was seen; last_kind says which */
    oc_section_kind last_kind;

    struct processes processes;
    bool has_processes;
    bool processes_used;
    oc_source sources[SOURCES_MAX + 1]; /* of the process list, and room for the connection list */
    size_t source_count;

    bool has_connections; /* PROCESSES_FIRST: a connection list is being joined */
    oc_source connections;
    char taken_at[STAMP_SIZE];           /* of the connection list that is joined */
    char read_at[STAMP_SIZE];            /* of the same */
    char processes_taken_at[STAMP_SIZE]; /* of the first section of the process list */
    struct snapshot snapshot;
    oc_snapshot streamed; /* what is told of it with each of its rows */
    struct tally tally;
    struct since since;
    struct oc_changes changes;
    oc_pids counted;         /* no target's: their rows are only counted */
    bool counts;             /* some PID was put there */
    struct map conflicts;    /* PIDs whose owner the process list contradicts, told already */
    struct waiting *waiting; /* CONNECTIONS_FIRST */
    struct waiting *last_waiting;
    bool process_list_since; /* one came behind those that wait */
    bool live;               /* none may come */
    oc_text came_at;         /* in the next */
    char came_at_bytes[STAMP_SIZE];
    struct shapes *waiting_shapes; /* of the rows of all of them; NULL: none waits */
    size_t waiting_size;           /* memory of those before the last */

    uint64_t number;
    oc_ledger before; /* lines of the texts before this one */
    oc_ledger seen;   /* lines up to the last event */
    oc_ledger told;   /* lines that snapshots have told of */
    struct diagnostics diagnostics;
    oc_status status; /* sticks */
};

/* join.c */

void join_check_failures(oc_join *join);
/* Whether targets can be told in a connection list that has no process list. */
bool join_names_targets(const oc_join *join, bool has_owners);
/* A snapshot to the caller. connections NULL: a process list alone. end: the lines up to the next
 * list. */
void join_tell(oc_join *join, struct tally *tally, const oc_source *connections,
               const oc_ledger *end);

/* take.c: rows of a list that is joined */

/* A connection list begins to be joined with the process list that is there. */
void join_begin_rows(oc_join *join);
/* No PID is passed over any more. */
void join_forget_counted(oc_join *join);
/* To the target that wants it, if one does. */
void join_take_row(oc_join *join, const oc_connection *row);

/* source.c: where a list comes from, and when */

/* The section's time lives with the parser: it is copied to where the source is kept. */
void source_keep(oc_join *join, oc_source *source, const oc_section *section,
                 char taken_at[STAMP_SIZE]);
/* A connection list, at its beginning and at its end. */
void source_note(oc_join *join, const oc_section *section);
/* When the connection list came that begins. */
void source_stamp(oc_join *join);

/* since.c: the snapshot before */

void since_init(oc_join *join);
void since_free(oc_join *join);
bool since_failed(const oc_join *join);
/* Adds its changes to the snapshot, if there is something to compare it with. */
void since_compare(oc_join *join, oc_snapshot *snapshot);
/* The snapshot was told: it is what the next one is compared with, if that can be. */
void since_keep(oc_join *join, const oc_snapshot *snapshot);

/* waiting.c: connection lists that came before their process list */

void waiting_begin(oc_join *join);
void waiting_keep(oc_join *join, const oc_connection *row);
/* Whether the last one need not wait until the next process list. */
bool waiting_is_over(const oc_join *join);
/* With the process list that is there, or with none. */
void waiting_join_all(oc_join *join);
void waiting_free_all(oc_join *join);

#endif
