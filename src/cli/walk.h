/*
 * Owns: what lies in one directory, in the order of names.
 * Must not know: what is in the files.
 */
#ifndef CLI_WALK_H
#define CLI_WALK_H

#include "base/arena.h"

enum walk_kind { WALK_FILE, WALK_DIRECTORY, WALK_LINK, WALK_SPECIAL };

struct walk_entry {
    const char *name; /* terminated */
    enum walk_kind kind;
    const char *what; /* "a FIFO"; of WALK_SPECIAL */
};

struct walk {
    void *stream;  /* of the directory */
    int directory; /* for openat */
    struct arena arena;
    struct walk_entry *entries;
    size_t count;
};

/* False: errno says why; what was read so far is there. Call walk_close either way. */
bool walk_open(struct walk *walk, const char *path);
void walk_close(struct walk *walk);
/* "DIRECTORY/NAME" in the arena, with one slash between; NULL: out of memory. */
const char *walk_path(struct arena *arena, oc_text directory, oc_text name);

#endif
