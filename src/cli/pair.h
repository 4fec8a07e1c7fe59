/*
 * Owns: which texts belong together, and what a capture is called.
 * Must not know: how texts are read, what is done with captures.
 *
 * The rules are those of CONTRACT.md, "What belongs together" and "Names of captures". Nothing is
 * paired by guess: a text whose partner is not certain is a capture of its own that says why.
 */
#ifndef CLI_PAIR_H
#define CLI_PAIR_H

#include "base/arena.h"

struct pair_text {
    const char *path; /* "-" is standard input */
    bool has_processes;
    bool has_connections;
};

struct pair_capture {
    oc_text name;
    size_t *texts; /* their indexes; process lists first, else in the order given */
    size_t count;
    const char *alone; /* why its only text has no partner, a sentence; NULL: it needs none */
    bool undecided;    /* alone, though there were texts that may be its partner */
    bool single;       /* it was read without looking whether its text needs a partner */
    bool found;        /* its texts were not named by the user but found in a directory */
};

struct pairing {
    struct arena arena;
    struct pair_capture *captures; /* in the order of their first texts */
    size_t count;
};

/*
 * Texts with neither kind are in no capture. False: out of memory. The captures live until
 * pair_free, which is called either way.
 */
bool pair_texts(struct pairing *pairing, const struct pair_text *texts, size_t count);
void pair_free(struct pairing *pairing);

#endif
