#include "base/text.h"
#include "grammar/grammar.h"
#include "text/utf8.h"

#include <string.h>

/* A piece of a word that speaks for a code page reaches past its first non-ASCII letter, and has at
 * least so many letters: headings are cut to their columns, so whole words may not be there. */
#define KEY_LETTERS 6

static oc_status seal_columns(oc_grammars *grammars, const struct shape *shape)
{
    static const enum column of_process[] = {COLUMN_IMAGE, COLUMN_PID};
    static const enum column of_connection[] = {COLUMN_PROTO, COLUMN_LOCAL, COLUMN_REMOTE};
    const enum column *needed = shape->emits == EMITS_PROCESS ? of_process : of_connection;
    size_t count = shape->emits == EMITS_PROCESS ? 2 : shape->emits == EMITS_CONNECTION ? 3 : 0;
    for (size_t i = 0; i < count; i++)
        if (shape->types[needed[i]] == TYPE_NONE)
            return grammar_error(
                grammars, shape->declared, "the shape lacks a column that its rows need",
                "image and pid for processes; proto, local and remote for connections");
    return OC_OK;
}

static oc_status seal_rows(oc_grammars *grammars, const struct shape *shape)
{
    if (shape->rows == NULL)
        return grammar_error(grammars, shape->declared, "the shape has no row", NULL);
    for (const struct row *row = shape->rows; row != NULL; row = row->next) {
        if (!row->sampled)
            return grammar_error(grammars, row->name, "this row has no sample",
                                 "sample NAME, and below it a line that a program printed");
        for (const struct row *other = row->next; other != NULL; other = other->next)
            if (shape->layout != LAYOUT_PATTERN && other->columns.count == row->columns.count)
                return grammar_error(
                    grammars, other->name,
                    "another row has as many columns, and nothing else tells them apart", NULL);
    }
    for (const struct row *detail = shape->details; detail != NULL; detail = detail->next)
        if (!detail->sampled)
            return grammar_error(grammars, detail->name, "this detail has no sample",
                                 "sample NAME, and below it a line that a program printed");
    return OC_OK;
}

/* Unknown when the word is ASCII and so speaks for no page. */
static oc_text key_of(oc_text word)
{
    size_t letters = 0;
    bool special = false;
    size_t length;
    for (size_t i = 0; i < word.size; i += length) {
        if (special && letters >= KEY_LETTERS)
            return text_sub(word, 0, i);
        uint32_t letter = utf8_decode(word.data + i, word.size - i, &length);
        /* No OEM page has the typographic apostrophe: it says nothing of the others. */
        if (letter == 0x2019)
            return special ? text_sub(word, 0, i) : (oc_text){NULL, 0};
        special |= letter >= 0x80;
        letters++;
    }
    return special ? word : (oc_text){NULL, 0};
}

static bool uses_page(const struct language *language, const char *page)
{
    for (size_t i = 0; i < language->codepage_count; i++)
        if (text_equal(text_of(language->codepages[i]), text_of(page)))
            return true;
    return false;
}

struct key_list {
    oc_text *keys; /* NULL: only count */
    size_t count;
};

static void add_key(struct key_list *list, const struct language *language, const char *page,
                    oc_text word)
{
    if (utf8_ascii(word.data, word.size) || !uses_page(language, page) || !text_known(key_of(word)))
        return;
    if (list->keys != NULL)
        list->keys[list->count] = key_of(word);
    list->count++;
}

static void collect_keys(const oc_grammars *grammars, const char *page, struct key_list *list)
{
    list->count = 0;
    for (const struct title *at = grammars->titles; at != NULL; at = at->next)
        add_key(list, at->language, page, at->text);
    for (const struct label *at = grammars->labels; at != NULL; at = at->next)
        add_key(list, at->language, page, at->text);
    for (const struct state_word *at = grammars->states; at != NULL; at = at->next)
        add_key(list, at->language, page, at->text);
    for (const struct notice *at = grammars->notices; at != NULL; at = at->next)
        add_key(list, at->language, page, at->text);
}

static bool has_hint(const oc_grammars *grammars, const char *page)
{
    for (size_t i = 0; i < grammars->hint_count; i++)
        if (text_equal(text_of(grammars->hints[i].encoding), text_of(page)))
            return true;
    return false;
}

static bool add_hint(oc_grammars *grammars, const char *page)
{
    struct key_list list = {NULL, 0};
    if (has_hint(grammars, page))
        return true;
    collect_keys(grammars, page, &list);
    if (list.count == 0)
        return true;
    list.keys = arena_calloc(&grammars->arena, list.count, sizeof *list.keys);
    if (list.keys == NULL)
        return false;
    collect_keys(grammars, page, &list);
    grammars->hints[grammars->hint_count++] = (struct charset_hint){page, list.keys, list.count};
    return true;
}

static oc_status seal_hints(oc_grammars *grammars)
{
    size_t most = 1;
    for (const struct language *at = grammars->languages; at != NULL; at = at->next)
        most += at->codepage_count;
    grammars->hints = arena_calloc(&grammars->arena, most, sizeof *grammars->hints);
    if (grammars->hints == NULL)
        return OC_NO_MEMORY;
    for (const struct language *at = grammars->languages; at != NULL; at = at->next)
        for (size_t i = 0; i < at->codepage_count; i++)
            if (!add_hint(grammars, at->codepages[i]))
                return OC_NO_MEMORY;
    return OC_OK;
}

static oc_status seal_shapes(oc_grammars *grammars)
{
    oc_status status = OC_OK;
    for (const struct shape *at = grammars->shapes; status == OC_OK && at != NULL; at = at->next) {
        status = seal_columns(grammars, at);
        if (status == OC_OK)
            status = seal_rows(grammars, at);
    }
    return status;
}

static bool has_label(const oc_grammars *grammars, oc_text name)
{
    const struct endpoint_label *label = grammars->endpoint_labels;
    while (label != NULL && !text_equal(label->info.name, name))
        label = label->next;
    return label != NULL;
}

static bool has_ports(const oc_target_info *info, oc_role role)
{
    size_t i = 0;
    while (i < info->port_count && info->ports[i].role != role)
        i++;
    return i < info->port_count;
}

static oc_status seal_target(oc_grammars *grammars, const struct target *target)
{
    const oc_target_info *info = &target->info;
    if (info->image_count == 0)
        return grammar_error(grammars, target->name, "the target names no image", "image NAME.EXE");
    for (size_t i = 0; i < info->server_count; i++)
        if (!has_label(grammars, info->servers[i]))
            return grammar_error(grammars, info->servers[i], "no .endpoints file has this label",
                                 "label NAME in such a file, or leave the line out");
    if (has_ports(info, OC_ROLE_DYNAMIC) && !has_ports(info, OC_ROLE_RPC))
        return grammar_error(grammars, target->name, "the target has dynamic ports and none of rpc",
                             "dynamic ports count on a host that is also asked on: port rpc 135");
    return OC_OK;
}

static oc_status seal_targets(oc_grammars *grammars)
{
    oc_status status = OC_OK;
    for (const struct target *at = grammars->targets; status == OC_OK && at != NULL; at = at->next)
        status = seal_target(grammars, at);
    return status;
}

static bool same_network(const oc_network *a, const oc_network *b)
{
    return a->bits == b->bits && memcmp(a->address, b->address, sizeof a->address) == 0;
}

/* The networks of label behind the given one, and those of the labels behind it. */
static oc_status seal_network(oc_grammars *grammars, const struct endpoint_label *label,
                              size_t index)
{
    const oc_network *network = &label->info.networks[index];
    size_t next = index + 1;
    for (const struct endpoint_label *at = label; at != NULL; at = at->next, next = 0)
        for (; next < at->info.network_count; next++)
            if (same_network(network, &at->info.networks[next]))
                return grammar_error(grammars, at->declared[next], "this prefix stands above, too",
                                     NULL);
    return OC_OK;
}

static bool shares_set(const oc_label_info *a, const oc_label_info *b)
{
    for (size_t i = 0; i < a->set_count; i++)
        for (size_t other = 0; other < b->set_count; other++)
            if (a->sets[i] == b->sets[other])
                return true;
    return false;
}

static oc_status seal_label(oc_grammars *grammars, const struct endpoint_label *label)
{
    oc_status status = OC_OK;
    if (label->info.network_count == 0)
        return grammar_error(grammars, label->info.name, "the label has no prefix",
                             "prefix ADDRESS/BITS...");
    for (const struct endpoint_label *at = label->next; at != NULL; at = at->next)
        if (shares_set(&label->info, &at->info))
            return grammar_error(grammars, at->info.name,
                                 "another label has one of its endpoint sets", NULL);
    for (size_t i = 0; status == OC_OK && i < label->info.network_count; i++)
        status = seal_network(grammars, label, i);
    return status;
}

static oc_status seal_endpoints(oc_grammars *grammars)
{
    oc_status status = OC_OK;
    const struct endpoint_table *table = grammars->endpoint_tables;
    for (; table != NULL; table = table->next)
        if (!text_known(table->dated) || !text_known(table->source))
            return grammar_error(grammars, table->name, "endpoints need their date and source",
                                 "dated YYYY-MM-DD, and source TEXT");
    const struct endpoint_label *label = grammars->endpoint_labels;
    for (; status == OC_OK && label != NULL; label = label->next)
        status = seal_label(grammars, label);
    return status;
}

oc_status oc_grammars_seal(oc_grammars *grammars)
{
    oc_status (*const steps[])(oc_grammars *) = {seal_shapes, seal_targets, seal_endpoints,
                                                 seal_hints};
    if (grammars->sealed)
        return OC_MISUSE;
    for (size_t i = 0; grammars->status == OC_OK && i < sizeof steps / sizeof *steps; i++)
        grammars->status = steps[i](grammars);
    grammars->sealed = grammars->status == OC_OK;
    return grammars->status;
}
