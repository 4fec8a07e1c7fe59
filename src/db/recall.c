#include "db/recall.h"

#include "base/text.h"

bool recall_init(struct recall *recall, struct database *database)
{
    *recall = (struct recall){.database = database};
    arena_init(&recall->arena);
    recall->snapshots = database_prepare_string(
        database, "SELECT snapshots.id, number, taken_at, has_processes, has_connections, "
                  "process_rows, connection_rows, unowned_pids, diagnostics_left_out, "
                  "(SELECT count(*) FROM targets WHERE snapshot_id = snapshots.id), "
                  "(SELECT count(*) FROM diagnostics WHERE snapshot_id = snapshots.id) "
                  "FROM snapshots WHERE capture_id = ? ORDER BY number");
    recall->targets = database_prepare_string(
        database, "SELECT id, pid, image, session, session_id, memory_kib, connections, listeners, "
                  "udp, recently_closed, reading, reading_confidence, reading_text, "
                  "(SELECT count(*) FROM servers WHERE target_id = targets.id) "
                  "FROM targets WHERE snapshot_id = ? ORDER BY position");
    recall->states =
        database_prepare_string(database, "SELECT state, count(*) FROM connections WHERE target_id "
                                          "= ? AND kind = 'connection' GROUP BY state");
    recall->servers =
        database_prepare_string(database, "SELECT address, port, service, label, connections "
                                          "FROM servers WHERE target_id = ? ORDER BY position");
    recall->diagnostics = database_prepare_string(
        database, "SELECT severity, path, line, code, text "
                  "FROM diagnostics WHERE snapshot_id = ? ORDER BY position");
    return !database->failed;
}

void recall_free(struct recall *recall)
{
    arena_free(&recall->arena);
}

/* ---- cells ------------------------------------------------------------------------------- */

static oc_text recall_text(struct recall *recall, sqlite3_stmt *statement, int column)
{
    return arena_text(&recall->arena, database_text(recall->database, statement, column));
}

/* NULL is OC_NONE; what somebody has written over is at least no overflow. */
static int64_t recall_number(const struct recall *recall, sqlite3_stmt *statement, int column)
{
    const struct sqlite *sqlite = &recall->database->sqlite;
    if (sqlite->column_type(statement, column) == SQLITE_NULL) {
        return OC_NONE;
    }
    return sqlite->column_int64(statement, column);
}

static uint64_t recall_count(const struct recall *recall, sqlite3_stmt *statement, int column)
{
    int64_t number = recall_number(recall, statement, column);
    return number < 0 ? 0 : (uint64_t)number;
}

/* Room for the children that a statement will give, and the statement started on their parent. */
static void *recall_children(struct recall *recall, sqlite3_stmt *statement, int64_t parent,
                             uint64_t count, size_t size)
{
    database_bind_number(recall->database, statement, 1, parent);
    return count > SIZE_MAX ? NULL : arena_calloc(&recall->arena, (size_t)count, size);
}

/* ---- what belongs to a target ------------------------------------------------------------- */

static void recall_states(struct recall *recall, int64_t id, oc_target *target)
{
    database_bind_number(recall->database, recall->states, 1, id);
    while (database_step(recall->database, recall->states)) {
        oc_state state = oc_state_of(database_text(recall->database, recall->states, 0));
        if (state != OC_STATES) {
            target->by_state[state] += recall_count(recall, recall->states, 1);
        }
    }
}

static void recall_servers(struct recall *recall, int64_t id, uint64_t count, oc_target *target)
{
    sqlite3_stmt *statement = recall->servers;
    oc_remote *remotes = recall_children(recall, statement, id, count, sizeof *remotes);
    while (database_step(recall->database, statement)) {
        if (remotes == NULL || target->remote_count == count) {
            continue;
        }
        remotes[target->remote_count++] = (oc_remote){
            .address = recall_text(recall, statement, 0),
            .port = (int32_t)recall_number(recall, statement, 1),
            .service = recall_text(recall, statement, 2),
            .label = recall_text(recall, statement, 3),
            .connections = recall_count(recall, statement, 4),
        };
    }
    target->remotes = remotes;
}

static const oc_reading *recall_reading(struct recall *recall, sqlite3_stmt *statement)
{
    oc_text code = recall_text(recall, statement, 10);
    oc_reading *reading =
        text_known(code) ? arena_calloc(&recall->arena, 1, sizeof *reading) : NULL;
    if (reading != NULL) {
        reading->code = code;
        reading->confidence = recall_text(recall, statement, 11);
        reading->text = recall_text(recall, statement, 12);
    }
    return reading;
}

static void recall_target(struct recall *recall, oc_target *target)
{
    sqlite3_stmt *statement = recall->targets;
    *target = (oc_target){
        .pid = recall_number(recall, statement, 1),
        .image = recall_text(recall, statement, 2),
        .session = recall_text(recall, statement, 3),
        .session_id = recall_number(recall, statement, 4),
        .memory_kib = recall_number(recall, statement, 5),
        .connections = recall_count(recall, statement, 6),
        .listeners = recall_count(recall, statement, 7),
        .udp = recall_count(recall, statement, 8),
        .recently_closed = recall_number(recall, statement, 9),
        .reading = recall_reading(recall, statement),
    };
    int64_t id = recall_number(recall, statement, 0);
    recall_states(recall, id, target);
    recall_servers(recall, id, recall_count(recall, statement, 13), target);
}

/* ---- what belongs to a snapshot ------------------------------------------------------------ */

static void recall_targets(struct recall *recall, int64_t id, uint64_t count, oc_snapshot *snapshot)
{
    oc_target *targets = recall_children(recall, recall->targets, id, count, sizeof *targets);
    while (database_step(recall->database, recall->targets)) {
        if (targets != NULL && snapshot->target_count < count) {
            recall_target(recall, &targets[snapshot->target_count++]);
        }
    }
    snapshot->targets = targets;
}

static oc_severity recall_severity(oc_text word)
{
    oc_severity severity = OC_NOTE;
    while (severity < OC_ERROR && !text_equal(word, text_of(oc_severity_text(severity)))) {
        severity++;
    }
    return severity;
}

/* Terminated, as codes are. */
static const char *recall_code(struct recall *recall, sqlite3_stmt *statement, int column)
{
    oc_text text = database_text(recall->database, statement, column);
    char *code = text.size < SIZE_MAX ? arena_calloc(&recall->arena, text.size + 1, 1) : NULL;
    for (size_t i = 0; code != NULL && i < text.size; i++) {
        code[i] = text.data[i];
    }
    return code;
}

static void recall_diagnostics(struct recall *recall, int64_t id, uint64_t count,
                               oc_snapshot *snapshot)
{
    sqlite3_stmt *statement = recall->diagnostics;
    oc_diagnostic *diagnostics = recall_children(recall, statement, id, count, sizeof *diagnostics);
    while (database_step(recall->database, statement)) {
        const char *code = recall_code(recall, statement, 3);
        if (diagnostics == NULL || code == NULL || snapshot->diagnostic_count == count) {
            continue;
        }
        diagnostics[snapshot->diagnostic_count++] = (oc_diagnostic){
            .severity = recall_severity(database_text(recall->database, statement, 0)),
            .path = recall_text(recall, statement, 1),
            .place = {.line = recall_count(recall, statement, 2)},
            .code = code,
            .text = recall_text(recall, statement, 4),
        };
    }
    snapshot->diagnostics = diagnostics;
}

static oc_snapshot recall_snapshot(struct recall *recall, oc_text name)
{
    sqlite3_stmt *statement = recall->snapshots;
    oc_snapshot snapshot = {
        .capture = name,
        .number = recall_count(recall, statement, 1),
        .taken_at = recall_text(recall, statement, 2),
        .has_processes = recall_count(recall, statement, 3) > 0,
        .has_connections = recall_count(recall, statement, 4) > 0,
        .process_rows = recall_count(recall, statement, 5),
        .connection_rows = recall_count(recall, statement, 6),
        .unowned_pids = recall_count(recall, statement, 7),
        .diagnostics_left_out = recall_count(recall, statement, 8),
    };
    int64_t id = recall_number(recall, statement, 0);
    recall_targets(recall, id, recall_count(recall, statement, 9), &snapshot);
    recall_diagnostics(recall, id, recall_count(recall, statement, 10), &snapshot);
    return snapshot;
}

bool recall_capture(struct recall *recall, int64_t id, oc_text name,
                    void (*tell)(void *user, const oc_snapshot *snapshot), void *user)
{
    database_bind_number(recall->database, recall->snapshots, 1, id);
    while (database_step(recall->database, recall->snapshots)) {
        oc_snapshot snapshot = recall_snapshot(recall, name);
        if (arena_failed(&recall->arena)) {
            database_no_memory(recall->database);
        } else if (!recall->database->failed) {
            tell(user, &snapshot);
        }
        arena_reset(&recall->arena);
    }
    return !recall->database->failed;
}
