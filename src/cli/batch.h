/*
 * Owns: many captures: workers, and the order in which their results are written.
 * Must not know: how a capture is read, what is in a result.
 */
#ifndef CLI_BATCH_H
#define CLI_BATCH_H

#include "cli/job.h"
#include "cli/libarchive.h"
#include "cli/message.h"
#include "cli/named.h"
#include "cli/output.h"
#include "cli/result.h"

/*
 * Reads all that was named and writes the results. An input that could not be opened has been told
 * and is left out. What all of it amounts to is added to the total. False: it was broken off.
 */
bool batch_run(const struct job *job, struct named *inputs, size_t count,
               struct libarchive *library, struct output *output, struct messages *messages,
               struct result *total);

#endif
