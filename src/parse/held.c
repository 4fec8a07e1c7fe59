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

bool held_push(struct held *held, const struct line *line, enum held_kind kind)
{
    struct held_line *last = slot(held, held->count);
    last->line = *line;
    last->kind = kind;
    buffer_clear(&last->copy);
    buffer_text(&last->copy, line->text);
    last->line.text = line->text.size > 0 ? buffer_view(&last->copy) : (oc_text){"", 0};
    held->count++;
    return !last->copy.failed;
}

const struct held_line *held_at(const struct held *held, size_t index)
{
    return &held->lines[(held->first + index) % HELD_MAX];
}

size_t held_text_before(const struct held *held, size_t end)
{
    size_t index = end;
    while (index > 0 && held_at(held, index - 1)->kind == HELD_BLANK)
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

bool strays_push(struct strays *strays, struct held *held)
{
    struct held_line line = *held_pop(held);
    oc_text text = line.line.text;
    line.copy = (struct buffer){NULL, 0, 0, false};
    buffer_append(&strays->bytes, &line, sizeof line);
    buffer_text(&strays->bytes, text);
    return !strays->bytes.failed;
}

bool strays_wait(const struct strays *strays)
{
    return strays->bytes.size > 0;
}

bool strays_full(const struct strays *strays)
{
    return strays->bytes.size >= STRAYS_MAX;
}

bool strays_pop(struct strays *strays, struct held_line *line)
{
    if (strays->read == strays->bytes.size) {
        buffer_clear(&strays->bytes);
        strays->read = 0;
        return false;
    }
    memcpy(line, strays->bytes.data + strays->read, sizeof *line);
    line->line.text.data = strays->bytes.data + strays->read + sizeof *line;
    strays->read += sizeof *line + line->line.text.size;
    return true;
}
