/*
 * Owns: whose address a remote end is: its label.
 * Must not know: rows, targets, what a label means for a program.
 */
#ifndef JOIN_SERVERS_H
#define JOIN_SERVERS_H

#include "outconn.h"

/*
 * The label of the end, or an unknown text when it has no address. Loopback comes first, then what
 * the user named, then the longest prefix, with a port before without, of equal ones the first; an
 * address in no prefix is public.
 */
oc_text servers_label(const oc_network *networks, size_t count, const oc_remote *remote);

#endif
