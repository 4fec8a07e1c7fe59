/*
 * Owns: the argument of --server: ADDR[/BITS][:PORT].
 * Must not know: what the server is for.
 */
#ifndef CLI_SERVER_H
#define CLI_SERVER_H

#include "outconn.h"

/* NULL, or what is wrong with it, a static phrase. */
const char *server_read(oc_text argument, oc_network *network);

#endif
