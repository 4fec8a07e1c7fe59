#include "tools/writer.h"

#include "base/text.h"

/* Each value, each structure and each array ends with a comma. */
void writer_begin(struct writer *writer)
{
    buffer_byte(writer->out, '{');
}

void writer_end(struct writer *writer)
{
    buffer_string(writer->out, "}, ");
}

void writer_number(struct writer *writer, size_t number)
{
    buffer_printf(writer->out, "%zuu, ", number);
}

void writer_pattern_index(struct writer *writer, size_t index)
{
    if (index == PATTERN_NONE)
        buffer_string(writer->out, "PATTERN_NONE, ");
    else
        writer_number(writer, index);
}

void writer_bool(struct writer *writer, bool value)
{
    buffer_string(writer->out, value ? "true, " : "false, ");
}

/* In octal, which ends after three digits whatever follows. */
static void write_literal(struct writer *writer, oc_text text)
{
    buffer_byte(writer->out, '"');
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (c >= ' ' && c <= '~' && c != '"' && c != '\\' && c != '?')
            buffer_byte(writer->out, c);
        else
            buffer_printf(writer->out, "\\%03o", (unsigned)(unsigned char)c);
    }
    buffer_string(writer->out, "\", ");
}

void writer_string(struct writer *writer, const char *string)
{
    if (string == NULL)
        buffer_string(writer->out, "NULL, ");
    else
        write_literal(writer, text_of(string));
}

/* Nearly all texts lie in the file that they were read from, where a message would show them. */
void writer_text(struct writer *writer, oc_text text)
{
    const struct grammar_file *file = grammar_file_of(writer->grammars, text);
    writer_begin(writer);
    if (!text_known(text))
        buffer_string(writer->out, "NULL, ");
    else if (file == NULL)
        write_literal(writer, text);
    else
        buffer_printf(writer->out, "file_%zu + %zu, ",
                      places_find(writer->places, file, PLACE_FILES)->index,
                      (size_t)(text.data - file->bytes.data));
    writer_number(writer, text.size);
    writer_end(writer);
}

/* The address of an object; the members of the model are not declared constant, although the
 * objects are. */
void writer_address(struct writer *writer, enum place_array array, const void *object)
{
    const struct place *place = places_find(writer->places, object, array);
    if (place != NULL)
        buffer_printf(writer->out, "(%s *)&%s[%zu], ", place_arrays[array].type,
                      place_arrays[array].name, place->index);
    else
        buffer_string(writer->out, "NULL, ");
    writer->failed |= place == NULL && object != NULL;
}

/* An array of none has no address. */
void writer_array(struct writer *writer, enum place_array array, const void *first, size_t count)
{
    writer_address(writer, array, count == 0 ? NULL : first);
    writer_number(writer, count);
}

void writer_texts(struct writer *writer, const oc_text *texts, size_t count)
{
    writer_begin(writer);
    for (size_t i = 0; i < count; i++)
        writer_text(writer, texts[i]);
    writer_end(writer);
}

void writer_sizes(struct writer *writer, const size_t *sizes, size_t count)
{
    writer_begin(writer);
    for (size_t i = 0; i < count; i++)
        writer_number(writer, sizes[i]);
    writer_end(writer);
}

void writer_bytes(struct writer *writer, const uint8_t *bytes, size_t count)
{
    writer_begin(writer);
    for (size_t i = 0; i < count; i++)
        writer_number(writer, bytes[i]);
    writer_end(writer);
}
