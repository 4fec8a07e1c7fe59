#include "base/address.h"
#include "base/text.h"
#include "grammar/read.h"

#define SETS_MAX 32
#define AREAS_MAX 8
#define NETWORKS_MAX 128

struct label_lists {
    uint32_t sets[SETS_MAX];
    oc_text areas[AREAS_MAX];
    oc_network networks[NETWORKS_MAX];
    oc_text declared[NETWORKS_MAX];
};

static oc_status read_name(struct reader *reader, const struct directive *directive)
{
    struct endpoint_table **end = &reader->grammars->endpoint_tables;
    for (; *end != NULL; end = &(*end)->next)
        if (text_equal_nocase((*end)->name, directive->rest))
            return grammar_error(reader->grammars, directive->rest,
                                 "there are endpoints of this name already", NULL);
    *end = read_alloc(reader, sizeof **end);
    if (*end == NULL)
        return OC_NO_MEMORY;
    (*end)->name = directive->rest;
    reader->endpoints = *end;
    return OC_OK;
}

static oc_status read_about(struct reader *reader, const struct directive *directive)
{
    reader->endpoints->summary = directive->rest;
    return OC_OK;
}

/* YYYY-MM-DD */
static bool is_date(oc_text text)
{
    oc_text pieces[3];
    uint64_t number;
    for (size_t i = 0; i < 3; i++)
        if (!text_split(&text, '-', &pieces[i]) || pieces[i].size != (i == 0 ? 4 : 2) ||
            !text_number(pieces[i],
                         i == 1   ? 12
                         : i == 2 ? 31
                                  : 9999,
                         &number) ||
            number == 0)
            return false;
    return !text_known(text);
}

static oc_status read_dated(struct reader *reader, const struct directive *directive)
{
    if (!is_date(directive->rest))
        return grammar_error(reader->grammars, directive->rest, "this is no date",
                             "year, month and day: 2023-07-31");
    reader->endpoints->dated = directive->rest;
    return OC_OK;
}

static oc_status read_source(struct reader *reader, const struct directive *directive)
{
    reader->endpoints->source = directive->rest;
    return OC_OK;
}

static bool is_reserved(oc_text name)
{
    static const char *const reserved[] = {OC_LABEL_OWN, OC_LABEL_LOOPBACK, OC_LABEL_LINK_LOCAL,
                                           OC_LABEL_PRIVATE, OC_LABEL_PUBLIC};
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (text_equal(name, text_of(reserved[i])))
            return true;
    return false;
}

static oc_status read_label(struct reader *reader, const struct directive *directive)
{
    struct endpoint_label **end = &reader->grammars->endpoint_labels;
    if (is_reserved(directive->rest))
        return grammar_error(reader->grammars, directive->rest, "outconn gives this label itself",
                             NULL);
    for (; *end != NULL; end = &(*end)->next)
        if (text_equal((*end)->info.name, directive->rest))
            return grammar_error(reader->grammars, directive->rest,
                                 "there is a label of this name already", NULL);
    struct endpoint_label *label = read_alloc(reader, sizeof *label);
    struct label_lists *lists = read_alloc(reader, sizeof *lists);
    if (label == NULL || lists == NULL)
        return OC_NO_MEMORY;
    label->table = reader->endpoints;
    label->info = (oc_label_info){.name = directive->rest,
                                  .sets = lists->sets,
                                  .areas = lists->areas,
                                  .networks = lists->networks};
    label->declared = lists->declared;
    *end = label;
    reader->endpoint_label = label;
    reader->label_lists = lists;
    return OC_OK;
}

static oc_status no_label(struct reader *reader, const struct directive *directive)
{
    return grammar_error(reader->grammars, directive->word, "no label stands above this line",
                         "label NAME, and below it its set, area and prefix lines");
}

static oc_status too_many(struct reader *reader, oc_text word)
{
    return grammar_error(reader->grammars, word, "a label has too many of these",
                         "at most 32 sets, 8 areas and 128 prefixes");
}

static oc_status read_set(struct reader *reader, const struct directive *directive)
{
    struct endpoint_label *label = reader->endpoint_label;
    oc_text rest = directive->rest;
    oc_text word;
    uint64_t number;
    if (label == NULL)
        return no_label(reader, directive);
    while (text_known(word = read_word(&rest))) {
        if (!text_number(word, UINT32_MAX, &number))
            return grammar_error(reader->grammars, word, "this is no number of an endpoint set",
                                 "the \"id\" of a set in what the vendor publishes");
        if (label->info.set_count == SETS_MAX)
            return too_many(reader, word);
        reader->label_lists->sets[label->info.set_count++] = (uint32_t)number;
    }
    return OC_OK;
}

static oc_status read_area(struct reader *reader, const struct directive *directive)
{
    struct endpoint_label *label = reader->endpoint_label;
    if (label == NULL)
        return no_label(reader, directive);
    if (label->info.area_count == AREAS_MAX)
        return too_many(reader, directive->rest);
    reader->label_lists->areas[label->info.area_count++] = directive->rest;
    return OC_OK;
}

static oc_status add_prefix(struct reader *reader, struct endpoint_label *label, oc_text word)
{
    oc_network network = {.port = OC_NONE, .label = label->info.name};
    bool exact;
    if (!address_read_prefix(word, network.address, &network.bits, &exact))
        return grammar_error(reader->grammars, word, "this is no prefix",
                             "ADDRESS/BITS, as 40.96.0.0/13 or 2603:1006::/40");
    if (!exact)
        return grammar_error(reader->grammars, word, "the address goes on behind the prefix",
                             "all bits behind the first BITS must be 0");
    if (label->info.network_count == NETWORKS_MAX)
        return too_many(reader, word);
    reader->label_lists->declared[label->info.network_count] = word;
    reader->label_lists->networks[label->info.network_count++] = network;
    return OC_OK;
}

static oc_status read_prefix(struct reader *reader, const struct directive *directive)
{
    oc_text rest = directive->rest;
    oc_text word;
    oc_status status = OC_OK;
    if (reader->endpoint_label == NULL)
        return no_label(reader, directive);
    while (status == OC_OK && text_known(word = read_word(&rest)))
        status = add_prefix(reader, reader->endpoint_label, word);
    return status;
}

oc_status read_endpoints_directive(struct reader *reader, const struct directive *directive)
{
    static const struct read_word table[] = {
        {"endpoints", read_name, .first = true}, {"about", read_about, .first = false},
        {"dated", read_dated, .first = false},   {"source", read_source, .first = false},
        {"label", read_label, .first = false},   {"set", read_set, .first = false},
        {"area", read_area, .first = false},     {"prefix", read_prefix, .first = false},
    };
    return read_by_table(reader, directive, table, sizeof table / sizeof *table,
                         reader->endpoints != NULL);
}
