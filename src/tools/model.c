#include "tools/model.h"

#include "base/text.h"
#include "tools/structures.h"

#define BYTES_PER_LINE 16

/* Character constants, because they fit into char whether it is signed or not, and a string may not
 * be so long. A zero ends each file, so that the end of one is not the beginning of the next. */
void model_write_files(struct buffer *out, const oc_grammars *grammars)
{
    size_t number = 0;
    for (const struct grammar_file *file = grammars->files; file != NULL; file = file->next) {
        buffer_printf(out, "static const char file_%zu[] = {\n", number++);
        for (size_t i = 0; i < file->bytes.size; i++)
            buffer_printf(out, "'\\x%02x',%c", (unsigned)(unsigned char)file->bytes.data[i],
                          (i + 1) % BYTES_PER_LINE == 0 ? '\n' : ' ');
        buffer_string(out, "0};\n");
    }
}

/* Before the arrays themselves, because they point to each other. */
static void declare_arrays(struct writer *writer)
{
    for (int array = 0; array < PLACE_ARRAYS; array++)
        if (writer->places->counts[array] > 0)
            buffer_printf(writer->out, "static %s const %s[%zu];\n", place_arrays[array].type,
                          place_arrays[array].name, writer->places->counts[array]);
}

static void write_array(struct writer *writer, enum place_array array)
{
    const struct places *places = writer->places;
    if (places->counts[array] == 0)
        return;
    buffer_printf(writer->out, "\nstatic %s const %s[%zu] = {\n", place_arrays[array].type,
                  place_arrays[array].name, places->counts[array]);
    for (size_t i = 0; i < places->count; i++)
        if (places->at[i].array == array) {
            structures_write(writer, array, places->at[i].object);
            buffer_byte(writer->out, '\n');
        }
    buffer_string(writer->out, "};\n");
}

bool model_write(struct buffer *out, const oc_grammars *grammars)
{
    struct places places;
    struct writer writer = {.out = out, .grammars = grammars, .places = &places};
    places_init(&places, grammars);
    if (!places.failed) {
        declare_arrays(&writer);
        for (int array = 0; array < PLACE_ARRAYS; array++)
            write_array(&writer, (enum place_array)array);
        buffer_string(out, "\nconst oc_grammars builtin_grammars =\n");
        structures_write_grammars(&writer, grammars);
    }
    bool written = !places.failed && !writer.failed && !out->failed;
    places_free(&places);
    return written;
}
