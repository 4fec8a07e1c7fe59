#include "db/database.h"

#include "base/text.h"
#include "db/schema.h"

#include <errno.h>
#include <string.h>

/* ---- what goes wrong --------------------------------------------------------------------- */

static void database_say(struct database *database, const char *what, const char *detail)
{
    if (!database->failed) {
        buffer_string(&database->problem, what);
        buffer_string(&database->problem, detail);
        buffer_byte(&database->problem, '\0');
    }
    database->failed = true;
}

static void database_say_system(struct database *database, const char *what)
{
    int error = database->sqlite.system_errno(database->handle);
    database_say(database, what,
                 error == 0 ? database->sqlite.errmsg(database->handle) : strerror(error));
}

void database_no_memory(struct database *database)
{
    database_say(database, oc_status_text(OC_NO_MEMORY), "");
}

static void database_fail(struct database *database, int result)
{
    switch (result & 0xFF) {
    case SQLITE_NOMEM:
        database_no_memory(database);
        break;
    case SQLITE_NOTADB:
        database_say(database, "no database of outconn, it holds something else: name another file",
                     "");
        break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        database_say(database, "another run or program has it locked: try again when that is done",
                     "");
        break;
    case SQLITE_FULL:
        database_say(database, "the disk is full: make room and run again; whole captures stay",
                     "");
        break;
    case SQLITE_READONLY:
        database_say(database, "it may only be read, not written", "");
        break;
    case SQLITE_CANTOPEN:
        database_say_system(database, "cannot be opened: ");
        break;
    case SQLITE_IOERR:
        database_say_system(database, "cannot be read or written: ");
        break;
    case SQLITE_CORRUPT:
        database_say(database, "the database is damaged: move it away and run again", "");
        break;
    default:
        database_say(database, "the database fails: ",
                     database->handle == NULL ? database->sqlite.errstr(result)
                                              : database->sqlite.errmsg(database->handle));
        break;
    }
}

const char *database_problem(const struct database *database)
{
    if (!database->failed) {
        return "";
    }
    return database->problem.failed ? oc_status_text(OC_NO_MEMORY) : database->problem.data;
}

/* ---- statements -------------------------------------------------------------------------- */

bool database_run(struct database *database, const char *sql)
{
    if (!database->failed) {
        int result = database->sqlite.exec(database->handle, sql, NULL, NULL, NULL);
        if (result != SQLITE_OK) {
            database_fail(database, result);
        }
    }
    return !database->failed;
}

static sqlite3_stmt *database_prepare_text(struct database *database, oc_text sql)
{
    sqlite3_stmt *statement = NULL;
    if (!database->failed) {
        int result = database->sqlite.prepare_v2(database->handle, sql.data, (int)sql.size,
                                                 &statement, NULL);
        if (result != SQLITE_OK) {
            database_fail(database, result);
        }
    }
    return statement;
}

sqlite3_stmt *database_prepare(struct database *database, const struct buffer *sql)
{
    if (sql->failed) {
        database_fail(database, SQLITE_NOMEM);
    }
    return database_prepare_text(database, buffer_view(sql));
}

sqlite3_stmt *database_prepare_string(struct database *database, const char *sql)
{
    return database_prepare_text(database, text_of(sql));
}

bool database_step(struct database *database, sqlite3_stmt *statement)
{
    if (database->failed) {
        return false;
    }
    int result = database->sqlite.step(statement);
    if (result == SQLITE_ROW) {
        return true;
    }
    if (result != SQLITE_DONE) {
        database_fail(database, result);
    }
    database->sqlite.reset(statement);
    return false;
}

bool database_do(struct database *database, sqlite3_stmt *statement)
{
    database_step(database, statement);
    return !database->failed;
}

int64_t database_number(struct database *database, const char *sql)
{
    int64_t number = 0;
    sqlite3_stmt *statement = database_prepare_string(database, sql);
    if (database_step(database, statement)) {
        number = database->sqlite.column_int64(statement, 0);
    }
    database->sqlite.finalize(statement);
    return number;
}

static void database_bound(struct database *database, int result)
{
    if (result != SQLITE_OK && !database->failed) {
        database_fail(database, result);
    }
}

void database_bind_text(struct database *database, sqlite3_stmt *statement, int at, oc_text text)
{
    if (database->failed) {
        return;
    }
    if (!text_known(text)) {
        database_bound(database, database->sqlite.bind_null(statement, at));
    } else if (text.size > INT32_MAX) {
        database_bound(database, SQLITE_TOOBIG);
    } else {
        database_bound(database, database->sqlite.bind_text(statement, at, text.data,
                                                            (int)text.size, SQLITE_STATIC));
    }
}

void database_bind_number(struct database *database, sqlite3_stmt *statement, int at,
                          int64_t number)
{
    if (!database->failed) {
        database_bound(database, database->sqlite.bind_int64(statement, at, number));
    }
}

oc_text database_text(const struct database *database, sqlite3_stmt *statement, int column)
{
    const unsigned char *text = database->sqlite.column_text(statement, column);
    if (text == NULL) {
        return text_of(NULL);
    }
    return (oc_text){.data = (const char *)text,
                     .size = (size_t)database->sqlite.column_bytes(statement, column)};
}

/* ---- opening ----------------------------------------------------------------------------- */

static bool database_is_ours(struct database *database, int64_t version)
{
    if (database_number(database, "PRAGMA application_id") != SCHEMA_APPLICATION) {
        database_fail(database, SQLITE_NOTADB);
    } else if (version > SCHEMA_VERSION) {
        database_say(database, "a newer outconn wrote it: use that one, or name another file", "");
    } else if (version < SCHEMA_VERSION) {
        database_say(database, "an older outconn wrote it: name another file and read again", "");
    }
    return !database->failed;
}

/* An empty file becomes a database; what is one of ours stays. */
static void database_recognise(struct database *database, enum database_mode mode)
{
    /* A lock right now, so that two runs do not both make it. */
    database_run(database, mode == DATABASE_WRITE ? "BEGIN IMMEDIATE" : "BEGIN");
    int64_t things = database_number(database, "SELECT count(*) FROM sqlite_master");
    int64_t version = database_number(database, "PRAGMA user_version");
    if (database->failed) {
        return;
    }
    if (things > 0 || version != 0 || mode == DATABASE_READ) {
        database_is_ours(database, version);
    } else {
        for (size_t i = 0; i < SCHEMA_PARTS; i++) {
            database_run(database, schema_definition[i]);
        }
    }
    database_run(database, "COMMIT");
}

/* A name that begins with a colon is a file, too. */
static int database_open_file(struct database *database, const char *path, enum database_mode mode)
{
    /* A database to read may have to be repaired first, after a run that was killed. */
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    if (mode == DATABASE_WRITE) {
        flags |= SQLITE_OPEN_CREATE;
    }
    struct buffer name;
    buffer_init(&name);
    buffer_string(&name, *path == '/' ? "" : "./");
    buffer_string(&name, path);
    buffer_byte(&name, '\0');
    int result = name.failed ? SQLITE_NOMEM
                             : database->sqlite.open_v2(name.data, &database->handle, flags, NULL);
    buffer_free(&name);
    return result;
}

bool database_open(struct database *database, const char *path, enum database_mode mode,
                   unsigned wait)
{
    *database = (struct database){.handle = NULL};
    buffer_init(&database->problem);
    const char *missing;
    if (!sqlite_load(&database->sqlite, &missing)) {
        database_say(database, missing, " is not there: install the package " SQLITE_PACKAGE);
        return false;
    }
    int result = database_open_file(database, path, mode);
    if (result != SQLITE_OK) {
        database_fail(database, result);
        return false;
    }
    database->sqlite.busy_timeout(database->handle, (int)(wait < INT32_MAX ? wait : INT32_MAX));
    /* A part to merge may come from anywhere: nothing in it is run, and its pages are checked. */
    database_run(database, "PRAGMA foreign_keys = ON; PRAGMA cache_size = -16384;"
                           "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
    database_recognise(database, mode);
    return !database->failed;
}

void database_close(struct database *database)
{
    if (database->handle != NULL) {
        sqlite3_stmt *statement;
        while ((statement = database->sqlite.next_stmt(database->handle, NULL)) != NULL) {
            database->sqlite.finalize(statement);
        }
        if (database->sqlite.get_autocommit(database->handle) == 0) {
            database->sqlite.exec(database->handle, "ROLLBACK", NULL, NULL, NULL);
        }
        database->sqlite.close_v2(database->handle);
    }
    database->handle = NULL;
    buffer_free(&database->problem);
    database->failed = false;
}
