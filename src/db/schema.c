#include "db/schema.h"

#define SCHEMA_WORD(number) SCHEMA_DIGITS(number)
#define SCHEMA_DIGITS(number) #number

/* Of several captures with one name each is one of its own where captures are told apart. */
#define SCHEMA_SHOWN_NAME "captures.name || CASE WHEN copy > 1 THEN ' (' || copy || ')' ELSE '' END"

const struct schema_facts schema_facts[SCHEMA_TABLES] = {
    [SCHEMA_CAPTURES] = {"captures", NULL, SCHEMA_CAPTURES, true, 4},
    [SCHEMA_SNAPSHOTS] = {"snapshots", "capture_id", SCHEMA_CAPTURES, true, 15},
    [SCHEMA_SOURCES] = {"sources", "snapshot_id", SCHEMA_SNAPSHOTS, false, 7},
    [SCHEMA_TARGETS] = {"targets", "snapshot_id", SCHEMA_SNAPSHOTS, true, 14},
    [SCHEMA_SERVERS] = {"servers", "target_id", SCHEMA_TARGETS, false, 6},
    [SCHEMA_CONNECTIONS] = {"connections", "target_id", SCHEMA_TARGETS, false, 11},
    [SCHEMA_DIAGNOSTICS] = {"diagnostics", "snapshot_id", SCHEMA_SNAPSHOTS, false, 6},
    [SCHEMA_UNREAD] = {"unread", NULL, SCHEMA_UNREAD, true, 3},
};

/* Tables without an id lie in the order of their keys: the rows of one target side by side. */
const char *const schema_definition[SCHEMA_PARTS] = {
    "CREATE TABLE captures (\n"
    "    id INTEGER PRIMARY KEY,\n"
    "    name TEXT NOT NULL,\n"
    "    copy INTEGER NOT NULL, -- 1; 2, 3... where one run found several of that name\n"
    "    content TEXT, -- a hash of its texts and of what was asked; NULL: read again next time\n"
    "    problem TEXT -- why it could not be answered whole\n"
    ");\n"
    "CREATE TABLE snapshots (\n"
    "    id INTEGER PRIMARY KEY,\n"
    "    capture_id INTEGER NOT NULL REFERENCES captures (id) ON DELETE CASCADE,\n"
    "    number INTEGER NOT NULL,\n"
    "    taken_at TEXT,\n"
    "    has_processes INTEGER NOT NULL,\n"
    "    has_connections INTEGER NOT NULL,\n"
    "    process_rows INTEGER NOT NULL,\n"
    "    connection_rows INTEGER NOT NULL,\n"
    "    unowned_pids INTEGER NOT NULL,\n"
    "    lines_process INTEGER NOT NULL,\n"
    "    lines_connection INTEGER NOT NULL,\n"
    "    lines_detail INTEGER NOT NULL,\n"
    "    lines_heading INTEGER NOT NULL,\n"
    "    lines_blank INTEGER NOT NULL,\n"
    "    lines_other INTEGER NOT NULL,\n"
    "    lines_rejected INTEGER NOT NULL,\n"
    "    diagnostics_left_out INTEGER NOT NULL,\n"
    "    UNIQUE (capture_id, number)\n"
    ");\n"
    "CREATE TABLE sources (\n"
    "    snapshot_id INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,\n"
    "    position INTEGER NOT NULL,\n"
    "    path TEXT,\n"
    "    section TEXT NOT NULL, -- 'processes' or 'connections'\n"
    "    shape TEXT,\n"
    "    language TEXT,\n"
    "    encoding TEXT,\n"
    "    line INTEGER,\n"
    "    PRIMARY KEY (snapshot_id, position)\n"
    ") WITHOUT ROWID;\n"
    "CREATE TABLE targets (\n"
    "    id INTEGER PRIMARY KEY,\n"
    "    snapshot_id INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,\n"
    "    position INTEGER NOT NULL,\n"
    "    pid INTEGER,\n"
    "    image TEXT,\n"
    "    session TEXT,\n"
    "    session_id INTEGER,\n"
    "    memory_kib INTEGER,\n"
    "    connections INTEGER NOT NULL,\n"
    "    listeners INTEGER NOT NULL,\n"
    "    udp INTEGER NOT NULL,\n"
    "    recently_closed INTEGER,\n"
    "    reading TEXT, -- its code\n"
    "    reading_confidence TEXT,\n"
    "    reading_text TEXT,\n"
    "    reading_reasons TEXT, -- one a line\n"
    "    UNIQUE (snapshot_id, position)\n"
    ");\n"
    "CREATE TABLE servers (\n"
    "    target_id INTEGER NOT NULL REFERENCES targets (id) ON DELETE CASCADE,\n"
    "    position INTEGER NOT NULL,\n"
    "    address TEXT,\n"
    "    port INTEGER,\n"
    "    service TEXT,\n"
    "    label TEXT,\n"
    "    connections INTEGER NOT NULL,\n"
    "    PRIMARY KEY (target_id, position)\n"
    ") WITHOUT ROWID;\n"
    "CREATE TABLE connections (\n"
    "    target_id INTEGER NOT NULL REFERENCES targets (id) ON DELETE CASCADE,\n"
    "    position INTEGER NOT NULL,\n"
    "    kind TEXT NOT NULL, -- 'connection', 'listener' or 'udp'\n"
    "    proto TEXT,\n"
    "    local_address TEXT,\n"
    "    local_port INTEGER,\n"
    "    local_service TEXT,\n"
    "    remote_address TEXT,\n"
    "    remote_port INTEGER,\n"
    "    remote_service TEXT,\n"
    "    state TEXT,\n"
    "    state_word TEXT,\n"
    "    PRIMARY KEY (target_id, position)\n"
    ") WITHOUT ROWID;\n"
    "CREATE TABLE diagnostics (\n"
    "    snapshot_id INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,\n"
    "    position INTEGER NOT NULL,\n"
    "    severity TEXT NOT NULL,\n"
    "    path TEXT,\n"
    "    line INTEGER,\n"
    "    code TEXT NOT NULL,\n"
    "    text TEXT,\n"
    "    PRIMARY KEY (snapshot_id, position)\n"
    ") WITHOUT ROWID;\n"
    "CREATE TABLE unread (\n"
    "    id INTEGER PRIMARY KEY,\n"
    "    name TEXT NOT NULL, -- of an input, a file, a directory or a member of an archive\n"
    "    problem TEXT NOT NULL, -- a word\n"
    "    message TEXT -- what is known of it\n"
    ");\n",
    "CREATE INDEX captures_name ON captures (name);\n"
    "CREATE INDEX captures_problem ON captures (problem) WHERE problem IS NOT NULL;\n"
    "CREATE INDEX targets_connections ON targets (connections);\n"
    "CREATE INDEX targets_reading ON targets (reading) WHERE reading IS NOT NULL;\n"
    "CREATE INDEX servers_address ON servers (address, port);\n"
    "CREATE INDEX diagnostics_code ON diagnostics (code);\n"
    "CREATE INDEX unread_name ON unread (name);\n"
    "CREATE VIEW overview AS\n"
    "    SELECT " SCHEMA_SHOWN_NAME " AS capture,\n"
    "           snapshots.number AS snapshot, snapshots.taken_at,\n"
    "           image, pid, session, connections,\n"
    "           (SELECT group_concat(\n"
    "                       CASE WHEN address LIKE '%:%' THEN '[' || address || ']'\n"
    "                            ELSE address END\n"
    "                       || ':' || coalesce(port, service, '*') || ' x' || connections, ', ')\n"
    "            FROM (SELECT * FROM servers WHERE target_id = targets.id ORDER BY position)\n"
    "           ) AS servers,\n"
    "           reading, reading_text\n"
    "    FROM captures\n"
    "    JOIN snapshots ON snapshots.capture_id = captures.id\n"
    "    JOIN targets ON targets.snapshot_id = snapshots.id;\n"
    "CREATE VIEW report AS\n"
    "    SELECT " SCHEMA_SHOWN_NAME " AS capture,\n"
    "           snapshots.number AS snapshot, snapshots.taken_at,\n"
    "           targets.image, targets.pid, targets.session, targets.session_id,\n"
    "           kind, proto, local_address, coalesce(local_port, local_service) AS local_port,\n"
    "           remote_address, coalesce(remote_port, remote_service) AS remote_port, state\n"
    "    FROM captures\n"
    "    JOIN snapshots ON snapshots.capture_id = captures.id\n"
    "    JOIN targets ON targets.snapshot_id = snapshots.id\n"
    "    JOIN connections ON connections.target_id = targets.id;\n"
    "PRAGMA application_id = " SCHEMA_WORD(SCHEMA_APPLICATION) ";\n"
                                                               "PRAGMA user_version = " SCHEMA_WORD(
                                                                   SCHEMA_VERSION) ";\n",
};

void schema_insert(struct buffer *sql, enum schema_table table)
{
    const struct schema_facts *facts = &schema_facts[table];
    unsigned columns = facts->cells + (facts->has_id ? 1 : 0) + (facts->parent_column ? 1 : 0);
    buffer_printf(sql, "INSERT INTO %s VALUES (?", facts->name);
    for (unsigned i = 1; i < columns; i++) {
        buffer_string(sql, ", ?");
    }
    buffer_byte(sql, ')');
}

void schema_select(struct buffer *sql, enum schema_table table)
{
    const struct schema_facts *facts = &schema_facts[table];
    buffer_printf(sql, "SELECT * FROM %s ", facts->name);
    if (facts->parent_column == NULL) {
        buffer_string(sql, "ORDER BY id");
    } else {
        /* The column of the place: behind the id, where there is one, and the parent. */
        buffer_printf(sql, "WHERE %s = ? ORDER BY %d", facts->parent_column, facts->has_id ? 3 : 2);
    }
}
