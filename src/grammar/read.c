#include "grammar/read.h"

#include "base/text.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

oc_grammars *oc_grammars_new(void)
{
    oc_grammars *grammars = calloc(1, sizeof *grammars);
    if (grammars == NULL)
        return NULL;
    arena_init(&grammars->arena);
    buffer_init(&grammars->error);
    return grammars;
}

void oc_grammars_free(oc_grammars *grammars)
{
    if (grammars == NULL)
        return;
    arena_free(&grammars->arena);
    buffer_free(&grammars->error);
    free(grammars);
}

void *read_alloc(struct reader *reader, size_t size)
{
    void *memory = arena_calloc(&reader->grammars->arena, 1, size);
    if (memory == NULL)
        reader->grammars->status = OC_NO_MEMORY;
    return memory;
}

oc_text read_word(oc_text *rest)
{
    oc_text left = text_trim(*rest);
    size_t size = 0;
    while (size < left.size && left.data[size] != ' ' && left.data[size] != '\t')
        size++;
    *rest = text_sub(left, size, left.size);
    return size > 0 ? text_sub(left, 0, size) : (oc_text){NULL, 0};
}

static oc_status unknown_directive(oc_grammars *grammars, const struct directive *directive,
                                   const struct read_word *table, size_t count)
{
    struct buffer help;
    buffer_init(&help);
    buffer_string(&help, "known here:");
    for (size_t i = 0; i < count; i++)
        buffer_printf(&help, " %s", table[i].word);
    buffer_byte(&help, '\0');
    oc_status status =
        help.failed ? OC_NO_MEMORY
                    : grammar_error(grammars, directive->word, "unknown directive", help.data);
    buffer_free(&help);
    return status;
}

oc_status read_by_table(struct reader *reader, const struct directive *directive,
                        const struct read_word *table, size_t count, bool started)
{
    const struct read_word *entry = table;
    while (entry < table + count && (entry->word[0] != directive->word.data[0] ||
                                     !text_equal(directive->word, text_of(entry->word))))
        entry++;
    if (entry == table + count)
        return unknown_directive(reader->grammars, directive, table, count);
    if (entry->first && started)
        return grammar_error(reader->grammars, directive->word, "a file defines one thing",
                             "put the second one into a file of its own");
    if (!entry->first && !started)
        return grammar_error(reader->grammars, directive->word,
                             "the file does not say yet what it defines",
                             "the first directive is shape, language, target or endpoints, and a "
                             "name");
    if (directive->rest.size == 0 && !entry->may_be_bare)
        return grammar_error(reader->grammars, directive->word, "nothing stands behind this word",
                             NULL);
    if (directive->body.size > 0 && !entry->takes_lines)
        return grammar_error(reader->grammars, directive->word,
                             "nothing may stand indented below this word", NULL);
    return entry->read(reader, directive);
}

static const struct {
    const char *ending;
    read_function *read;
} kinds[] = {
    {".grammar", read_shape_directive},
    {".lang", read_language_directive},
    {".target", read_target_directive},
    {".endpoints", read_endpoints_directive},
};

static read_function *kind_of(oc_text name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (text_ends_nocase(name, text_of(kinds[i].ending)))
            return kinds[i].read;
    return NULL;
}

static const struct grammar_file *keep_file(oc_grammars *grammars, oc_text name, oc_text bytes)
{
    struct grammar_file *file = arena_calloc(&grammars->arena, 1, sizeof *file);
    if (file == NULL)
        return NULL;
    file->name = name;
    file->bytes = bytes;
    struct grammar_file **end = &grammars->files;
    while (*end != NULL)
        end = &(*end)->next;
    *end = file;
    return file;
}

/* The first byte that is no UTF-8, or an unknown text. */
static oc_text first_invalid(oc_text bytes)
{
    size_t length;
    if (utf8_valid(bytes.data, bytes.size))
        return (oc_text){NULL, 0};
    for (size_t i = 0; i < bytes.size; i += length)
        if (utf8_decode(bytes.data + i, bytes.size - i, &length) == UTF8_REPLACEMENT && length == 1)
            return text_sub(bytes, i, 1);
    return (oc_text){NULL, 0};
}

static oc_status read_file(oc_grammars *grammars, const struct grammar_file *file,
                           read_function *read)
{
    struct reader reader = {.grammars = grammars, .file = file};
    oc_text rest = file->bytes;
    oc_text invalid = first_invalid(rest);
    if (text_known(invalid))
        return grammar_error(grammars, invalid, "the file is not UTF-8", NULL);
    if (text_starts(rest, text_of("\xEF\xBB\xBF")))
        rest = text_sub(rest, 3, rest.size);
    struct directive directive;
    while (directive_next(&rest, &directive)) {
        oc_status status = read(&reader, &directive);
        if (status != OC_OK)
            return status;
    }
    if (reader.shape == NULL && reader.language == NULL && reader.target == NULL &&
        reader.endpoints == NULL)
        return grammar_error(grammars, text_sub(file->bytes, 0, 0), "the file defines nothing",
                             "it begins with shape, language, target or endpoints, and a name");
    return OC_OK;
}

oc_status read_borrowed(oc_grammars *grammars, oc_text name, oc_text bytes)
{
    if (grammars->status != OC_OK)
        return grammars->status;
    read_function *read = kind_of(name);
    if (read == NULL || grammars->sealed)
        return OC_MISUSE;
    const struct grammar_file *file = keep_file(grammars, name, bytes);
    grammars->status = file == NULL ? OC_NO_MEMORY : read_file(grammars, file, read);
    return grammars->status;
}

oc_status oc_grammars_add(oc_grammars *grammars, oc_text name, oc_text bytes)
{
    if (!text_known(name) || !text_known(bytes))
        return OC_MISUSE;
    name = arena_text(&grammars->arena, name);
    bytes = arena_text(&grammars->arena, bytes);
    if (arena_failed(&grammars->arena)) {
        grammars->status = OC_NO_MEMORY;
        return OC_NO_MEMORY;
    }
    return read_borrowed(grammars, name, bytes);
}
