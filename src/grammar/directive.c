#include "grammar/directive.h"

#include "base/text.h"

static bool blank_line(oc_text line)
{
    return text_blank(line);
}

static bool indented(oc_text line)
{
    return line.size > 0 && (line.data[0] == ' ' || line.data[0] == '\t');
}

static oc_text without_return(oc_text line)
{
    return line.size > 0 && line.data[line.size - 1] == '\r' ? text_sub(line, 0, line.size - 1)
                                                             : line;
}

/* The indented lines at the head of *rest; empty lines among them belong to them. */
static oc_text take_body(oc_text *rest)
{
    oc_text body = {rest->data, 0};
    oc_text left = *rest;
    oc_text line;
    while (text_split(&left, '\n', &line)) {
        line = without_return(line);
        if (!blank_line(line) && !indented(line))
            break;
        if (!blank_line(line)) {
            body.size = (size_t)(line.data + line.size - body.data);
            *rest = left;
        }
    }
    return body;
}

static oc_text take_word(oc_text *line)
{
    size_t size = 0;
    while (size < line->size && line->data[size] != ' ' && line->data[size] != '\t')
        size++;
    oc_text word = text_sub(*line, 0, size);
    *line = text_trim(text_sub(*line, size, line->size));
    return word;
}

bool directive_next(oc_text *rest, struct directive *directive)
{
    oc_text line;
    while (text_split(rest, '\n', &line)) {
        line = without_return(line);
        if (blank_line(line) || line.data[0] == '#')
            continue;
        directive->rest = line;
        directive->word = take_word(&directive->rest);
        directive->body = text_known(*rest) ? take_body(rest) : (oc_text){line.data + line.size, 0};
        return true;
    }
    return false;
}
