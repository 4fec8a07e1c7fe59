#include "join/join.h"

#include "base/text.h"

#include <string.h>

static oc_text keep_time(char stamp[STAMP_SIZE], oc_text time)
{
    if (!text_known(time) || time.size >= STAMP_SIZE)
        return (oc_text){NULL, 0};
    memcpy(stamp, time.data, time.size);
    return (oc_text){stamp, time.size};
}

void source_keep(oc_join *join, oc_source *source, const oc_section *section,
                 char taken_at[STAMP_SIZE])
{
    const oc_text read_at = source->read_at;
    *source = (oc_source){join->path, *section, read_at};
    source->section.taken_at = keep_time(taken_at, section->taken_at);
}

void oc_join_came_at(oc_join *join, oc_text time)
{
    join->came_at = keep_time(join->came_at_bytes, time);
}

void source_stamp(oc_join *join)
{
    if (join->order == CONNECTIONS_FIRST)
        join->last_waiting->source.read_at = keep_time(join->last_waiting->read_at, join->came_at);
    else
        join->connections.read_at = keep_time(join->read_at, join->came_at);
}

void source_note(oc_join *join, const oc_section *section)
{
    if (section->kind == OC_CONNECTIONS && join->order == CONNECTIONS_FIRST)
        source_keep(join, &join->last_waiting->source, section, join->last_waiting->taken_at);
    else if (section->kind == OC_CONNECTIONS)
        source_keep(join, &join->connections, section, join->taken_at);
}
