/*
 * Owns: what is said in words about a target's rows.
 * Must not know: tables, colours, sinks.
 */
#ifndef REPORT_WORDING_H
#define REPORT_WORDING_H

#include "base/buffer.h"

/* "1 server", "2 servers" */
void wording_count(struct buffer *out, uint64_t count, const char *one, const char *more);
/*
 * The line below a target's table: connections, states, servers, what else it has; shown is how
 * many rows the table holds. Memory that runs out makes out.failed true.
 */
void wording_summary(struct buffer *out, const oc_snapshot *snapshot, const oc_target *target,
                     uint64_t shown);

#endif
