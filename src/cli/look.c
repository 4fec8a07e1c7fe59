#include "cli/look.h"

#include "cli/feed.h"

static int look_event(void *user, const oc_event *event)
{
    struct look *look = user;
    if (event->kind == OC_EVENT_SECTION && event->as.section->kind == OC_PROCESSES) {
        look->has_processes = true;
    } else if (event->kind == OC_EVENT_SECTION) {
        look->has_connections = true;
    } else if (event->kind == OC_EVENT_END) {
        look->seems = event->as.seems;
    }
    return look->has_processes && look->has_connections;
}

bool look_at(struct look *look, struct input *input, const oc_grammars *grammars,
             const oc_parser_options *options, oc_status *status)
{
    *look = (struct look){.seems = OC_SEEMS_CAPTURE};
    oc_parser *parser = NULL;
    *status = oc_parser_new(&parser, grammars, options, look_event, look);
    if (*status != OC_OK) {
        return true;
    }
    input_keep(input);
    bool read = feed_input(input, parser, NULL, status);
    oc_parser_free(parser);
    if (*status == OC_STOPPED) {
        *status = OC_OK; /* by look_event, which knows enough */
    }
    input->live = (struct live){0}; /* what is read again does not come live */
    return read && input_rewind(input) == 0;
}
