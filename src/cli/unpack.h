/*
 * Owns: archives as pieces of work: their members, grouped by directory; archives inside them.
 * Must not know: what the texts say.
 */
#ifndef CLI_UNPACK_H
#define CLI_UNPACK_H

#include "cli/worker.h"

/* A piece for the archive, which is taken over; NULL: out of memory, and it is released. */
struct piece *unpack_piece(struct bundle *bundle);
/* Appends a piece for each item that is an archive. False: out of memory. */
bool unpack_add_archives(struct worker *worker, struct piece_chain *chain, struct item *items,
                         size_t count);
/* Reads a member into memory. One that is an archive is done with here, into the same result. */
void unpack_item(struct worker *worker, struct item *item);

#endif
