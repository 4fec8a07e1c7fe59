#include "grammar/grammar.h"

#include "base/text.h"
#include "text/utf8.h"

#include <string.h>

static const char *const column_names[] = {
#define COLUMN_WORD(name, word) word,
    COLUMN_MAP(COLUMN_WORD)
#undef COLUMN_WORD
};

enum column column_of(oc_text name)
{
    int column = 0;
    while (column < COLUMNS && !text_equal(name, text_of(column_names[column])))
        column++;
    return (enum column)column;
}

static const char *const role_names[] = {
#define ROLE_WORD(name, word) word,
    OC_ROLE_MAP(ROLE_WORD)
#undef ROLE_WORD
};

oc_role role_of(oc_text name)
{
    int role = OC_ROLE_NONE + 1;
    while (role < OC_ROLES && !text_equal(name, text_of(role_names[role])))
        role++;
    return (oc_role)role;
}

const struct row *grammar_row_of(const struct shape *shape, size_t columns)
{
    const struct row *row = shape->rows;
    while (row != NULL && row->columns.count != columns)
        row = row->next;
    return row;
}

const char *oc_grammars_error(const oc_grammars *grammars)
{
    return grammars->error.size > 0 && !grammars->error.failed ? grammars->error.data : "";
}

const struct grammar_file *grammar_file_of(const oc_grammars *grammars, oc_text text)
{
    const struct grammar_file *file = grammars->files;
    while (file != NULL &&
           !((uintptr_t)text.data >= (uintptr_t)file->bytes.data &&
             (uintptr_t)text.data <= (uintptr_t)file->bytes.data + file->bytes.size))
        file = file->next;
    return file;
}

/* A byte that is no UTF-8 is shown as \x9f. */
static void write_character(struct buffer *out, oc_text text, size_t *length)
{
    if (utf8_decode(text.data, text.size, length) == UTF8_REPLACEMENT && *length == 1)
        buffer_printf(out, "\\x%02x", (unsigned)(unsigned char)text.data[0]);
    else
        buffer_append(out, text.data, *length);
}

static void write_line_and_caret(struct buffer *out, oc_text line, size_t column, size_t size)
{
    size_t length;
    buffer_string(out, "    ");
    for (size_t i = 0; i < line.size; i += length)
        write_character(out, text_sub(line, i, line.size), &length);
    buffer_string(out, "\n    ");
    for (size_t i = 0; i < column; i += length) {
        utf8_decode(line.data + i, line.size - i, &length);
        buffer_byte(out, line.data[i] == '\t' ? '\t' : ' ');
    }
    buffer_byte(out, '^');
    for (size_t i = column; i < column + size; i += length) {
        utf8_decode(line.data + i, line.size - i, &length);
        if (i > column)
            buffer_byte(out, '^');
    }
    buffer_byte(out, '\n');
}

static void write_place(struct buffer *out, const struct grammar_file *file, oc_text place,
                        const char *message)
{
    size_t offset = (size_t)(place.data - file->bytes.data);
    size_t start = 0;
    size_t number = 1;
    for (size_t i = 0; i < offset; i++)
        if (file->bytes.data[i] == '\n') {
            start = i + 1;
            number++;
        }
    oc_text rest = text_sub(file->bytes, start, file->bytes.size);
    oc_text line;
    text_split(&rest, '\n', &line);
    if (line.size > 0 && line.data[line.size - 1] == '\r')
        line.size--;
    size_t column = offset - start < line.size ? offset - start : line.size;
    size_t room = line.size - column;
    buffer_text(out, file->name);
    buffer_printf(out, ":%zu:%zu: %s\n", number, column + 1, message);
    write_line_and_caret(out, line, column, place.size < room ? place.size : room);
}

oc_status grammar_error(oc_grammars *grammars, oc_text place, const char *message, const char *help)
{
    struct buffer *out = &grammars->error;
    const struct grammar_file *file = grammar_file_of(grammars, place);
    buffer_clear(out);
    if (file != NULL)
        write_place(out, file, place, message);
    else
        buffer_printf(out, "%s\n", message);
    if (help != NULL)
        buffer_printf(out, "    %s\n", help);
    buffer_byte(out, '\0');
    grammars->status = out->failed ? OC_NO_MEMORY : OC_BAD_GRAMMAR;
    return grammars->status;
}

static bool shape_info(const oc_grammars *grammars, size_t *index, oc_grammar_info *info)
{
    for (const struct shape *shape = grammars->shapes; shape != NULL; shape = shape->next)
        if ((*index)-- == 0) {
            *info = (oc_grammar_info){OC_GRAMMAR_SHAPE, shape->name, shape->summary};
            return true;
        }
    return false;
}

static bool language_info(const oc_grammars *grammars, size_t *index, oc_grammar_info *info)
{
    for (const struct language *at = grammars->languages; at != NULL; at = at->next)
        if ((*index)-- == 0) {
            *info = (oc_grammar_info){OC_GRAMMAR_LANGUAGE, at->name, at->summary};
            return true;
        }
    return false;
}

static bool target_info(const oc_grammars *grammars, size_t *index, oc_grammar_info *info)
{
    for (const struct target *target = grammars->targets; target != NULL; target = target->next)
        if ((*index)-- == 0) {
            *info = (oc_grammar_info){OC_GRAMMAR_TARGET, target->name, target->summary};
            return true;
        }
    return false;
}

static bool endpoints_info(const oc_grammars *grammars, size_t *index, oc_grammar_info *info)
{
    const struct endpoint_table *table = grammars->endpoint_tables;
    for (; table != NULL; table = table->next)
        if ((*index)-- == 0) {
            *info = (oc_grammar_info){OC_GRAMMAR_ENDPOINTS, table->name, table->summary};
            return true;
        }
    return false;
}

bool oc_grammars_list(const oc_grammars *grammars, size_t index, oc_grammar_info *info)
{
    return shape_info(grammars, &index, info) || language_info(grammars, &index, info) ||
           target_info(grammars, &index, info) || endpoints_info(grammars, &index, info);
}

bool oc_grammars_target(const oc_grammars *grammars, oc_text name, oc_target_info *info)
{
    for (const struct target *target = grammars->targets; target != NULL; target = target->next)
        if (text_equal_nocase(target->name, name)) {
            *info = target->info;
            return true;
        }
    return false;
}

bool oc_grammars_label(const oc_grammars *grammars, size_t index, oc_label_info *info)
{
    const struct endpoint_label *label = grammars->endpoint_labels;
    for (; label != NULL && index > 0; label = label->next)
        index--;
    if (label == NULL)
        return false;
    *info = label->info;
    return true;
}
