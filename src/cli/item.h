/*
 * Owns: one text that may be a part of a capture: where its bytes are, which lists it holds.
 * Must not know: pairing, parsing.
 */
#ifndef CLI_ITEM_H
#define CLI_ITEM_H

#include "cli/bundle.h"
#include "cli/input.h"

struct item {
    const char *path;      /* as it is named */
    const char *bytes;     /* all of them; NULL: it has to be opened */
    size_t size;           /* of bytes */
    struct input *opened;  /* read already in part: the only text, or a file as standard input */
    struct bundle *bundle; /* what it is a member of, held; NULL: of nothing */
    size_t member;
    bool archive; /* it is no text */
    bool failed;  /* it could not be read, and that was told */
    bool has_processes;
    bool has_connections;
    bool known; /* all of it was looked at */
    bool told;  /* its capture is done */
    oc_seems seems;
};

/* NULL: room->problem says why it cannot be read. The input is room, or one opened before. */
struct input *item_open(const struct item *item, struct input *room);
/* Lets go of the archive. */
void item_free(struct item *item);

#endif
