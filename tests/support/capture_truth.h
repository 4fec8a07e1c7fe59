/*
 * Owns: what is in a capture: its lists and their rows in order, the snapshots that follow, and
 * both as a log of lines that can be compared.
 * Must not know: how a capture is written, the program.
 */
#ifndef SUPPORT_CAPTURE_TRUTH_H
#define SUPPORT_CAPTURE_TRUTH_H

#include <stdint.h>

#include "support/capture_sheet.h"

enum { TRUTH_TEXT = 160, TRUTH_LISTS = 8, TRUTH_ROWS = 256, TRUTH_NONE = -1 };

/* Texts that are not known are empty, numbers TRUTH_NONE. */
struct truth_process {
    int64_t pid;
    char image[TRUTH_TEXT];
    char session[TRUTH_TEXT];
    int64_t session_id;
    int64_t memory_kib;
    bool told; /* what is above or in the line tells the code page */
};

struct truth_end {
    char address[TRUTH_TEXT];
    char service[TRUTH_TEXT];
    int64_t port;
};

struct truth_connection {
    char kind[TRUTH_TEXT]; /* connection, listener, udp */
    struct truth_end local;
    struct truth_end remote;
    char state[TRUTH_TEXT];
    char word[TRUTH_TEXT];
    int64_t pid;
    char owner[TRUTH_TEXT];
    bool told;
};

/* Rows from first on, of the array of its kind. */
struct truth_list {
    bool processes;
    size_t first;
    size_t count;
};

struct truth {
    struct truth_list lists[TRUTH_LISTS];
    size_t list_count;
    struct truth_process processes[TRUTH_ROWS];
    size_t process_count;
    struct truth_connection connections[TRUTH_ROWS];
    size_t connection_count;
};

struct truth_snapshot {
    size_t process_rows;
    size_t connection_rows;
    size_t unowned_pids;
    size_t anonymous_rows;
};

struct truth_target {
    int64_t pid;
    char image[TRUTH_TEXT];
    size_t connections;
    size_t listeners;
    size_t udp;
    int64_t recently_closed;
};

/* Copies a text, cut to its room. */
void truth_copy(char text[TRUTH_TEXT], const char *from, size_t size);

/* A new list; rows are added to the last one. false or NULL: there is no room. */
bool truth_add_list(struct truth *truth, bool processes);
struct truth_process *truth_add_process(struct truth *truth);
struct truth_connection *truth_add_connection(struct truth *truth);

/*
 * One line each, that begins with ! when it must be read so in any code page, with ? when the bytes
 * of the page may stand in it, escaped. Process lists that no connection list parts are one list.
 */
void truth_log_list(struct sheet *log, bool processes);
void truth_log_process(struct sheet *log, const struct truth_process *process);
void truth_log_connection(struct sheet *log, const struct truth_connection *connection);
void truth_log_snapshot(struct sheet *log, const struct truth_snapshot *snapshot);
void truth_log_target(struct sheet *log, const struct truth_target *target);
void truth_log_target_row(struct sheet *log, const struct truth_connection *connection);

/* All lists with their rows. */
void truth_log_lists(struct sheet *log, const struct truth *truth);

#endif
