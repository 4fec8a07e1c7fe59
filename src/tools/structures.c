#include "tools/structures.h"

static void write_file(struct writer *writer, const void *object)
{
    const struct grammar_file *file = object;
    writer_begin(writer);
    writer_address(writer, PLACE_FILES, file->next);
    writer_text(writer, file->name);
    writer_text(writer, file->bytes);
    writer_end(writer);
}

static void write_columns(struct writer *writer, const struct columns *columns)
{
    writer_begin(writer);
    writer_begin(writer);
    for (size_t i = 0; i < COLUMNS; i++)
        writer_number(writer, columns->at[i]);
    writer_end(writer);
    writer_number(writer, columns->count);
    writer_end(writer);
}

static void write_shape(struct writer *writer, const void *object)
{
    const struct shape *shape = object;
    writer_begin(writer);
    writer_address(writer, PLACE_SHAPES, shape->next);
    writer_text(writer, shape->name);
    writer_text(writer, shape->labels);
    writer_text(writer, shape->summary);
    writer_number(writer, shape->emits);
    writer_number(writer, shape->layout);
    writer_begin(writer);
    for (size_t i = 0; i < COLUMNS; i++)
        writer_number(writer, shape->types[i]);
    writer_end(writer);
    writer_address(writer, PLACE_HEADINGS, shape->headings);
    writer_address(writer, PLACE_ROWS, shape->rows);
    writer_address(writer, PLACE_PLAINS, shape->plains);
    writer_address(writer, PLACE_BARES, shape->bares);
    writer_address(writer, PLACE_ROWS, shape->details);
    writer_pattern_index(writer, shape->lead);
    writer_text(writer, shape->declared);
    writer_end(writer);
}

static void write_heading(struct writer *writer, const void *object)
{
    const struct heading *heading = object;
    writer_begin(writer);
    writer_address(writer, PLACE_HEADINGS, heading->next);
    write_columns(writer, &heading->columns);
    writer_end(writer);
}

static void write_row(struct writer *writer, const void *object)
{
    const struct row *row = object;
    writer_begin(writer);
    writer_address(writer, PLACE_ROWS, row->next);
    writer_text(writer, row->name);
    writer_pattern_index(writer, row->pattern);
    write_columns(writer, &row->columns);
    writer_bool(writer, row->sampled);
    writer_end(writer);
}

static void write_plain(struct writer *writer, const void *object)
{
    const struct plain *plain = object;
    writer_begin(writer);
    writer_address(writer, PLACE_PLAINS, plain->next);
    writer_address(writer, PLACE_ROWS, plain->row);
    writer_text(writer, plain->lead);
    write_columns(writer, &plain->columns);
    writer_end(writer);
}

static void write_bare(struct writer *writer, const void *object)
{
    const struct bare *bare = object;
    writer_begin(writer);
    writer_address(writer, PLACE_BARES, bare->next);
    writer_begin(writer);
    writer_sizes(writer, bare->ruler.starts, RULER_MAX);
    writer_sizes(writer, bare->ruler.widths, RULER_MAX);
    writer_number(writer, bare->ruler.count);
    writer_end(writer);
    writer_number(writer, bare->number);
    writer_end(writer);
}

static void write_pattern(struct writer *writer, const void *object)
{
    const struct pattern_source *pattern = object;
    writer_begin(writer);
    writer_address(writer, PLACE_PATTERNS, pattern->next);
    writer_text(writer, pattern->source);
    writer_begin(writer);
    writer_texts(writer, pattern->opening.words, OPENING_WORDS);
    writer_number(writer, pattern->opening.count);
    writer_bool(writer, pattern->opening.any_case);
    writer_bool(writer, pattern->opening.indented);
    writer_end(writer);
    writer_begin(writer);
    writer_texts(writer, pattern->needed.words, NEEDED_WORDS);
    writer_number(writer, pattern->needed.count);
    writer_bool(writer, pattern->needed.any_case);
    writer_end(writer);
    writer_address(writer, PLACE_SHAPES, pattern->shape);
    writer_number(writer, pattern->index);
    writer_end(writer);
}

static void write_pattern_by_index(struct writer *writer, const void *object)
{
    const struct pattern_source *const *pattern = object;
    writer_address(writer, PLACE_PATTERNS, *pattern);
}

static void write_sample(struct writer *writer, const void *object)
{
    const struct sample *sample = object;
    writer_begin(writer);
    writer_address(writer, PLACE_SAMPLES, sample->next);
    writer_address(writer, PLACE_SHAPES, sample->shape);
    writer_address(writer, PLACE_ROWS, sample->row);
    writer_text(writer, sample->body);
    writer_text(writer, sample->declared);
    writer_end(writer);
}

static void write_language(struct writer *writer, const void *object)
{
    const struct language *language = object;
    writer_begin(writer);
    writer_address(writer, PLACE_LANGUAGES, language->next);
    writer_address(writer, PLACE_LABELS, language->labels);
    writer_text(writer, language->name);
    writer_text(writer, language->summary);
    writer_begin(writer);
    for (size_t i = 0; i < CODEPAGES_MAX; i++)
        writer_string(writer, language->codepages[i]);
    writer_end(writer);
    writer_texts(writer, language->codepage_names, CODEPAGES_MAX);
    writer_number(writer, language->codepage_count);
    writer_text(writer, language->letters);
    writer_end(writer);
}

static void write_title(struct writer *writer, const void *object)
{
    const struct title *title = object;
    writer_begin(writer);
    writer_address(writer, PLACE_TITLES, title->next);
    writer_address(writer, PLACE_LANGUAGES, title->language);
    writer_number(writer, title->kind);
    writer_text(writer, title->text);
    writer_end(writer);
}

static void write_label(struct writer *writer, const void *object)
{
    const struct label *label = object;
    writer_begin(writer);
    writer_address(writer, PLACE_LABELS, label->next);
    writer_address(writer, PLACE_LANGUAGES, label->language);
    writer_text(writer, label->family);
    writer_number(writer, label->column);
    writer_text(writer, label->text);
    writer_end(writer);
}

static void write_state(struct writer *writer, const void *object)
{
    const struct state_word *state = object;
    writer_begin(writer);
    writer_address(writer, PLACE_STATES, state->next);
    writer_address(writer, PLACE_LANGUAGES, state->language);
    writer_number(writer, state->state);
    writer_text(writer, state->text);
    writer_end(writer);
}

static void write_notice(struct writer *writer, const void *object)
{
    const struct notice *notice = object;
    writer_begin(writer);
    writer_address(writer, PLACE_NOTICES, notice->next);
    writer_address(writer, PLACE_LANGUAGES, notice->language);
    writer_number(writer, notice->kind);
    writer_text(writer, notice->text);
    writer_end(writer);
}

static void write_plain_word(struct writer *writer, const void *object)
{
    const struct plain_word *word = object;
    writer_begin(writer);
    writer_address(writer, PLACE_PLAIN_WORDS, word->next);
    writer_address(writer, PLACE_LANGUAGES, word->language);
    writer_text(writer, word->text);
    writer_end(writer);
}

static void write_target(struct writer *writer, const void *object)
{
    const struct target *target = object;
    const oc_target_info *info = &target->info;
    writer_begin(writer);
    writer_address(writer, PLACE_TARGETS, target->next);
    writer_text(writer, target->name);
    writer_text(writer, target->summary);
    writer_begin(writer);
    writer_array(writer, PLACE_TEXTS, info->images, info->image_count);
    writer_array(writer, PLACE_TEXTS, info->related, info->related_count);
    writer_array(writer, PLACE_TEXTS, info->children, info->child_count);
    writer_array(writer, PLACE_TEXTS, info->servers, info->server_count);
    writer_array(writer, PLACE_PORTS, info->ports, info->port_count);
    writer_number(writer, info->minimum);
    writer_number(writer, info->ceiling);
    writer_end(writer);
    writer_end(writer);
}

static void write_port(struct writer *writer, const void *object)
{
    const oc_port_range *port = object;
    writer_begin(writer);
    writer_number(writer, port->role);
    writer_number(writer, port->first);
    writer_number(writer, port->last);
    writer_end(writer);
}

static void write_endpoint_table(struct writer *writer, const void *object)
{
    const struct endpoint_table *table = object;
    writer_begin(writer);
    writer_address(writer, PLACE_ENDPOINT_TABLES, table->next);
    writer_text(writer, table->name);
    writer_text(writer, table->summary);
    writer_text(writer, table->dated);
    writer_text(writer, table->source);
    writer_end(writer);
}

static void write_endpoint_label(struct writer *writer, const void *object)
{
    const struct endpoint_label *label = object;
    const oc_label_info *info = &label->info;
    writer_begin(writer);
    writer_address(writer, PLACE_ENDPOINT_LABELS, label->next);
    writer_address(writer, PLACE_ENDPOINT_TABLES, label->table);
    writer_begin(writer);
    writer_text(writer, info->name);
    writer_array(writer, PLACE_SETS, info->sets, info->set_count);
    writer_array(writer, PLACE_TEXTS, info->areas, info->area_count);
    writer_array(writer, PLACE_NETWORKS, info->networks, info->network_count);
    writer_end(writer);
    writer_address(writer, PLACE_TEXTS, info->network_count == 0 ? NULL : label->declared);
    writer_end(writer);
}

static void write_set(struct writer *writer, const void *object)
{
    const uint32_t *set = object;
    writer_number(writer, *set);
}

static void write_network(struct writer *writer, const void *object)
{
    const oc_network *network = object;
    writer_begin(writer);
    writer_bytes(writer, network->address, sizeof network->address);
    writer_number(writer, network->bits);
    writer_bool(writer, network->own);
    buffer_printf(writer->out, "%d, ", (int)network->port);
    writer_text(writer, network->label);
    writer_end(writer);
}

static void write_hint(struct writer *writer, const void *object)
{
    const struct charset_hint *hint = object;
    writer_begin(writer);
    writer_string(writer, hint->encoding);
    writer_array(writer, PLACE_TEXTS, hint->keys, hint->key_count);
    writer_array(writer, PLACE_TEXTS, hint->words, hint->word_count);
    writer_array(writer, PLACE_ALPHABETS, hint->alphabets, hint->alphabet_count);
    writer_end(writer);
}

static void write_alphabet(struct writer *writer, const void *object)
{
    const struct charset_alphabet *alphabet = object;
    writer_begin(writer);
    writer_text(writer, alphabet->language);
    writer_text(writer, alphabet->letters);
    writer_end(writer);
}

static void write_text(struct writer *writer, const void *object)
{
    const oc_text *text = object;
    writer_text(writer, *text);
}

void structures_write(struct writer *writer, enum place_array array, const void *object)
{
    static void (*const writers[PLACE_ARRAYS])(struct writer *, const void *) = {
        [PLACE_FILES] = write_file,
        [PLACE_SHAPES] = write_shape,
        [PLACE_HEADINGS] = write_heading,
        [PLACE_ROWS] = write_row,
        [PLACE_PLAINS] = write_plain,
        [PLACE_BARES] = write_bare,
        [PLACE_PATTERNS] = write_pattern,
        [PLACE_PATTERNS_BY_INDEX] = write_pattern_by_index,
        [PLACE_SAMPLES] = write_sample,
        [PLACE_LANGUAGES] = write_language,
        [PLACE_TITLES] = write_title,
        [PLACE_LABELS] = write_label,
        [PLACE_STATES] = write_state,
        [PLACE_NOTICES] = write_notice,
        [PLACE_PLAIN_WORDS] = write_plain_word,
        [PLACE_TARGETS] = write_target,
        [PLACE_ENDPOINT_TABLES] = write_endpoint_table,
        [PLACE_ENDPOINT_LABELS] = write_endpoint_label,
        [PLACE_HINTS] = write_hint,
        [PLACE_ALPHABETS] = write_alphabet,
        [PLACE_PORTS] = write_port,
        [PLACE_SETS] = write_set,
        [PLACE_NETWORKS] = write_network,
        [PLACE_TEXTS] = write_text,
    };
    writers[array](writer, object);
}

/* The constant has no memory of its own and no message, whatever the model has that is written. */
void structures_write_grammars(struct writer *writer, const oc_grammars *grammars)
{
    static const char no_memory[] = "{NULL, 0, false}, ";
    static const char no_error[] = "{NULL, 0, 0, false}, ";
    buffer_string(writer->out, "{");
    buffer_string(writer->out, no_memory);
    writer_address(writer, PLACE_FILES, grammars->files);
    writer_address(writer, PLACE_SHAPES, grammars->shapes);
    writer_address(writer, PLACE_PATTERNS, grammars->patterns);
    writer_array(writer, PLACE_PATTERNS_BY_INDEX, grammars->patterns_by_index,
                 grammars->pattern_count);
    writer_address(writer, PLACE_SAMPLES, grammars->samples);
    writer_address(writer, PLACE_LANGUAGES, grammars->languages);
    writer_address(writer, PLACE_TITLES, grammars->titles);
    writer_address(writer, PLACE_LABELS, grammars->labels);
    writer_address(writer, PLACE_STATES, grammars->states);
    writer_address(writer, PLACE_NOTICES, grammars->notices);
    writer_address(writer, PLACE_PLAIN_WORDS, grammars->plain_words);
    writer_address(writer, PLACE_TARGETS, grammars->targets);
    writer_address(writer, PLACE_ENDPOINT_TABLES, grammars->endpoint_tables);
    writer_address(writer, PLACE_ENDPOINT_LABELS, grammars->endpoint_labels);
    writer_begin(writer);
    writer_bytes(writer, grammars->beginnings.seen, BEGINNINGS);
    writer_number(writer, grammars->beginnings.any);
    writer_end(writer);
    writer_array(writer, PLACE_HINTS, grammars->hints, grammars->hint_count);
    writer_bool(writer, grammars->sealed);
    writer_number(writer, grammars->status);
    buffer_string(writer->out, no_error);
    buffer_string(writer->out, "};\n");
}
