#include "parse/run_read.h"
#include "parse/value.h"
#include "text/digits.h"

#include <string.h>

/* ---- memory -------------------------------------------------------------------------------- */

void run_memory_init(struct run_memory *memory, const oc_grammars *grammars)
{
    *memory = (struct run_memory){.grammars = grammars};
    memory->states[0].text[0] = 1; /* or zeros, which look here, would be known */
    run_memory_shape(memory, NULL);
}

/* A layout that no row has, and that may be looked for in any line. */
void run_memory_shape(struct run_memory *memory, const struct shape *shape)
{
    memory->shape = shape;
    memory->layout = (struct run_layout){.local = RUN_LEAD_LEAST,
                                         .remote = RUN_LEAD_MOST,
                                         .state = RUN_LEAD_MOST,
                                         .pid = RUN_LEAD_MOST,
                                         .line_end = 1};
}

/* ---- ends ---------------------------------------------------------------------------------- */

static oc_endpoint ipv4_end(const char *start, size_t colon)
{
    const uint64_t port = digits_load(start + colon + 1);
    return (oc_endpoint){.address = {start, colon},
                         .port = (int32_t)digits_value(port, digits_leading(port))};
}

static oc_endpoint any_end(const char *start)
{
    oc_endpoint end;
    size_t size = 0;
    while (start[size] > ' ')
        size++;
    value_is_endpoint((oc_text){start, size}, &end);
    return end;
}

oc_endpoint run_local(const struct run_row *row)
{
    const char *start = row->line + row->places.local;
    return row->local_colon > 0 ? ipv4_end(start, row->local_colon) : any_end(start);
}

oc_endpoint run_remote(const struct run_row *row)
{
    const char *start = row->line + row->places.remote;
    return row->remote_colon > 0 ? ipv4_end(start, row->remote_colon) : any_end(start);
}

oc_endpoint run_remote_end(const struct run_remote *remote)
{
    return ipv4_end(remote->text, remote->colon);
}
