#include "report/labels.h"

#include "base/text.h"

#include <stdlib.h>

static int labels_compare(const void *left, const void *right)
{
    const oc_remote *a = *(const oc_remote *const *)left;
    const oc_remote *b = *(const oc_remote *const *)right;
    int order = text_compare(a->address, b->address);
    if (order == 0) {
        order = (a->port > b->port) - (a->port < b->port);
    }
    return order != 0 ? order : text_compare(a->service, b->service);
}

static bool labels_there(const oc_target *target)
{
    for (size_t i = 0; i < target->remote_count; i++) {
        if (text_known(target->remotes[i].label)) {
            return true;
        }
    }
    return false;
}

bool labels_init(struct labels *labels, const oc_target *target)
{
    *labels = (struct labels){.ends = NULL};
    if (!labels_there(target)) {
        return true;
    }
    labels->ends = calloc(target->remote_count, sizeof *labels->ends);
    if (labels->ends == NULL) {
        return false;
    }
    for (size_t i = 0; i < target->remote_count; i++) {
        labels->ends[labels->count++] = &target->remotes[i];
    }
    qsort(labels->ends, labels->count, sizeof *labels->ends, labels_compare);
    return true;
}

void labels_free(struct labels *labels)
{
    free(labels->ends);
    *labels = (struct labels){.ends = NULL};
}

oc_text labels_find(const struct labels *labels, const oc_endpoint *end)
{
    const oc_remote wanted = {.address = end->address, .service = end->service, .port = end->port};
    const oc_remote *key = &wanted;
    const oc_remote **found = labels->count == 0 ? NULL
                                                 : bsearch(&key, labels->ends, labels->count,
                                                           sizeof *labels->ends, labels_compare);
    return found == NULL ? text_of(NULL) : (*found)->label;
}
