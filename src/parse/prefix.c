#include "parse/prefix.h"

#include "base/text.h"

bool prefix_set(struct prefix *prefix, oc_text text)
{
    buffer_clear(&prefix->form);
    buffer_text(&prefix->form, text);
    return !prefix->form.failed;
}

static size_t digits(oc_text text, size_t from)
{
    size_t end = from;
    while (end < text.size && text.data[end] >= '0' && text.data[end] <= '9')
        end++;
    return end - from;
}

static size_t without_blanks(oc_text text)
{
    size_t size = text.size;
    while (size > 0 && (text.data[size - 1] == ' ' || text.data[size - 1] == '\t'))
        size--;
    return size;
}

/* Walks both as long as they are alike; returns how far in the line, and in *of_form in the form.
 */
static size_t walk(oc_text form, oc_text line, size_t *of_form)
{
    size_t i = 0;
    size_t at = 0;
    while (i < form.size && at < line.size) {
        size_t known = digits(form, i);
        size_t seen = digits(line, at);
        if ((known > 0) != (seen > 0) || (known == 0 && form.data[i] != line.data[at]))
            break;
        i += known > 0 ? known : 1;
        at += seen > 0 ? seen : 1;
    }
    *of_form = i;
    return at;
}

size_t prefix_size(oc_text form, oc_text line)
{
    size_t i;
    size_t at = walk(form, line, &i);
    bool whole = i == form.size || (at == line.size && i >= without_blanks(form));
    return whole ? at : 0;
}

size_t prefix_common(oc_text above, oc_text line)
{
    size_t i;
    size_t at = walk(above, line, &i);
    while (i == above.size && at < line.size && (line.data[at] == ' ' || line.data[at] == '\t'))
        at++;
    return at;
}
