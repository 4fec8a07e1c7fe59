/*
 * Owns: how netstat and tcpvcon lay out a connection list.
 * Must not know: which connections there are, what stands around the list.
 */
#ifndef SUPPORT_CAPTURE_CONNS_H
#define SUPPORT_CAPTURE_CONNS_H

#include "support/capture_draft.h"
#include "support/capture_machine.h"

enum conns_top {
    CONNS_TITLE,        /* empty line, title, empty line, heading */
    CONNS_TITLE_DENSE,  /* without the empty lines */
    CONNS_TITLE_PARTED, /* some text between title and heading */
    CONNS_HEADING,      /* the heading alone */
    CONNS_BARE
};

struct conns_layout {
    bool tcpvcon; /* its CSV; of the rest, ports counts alone */
    bool ports;   /* tcpvcon prints ports */
    bool pid;     /* -o */
    bool names;   /* no -n */
    bool owners;  /* -b */
    bool offload; /* -t */
    bool tcp;     /* -p TCP */
    enum conns_top top;
};

/* A layout that exists. */
struct conns_layout conns_layout_of(struct dice *dice, const struct lexicon *lexicon);
/* Whether nothing in the list but its rows shows that it begins. */
bool conns_bare(struct conns_layout layout);
bool conns_titled(struct conns_layout layout);
/* Appends the list to the text and to the truth. A bare list without rows is none. */
void conns_write(struct draft *draft, const struct machine *machine, struct conns_layout layout);

#endif
