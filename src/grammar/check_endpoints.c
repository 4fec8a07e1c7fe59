#include "base/text.h"
#include "grammar/meaning.h"

#include <string.h>

static bool same_network(const oc_network *a, const oc_network *b)
{
    return a->bits == b->bits && memcmp(a->address, b->address, sizeof a->address) == 0;
}

/* The networks of label behind the given one, and those of the labels behind it. */
static oc_status check_network(oc_grammars *grammars, const struct endpoint_label *label,
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

static oc_status check_label(oc_grammars *grammars, const struct endpoint_label *label)
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
        status = check_network(grammars, label, i);
    return status;
}

oc_status check_endpoints(oc_grammars *grammars)
{
    oc_status status = OC_OK;
    const struct endpoint_table *table = grammars->endpoint_tables;
    for (; table != NULL; table = table->next)
        if (!text_known(table->dated) || !text_known(table->source))
            return grammar_error(grammars, table->name, "endpoints need their date and source",
                                 "dated YYYY-MM-DD, and source TEXT");
    const struct endpoint_label *label = grammars->endpoint_labels;
    for (; status == OC_OK && label != NULL; label = label->next)
        status = check_label(grammars, label);
    return status;
}
