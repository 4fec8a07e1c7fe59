/*
 * Owns: everything that goes to standard error, at once or by way of a buffer, and how many errors
 * there were.
 * Must not know: who has something to say.
 *
 * A message is "outconn: PATH:LINE: sentence" and one line whatever it holds: control characters
 * of file names and texts are shown escaped. Line 0: no line in particular; an unknown path: no
 * input in particular.
 */
#ifndef CLI_MESSAGE_H
#define CLI_MESSAGE_H

#include "base/buffer.h"

struct messages {
    bool quiet;   /* only errors */
    bool verbose; /* notes, too */
    uint64_t errors;
    struct buffer *into; /* messages wait there for their turn; NULL: they are written at once */
};

#if defined(__GNUC__)
#define MESSAGE_FORMAT __attribute__((format(printf, 4, 5)))
#else
#define MESSAGE_FORMAT
#endif

/* Something could not be answered: shown always, counted, makes exit status 2. */
MESSAGE_FORMAT void message_error(struct messages *messages, oc_text path, uint64_t line,
                                  const char *format, ...);
MESSAGE_FORMAT void message_warning(const struct messages *messages, oc_text path, uint64_t line,
                                    const char *format, ...);
MESSAGE_FORMAT void message_note(const struct messages *messages, oc_text path, uint64_t line,
                                 const char *format, ...);
/* Messages that waited for their turn. */
void message_lines(oc_text lines);
/* An error of several lines that names its place itself. */
void message_block(struct messages *messages, const char *lines);

#endif
