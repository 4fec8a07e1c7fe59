#include "db/insert.h"

#include "base/text.h"

/* When a transaction is over: what a kill may lose, and how seldom the disk is waited for. */
#define INSERT_MOST_CAPTURES 1000
#define INSERT_MOST_SECONDS 1

/* ---- statements -------------------------------------------------------------------------- */

bool insert_open(struct insert *insert, const char *path, unsigned wait)
{
    *insert = (struct insert){.begun = false};
    struct database *database = &insert->database;
    if (!database_open(database, path, DATABASE_WRITE, wait)) {
        return false;
    }
    struct buffer sql;
    buffer_init(&sql);
    for (size_t i = 0; i < SCHEMA_TABLES; i++) {
        buffer_clear(&sql);
        schema_insert(&sql, (enum schema_table)i);
        insert->rows[i] = database_prepare(database, &sql);
    }
    buffer_free(&sql);
    insert->finish = database_prepare_string(
        database, "UPDATE captures SET content = ?, problem = ? WHERE id = ?");
    insert->copy = database_prepare_string(
        database, "UPDATE captures SET copy = ?1 WHERE id = ?2 AND copy <> ?1");
    return entered_open(&insert->entered, database);
}

int64_t insert_known(struct insert *insert, oc_text name, oc_text content)
{
    return entered_find(&insert->entered, name, content);
}

/* ---- transactions ------------------------------------------------------------------------ */

/* Another run may have written between two of our transactions: ids are asked for anew. */
bool insert_begin(struct insert *insert)
{
    struct database *database = &insert->database;
    if (database->failed || insert->begun || !database_run(database, "BEGIN IMMEDIATE")) {
        return !database->failed;
    }
    insert->begun = true;
    clock_gettime(CLOCK_MONOTONIC, &insert->since);
    insert->last_id[SCHEMA_CAPTURES] = database_number(database, "SELECT max(id) FROM captures");
    insert->last_id[SCHEMA_SNAPSHOTS] = database_number(database, "SELECT max(id) FROM snapshots");
    insert->last_id[SCHEMA_TARGETS] = database_number(database, "SELECT max(id) FROM targets");
    insert->last_id[SCHEMA_UNREAD] = database_number(database, "SELECT max(id) FROM unread");
    return !database->failed;
}

bool insert_commit(struct insert *insert)
{
    if (insert->begun && insert->unfinished == 0) {
        database_run(&insert->database, "COMMIT");
        insert->begun = false;
        insert->finished = 0;
    }
    return !insert->database.failed;
}

static bool insert_is_due(const struct insert *insert)
{
    struct timespec now;
    if (insert->unfinished > 0) {
        return false;
    }
    clock_gettime(CLOCK_MONOTONIC, &now);
    return insert->finished >= INSERT_MOST_CAPTURES ||
           now.tv_sec - insert->since.tv_sec > INSERT_MOST_SECONDS;
}

bool insert_settle(struct insert *insert)
{
    return insert_begin(insert) && entered_replace(&insert->entered) &&
           entered_number(&insert->entered);
}

bool insert_reread(struct insert *insert, oc_text name)
{
    return insert_begin(insert) && entered_reread(&insert->entered, name);
}

void insert_close(struct insert *insert)
{
    database_close(&insert->database);
}

/* ---- rows -------------------------------------------------------------------------------- */

int insert_first_cell(enum schema_table table)
{
    const struct schema_facts *facts = &schema_facts[table];
    return 1 + facts->has_id + (facts->parent_column != NULL);
}

int64_t insert_row(struct insert *insert, enum schema_table table, int64_t parent)
{
    sqlite3_stmt *statement = insert->rows[table];
    bool has_id = schema_facts[table].has_id;
    int64_t id = has_id ? ++insert->last_id[table] : 0;
    if (has_id) {
        database_bind_number(&insert->database, statement, 1, id);
    }
    if (schema_facts[table].parent_column != NULL) {
        database_bind_number(&insert->database, statement, has_id ? 2 : 1, parent);
    }
    database_do(&insert->database, statement);
    return id;
}

bool insert_copy(struct insert *insert, int64_t id, int64_t copy)
{
    database_bind_number(&insert->database, insert->copy, 1, copy);
    database_bind_number(&insert->database, insert->copy, 2, id);
    return database_do(&insert->database, insert->copy);
}

/* It may grow for a while: what was wrong with it is known at its end, and then its content. */
static int64_t insert_capture(struct insert *insert, oc_text name)
{
    struct database *database = &insert->database;
    sqlite3_stmt *statement = insert->rows[SCHEMA_CAPTURES];
    int at = insert_first_cell(SCHEMA_CAPTURES);
    bool copied = entered_forget(&insert->entered, name);
    database_bind_text(database, statement, at, name);
    database_bind_number(database, statement, at + 1, copied ? 2 : 1); /* see insert_settle */
    database_bind_text(database, statement, at + 2, text_of(NULL));
    database_bind_text(database, statement, at + 3, text_of(NULL));
    return insert_row(insert, SCHEMA_CAPTURES, 0);
}

static bool insert_finish(struct insert *insert, int64_t id, oc_text content, oc_text problem)
{
    database_bind_text(&insert->database, insert->finish, 1, content);
    database_bind_text(&insert->database, insert->finish, 2, problem);
    database_bind_number(&insert->database, insert->finish, 3, id);
    return database_do(&insert->database, insert->finish);
}

/* ---- stages ------------------------------------------------------------------------------ */

static void insert_cell(struct insert *insert, sqlite3_stmt *statement, int at,
                        const struct stage_cell *cell)
{
    if (cell->is_text || cell->number == OC_NONE) {
        database_bind_text(&insert->database, statement, at, cell->text);
    } else {
        database_bind_number(&insert->database, statement, at, cell->number);
    }
}

static void insert_staged_row(struct insert *insert, struct stage *stage, enum schema_table table)
{
    const struct schema_facts *facts = &schema_facts[table];
    int at = insert_first_cell(table);
    for (unsigned i = 0; i < facts->cells; i++) {
        struct stage_cell cell = stage_next_cell(stage);
        insert_cell(insert, insert->rows[table], at++, &cell);
    }
    stage->ids[table] = insert_row(insert, table, stage->ids[facts->parent]);
}

bool insert_begun_with(const struct stage *stage)
{
    return stage->ids[SCHEMA_CAPTURES] != 0;
}

static bool insert_staged(struct insert *insert, struct stage *stage)
{
    if (stage_failed(stage)) {
        database_no_memory(&insert->database);
    }
    if (!insert_begin(insert)) {
        return false;
    }
    if (!insert_begun_with(stage)) {
        stage->ids[SCHEMA_CAPTURES] = insert_capture(insert, buffer_view(&stage->name));
        insert->unfinished++;
    }
    enum schema_table table;
    while (!insert->database.failed && (table = stage_next_row(stage)) != SCHEMA_TABLES) {
        insert_staged_row(insert, stage, table);
    }
    return !insert->database.failed;
}

bool insert_put(struct insert *insert, struct stage *stage)
{
    return insert_staged(insert, stage) &&
           entered_capture(&insert->entered, stage->ids[SCHEMA_CAPTURES], text_of(NULL));
}

bool insert_end(struct insert *insert, struct stage *stage, oc_text content, bool lasts,
                oc_text problem)
{
    if (!insert_staged(insert, stage)) {
        return false;
    }
    int64_t id = stage->ids[SCHEMA_CAPTURES];
    if (!entered_capture(&insert->entered, id, content) ||
        !insert_finish(insert, id, lasts ? content : text_of(NULL), problem)) {
        return false;
    }
    insert->unfinished--;
    insert->finished++;
    return !insert_is_due(insert) || insert_commit(insert);
}

/* ---- what came into no capture ------------------------------------------------------------- */

bool insert_unread(struct insert *insert, oc_text name, oc_text problem, oc_text message)
{
    sqlite3_stmt *statement = insert->rows[SCHEMA_UNREAD];
    int at = insert_first_cell(SCHEMA_UNREAD);
    if (!insert_begin(insert)) {
        return false;
    }
    database_bind_text(&insert->database, statement, at, name);
    database_bind_text(&insert->database, statement, at + 1, problem);
    database_bind_text(&insert->database, statement, at + 2, message);
    if (!entered_unread(&insert->entered, insert_row(insert, SCHEMA_UNREAD, 0))) {
        return false;
    }
    insert->finished++;
    return !insert_is_due(insert) || insert_commit(insert);
}
