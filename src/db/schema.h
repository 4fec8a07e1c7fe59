/*
 * Owns: the tables of a database, their columns, what marks a file as one of outconn.
 * Must not know: SQLite's functions, snapshots.
 */
#ifndef DB_SCHEMA_H
#define DB_SCHEMA_H

#include "base/buffer.h"

#define SCHEMA_APPLICATION 0x4F43434E /* "OCCN" */
#define SCHEMA_VERSION 2

enum schema_table {
    SCHEMA_CAPTURES,
    SCHEMA_SNAPSHOTS,
    SCHEMA_SOURCES,
    SCHEMA_TARGETS,
    SCHEMA_SERVERS,
    SCHEMA_CONNECTIONS,
    SCHEMA_DIAGNOSTICS,
    SCHEMA_UNREAD,
    SCHEMA_TABLES
};

/*
 * The columns of a table: its id where it has one, the id of its parent's row where it has
 * one, then its cells. The first cell of a child is its place among the children of that parent.
 */
struct schema_facts {
    const char *name;
    const char *parent_column; /* NULL: it has none */
    enum schema_table parent;
    bool has_id;
    unsigned cells;
};

extern const struct schema_facts schema_facts[SCHEMA_TABLES];

#define SCHEMA_PARTS 2

/* The tables; then indexes, views, and the two marks. */
extern const char *const schema_definition[SCHEMA_PARTS];

/* INSERT with a parameter for each column, in their order. */
void schema_insert(struct buffer *sql, enum schema_table table);
/* SELECT of all columns of the rows of one parent, in their order; without parents of all rows. */
void schema_select(struct buffer *sql, enum schema_table table);

#endif
