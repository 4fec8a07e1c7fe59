#include "cli/message.h"

#include "base/text.h"
#include "cli/cancel.h"
#include "report/escape.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#define MESSAGE_LONGEST 4096 /* bytes of a sentence; the rest is cut */

void message_lines(oc_text lines)
{
    cancel_write(STDERR_FILENO, lines.data, lines.size);
}

static void message_print(const struct messages *messages, const struct buffer *message)
{
    if (message->failed) {
        message_lines(text_of("outconn: out of memory\n"));
    } else if (messages->into != NULL) {
        buffer_append(messages->into, message->data, message->size);
    } else {
        message_lines(buffer_view(message));
    }
}

static void message_write(const struct messages *messages, oc_text path, uint64_t line,
                          const char *format, va_list arguments)
{
    char sentence[MESSAGE_LONGEST];
    vsnprintf(sentence, sizeof sentence, format, arguments);

    struct buffer message;
    buffer_init(&message);
    buffer_string(&message, "outconn: ");
    if (text_known(path)) {
        escape_terminal(&message, path);
        if (line > 0) {
            buffer_byte(&message, ':');
            buffer_number(&message, line);
        }
        buffer_string(&message, ": ");
    }
    escape_terminal(&message, text_of(sentence));
    buffer_byte(&message, '\n');
    message_print(messages, &message);
    buffer_free(&message);
}

void message_error(struct messages *messages, oc_text path, uint64_t line, const char *format, ...)
{
    va_list arguments;

    messages->errors++;
    va_start(arguments, format);
    message_write(messages, path, line, format, arguments);
    va_end(arguments);
}

void message_warning(const struct messages *messages, oc_text path, uint64_t line,
                     const char *format, ...)
{
    va_list arguments;

    if (messages->quiet) {
        return;
    }
    va_start(arguments, format);
    message_write(messages, path, line, format, arguments);
    va_end(arguments);
}

void message_note(const struct messages *messages, oc_text path, uint64_t line, const char *format,
                  ...)
{
    va_list arguments;

    if (!messages->verbose) {
        return;
    }
    va_start(arguments, format);
    message_write(messages, path, line, format, arguments);
    va_end(arguments);
}

void message_block(struct messages *messages, const char *lines)
{
    messages->errors++;

    struct buffer message;
    buffer_init(&message);
    buffer_string(&message, "outconn: ");
    oc_text rest = text_of(lines);
    oc_text line;
    while (text_split(&rest, '\n', &line)) {
        escape_terminal(&message, line);
        bool last = !text_known(rest) || rest.size == 0;
        if (!last || line.size > 0) {
            buffer_byte(&message, '\n');
        }
    }
    message_print(messages, &message);
    buffer_free(&message);
}
