#include "db/merge.h"

#include "base/text.h"
#include "db/insert.h"

#include <sys/stat.h>
#include <unistd.h>

struct merge {
    struct insert insert; /* the database that is added to */
    struct database part;
    sqlite3_stmt *rows[SCHEMA_TABLES]; /* of the part */
};

static bool merge_good(const struct merge *merge)
{
    return !merge->insert.database.failed && !merge->part.failed;
}

/* ---- rows -------------------------------------------------------------------------------- */

/* The row that the part's statement stands on, below a parent in the database. */
static int64_t merge_row(struct merge *merge, enum schema_table table, int64_t parent)
{
    const struct sqlite *sqlite = &merge->part.sqlite;
    int at = insert_first_cell(table);
    for (unsigned i = 0; i < schema_facts[table].cells; i++, at++) {
        if (sqlite->bind_value(merge->insert.rows[table], at,
                               sqlite->column_value(merge->rows[table], at - 1)) != SQLITE_OK) {
            database_no_memory(&merge->insert.database);
        }
    }
    return insert_row(&merge->insert, table, parent);
}

/* Starts on the rows of that table below a parent in the part. */
static void merge_start(struct merge *merge, enum schema_table table, int64_t parent)
{
    database_bind_number(&merge->part, merge->rows[table], 1, parent);
}

static bool merge_next(struct merge *merge, enum schema_table table)
{
    return merge_good(merge) && database_step(&merge->part, merge->rows[table]);
}

static int64_t merge_id(const struct merge *merge, enum schema_table table)
{
    return merge->part.sqlite.column_int64(merge->rows[table], 0);
}

/* Rows that have none below them. */
static void merge_leaves(struct merge *merge, enum schema_table table, int64_t from, int64_t to)
{
    merge_start(merge, table, from);
    while (merge_next(merge, table)) {
        merge_row(merge, table, to);
    }
}

static void merge_targets(struct merge *merge, int64_t from, int64_t to)
{
    merge_start(merge, SCHEMA_TARGETS, from);
    while (merge_next(merge, SCHEMA_TARGETS)) {
        int64_t id = merge_id(merge, SCHEMA_TARGETS);
        int64_t made = merge_row(merge, SCHEMA_TARGETS, to);
        merge_leaves(merge, SCHEMA_SERVERS, id, made);
        merge_leaves(merge, SCHEMA_CONNECTIONS, id, made);
    }
}

static void merge_snapshots(struct merge *merge, int64_t from, int64_t to)
{
    merge_start(merge, SCHEMA_SNAPSHOTS, from);
    while (merge_next(merge, SCHEMA_SNAPSHOTS)) {
        int64_t id = merge_id(merge, SCHEMA_SNAPSHOTS);
        int64_t made = merge_row(merge, SCHEMA_SNAPSHOTS, to);
        merge_leaves(merge, SCHEMA_SOURCES, id, made);
        merge_leaves(merge, SCHEMA_DIAGNOSTICS, id, made);
        merge_targets(merge, id, made);
    }
}

/* ---- captures ---------------------------------------------------------------------------- */

/* The one that the part's statement stands on. */
static void merge_capture(struct merge *merge)
{
    sqlite3_stmt *statement = merge->rows[SCHEMA_CAPTURES];
    oc_text name = database_text(&merge->part, statement, 1);
    oc_text content = database_text(&merge->part, statement, 3);
    int64_t known = insert_known(&merge->insert, name, content);
    if (known != 0) {
        insert_copy(&merge->insert, known, merge->part.sqlite.column_int64(statement, 2));
    } else {
        entered_forget(&merge->insert.entered, name);
        int64_t made = merge_row(merge, SCHEMA_CAPTURES, 0);
        entered_capture(&merge->insert.entered, made, content);
        merge_snapshots(merge, merge_id(merge, SCHEMA_CAPTURES), made);
    }
}

static void merge_prepare(struct merge *merge)
{
    struct buffer sql;
    buffer_init(&sql);
    for (size_t i = 0; i < SCHEMA_TABLES; i++) {
        buffer_clear(&sql);
        schema_select(&sql, (enum schema_table)i);
        merge->rows[i] = database_prepare(&merge->part, &sql);
    }
    buffer_free(&sql);
}

/* ---- parts ------------------------------------------------------------------------------- */

static void merge_say(struct buffer *problem, const char *sentence)
{
    buffer_string(problem, sentence);
    buffer_byte(problem, '\0');
}

/* In one reading transaction: a part that somebody writes to meanwhile stays what it was. Each part
 * counts as a run, which has numbered its copies. */
static bool merge_part(struct merge *merge, const char *path, unsigned wait)
{
    entered_clear(&merge->insert.entered);
    database_open(&merge->part, path, DATABASE_READ, wait);
    database_run(&merge->part, "BEGIN");
    merge_prepare(merge);
    while (merge_next(merge, SCHEMA_CAPTURES)) {
        merge_capture(merge);
    }
    while (merge_next(merge, SCHEMA_UNREAD)) {
        entered_unread(&merge->insert.entered, merge_row(merge, SCHEMA_UNREAD, 0));
    }
    return merge_good(merge) && entered_replace(&merge->insert.entered);
}

static bool merge_is_same_file(const char *left, const char *right)
{
    struct stat a;
    struct stat b;
    return stat(left, &a) == 0 && stat(right, &b) == 0 && a.st_dev == b.st_dev &&
           a.st_ino == b.st_ino;
}

static bool merge_each(struct merge *merge, char *const *parts, size_t count, unsigned wait,
                       const char **wrong, struct buffer *problem)
{
    for (size_t i = 0; i < count; i++) {
        bool good = merge_part(merge, parts[i], wait);
        if (merge->part.failed) {
            *wrong = parts[i];
            merge_say(problem, database_problem(&merge->part));
        }
        database_close(&merge->part);
        if (!good) {
            return false;
        }
    }
    return true;
}

bool merge_parts(const char *path, char *const *parts, size_t count, unsigned wait,
                 const char **wrong, struct buffer *problem)
{
    for (size_t i = 0; i < count; i++) {
        if (merge_is_same_file(path, parts[i])) {
            *wrong = parts[i];
            merge_say(problem, "it is also the database to merge into: name it once");
            return false;
        }
    }
    struct stat about;
    bool is_new = stat(path, &about) != 0;
    struct merge merge;
    *wrong = path;
    bool merged = insert_open(&merge.insert, path, wait) && insert_begin(&merge.insert) &&
                  merge_each(&merge, parts, count, wait, wrong, problem) &&
                  insert_commit(&merge.insert);
    if (merge.insert.database.failed) {
        *wrong = path;
        buffer_clear(problem);
        merge_say(problem, database_problem(&merge.insert.database));
    }
    insert_close(&merge.insert);
    if (!merged && is_new) {
        unlink(path);
    }
    return merged;
}
