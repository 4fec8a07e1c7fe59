/*
 * Owns: snapshots written by hand, their rows, a sink that keeps what it gets and may fail.
 * Must not know: what a report must make of them.
 */
#ifndef SUPPORT_SNAPSHOTS_H
#define SUPPORT_SNAPSHOTS_H

#include "outconn.h"

/* Constant texts, ends, rows and arrays of rows. */
#define TEXT(string)                                                                               \
    {                                                                                              \
        .data = (string), .size = sizeof(string) - 1                                               \
    }
#define END(address_, port_)                                                                       \
    {                                                                                              \
        .address = TEXT(address_), .port = (port_)                                                 \
    }
#define NAMED_END(address_, service_)                                                              \
    {                                                                                              \
        .address = TEXT(address_), .service = TEXT(service_), .port = OC_NONE                      \
    }
#define TCP(kind_, local_, remote_, state_, word_)                                                 \
    {                                                                                              \
        .kind = (kind_), .proto = TEXT("TCP"), .local = local_, .remote = remote_,                 \
        .state = (state_), .state_word = TEXT(word_), .pid = 4028                                  \
    }
#define UDP(local_)                                                                                \
    {                                                                                              \
        .kind = OC_UDP, .proto = TEXT("UDP"), .local = local_, .remote = {.port = OC_NONE},        \
        .pid = 4028                                                                                \
    }
#define ROWS(array)                                                                                \
    {                                                                                              \
        .items = (array), .count = sizeof(array) / sizeof *(array)                                 \
    }

/* In the place of the join's: rows in an array, given out repeat times. */
struct oc_rows {
    const oc_connection *items;
    size_t count;
    size_t repeat; /* 0 is once */
};

/* What a test program makes oc_target_next_row of, so that the join is not linked into it. */
bool snapshots_next_row(const oc_rows *rows, oc_row_cursor *cursor, oc_connection *row);

/* In the place of the join's, too: changes in an array. */
struct oc_changes {
    const oc_change *items;
    size_t count;
};

/* What a test program makes oc_changes_at of. */
bool snapshots_change_at(const oc_changes *changes, size_t index, oc_change *change);

/* Two connections of Outlook, two sources, two diagnostics, no time. */
extern const oc_target snapshots_plain_target;
extern const oc_snapshot snapshots_plain;
/* Rows of every kind, ends with names, with colons and zones; no process list. */
extern const oc_target snapshots_mixed_target;
extern const oc_snapshot snapshots_mixed;

/* The plain snapshot with that one target and no unowned PIDs. */
oc_snapshot snapshots_with(const oc_target *target);

/* What a sink got, terminated. */
struct kept {
    char *bytes;
    size_t size;
    size_t largest;
    size_t writes;
    size_t fail_at; /* the write that fails, from 0 */
};

/* An oc_sink's write with a struct kept; start it with {.fail_at = SIZE_MAX}, free its bytes. */
int kept_write(void *user, const char *bytes, size_t size);

#endif
