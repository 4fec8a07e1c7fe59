#include "cli/grammars.h"

#include "base/text.h"
#include "cli/cancel.h"
#include "cli/file.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define GRAMMARS_LARGEST_FILE ((size_t)1 << 20)
#define GRAMMARS_MOST_FILES ((size_t)1 << 12)

/* ---- a directory of them ----------------------------------------------------------------- */

struct grammars_paths {
    char **paths;
    size_t count;
};

static bool grammars_is_file(oc_text name)
{
    static const char *const endings[] = {".grammar", ".lang", ".target", ".endpoints"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (text_ends_nocase(name, text_of(endings[i]))) {
            return true;
        }
    }
    return false;
}

static int grammars_compare(const void *left, const void *right)
{
    char *const *a = left;
    char *const *b = right;
    return strcmp(*a, *b);
}

static void grammars_free_paths(struct grammars_paths *found)
{
    for (size_t i = 0; i < found->count; i++) {
        free(found->paths[i]);
    }
    free(found->paths);
}

static char *grammars_path(const char *directory, const char *name)
{
    struct buffer path;
    buffer_init(&path);
    buffer_string(&path, directory);
    if (directory[strlen(directory) - 1] != '/') {
        buffer_byte(&path, '/');
    }
    buffer_string(&path, name);
    buffer_byte(&path, '\0');
    if (path.failed) {
        buffer_free(&path);
        return NULL;
    }
    return path.data;
}

static bool grammars_collect(DIR *opened, const char *directory, struct grammars_paths *found)
{
    found->paths = calloc(GRAMMARS_MOST_FILES, sizeof *found->paths);
    if (found->paths == NULL) {
        return false;
    }
    for (struct dirent *entry = readdir(opened); entry != NULL; entry = readdir(opened)) {
        if (!grammars_is_file(text_of(entry->d_name))) {
            continue;
        }
        char *path =
            found->count < GRAMMARS_MOST_FILES ? grammars_path(directory, entry->d_name) : NULL;
        if (path == NULL) {
            return false;
        }
        found->paths[found->count++] = path;
    }
    qsort(found->paths, found->count, sizeof *found->paths, grammars_compare);
    return true;
}

/* The paths of the grammar files in the directory, sorted. */
static bool grammars_find(const char *directory, struct grammars_paths *found,
                          struct messages *messages)
{
    *found = (struct grammars_paths){.paths = NULL};
    DIR *opened = opendir(directory);
    if (opened == NULL) {
        message_error(messages, text_of(directory), 0, "%s", strerror(errno));
        return false;
    }
    bool collected = grammars_collect(opened, directory, found);
    closedir(opened);
    if (!collected) {
        message_error(messages, text_of(directory), 0, "more grammar files than can be kept");
    } else if (found->count == 0) {
        message_error(messages, text_of(directory), 0,
                      "no file in it ends in .grammar, .lang, .target or .endpoints");
    }
    return collected && found->count > 0;
}

static bool grammars_add_file(oc_grammars *grammars, const char *path, struct messages *messages)
{
    struct buffer bytes;
    buffer_init(&bytes);
    const char *problem = file_read(path, GRAMMARS_LARGEST_FILE, &bytes);
    if (problem != NULL) {
        if (!cancel_requested()) {
            message_error(messages, text_of(path), 0, "%s", problem);
        }
        buffer_free(&bytes);
        return false;
    }
    oc_status status = oc_grammars_add(grammars, text_of(path), buffer_view(&bytes));
    buffer_free(&bytes);
    return status == OC_OK;
}

static bool grammars_add_directory(oc_grammars *grammars, const char *directory,
                                   struct messages *messages)
{
    struct grammars_paths found;
    bool added = grammars_find(directory, &found, messages);
    for (size_t i = 0; added && i < found.count; i++) {
        added = grammars_add_file(grammars, found.paths[i], messages);
    }
    grammars_free_paths(&found);
    return added;
}

/* ---- reading, listing ------------------------------------------------------------------- */

static void grammars_tell(const oc_grammars *grammars, oc_status status, struct messages *messages)
{
    const char *error = oc_grammars_error(grammars);
    message_block(messages, *error != '\0' ? error : oc_status_text(status));
}

oc_grammars *grammars_read(const char *directory, struct messages *messages)
{
    oc_grammars *grammars = oc_grammars_new();
    if (grammars == NULL) {
        message_block(messages, oc_status_text(OC_NO_MEMORY));
        return NULL;
    }
    uint64_t errors = messages->errors;
    oc_status status = OC_OK;
    if (directory == NULL) {
        status = oc_grammars_add_builtin(grammars);
    } else if (!grammars_add_directory(grammars, directory, messages)) {
        status = OC_BAD_GRAMMAR;
    }
    if (status == OC_OK) {
        status = oc_grammars_seal(grammars);
    }
    if (status == OC_OK) {
        status = oc_grammars_check(grammars);
    }
    if (status == OC_OK) {
        return grammars;
    }
    if (messages->errors == errors && !cancel_requested()) {
        grammars_tell(grammars, status, messages);
    }
    oc_grammars_free(grammars);
    return NULL;
}

static void grammars_write_cell(struct buffer *line, const char *text, size_t size, size_t width)
{
    buffer_append(line, text, size);
    for (; size < width + 2; size++) {
        buffer_byte(line, ' ');
    }
}

void grammars_list(const oc_grammars *grammars, struct output *output)
{
    static const char *const kinds[] = {
        [OC_GRAMMAR_SHAPE] = "shape",
        [OC_GRAMMAR_LANGUAGE] = "language",
        [OC_GRAMMAR_TARGET] = "target",
        [OC_GRAMMAR_ENDPOINTS] = "endpoints",
    };
    oc_grammar_info info;
    size_t width = 0;
    for (size_t i = 0; oc_grammars_list(grammars, i, &info); i++) {
        width = info.name.size > width ? info.name.size : width;
    }
    struct buffer lines;
    buffer_init(&lines);
    for (size_t i = 0; oc_grammars_list(grammars, i, &info); i++) {
        grammars_write_cell(&lines, kinds[info.kind], strlen(kinds[info.kind]),
                            strlen("endpoints"));
        grammars_write_cell(&lines, info.name.data, info.name.size, width);
        buffer_text(&lines, info.summary);
        buffer_byte(&lines, '\n');
    }
    output_buffer(output, &lines);
    buffer_free(&lines);
}

static void grammars_count(const oc_grammars *grammars, size_t counts[4])
{
    oc_grammar_info info;
    for (size_t i = 0; oc_grammars_list(grammars, i, &info); i++) {
        counts[info.kind]++;
    }
}

static void grammars_say_count(struct buffer *line, size_t count, const char *what,
                               const char *behind)
{
    buffer_printf(line, "%zu %s%s%s", count, what, count == 1 ? "" : "s", behind);
}

void grammars_all_hold(const oc_grammars *grammars, struct output *output)
{
    size_t counts[4] = {0};
    grammars_count(grammars, counts);
    struct buffer line;
    buffer_init(&line);
    grammars_say_count(&line, counts[OC_GRAMMAR_SHAPE], "shape", ", ");
    grammars_say_count(&line, counts[OC_GRAMMAR_LANGUAGE], "language", ", ");
    grammars_say_count(&line, counts[OC_GRAMMAR_TARGET], "target", ", ");
    grammars_say_count(&line, counts[OC_GRAMMAR_ENDPOINTS], "endpoint table", ": all hold\n");
    output_buffer(output, &line);
    buffer_free(&line);
}
