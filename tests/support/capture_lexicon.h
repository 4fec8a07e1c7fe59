/*
 * Owns: what Windows prints in each language, as far as it was seen, and languages that nobody has
 * seen; names of processes, users and windows.
 * Must not know: how a list is laid out, the grammar files.
 */
#ifndef SUPPORT_CAPTURE_LEXICON_H
#define SUPPORT_CAPTURE_LEXICON_H

#include <stdbool.h>
#include <stddef.h>

#define STATE_WORDS(X)                                                                             \
    X(STATE_LISTENING, "LISTENING")                                                                \
    X(STATE_ESTABLISHED, "ESTABLISHED")                                                            \
    X(STATE_SYN_SENT, "SYN_SENT")                                                                  \
    X(STATE_SYN_RECEIVED, "SYN_RECEIVED")                                                          \
    X(STATE_FIN_WAIT_1, "FIN_WAIT_1")                                                              \
    X(STATE_FIN_WAIT_2, "FIN_WAIT_2")                                                              \
    X(STATE_CLOSE_WAIT, "CLOSE_WAIT")                                                              \
    X(STATE_CLOSING, "CLOSING")                                                                    \
    X(STATE_LAST_ACK, "LAST_ACK")                                                                  \
    X(STATE_TIME_WAIT, "TIME_WAIT")                                                                \
    X(STATE_BOUND, "BOUND")                                                                        \
    X(STATE_CLOSED, "CLOSED")

enum state_word {
#define STATE_WORD_NAME(name, english) name,
    STATE_WORDS(STATE_WORD_NAME)
#undef STATE_WORD_NAME
        STATE_WORD_COUNT
};

extern const char *const lexicon_english_states[STATE_WORD_COUNT];

/* Lists of texts end with NULL. */
struct lexicon {
    const char *name;
    const char *pages[4];    /* OEM and ANSI, as iconv names them */
    bool listed;             /* the headings are known, so one that is not ASCII tells the page */
    bool states_listed;      /* the states are known, too */
    const char *title;       /* of netstat */
    const char *netstat[5];  /* protocol, local, remote, state, PID; NULL: no word there */
    size_t proto_cells;      /* of a row's first column */
    const char *tasklist[5]; /* image, PID, session, its number, memory */
    const char *verbose[4];  /* status, user, time, window */
    const char *services;
    const char *group; /* between the groups of memory's digits */
    const char *unit;
    size_t memory_cells;
    const char *unknown;                  /* N/A */
    const char *no_owner;                 /* NULL: not known */
    const char *no_tasks;                 /* NULL: not known */
    const char *states[STATE_WORD_COUNT]; /* NULL: the English one */
    const char *images[4];
    const char *users[3];
    const char *windows[3];
};

/* The index-th language, NULL past the last. */
const struct lexicon *lexicon_of(size_t index);
size_t lexicon_count(void);

/* The word that netstat prints. */
const char *lexicon_state(const struct lexicon *lexicon, enum state_word state);

/* Names that stand in every language; each list ends with NULL. */
extern const char *const lexicon_images[];
extern const char *const lexicon_apps[];
extern const char *const lexicon_users[];
extern const char *const lexicon_windows[];
extern const char *const lexicon_services[];

/* The languages that were seen, and those that were not; each ends with one without a name. */
extern const struct lexicon lexicon_seen[];
extern const struct lexicon lexicon_unseen[];

#endif
