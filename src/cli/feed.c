#include "cli/feed.h"

#include <time.h>

static oc_status feed_flush(struct output *output)
{
    return output == NULL || output_flush(output) == 0 ? OC_OK : OC_NO_WRITE;
}

/* Milliseconds of a clock that nobody sets. */
static int64_t feed_clock(void)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* A regular file is there already, however long the reading of it takes. */
static ssize_t feed_read(struct input *input, char *block, size_t room)
{
    int64_t asked = feed_clock();
    ssize_t size = input_read(input, block, room);
    if (size > 0 && !input->rewindable) {
        live_came(&input->live, feed_clock() - asked, time(NULL));
    }
    return size;
}

bool feed_input(struct input *input, oc_parser *parser, struct output *output, oc_status *status)
{
    char block[INPUT_BLOCK];
    ssize_t size;
    while ((size = feed_read(input, block, sizeof block)) > 0) {
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
