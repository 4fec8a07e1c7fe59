/*
 * Owns: what a file's name says besides which command and options the file comes from.
 * Must not know: which files belong together, what is in them.
 */
#ifndef CLI_REST_H
#define CLI_REST_H

#include "base/arena.h"

struct rest {
    oc_text key;   /* the same for names that say the same; "" if nothing is left */
    oc_text shown; /* for people, as the name spells it */
};

/*
 * "acme/Web7_netstat-ano.txt" leaves "Web7" with key "web7". The texts live in the arena, which
 * says whether it failed.
 */
struct rest rest_of_path(struct arena *arena, oc_text path);

#endif
