/*
 * Owns: texts that repeat, each kept once and known by a number.
 * Must not know: what the texts mean.
 *
 * A connection list says the same few addresses, states and names in all of its rows. A number says
 * where its text lies, so that nothing has to be looked up to read it back.
 */
#ifndef JOIN_LEXICON_H
#define JOIN_LEXICON_H

#include "outconn.h"

/* The first has 1 KiB, each of the others is twice as large as the one before. */
#define LEXICON_BLOCKS 25

struct lexicon_slot {
    uint32_t hash;
    uint32_t number; /* 0: the place is free */
};

struct lexicon {
    char *blocks[LEXICON_BLOCKS]; /* those that nothing lies in may be NULL */
    uint64_t end;                 /* behind the last text */
    struct lexicon_slot *slots;
    size_t capacity; /* a power of two, or 0 */
    size_t count;
    size_t size; /* bytes of texts and table */
    bool failed; /* sticks: out of memory */
};

void lexicon_init(struct lexicon *lexicon);
void lexicon_free(struct lexicon *lexicon);
/* The text's number, the same for the same bytes; 0: the text is not known, or memory ran out. */
uint32_t lexicon_number(struct lexicon *lexicon, oc_text text);
/* The text of the number, as long as the lexicon lives. */
oc_text lexicon_text(const struct lexicon *lexicon, uint32_t number);
uint32_t lexicon_hash(oc_text text);

#endif
