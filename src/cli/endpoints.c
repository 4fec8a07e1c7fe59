#include "cli/endpoints.h"

#include "base/address.h"
#include "base/library.h"
#include "base/text.h"
#include "cli/cancel.h"
#include "cli/file.h"

#include <jansson.h>
#include <string.h>

#define ENDPOINTS_LIBRARY "libjansson.so.4"

struct endpoints_json {
    __typeof__(json_loadb) *loadb;
    __typeof__(json_delete) *delete;
    __typeof__(json_array_size) *array_size;
    __typeof__(json_array_get) *array_get;
    __typeof__(json_object_get) *object_get;
    __typeof__(json_integer_value) *integer_value;
    __typeof__(json_string_value) *string_value;
    __typeof__(json_string_length) *string_length;
};

/* One file on its way into networks. */
struct endpoints_file {
    struct endpoints_json json;
    struct endpoints *endpoints;
    const oc_grammars *grammars;
    struct arena *arena;
    struct messages *messages;
    oc_text path;
    struct buffer bytes;
};

static bool endpoints_load_library(struct endpoints_file *file)
{
#define ENDPOINTS_SYMBOL(name)                                                                     \
    {                                                                                              \
        "json_" #name, offsetof(struct endpoints_json, name)                                       \
    }
    static const struct library_symbol symbols[] = {
        ENDPOINTS_SYMBOL(loadb),        ENDPOINTS_SYMBOL(delete),
        ENDPOINTS_SYMBOL(array_size),   ENDPOINTS_SYMBOL(array_get),
        ENDPOINTS_SYMBOL(object_get),   ENDPOINTS_SYMBOL(integer_value),
        ENDPOINTS_SYMBOL(string_value), ENDPOINTS_SYMBOL(string_length),
    };
#undef ENDPOINTS_SYMBOL
    const char *missing;
    if (library_load(ENDPOINTS_LIBRARY, symbols, sizeof symbols / sizeof *symbols, &file->json,
                     &missing)) {
        return true;
    }
    message_error(file->messages, file->path, 0,
                  "cannot be read without %s: install the package libjansson4", missing);
    return false;
}

static const char endpoints_what_to_do[] =
    "give the list of endpoints as the vendor publishes it, as JSON, whole and in UTF-8";

/* ---- which label a set has --------------------------------------------------------------- */

static bool endpoints_has_set(const oc_label_info *label, json_int_t id)
{
    for (size_t i = 0; i < label->set_count; i++) {
        if (id == (json_int_t)label->sets[i]) {
            return true;
        }
    }
    return false;
}

static bool endpoints_has_area(const oc_label_info *label, oc_text area)
{
    for (size_t i = 0; i < label->area_count; i++) {
        if (text_equal(label->areas[i], area)) {
            return true;
        }
    }
    return false;
}

/* By its number, else by its area; unknown when neither is in the tables. */
static oc_text endpoints_label(const oc_grammars *grammars, json_int_t id, oc_text area)
{
    oc_label_info label;
    oc_text found = text_of(NULL);
    for (size_t i = 0; oc_grammars_label(grammars, i, &label); i++) {
        if (endpoints_has_set(&label, id)) {
            return label.name;
        }
        if (!text_known(found) && endpoints_has_area(&label, area)) {
            found = label.name;
        }
    }
    return found;
}

/* ---- from JSON to networks --------------------------------------------------------------- */

/* Not terminated where the file says so: a NUL in it ends nothing. */
static oc_text endpoints_text(const struct endpoints_file *file, const json_t *value)
{
    if (!json_is_string(value)) {
        return text_of(NULL);
    }
    return (oc_text){.data = file->json.string_value(value),
                     .size = file->json.string_length(value)};
}

/* The line of the first place where the text stands, 0 when it is nowhere as it is. */
static uint64_t endpoints_line(const struct endpoints_file *file, oc_text text)
{
    oc_text rest = buffer_view(&file->bytes);
    oc_text line;
    for (uint64_t number = 1; text_split(&rest, '\n', &line); number++) {
        if (text_contains(line, text)) {
            return number;
        }
    }
    return 0;
}

static bool endpoints_add(struct endpoints_file *file, oc_text text, oc_text label)
{
    struct endpoints *endpoints = file->endpoints;
    oc_network network = {.port = OC_NONE, .label = label};
    bool exact;
    if (!text_known(text) || !address_read_prefix(text, network.address, &network.bits, &exact)) {
        message_error(file->messages, file->path, endpoints_line(file, text),
                      "'%.*s' in \"ips\" is no prefix as 40.96.0.0/13: %s",
                      (int)(text.size < 64 ? text.size : 64), text_known(text) ? text.data : "",
                      endpoints_what_to_do);
        return false;
    }
    if (endpoints->count == ENDPOINTS_MOST_NETWORKS) {
        message_error(file->messages, file->path, endpoints_line(file, text),
                      "more than the %zu prefixes that are kept: %s", ENDPOINTS_MOST_NETWORKS,
                      endpoints_what_to_do);
        return false;
    }
    endpoints->networks[endpoints->count++] = network;
    return true;
}

static bool endpoints_read_set(struct endpoints_file *file, size_t index, const json_t *set)
{
    const struct endpoints_json *json = &file->json;
    const json_t *id = json_is_object(set) ? json->object_get(set, "id") : NULL;
    if (!json_is_integer(id)) {
        message_error(file->messages, file->path, 0,
                      "entry %zu is no endpoint set with an \"id\": %s", index + 1,
                      endpoints_what_to_do);
        return false;
    }
    oc_text area = endpoints_text(file, json->object_get(set, "serviceArea"));
    oc_text label = endpoints_label(file->grammars, json->integer_value(id), area);
    const json_t *ips = json->object_get(set, "ips");
    size_t count = text_known(label) && json_is_array(ips) ? json->array_size(ips) : 0;
    for (size_t i = 0; i < count; i++) {
        if (!endpoints_add(file, endpoints_text(file, json->array_get(ips, i)), label)) {
            return false;
        }
    }
    return true;
}

static bool endpoints_read_sets(struct endpoints_file *file, const json_t *root)
{
    if (!json_is_array(root)) {
        message_error(file->messages, file->path, 1, "no array of endpoint sets: %s",
                      endpoints_what_to_do);
        return false;
    }
    size_t count = file->json.array_size(root);
    for (size_t i = 0; i < count; i++) {
        if (!endpoints_read_set(file, i, file->json.array_get(root, i))) {
            return false;
        }
    }
    if (file->endpoints->count == 0) {
        message_error(file->messages, file->path, 0, "no prefix of a known endpoint set in it: %s",
                      endpoints_what_to_do);
        return false;
    }
    return true;
}

/* ---- the file ---------------------------------------------------------------------------- */

static bool endpoints_read_json(struct endpoints_file *file)
{
    oc_text text = buffer_view(&file->bytes);
    json_error_t error;
    if (text_starts(text, text_of("\xEF\xBB\xBF"))) {
        text = text_sub(text, 3, text.size);
    }
    json_t *root = file->json.loadb(text.data, text.size, 0, &error);
    if (root == NULL) {
        message_error(file->messages, file->path, error.line > 0 ? (uint64_t)error.line : 1,
                      "no JSON: %s: %s", error.text, endpoints_what_to_do);
        return false;
    }
    bool read = endpoints_read_sets(file, root);
    file->json.delete(root); /* nobody else refers to it */
    return read;
}

static bool endpoints_read_bytes(struct endpoints_file *file, const char *path)
{
    const char *problem = file_read(path, ENDPOINTS_LARGEST_FILE, &file->bytes);
    if (problem != NULL) {
        if (!cancel_requested()) {
            message_error(file->messages, file->path, 0, "%s: %s", problem, endpoints_what_to_do);
        }
        return false;
    }
    struct endpoints *endpoints = file->endpoints;
    endpoints->networks =
        arena_calloc(file->arena, ENDPOINTS_MOST_NETWORKS, sizeof *endpoints->networks);
    if (endpoints->networks == NULL) {
        message_error(file->messages, file->path, 0, "%s", oc_status_text(OC_NO_MEMORY));
        return false;
    }
    return endpoints_load_library(file) && endpoints_read_json(file);
}

bool endpoints_read(struct endpoints *endpoints, const char *path, const oc_grammars *grammars,
                    struct arena *arena, struct messages *messages)
{
    struct endpoints_file file = {
        .endpoints = endpoints,
        .grammars = grammars,
        .arena = arena,
        .messages = messages,
        .path = text_of(path),
    };
    *endpoints = (struct endpoints){.networks = NULL};
    buffer_init(&file.bytes);
    bool read = endpoints_read_bytes(&file, path);
    buffer_free(&file.bytes);
    return read;
}
