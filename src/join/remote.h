/*
 * Owns: remote ends as keys: when two of them are the same end.
 * Must not know: rows, targets.
 */
#ifndef JOIN_REMOTE_H
#define JOIN_REMOTE_H

#include "outconn.h"

#define REMOTE_KEY_MAX 320

struct remote_key {
    char bytes[REMOTE_KEY_MAX];
    size_t size;
};

/* false: the end is not known, or longer than a host name and a port can be. */
bool remote_key(const oc_endpoint *remote, struct remote_key *key);
oc_text remote_key_text(const struct remote_key *key);
/* The end that a key was made of; its texts are those of the key. */
oc_remote remote_of_key(oc_text key);
/* By address, then port, then service; 0: the same end. */
int remote_compare(const oc_remote *a, const oc_remote *b);

#endif
