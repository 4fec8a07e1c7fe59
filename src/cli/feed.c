#include "cli/feed.h"

bool feed_input(struct input *input, char *block, oc_parser *parser, feed_after *after, void *user,
                oc_status *status)
{
    const char *bytes;
    ssize_t size;
    while ((size = input_next(input, block, INPUT_BLOCK, &bytes)) > 0) {
        *status = oc_parser_feed(parser, bytes, (size_t)size);
        if (*status == OC_OK && !after(user, bytes, (size_t)size)) {
            *status = OC_STOPPED;
        }
        if (*status != OC_OK) {
            return true;
        }
    }
    if (size < 0) {
        return false;
    }
    *status = oc_parser_finish(parser);
    return true;
}
