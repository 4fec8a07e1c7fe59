#include "cli/result.h"

void result_init(struct result *result)
{
    *result = (struct result){.errors = 0};
    buffer_init(&result->out);
    buffer_init(&result->messages);
}

void result_free(struct result *result)
{
    buffer_free(&result->out);
    buffer_free(&result->messages);
}

struct result_mark result_mark(const struct result *result)
{
    return (struct result_mark){.at = *result};
}

void result_return(struct result *result, struct result_mark mark)
{
    struct buffer out = result->out;
    struct buffer messages = result->messages;
    *result = mark.at;
    out.size = mark.at.out.size;
    messages.size = mark.at.messages.size;
    result->out = out;
    result->messages = messages;
}

void result_add(struct result *into, const struct result *from)
{
    into->errors += from->errors;
    into->captures += from->captures;
    into->passed_over += from->passed_over;
    into->reported = into->reported || from->reported;
    into->connected = into->connected || from->connected;
    into->unanswered = into->unanswered || from->unanswered;
}

void result_written(struct result *result)
{
    struct buffer out = result->out;
    struct buffer messages = result->messages;
    buffer_clear(&out);
    buffer_clear(&messages);
    *result = (struct result){.out = out, .messages = messages};
}

size_t result_size(const struct result *result)
{
    return result->out.capacity + result->messages.capacity;
}
