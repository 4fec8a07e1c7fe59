#include "cli/diff.h"

#include "base/text.h"

#include <inttypes.h>

static int diff_before(void *user, const oc_snapshot *snapshot)
{
    struct diff *diff = user;
    diff->snapshots++;
    verdict_snapshot(diff->verdict, snapshot);
    return 0;
}

/* Only the first has another capture to be compared with. */
static int diff_after(void *user, const oc_snapshot *snapshot)
{
    struct diff *diff = user;
    diff->snapshots++;
    verdict_snapshot(diff->verdict, snapshot);
    if (snapshot->since == NULL || !snapshot->since->other_capture) {
        return 0;
    }
    diff->compared = true;
    diff->connected = diff->verdict->connected;
    return oc_report_snapshot(diff->report, snapshot) != OC_OK;
}

static oc_status diff_new_join(struct diff *diff, const char *path,
                               int (*snapshot)(void *user, const oc_snapshot *snapshot),
                               oc_join **join)
{
    oc_join_options options = *diff->options;
    const oc_join_handler handler = {.snapshot = snapshot, .user = diff};
    options.capture = text_of(path);
    diff->snapshots = 0;
    return oc_join_new(join, &options, &handler);
}

static bool diff_read(struct diff *diff, const char *path, oc_join *join, const char *which)
{
    bool read = diff->read(diff->user, path, join);
    if (read && diff->snapshots > 1) {
        message_warning(diff->messages, text_of(path), 0,
                        "%" PRIu64 " snapshots: the %s one is compared", diff->snapshots, which);
    }
    return read;
}

static oc_status diff_read_after(struct diff *diff, const char *path, oc_join *before)
{
    oc_join *join = NULL;
    oc_status status = diff_new_join(diff, path, diff_after, &join);
    if (status == OC_OK) {
        status = oc_join_compare(join, before);
    }
    diff->verdict->connected = false;
    if (status == OC_OK && diff_read(diff, path, join, "first") && !diff->compared &&
        diff->messages->errors == 0) {
        message_error(diff->messages, text_of(path), 0,
                      "nothing to compare: each input needs a process list and a connection list");
    }
    diff->verdict->connected = diff->connected;
    oc_join_free(join);
    return status;
}

oc_status diff_inputs(struct diff *diff, const char *before, const char *after)
{
    oc_join *join = NULL;
    oc_status status = diff_new_join(diff, before, diff_before, &join);
    if (status == OC_OK && diff_read(diff, before, join, "last")) {
        status = diff_read_after(diff, after, join);
    }
    oc_join_free(join);
    return status;
}
