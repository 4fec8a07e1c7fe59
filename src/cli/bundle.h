/*
 * Owns: one archive or compressed file: its headers and the bytes of its members, in order.
 * Must not know: what the members say, how they are grouped.
 *
 * Nothing is ever written: the names of members are names and nothing else. What an archive may
 * expand to is limited, see BUNDLE_MOST_TIMES; archives inside share the limit of the outermost.
 */
#ifndef CLI_BUNDLE_H
#define CLI_BUNDLE_H

#include "base/arena.h"
#include "base/buffer.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/types.h>

#define BUNDLE_MOST_DEPTH 4                     /* archives inside archives */
#define BUNDLE_FREE_BYTES ((uint64_t)256 << 20) /* any archive may expand to this, */
#define BUNDLE_MOST_TIMES ((uint64_t)1000)      /* and to so many times its size */
#define BUNDLE_PROBLEM 200                      /* as INPUT_PROBLEM */

struct libarchive;
struct bundle_reader;

/* A regular file in the archive. */
struct bundle_member {
    oc_text name; /* as the archive has it, without "./" and slashes in front */
    size_t number;
    int64_t size; /* OC_NONE: not told */
};

/* What one header says of a member and of the archive. */
struct bundle_entry {
    const char *name; /* as the archive has it, until the next header; NULL: not told */
    size_t number;
    int64_t size; /* OC_NONE: not told */
    bool directory;
    bool regular; /* a file with bytes of its own, no link and nothing special */
    bool single;  /* as bundle.single */
    bool packed;  /* the archive as a whole is compressed */
    bool apart;   /* in its format members are reached without decompressing those before */
};

/* A member that is no file. */
struct bundle_other {
    oc_text name;
    struct bundle_other *next;
};

/* Shared and counted; read-only once it is listed. */
struct bundle {
    struct libarchive *library;
    char *path; /* as it is named, for messages */
    char *file; /* what is opened; NULL: the bytes */
    struct buffer bytes;
    uint64_t size;
    unsigned depth;       /* 1: it lies in no other */
    struct bundle *outer; /* whose limit counts; NULL: its own */
    atomic_uint_least64_t expanded;
    atomic_uint holders;
    /* where solid: its one reader goes from member to member, and whoever needs it waits */
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    struct bundle_reader *reader;
    uint64_t turn;
    /* after members_list */
    bool single; /* one compressed text and no archive */
    bool solid;  /* a member can be reached only through those before it */
    struct arena arena;
    struct bundle_member *members;
    size_t count;
    struct bundle_other *others; /* links and special files */
    struct bundle_other *last_other;
    char problem[BUNDLE_PROBLEM]; /* why the list is not whole; "": it is */
};

/* The file that is opened may have another name than the one that it is called. NULL: no memory. */
struct bundle *bundle_of_file(struct libarchive *library, const char *path, const char *file);
/* Takes the bytes. */
struct bundle *bundle_of_bytes(struct libarchive *library, const char *path, struct buffer *bytes,
                               struct bundle *outer);
struct bundle *bundle_hold(struct bundle *bundle);
void bundle_release(struct bundle *bundle);
/* Writes what into problem; always false. */
bool bundle_fail(char problem[BUNDLE_PROBLEM], const char *what);

/* A reader that does not hold the bundle. NULL: problem says why. */
struct bundle_reader *bundle_reader_new(struct bundle *bundle, char problem[BUNDLE_PROBLEM]);
void bundle_reader_free(struct bundle_reader *reader);
/* One that does. */
struct bundle_reader *bundle_reader_open(struct bundle *bundle, char problem[BUNDLE_PROBLEM]);
void bundle_reader_close(struct bundle_reader *reader);
/* Goes to the first member, if there is one, and finds out whether it is one compressed text and no
 * archive. */
bool bundle_reader_begin(struct bundle_reader *reader, bool *single, char problem[BUNDLE_PROBLEM]);
/* Goes to the next header. 1: there is one; 0: there is none any more; -1: problem says why nothing
 * can follow. */
int bundle_reader_entry(struct bundle_reader *reader, struct bundle_entry *entry,
                        char problem[BUNDLE_PROBLEM]);
/* After a problem: whether it is packed, and any of its bytes may be damaged; problem says so then.
 * Nothing can be read any more. */
bool bundle_reader_wrong(struct bundle_reader *reader, char problem[BUNDLE_PROBLEM]);
const struct bundle *bundle_reader_of(const struct bundle_reader *reader);
/* Goes to the member of that number; one that lies behind is reached from the start. */
bool bundle_reader_seek(struct bundle_reader *reader, size_t number, char problem[BUNDLE_PROBLEM]);
/* The next bytes of the member, valid until the next call; 0 at its end; -1 with problem set. */
ssize_t bundle_reader_next(struct bundle_reader *reader, const char **bytes,
                           char problem[BUNDLE_PROBLEM]);

/* The one reader, for him whose turn it is; turns are numbered from 0, and each must come. NULL:
 * problem says why; bundle_leave follows either way. */
struct bundle_reader *bundle_enter(struct bundle *bundle, uint64_t turn,
                                   char problem[BUNDLE_PROBLEM]);
void bundle_leave(struct bundle *bundle);

#endif
