/*
 * Owns: the model that grammar files are read into: shapes, languages, targets, endpoints, samples.
 * Must not know: captures, output, the text of a file (see directive.h).
 *
 * Everything lives in the arena of oc_grammars or in the bytes of the files that it keeps. Lists
 * are linked in the order of the files: they are short, and they are walked, not indexed.
 */
#ifndef GRAMMAR_GRAMMAR_H
#define GRAMMAR_GRAMMAR_H

#include "base/arena.h"
#include "base/buffer.h"
#include "grammar/needed.h"
#include "grammar/opening.h"
#include "text/charset.h"

/* One vocabulary of columns over all grammars. */
#define COLUMN_MAP(X)                                                                              \
    X(COLUMN_PROTO, "proto")                                                                       \
    X(COLUMN_LOCAL, "local")                                                                       \
    X(COLUMN_REMOTE, "remote")                                                                     \
    X(COLUMN_STATE, "state")                                                                       \
    X(COLUMN_OFFLOAD, "offload")                                                                   \
    X(COLUMN_PID, "pid")                                                                           \
    X(COLUMN_OWNER, "owner")                                                                       \
    X(COLUMN_IMAGE, "image")                                                                       \
    X(COLUMN_SESSION, "session")                                                                   \
    X(COLUMN_SESSION_ID, "session_id")                                                             \
    X(COLUMN_MEMORY, "memory")                                                                     \
    X(COLUMN_STATUS, "status")                                                                     \
    X(COLUMN_USER, "user")                                                                         \
    X(COLUMN_CPU, "cpu")                                                                           \
    X(COLUMN_WINDOW, "window")                                                                     \
    X(COLUMN_SERVICES, "services")                                                                 \
    X(COLUMN_MODULES, "modules")                                                                   \
    X(COLUMN_PACKAGE, "package")

enum column {
#define COLUMN_NAME(name, word) name,
    COLUMN_MAP(COLUMN_NAME)
#undef COLUMN_NAME
        COLUMNS
};

enum column column_of(oc_text name); /* COLUMNS: there is none */

/* What a cell must look like for a line to be a row; 0: the shape does not have the column. */
#define TYPE_MAP(X)                                                                                \
    X(TYPE_NONE, "")                                                                               \
    X(TYPE_TEXT, "text")                                                                           \
    X(TYPE_NAME, "name")                                                                           \
    X(TYPE_NAMES, "names")                                                                         \
    X(TYPE_ENDPOINT, "endpoint")                                                                   \
    X(TYPE_ADDRESS, "address")                                                                     \
    X(TYPE_STATE, "state")                                                                         \
    X(TYPE_U32, "u32")                                                                             \
    X(TYPE_MEMORY, "memory")

enum type {
#define TYPE_NAME_(name, word) name,
    TYPE_MAP(TYPE_NAME_)
#undef TYPE_NAME_
        TYPES
};

/*
 * How a line falls into cells:
 * pattern  a regular expression for each row
 * ruled    at the columns that a line of === groups shows, in display cells
 * csv      at commas, cells in double quotes
 * record   one "Key: value" line for each cell, an empty line before each row
 */
enum layout { LAYOUT_PATTERN, LAYOUT_RULED, LAYOUT_CSV, LAYOUT_RECORD };

enum emits { EMITS_PROCESS, EMITS_CONNECTION, EMITS_OTHER };

#define PATTERN_NONE ((size_t)-1)

/* Which columns stand in a line, in order. */
struct columns {
    enum column at[COLUMNS];
    size_t count;
};

struct row {
    struct row *next;
    oc_text name;
    size_t pattern;         /* LAYOUT_PATTERN: the index of its source */
    struct columns columns; /* the other layouts */
    bool sampled;
};

/* A row of words with blanks between: the lead, which is the cell of the first column, and one word
 * for each of the others (see plain.h). */
struct plain {
    struct plain *next;
    const struct row *row;
    oc_text lead;
    struct columns columns;
};

struct heading {
    struct heading *next;
    struct columns columns;
};

/* Where the columns of a table stand, in display cells. */
#define RULER_MAX COLUMNS

struct ruler {
    size_t starts[RULER_MAX];
    size_t widths[RULER_MAX];
    size_t count;
};

/* Usual widths, for rows that come without their rule. */
struct bare {
    struct bare *next;
    struct ruler ruler;
    size_t number; /* its first column that holds one, or how many columns there are */
};

struct shape {
    struct shape *next;
    oc_text name;
    oc_text labels; /* the family whose labels its headings use: "netstat", "tasklist" */
    oc_text summary;
    enum emits emits;
    enum layout layout;
    enum type types[COLUMNS];
    struct heading *headings; /* LAYOUT_PATTERN; the other layouts have the columns of their rows */
    struct row *rows;
    struct plain *plains; /* LAYOUT_PATTERN */
    struct bare *bares;   /* LAYOUT_RULED */
    struct row *details;  /* lines that add to the row above them */
    size_t lead;          /* pattern of a line that wants to be a row, or PATTERN_NONE */
    oc_text declared;     /* where, for messages */
};

struct pattern_source {
    struct pattern_source *next;
    oc_text source;
    struct opening opening;
    struct needed needed;
    const struct shape *shape;
    size_t index;
};

#define CODEPAGES_MAX 8

struct language {
    struct language *next;
    const struct label
        *labels; /* its first one; its others follow, those of the next behind them */
    oc_text name;
    oc_text summary;
    const char *codepages[CODEPAGES_MAX];  /* in upper case */
    oc_text codepage_names[CODEPAGES_MAX]; /* as the file has them, for messages */
    size_t codepage_count;
    oc_text letters; /* those that are not ASCII; not known where the file names none */
};

/* Any other word that the programs print: it tells the code page. */
struct plain_word {
    struct plain_word *next;
    const struct language *language;
    oc_text text;
};

struct title {
    struct title *next;
    const struct language *language;
    oc_section_kind kind;
    oc_text text;
};

struct label {
    struct label *next;
    const struct language *language;
    oc_text family;
    enum column column;
    oc_text text;
};

struct state_word {
    struct state_word *next;
    const struct language *language;
    oc_state state;
    oc_text text;
};

#define NOTICE_MAP(X)                                                                              \
    X(NOTICE_NO_TASKS, "no-tasks")                                                                 \
    X(NOTICE_REFUSED, "refused")                                                                   \
    X(NOTICE_NO_OWNER, "no-owner")                                                                 \
    X(NOTICE_HELP, "help")

/* A sentence that a program prints instead of rows, or below one. */
enum notice_kind {
#define NOTICE_NAME(name, word) name,
    NOTICE_MAP(NOTICE_NAME)
#undef NOTICE_NAME
        NOTICES
};

struct notice {
    struct notice *next;
    const struct language *language;
    enum notice_kind kind;
    oc_text text;
};

struct target {
    struct target *next;
    oc_text name;
    oc_text summary;
    oc_target_info info;
};

/* A dated table of whose addresses are whose. */
struct endpoint_table {
    struct endpoint_table *next;
    oc_text name;
    oc_text summary;
    oc_text dated;
    oc_text source;
};

struct endpoint_label {
    struct endpoint_label *next;
    const struct endpoint_table *table;
    oc_label_info info;
    const oc_text *declared; /* where each network stands, for messages */
};

/* A line or lines that must be that row and no other, or, with row NULL, no row of the shape. */
struct sample {
    struct sample *next;
    const struct shape *shape;
    struct row *row;
    oc_text body; /* indented lines of the file: "|" and a line, or a column and its cell */
    oc_text declared;
};

struct grammar_file {
    struct grammar_file *next;
    oc_text name;
    oc_text bytes;
};

/*
 * How the words begin that are looked for at the beginning of a line: most lines begin otherwise,
 * and need not be compared with every word of every language.
 */
#define BEGINNINGS 2039 /* so that no row of netstat shares a place with a word: test_words.c */

struct beginnings {
    uint8_t seen[BEGINNINGS]; /* for the first bytes of a word, a bit of each kind that has it */
    uint8_t any;              /* kinds of which a word may begin with anything */
};

struct oc_grammars {
    struct arena arena;
    struct grammar_file *files;
    struct shape *shapes;
    struct pattern_source *patterns;
    const struct pattern_source **patterns_by_index; /* once sealed */
    size_t pattern_count;
    struct sample *samples;
    struct language *languages;
    struct title *titles;
    struct label *labels;
    struct state_word *states;
    struct notice *notices;
    struct plain_word *plain_words;
    struct target *targets;
    struct endpoint_table *endpoint_tables;
    struct endpoint_label *endpoint_labels;
    struct beginnings beginnings;
    struct charset_hint *hints;
    size_t hint_count;
    bool sealed;
    oc_status status; /* the first error */
    struct buffer error;
};

oc_role role_of(oc_text name); /* OC_ROLES: there is none */

/* The row of so many columns in a shape that is not LAYOUT_PATTERN, or NULL. */
const struct row *grammar_row_of(const struct shape *shape, size_t columns);

/* The file that the text lies in, or NULL. */
const struct grammar_file *grammar_file_of(const oc_grammars *grammars, oc_text text);

/*
 * Writes the message of the first error: place is a text inside the bytes of one of the files,
 * whose line is shown with a caret. help says what would be right, NULL if the message does.
 * Returns OC_BAD_GRAMMAR.
 */
oc_status grammar_error(oc_grammars *grammars, oc_text place, const char *message,
                        const char *help);

#endif
