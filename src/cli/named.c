#include "cli/named.h"

#include <stdio.h>
#include <string.h>

#define NAMED_PIPE_TOO_LARGE                                                                       \
    "a pipe of more than 64 MiB cannot be paired with other inputs: save it in a file, or give "   \
    "it alone"
#define NAMED_ARCHIVE_TOO_LARGE                                                                    \
    "an archive of more than 64 MiB cannot be read from a pipe: save it in a file and give that"

static bool named_no_memory(struct named *named)
{
    snprintf(named->input.problem, sizeof named->input.problem, "%s", oc_status_text(OC_NO_MEMORY));
    return false;
}

static bool named_is_standard(const struct named *named)
{
    return strcmp(named->path, "-") == 0;
}

static bool named_text(struct named *named, bool alone)
{
    struct input *input = &named->input;
    named->kind = NAMED_TEXT;
    if (alone) {
        named->item.opened = input;
    } else if (input->start >= 0 && !named_is_standard(named)) {
        input_close(input);
    } else if (input->start >= 0) {
        named->item.opened = input;
        return input_rewind(input);
    } else {
        bool read = input_slurp(input, &named->bytes, NAMED_PIPE_TOO_LARGE);
        named->item.bytes = named->bytes.size == 0 ? "" : named->bytes.data;
        named->item.size = named->bytes.size;
        return read;
    }
    return true;
}

static bool named_bundle(struct named *named, struct libarchive *library)
{
    struct input *input = &named->input;
    if (input->start >= 0 && !named_is_standard(named)) {
        named->bundle = bundle_of_file(library, named->path, named->path);
    } else if (input->start == 0) {
        named->bundle = bundle_of_file(library, named->path, "/dev/stdin");
    } else if (!input_slurp(input, &named->bytes, NAMED_ARCHIVE_TOO_LARGE)) {
        return false;
    } else {
        named->bundle = bundle_of_bytes(library, named->path, &named->bytes, NULL);
    }
    return named->bundle != NULL || named_no_memory(named);
}

/* What is packed may be a text. */
static bool named_unpack(struct named *named)
{
    struct bundle_reader *reader = bundle_reader_open(named->bundle, named->input.problem);
    bool single = false;
    bool read = reader != NULL && bundle_reader_begin(reader, &single, named->input.problem);
    if (single) {
        named->kind = NAMED_TEXT;
        named->item.bundle = named->bundle;
        named->bundle = NULL;
    }
    bundle_reader_close(reader);
    return read;
}

static bool named_archive(struct named *named, struct libarchive *library)
{
    bool one = kind_packs_one(named->input.head, named->input.held_size);
    named->kind = NAMED_ARCHIVE;
    bool made = named_bundle(named, library);
    input_close(&named->input);
    return made && (!one || named_unpack(named));
}

bool named_open(struct named *named, const char *path, bool alone, struct libarchive *library)
{
    *named = (struct named){.path = path, .item = {.path = path}};
    buffer_init(&named->bytes);
    if (!input_open(&named->input, path)) {
        return false;
    }
    if (named->input.directory) {
        named->kind = NAMED_DIRECTORY;
        input_close(&named->input);
        return true;
    }
    if (!input_peek(&named->input)) {
        return false;
    }
    if (kind_of_archive(named->input.head, named->input.held_size) == NULL) {
        return named_text(named, alone);
    }
    return named_archive(named, library);
}

void named_free(struct named *named)
{
    input_close(&named->input);
    buffer_free(&named->bytes);
    bundle_release(named->bundle);
    item_free(&named->item);
}
