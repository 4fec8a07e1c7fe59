#include "db/insert.h"

#include "base/text.h"

#define INSERT_UNFINISHED "unfinished" /* the content of a capture that has not ended */
#define INSERT_TWIN (-1)               /* the id of one whose rows another's of its name are */

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
    insert->find =
        database_prepare_string(database, "SELECT 1 FROM captures WHERE name = ? AND content = ?");
    insert->forget = database_prepare_string(database, "DELETE FROM captures WHERE name = ?");
    insert->finish = database_prepare_string(
        database, "UPDATE captures SET content = ?, problem = ? WHERE id = ?");
    return !database->failed;
}

bool insert_has(struct insert *insert, oc_text name, oc_text content)
{
    struct database *database = &insert->database;
    database_bind_text(database, insert->find, 1, name);
    database_bind_text(database, insert->find, 2, content);
    bool has = database_step(database, insert->find);
    if (has) {
        database->sqlite.reset(insert->find);
    }
    return has;
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

void insert_close(struct insert *insert)
{
    database_close(&insert->database);
}

/* ---- rows -------------------------------------------------------------------------------- */

int insert_first_cell(enum schema_table table)
{
    return schema_facts[table].has_id ? 3 : 2;
}

int64_t insert_row(struct insert *insert, enum schema_table table, int64_t parent)
{
    sqlite3_stmt *statement = insert->rows[table];
    bool has_id = schema_facts[table].has_id;
    int64_t id = has_id ? ++insert->last_id[table] : 0;
    if (has_id) {
        database_bind_number(&insert->database, statement, 1, id);
    }
    database_bind_number(&insert->database, statement, has_id ? 2 : 1, parent);
    database_do(&insert->database, statement);
    return id;
}

bool insert_capture(struct insert *insert, oc_text name, int64_t *id)
{
    struct database *database = &insert->database;
    sqlite3_stmt *statement = insert->rows[SCHEMA_CAPTURES];
    database_bind_text(database, insert->forget, 1, name);
    database_do(database, insert->forget);
    *id = ++insert->last_id[SCHEMA_CAPTURES];
    database_bind_number(database, statement, 1, *id);
    database_bind_text(database, statement, 2, name);
    database_bind_text(database, statement, 3, text_of(INSERT_UNFINISHED));
    return database_do(database, statement);
}

bool insert_finish(struct insert *insert, int64_t id, oc_text content, oc_text problem)
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

/* Of two captures of one name that are read at the same time, the one that is written first stays:
 * it cannot be replaced while it grows. */
static void insert_start(struct insert *insert, struct stage *stage)
{
    oc_text name = buffer_view(&stage->name);
    if (insert->unfinished > 0 && insert_has(insert, name, text_of(INSERT_UNFINISHED))) {
        stage->ids[SCHEMA_CAPTURES] = INSERT_TWIN;
    } else {
        insert_capture(insert, name, &stage->ids[SCHEMA_CAPTURES]);
        insert->unfinished++;
    }
}

bool insert_put(struct insert *insert, struct stage *stage)
{
    if (stage_failed(stage)) {
        database_no_memory(&insert->database);
    }
    if (!insert_begin(insert)) {
        return false;
    }
    if (!insert_begun_with(stage)) {
        insert_start(insert, stage);
    }
    if (stage->ids[SCHEMA_CAPTURES] == INSERT_TWIN) {
        stage_drop(stage);
    }
    enum schema_table table;
    while (!insert->database.failed && (table = stage_next_row(stage)) != SCHEMA_TABLES) {
        insert_staged_row(insert, stage, table);
    }
    return !insert->database.failed;
}

bool insert_end(struct insert *insert, struct stage *stage, oc_text content, oc_text problem)
{
    if (!insert_put(insert, stage)) {
        return false;
    }
    if (stage->ids[SCHEMA_CAPTURES] == INSERT_TWIN) {
        return true;
    }
    if (!insert_finish(insert, stage->ids[SCHEMA_CAPTURES], content, problem)) {
        return false;
    }
    insert->unfinished--;
    insert->finished++;
    return !insert_is_due(insert) || insert_commit(insert);
}
