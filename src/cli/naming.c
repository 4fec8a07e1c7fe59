#include "cli/naming.h"

#include "base/text.h"
#include "cli/rest.h"

#include <stdlib.h>
#include <string.h>

static int naming_compare(const void *left, const void *right)
{
    const oc_text *a = left;
    const oc_text *b = right;
    return text_compare(*a, *b);
}

static oc_text naming_path(const struct pair_capture *capture, const struct pair_text *texts,
                           size_t index)
{
    return text_of(texts[capture->texts[index]].path);
}

/* Without the slashes at its end, but "/" stays. */
static oc_text naming_trim_slashes(oc_text directory)
{
    while (directory.size > 1 && directory.data[directory.size - 1] == '/') {
        directory.size--;
    }
    return directory;
}

/* The deepest directory that all files of the capture lie in, as typed; "" if there is none. */
static oc_text naming_directory(const struct pair_capture *capture, const struct pair_text *texts)
{
    oc_text first = naming_path(capture, texts, 0);
    size_t common = first.size;
    for (size_t i = 1; i < capture->count; i++) {
        oc_text other = naming_path(capture, texts, i);
        size_t same = 0;
        while (same < common && same < other.size && first.data[same] == other.data[same]) {
            same++;
        }
        common = same;
    }
    while (common > 0 && first.data[common - 1] != '/') {
        common--;
    }
    return naming_trim_slashes(text_sub(first, 0, common));
}

static bool naming_shared(const oc_text *sorted, size_t count, const oc_text *directory)
{
    const oc_text *found = bsearch(directory, sorted, count, sizeof *sorted, naming_compare);
    return (found > sorted && text_equal(found[-1], *directory)) ||
           (found + 1 < sorted + count && text_equal(found[1], *directory));
}

/* What the names of all its files have in common; "" if they differ. */
static oc_text naming_rest(struct arena *arena, const struct pair_capture *capture,
                           const struct pair_text *texts)
{
    struct rest first = rest_of_path(arena, naming_path(capture, texts, 0));
    for (size_t i = 1; i < capture->count; i++) {
        struct rest other = rest_of_path(arena, naming_path(capture, texts, i));
        if (!text_equal(first.key, other.key)) {
            return text_of("");
        }
    }
    return first.shown;
}

static oc_text naming_under(struct arena *arena, oc_text directory, oc_text rest)
{
    if (rest.size == 0) {
        return directory;
    }
    bool root = text_equal(directory, text_of("/"));
    char *name = arena_alloc(arena, directory.size + 1 + rest.size);
    if (name == NULL) {
        return directory;
    }
    size_t slash = directory.size + (root ? 0 : 1);
    memcpy(name, directory.data, directory.size);
    name[slash - 1] = '/';
    memcpy(name + slash, rest.data, rest.size);
    return (oc_text){.data = name, .size = slash + rest.size};
}

/* Process lists come first in a capture; its first file is the one that was named first. */
static oc_text naming_first(const struct pair_capture *capture, const struct pair_text *texts)
{
    size_t first = capture->texts[0];
    for (size_t i = 1; i < capture->count; i++) {
        first = capture->texts[i] < first ? capture->texts[i] : first;
    }
    return text_of(texts[first].path);
}

void naming_captures(struct arena *arena, struct pair_capture *captures, size_t count,
                     const struct pair_text *texts)
{
    oc_text *directories = arena_calloc(arena, count, sizeof *directories);
    oc_text *sorted = arena_calloc(arena, count, sizeof *sorted);
    if (arena_failed(arena)) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        directories[i] = naming_directory(&captures[i], texts);
        sorted[i] = directories[i];
    }
    qsort(sorted, count, sizeof *sorted, naming_compare);
    for (size_t i = 0; i < count; i++) {
        struct pair_capture *capture = &captures[i];
        if (capture->count == 1 || directories[i].size == 0) {
            capture->name = naming_first(capture, texts);
            continue;
        }
        oc_text rest = text_of("");
        if (naming_shared(sorted, count, &directories[i])) {
            rest = naming_rest(arena, capture, texts);
        }
        capture->name = naming_under(arena, directories[i], rest);
    }
}
