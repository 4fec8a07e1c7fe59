/*
 * Owns: the memory that texts are held in while their group is worked on, and their way into it.
 * Must not know: what they say.
 */
#ifndef CLI_LOADER_H
#define CLI_LOADER_H

#include "cli/item.h"

#define LOADER_ROOM                                                                                \
    ((size_t)8 << 20) /* bytes of texts that are held; what is more is opened again */

struct loader {
    char *memory;
    size_t used;
    bool heads; /* of files, only what tells archives is read */
    struct libarchive *library;
    struct bundle_reader *reader; /* of the archive that was read last, where it is */
};

void loader_init(struct loader *loader, struct libarchive *library);
void loader_free(struct loader *loader);
/* Gives up what was held since used was so much. */
void loader_return(struct loader *loader, size_t used);

/*
 * Reads the file of that name, in a directory or at AT_FDCWD, with more flags for openat. The item
 * is held then, or to be opened again, or an archive. False: problem says why not.
 */
bool loader_file(struct loader *loader, struct item *item, int directory, const char *name,
                 int flags, char problem[INPUT_PROBLEM]);
/*
 * The same for what comes from a reader that stands before its data. Of an archive, all bytes are
 * in nested.
 */
bool loader_stream(struct loader *loader, struct item *item, struct bundle_reader *reader,
                   struct buffer *nested, char problem[INPUT_PROBLEM]);
/* A reader that stands at the member, kept for the next; NULL: problem says why. */
struct bundle_reader *loader_member(struct loader *loader, const struct item *item,
                                    char problem[INPUT_PROBLEM]);

#endif
