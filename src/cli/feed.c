#include "cli/feed.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static oc_status feed_flush(struct output *output)
{
    return output == NULL || output_flush(output) == 0 ? OC_OK : OC_NO_WRITE;
}

bool feed_input(struct input *input, oc_parser *parser, struct output *output,
                struct harvest_capture *harvest, oc_status *status)
{
    char block[INPUT_BLOCK];
    ssize_t size;
    while ((size = input_read(input, block, sizeof block)) > 0) {
        if (harvest != NULL) {
            harvest_bytes(harvest, block, (size_t)size);
        }
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

static bool feed_harvest_all(int fd, struct harvest_capture *harvest)
{
    char block[INPUT_BLOCK];
    ssize_t size;
    do {
        size = read(fd, block, sizeof block);
        if (size > 0) {
            harvest_bytes(harvest, block, (size_t)size);
        }
    } while (size > 0 || (size < 0 && errno == EINTR));
    return size == 0;
}

bool feed_harvest(const char *path, struct harvest_capture *harvest)
{
    struct stat about;
    if (strcmp(path, "-") == 0 || stat(path, &about) != 0 || !S_ISREG(about.st_mode)) {
        return false;
    }
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return false;
    }
    harvest_text(harvest, text_of(path));
    bool whole = feed_harvest_all(fd, harvest);
    close(fd);
    return whole;
}
