#include "support/db_dump.h"

#include "db/database.h"
#include "db/schema.h"

static void db_dump_cell(const struct database *database, sqlite3_stmt *statement, int column,
                         struct buffer *out)
{
    int type = database->sqlite.column_type(statement, column); /* before it is made a text */
    oc_text text = database_text(database, statement, column);
    switch (type) {
    case SQLITE_NULL:
        buffer_byte(out, '-');
        break;
    case SQLITE_INTEGER:
        buffer_text(out, text);
        break;
    default:
        buffer_byte(out, '\'');
        buffer_text(out, text);
        buffer_byte(out, '\'');
        break;
    }
}

static void db_dump_rows(struct database *database, sqlite3_stmt *statement, const char *name,
                         struct buffer *out)
{
    int columns = database->failed ? 0 : database->sqlite.column_count(statement);
    while (database_step(database, statement)) {
        buffer_string(out, name);
        for (int column = 0; column < columns; column++) {
            if (column > 0) {
                buffer_byte(out, '|');
            }
            db_dump_cell(database, statement, column, out);
        }
        buffer_byte(out, '\n');
    }
}

static void db_dump_table(struct database *database, const struct schema_facts *facts,
                          struct buffer *out)
{
    struct buffer sql;
    struct buffer name;
    buffer_init(&sql);
    buffer_init(&name);
    buffer_printf(&sql, "SELECT * FROM %s ORDER BY 1, 2", facts->name);
    buffer_printf(&name, "%s: ", facts->name);
    buffer_byte(&name, '\0');
    sqlite3_stmt *statement = database_prepare(database, &sql);
    db_dump_rows(database, statement, name.data, out);
    buffer_free(&sql);
    buffer_free(&name);
}

static bool db_dump_end(struct database *database, struct buffer *out)
{
    bool good = !database->failed;
    buffer_byte(out, '\0');
    out->size--;
    database_close(database);
    return good && !out->failed;
}

bool db_dump(const char *path, struct buffer *out)
{
    struct database database;
    database_open(&database, path, DATABASE_READ, 0);
    for (size_t i = 0; i < SCHEMA_TABLES && !database.failed; i++) {
        db_dump_table(&database, &schema_facts[i], out);
    }
    return db_dump_end(&database, out);
}

bool db_dump_query(const char *path, const char *sql, struct buffer *out)
{
    struct database database;
    database_open(&database, path, DATABASE_READ, 0);
    sqlite3_stmt *statement = database_prepare_string(&database, sql);
    db_dump_rows(&database, statement, "", out);
    return db_dump_end(&database, out);
}
