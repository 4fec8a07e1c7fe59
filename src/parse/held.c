#include "parse/held.h"

#include <string.h>

void held_init(struct held *held)
{
    memset(held, 0, sizeof *held);
}

void held_free(struct held *held)
{
    for (size_t i = 0; i < HELD_MAX; i++)
        buffer_free(&held->lines[i].copy);
}

bool held_full(const struct held *held)
{
    return held->count == HELD_MAX;
}

static struct held_line *slot(struct held *held, size_t index)
{
    return &held->lines[(held->first + index) % HELD_MAX];
}

bool held_push(struct held *held, const struct line *line, bool blank)
{
    struct held_line *last = slot(held, held->count);
    last->line = *line;
    last->blank = blank;
    buffer_clear(&last->copy);
    buffer_text(&last->copy, line->text);
    last->line.text = buffer_view(&last->copy);
    held->count++;
    return !last->copy.failed;
}

const struct held_line *held_at(const struct held *held, size_t index)
{
    return &held->lines[(held->first + index) % HELD_MAX];
}

size_t held_last_text(const struct held *held)
{
    size_t index = held->count;
    while (index > 0 && held_at(held, index - 1)->blank)
        index--;
    return index > 0 ? index - 1 : SIZE_MAX;
}

const struct held_line *held_pop(struct held *held)
{
    const struct held_line *oldest = slot(held, 0);
    held->first = (held->first + 1) % HELD_MAX;
    held->count--;
    return oldest;
}
