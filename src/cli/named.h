/*
 * Owns: what each INPUT of the command line is: a text, a directory or an archive.
 * Must not know: what the texts say.
 */
#ifndef CLI_NAMED_H
#define CLI_NAMED_H

#include "cli/item.h"

enum named_kind { NAMED_TEXT, NAMED_DIRECTORY, NAMED_ARCHIVE };

struct named {
    const char *path;
    enum named_kind kind;
    struct item item;      /* NAMED_TEXT */
    struct bundle *bundle; /* NAMED_ARCHIVE; whoever takes it sets it to NULL */
    struct input input;    /* what the item may be read from */
    struct buffer bytes;   /* of what cannot be read twice */
};

/*
 * Finds out. An input that is alone is not kept: what is a text is read straight through. False:
 * input.problem says what is wrong. Call named_free either way.
 */
bool named_open(struct named *named, const char *path, bool alone, struct libarchive *library);
void named_free(struct named *named);

#endif
