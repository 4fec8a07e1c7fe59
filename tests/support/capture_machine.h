/*
 * Owns: a machine that could be: its processes and its connections, as facts.
 * Must not know: how a list shows them.
 */
#ifndef SUPPORT_CAPTURE_MACHINE_H
#define SUPPORT_CAPTURE_MACHINE_H

#include <stdint.h>

#include "support/capture_dice.h"
#include "support/capture_lexicon.h"

enum { MACHINE_PROCESSES = 24, MACHINE_CONNECTIONS = 24, MACHINE_SERVICES = 6, MACHINE_TEXT = 48 };

struct machine_process {
    uint32_t pid;
    const char *image;
    const char *session; /* may be empty */
    uint32_t session_id;
    int64_t memory_kib; /* below 0: not known */
    const char *user;
    const char *window;
    uint32_t cpu_seconds;
    const char *services[MACHINE_SERVICES + 1]; /* the last is NULL */
};

struct machine_end {
    char address[MACHINE_TEXT]; /* without brackets */
    const char *host;           /* its name */
    uint16_t port;
};

struct machine_connection {
    bool udp;
    struct machine_end local;
    struct machine_end remote; /* without meaning for UDP */
    enum state_word state;
    uint32_t pid;
    const char *owner; /* NULL: netstat -b names none */
};

struct machine {
    struct machine_process processes[MACHINE_PROCESSES];
    size_t process_count;
    struct machine_connection connections[MACHINE_CONNECTIONS];
    size_t connection_count;
};

/* apps: its processes are those that tasklist /APPS shows. */
void machine_fill(struct machine *machine, struct dice *dice, const struct lexicon *lexicon,
                  bool apps);
/* Other connections of the same processes, at least that many. */
void machine_connect(struct machine *machine, struct dice *dice, size_t least);
/* The name of the port, NULL if it has none. */
const char *machine_service(uint16_t port);

#endif
