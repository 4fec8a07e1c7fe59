#include "cli/feed.h"

static oc_status feed_flush(struct output *output)
{
    return output == NULL || output_flush(output) == 0 ? OC_OK : OC_NO_WRITE;
}

bool feed_input(struct input *input, oc_parser *parser, struct output *output, oc_status *status)
{
    char block[INPUT_BLOCK];
    ssize_t size;
    while ((size = input_read(input, block, sizeof block)) > 0) {
        *status = oc_parser_feed(parser, block, (size_t)size);
        if (*status == OC_OK) {
            *status = feed_flush(output);
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
