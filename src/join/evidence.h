/*
 * Owns: what is counted of a target's connections for its reading: to its servers, and apart from
 * them.
 * Must not know: what the counts mean, sentences.
 */
#ifndef JOIN_EVIDENCE_H
#define JOIN_EVIDENCE_H

#include "join/snapshot.h"

/*
 * Which part of the connections a remote end belongs to. The order is the one in which they are
 * taken for the program's servers: the first that is there.
 */
enum part {
    PART_NAMED,       /* the vendor's for this program, or named by the user */
    PART_PRIVATE,     /* on a port of HTTP or RPC */
    PART_PROXY,       /* on a port of proxies, private or named by the user */
    PART_LOCAL_PROXY, /* the same on a loopback address */
    PART_PUBLIC,      /* on a port of HTTP or RPC, and nobody's */
    PART_MAIL,        /* on a port of IMAP, POP or SMTP, whoever's */
    PART_REST,        /* other services, other ports */
    PART_LOCAL,       /* loopback: no server */
    PARTS
};

struct counts {
    uint64_t connections;
    uint64_t established;
    uint64_t pending;
    uint64_t half_closed;
};

struct evidence {
    const oc_target *target;
    const oc_target_info *program;
    const enum part *part_of; /* of each of target->remotes */
    struct counts parts[PARTS];
    enum part servers;        /* the part that is taken for its servers; PART_LOCAL: none */
    struct counts counted;    /* of that part */
    struct counts outside;    /* of all but loopback */
    uint64_t sessions;        /* established to servers of HTTP or RPC */
    uint64_t own;             /* of the counted, established to what the user named */
    uint64_t addresses;       /* that the counted are established to */
    uint64_t unclear;         /* connections in an unknown state, or to an end without an address */
    uint64_t roles[OC_ROLES]; /* established, of PART_MAIL */
    uint64_t busiest;         /* most established to one address of the servers */
    const oc_remote *busy;    /* that one, or NULL */
    const oc_remote *rpc_host; /* a server asked on a port of RPC and on a dynamic one, or NULL */
    uint64_t rows;             /* of the whole connection list */
    uint64_t children;         /* processes that may hold its connections */
    /* Where it has none, and only there: */
    oc_text related;  /* another program that people take for it, and that runs */
    uint64_t closed;  /* in TIME_WAIT of no process, to servers of the program */
    uint64_t unowned; /* PIDs that the process list does not have */
};

/* Whether the label is that of a server of the program, or of one that the user named. */
bool evidence_is_server(const oc_target_info *program, const oc_remote *remote);
/* Memory is the snapshot's, which says whether it failed. */
void evidence_collect(struct evidence *evidence, struct snapshot *snapshot, const oc_target *target,
                      const oc_target_info *program);

#endif
