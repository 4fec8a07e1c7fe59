/*
 * Owns: pieces of work in the order of their results: who does which, what waits to be written, how
 * much of that.
 * Must not know: what the work is, where results go.
 *
 * Workers take the first piece that nobody has taken, and a piece may put others behind itself.
 * Results are written in order: by the worker that finished the first piece, or, while a piece is
 * still going on, by its worker when its turn has come. When ORDERED_MOST_HELD bytes wait to be
 * written, no piece is begun but the first.
 */
#ifndef CLI_ORDERED_H
#define CLI_ORDERED_H

#include "cli/result.h"

#include <pthread.h>

#define ORDERED_MOST_HELD ((size_t)16 << 20)

struct worker;

enum piece_state { PIECE_WAITS, PIECE_RUNS, PIECE_DONE };

/* The first member of what a piece of work consists of. */
struct piece {
    struct piece *next;
    uint64_t place; /* grows along the order */
    enum piece_state state;
    void (*run)(struct worker *worker, struct piece *piece);
    void (*free)(struct piece *piece);
    size_t input; /* the number of the INPUT that it belongs to */
    bool finds;   /* nobody has counted yet what it leads to */
    struct result result;
};

/* Pieces to be put in the order together. */
struct piece_chain {
    struct piece *first;
    struct piece *last;
    size_t count;
};

struct ordered {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    struct piece *first;
    struct piece *untaken; /* no piece before it waits; NULL: none at all */
    size_t waiting;
    size_t running;
    size_t sleeping;
    size_t held; /* bytes of results that are done */
    bool writing;
    bool stopped;
    /* Writes a result, or what there is of it; false: nothing more can be written. */
    bool (*write)(void *user, struct piece *piece);
    void *user;
};

void piece_init(struct piece *piece, void (*run)(struct worker *, struct piece *),
                void (*free)(struct piece *));
void piece_append(struct piece_chain *chain, struct piece *piece);
void piece_chain_free(struct piece_chain *chain);

void ordered_init(struct ordered *ordered, bool (*write)(void *, struct piece *), void *user);
/* Frees the pieces that nobody has written. */
void ordered_free(struct ordered *ordered);
/* Puts them behind a piece that runs, or NULL: in front of all. One of them may run already: then
 * it is not taken, and whoever it belongs to calls ordered_done. */
void ordered_insert(struct ordered *ordered, struct piece *after, const struct piece_chain *chain);
/* Pieces that wait for a worker. */
size_t ordered_waiting(struct ordered *ordered);
/* The next piece to do; waits for one. NULL: all is done, or stopped. */
struct piece *ordered_take(struct ordered *ordered);
void ordered_done(struct ordered *ordered, struct piece *piece);
/* Writes what a running piece has got so far, when its turn comes. False: stopped. */
bool ordered_pass_on(struct ordered *ordered, struct piece *piece);
/* No more pieces are taken, no more results are written. */
void ordered_stop(struct ordered *ordered);

#endif
