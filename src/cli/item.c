#include "cli/item.h"

static struct input *item_open_member(const struct item *item, struct input *room)
{
    input_of_bytes(room, item->path, NULL, 0);
    struct bundle_reader *reader = bundle_reader_open(item->bundle, room->problem);
    if (reader == NULL) {
        return NULL;
    }
    input_of_member(room, item->path, reader);
    if (bundle_reader_seek(reader, item->member, room->problem)) {
        return room;
    }
    input_close(room);
    return NULL;
}

struct input *item_open(const struct item *item, struct input *room)
{
    if (item->opened != NULL) {
        return item->opened;
    }
    if (item->bytes != NULL) {
        input_of_bytes(room, item->path, item->bytes, item->size);
        return room;
    }
    if (item->bundle != NULL) {
        return item_open_member(item, room);
    }
    if (input_open(room, item->path)) {
        return room;
    }
    input_close(room);
    return NULL;
}

void item_free(struct item *item)
{
    bundle_release(item->bundle);
    item->bundle = NULL;
}
