#include "db/entered.h"

bool entered_open(struct entered *entered, struct database *database)
{
    *entered = (struct entered){.database = database};
    database_run(database, "CREATE TEMP TABLE entered (id INTEGER PRIMARY KEY, content TEXT);"
                           "CREATE TEMP TABLE told (id INTEGER PRIMARY KEY);"
                           "CREATE TEMP TABLE texts (path TEXT PRIMARY KEY) WITHOUT ROWID;"
                           "CREATE TEMP TABLE copies (id INTEGER PRIMARY KEY, copy INTEGER)");
    entered->find = database_prepare_string(
        database, "SELECT id, copy FROM captures WHERE name = ? AND content = ? "
                  "AND id NOT IN (SELECT id FROM entered) ORDER BY copy LIMIT 1");
    entered->forget = database_prepare_string(database, "DELETE FROM captures WHERE name = ?");
    entered->same = database_prepare_string(
        database, "SELECT 1 FROM captures JOIN entered USING (id) WHERE name = ? LIMIT 1");
    entered->capture =
        database_prepare_string(database, "INSERT OR REPLACE INTO entered VALUES (?, ?)");
    entered->unread = database_prepare_string(database, "INSERT OR REPLACE INTO told VALUES (?)");
    /* What lies in it goes on with a slash, and a zero is what comes behind all of that. */
    entered->reread = database_prepare_string(
        database, "DELETE FROM unread WHERE id NOT IN (SELECT id FROM told) "
                  "AND (name = ?1 OR (name > ?1 || '/' AND name < ?1 || '0'))");
    return !database->failed;
}

bool entered_clear(struct entered *entered)
{
    entered->several = false;
    return database_run(entered->database, "DELETE FROM entered; DELETE FROM told");
}

/* ---- one row ----------------------------------------------------------------------------- */

int64_t entered_find(struct entered *entered, oc_text name, oc_text content)
{
    struct database *database = entered->database;
    database_bind_text(database, entered->find, 1, name);
    database_bind_text(database, entered->find, 2, content);
    if (!database_step(database, entered->find)) {
        return 0;
    }
    int64_t id = database->sqlite.column_int64(entered->find, 0);
    bool copied = database->sqlite.column_int64(entered->find, 1) > 1;
    database->sqlite.reset(entered->find);
    entered->several = entered->several || copied;
    return entered_capture(entered, id, content) ? id : 0;
}

bool entered_forget(struct entered *entered, oc_text name)
{
    struct database *database = entered->database;
    database_bind_text(database, entered->same, 1, name);
    if (database_step(database, entered->same)) {
        database->sqlite.reset(entered->same);
        entered->several = true;
        return true;
    }
    database_bind_text(database, entered->forget, 1, name);
    database_do(database, entered->forget);
    return false;
}

bool entered_capture(struct entered *entered, int64_t id, oc_text content)
{
    database_bind_number(entered->database, entered->capture, 1, id);
    database_bind_text(entered->database, entered->capture, 2, content);
    return database_do(entered->database, entered->capture);
}

bool entered_unread(struct entered *entered, int64_t id)
{
    database_bind_number(entered->database, entered->unread, 1, id);
    return database_do(entered->database, entered->unread);
}

/* ---- all of them ------------------------------------------------------------------------- */

/* Without an index of all paths: it would cost every run what few need. */
static const char entered_replaces[] =
    "DELETE FROM texts;"
    "INSERT OR IGNORE INTO texts SELECT path FROM entered "
    "JOIN snapshots ON capture_id = entered.id JOIN sources ON snapshot_id = snapshots.id "
    "WHERE path IS NOT NULL;"
    "DELETE FROM captures WHERE id NOT IN (SELECT id FROM entered) "
    "AND (name IN (SELECT name FROM captures JOIN entered USING (id)) "
    "OR id IN (SELECT capture_id FROM snapshots JOIN sources ON snapshot_id = snapshots.id "
    "WHERE path IN (SELECT path FROM texts)));"
    "INSERT OR IGNORE INTO texts SELECT name FROM captures JOIN entered USING (id);"
    "INSERT OR IGNORE INTO texts SELECT name FROM unread JOIN told USING (id);"
    "DELETE FROM unread WHERE id NOT IN (SELECT id FROM told) AND EXISTS "
    "(SELECT 1 FROM texts WHERE path = name OR (path > name || '/' AND path < name || '0'));"
    "DELETE FROM texts";

bool entered_replace(struct entered *entered)
{
    int64_t earlier =
        database_number(entered->database,
                        "SELECT (SELECT count(*) FROM captures) <> (SELECT count(*) FROM entered) "
                        "OR (SELECT count(*) FROM unread) <> (SELECT count(*) FROM told)");
    if (earlier != 0) {
        database_run(entered->database, entered_replaces);
    }
    return !entered->database->failed;
}

bool entered_reread(struct entered *entered, oc_text name)
{
    database_bind_text(entered->database, entered->reread, 1, name);
    return database_do(entered->database, entered->reread);
}

bool entered_number(struct entered *entered)
{
    if (entered->several) {
        database_run(entered->database,
                     "DELETE FROM copies;"
                     "INSERT INTO copies SELECT id, row_number() OVER "
                     "(PARTITION BY name ORDER BY entered.content, id) "
                     "FROM captures JOIN entered USING (id);"
                     "UPDATE captures SET copy = (SELECT copy FROM copies WHERE id = captures.id) "
                     "WHERE copy <> (SELECT copy FROM copies WHERE id = captures.id)");
    }
    return !entered->database->failed;
}
