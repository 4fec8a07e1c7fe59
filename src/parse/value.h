/*
 * Owns: cells to typed values: PIDs, memory, endpoints, states; why a cell is none.
 * Must not know: how a line fell into cells; joining, output.
 */
#ifndef PARSE_VALUE_H
#define PARSE_VALUE_H

#include "base/buffer.h"
#include "grammar/matcher.h"

/* Twice the longest host name. A longer cell is none, and kept rows rely on it. */
#define CELL_MAX 512

/* Why a line that looks like a row is none: a short stable code and a sentence. */
struct reason {
    const char *code;
    struct buffer text;
};

/* address:port, as TYPE_ENDPOINT. */
bool value_is_endpoint(oc_text cell, oc_endpoint *endpoint);
/* The word's state, and the kind, of a TCP row whose remote end is known. */
void value_state(oc_state of_word, oc_connection *connection);
/* false: the cells are no process, and why. Texts are those of the cells. */
bool value_process(const struct cells *cells, oc_process *process, struct reason *reason);
bool value_connection(const oc_grammars *grammars, const struct shape *shape,
                      const struct cells *cells, oc_connection *connection, struct reason *reason);

#endif
