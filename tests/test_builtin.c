/*
 * The model that is built in is the one that reading its files gives, in every byte of every
 * structure: words of memory are compared, and not members, so that none can be forgotten here.
 */
#include "grammar/builtin.h"

#include "base/text.h"
#include "support/fail_alloc.h"
#include "support/files.h"
#include "tools/model.h"
#include "tools/places.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* A model, and where everything in it stands. */
struct side {
    const oc_grammars *grammars;
    struct places places;
};

/* The bytes at that place, as many as a word has. */
static uintptr_t word_at(const void *object, size_t offset, size_t size)
{
    uintptr_t word = 0;
    size_t left = size - offset;
    memcpy(&word, (const char *)object + offset, left < sizeof word ? left : sizeof word);
    return word;
}

/* What a word points to, as a number that is the same for the same thing of both sides; 0: it is no
 * address, or one of nothing that is known. */
static size_t meaning_of(const struct side *side, uintptr_t word)
{
    size_t number = 1;
    const struct place *places = side->places.at;
    for (size_t i = 0; i < side->places.count; i++, number++)
        if ((uintptr_t)places[i].object == word)
            return number;
    const struct grammar_file *file = side->grammars->files;
    for (; file != NULL; file = file->next) {
        uintptr_t start = (uintptr_t)file->bytes.data;
        if (word >= start && word <= start + file->bytes.size)
            return number + (size_t)(word - start);
        number += file->bytes.size + 1;
    }
    return 0;
}

/* The terminated strings of a model, whose addresses say nothing. */
static bool is_string(enum place_array array, size_t offset)
{
    const size_t pages = offsetof(struct language, codepages);
    return (array == PLACE_HINTS && offset == offsetof(struct charset_hint, encoding)) ||
           (array == PLACE_LANGUAGES && offset >= pages &&
            offset < pages + sizeof(const char *[CODEPAGES_MAX]));
}

static bool same_strings(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* The word at offset; an array of none, which has a zero behind it, needs no address. */
static bool same_words(const struct side *read, const void *a, const struct side *built,
                       const void *b, size_t offset, size_t size)
{
    uintptr_t words[] = {word_at(a, offset, size), word_at(b, offset, size)};
    size_t meanings[] = {meaning_of(read, words[0]), meaning_of(built, words[1])};
    size_t next = offset + sizeof *words;
    if (meanings[0] != 0 || meanings[1] != 0 || words[0] == words[1])
        return meanings[0] == meanings[1];
    return words[1] == 0 && next < size && word_at(a, next, size) == 0 &&
           word_at(b, next, size) == 0;
}

/* Where the word at offset ends: behind the last member of what was copied anything may stand. */
static size_t end_of_word(enum place_array array, size_t offset)
{
    const size_t opening = offsetof(struct pattern_source, opening.any_case);
    const size_t needed = offsetof(struct pattern_source, needed.any_case);
    if (array == PLACE_PATTERNS && offset == opening)
        return offsetof(struct pattern_source, opening.indented) + sizeof(bool);
    if (array == PLACE_PATTERNS && offset == needed)
        return needed + sizeof(bool);
    return place_arrays[array].element;
}

static void compare(const struct side *read, const struct side *built, size_t i)
{
    const struct place *a = &read->places.at[i];
    const struct place *b = &built->places.at[i];
    const struct place_array_info *info = &place_arrays[a->array];
    assert_int_equal(a->array, b->array);
    for (size_t offset = 0; offset < info->element; offset += sizeof(uintptr_t)) {
        bool same = true;
        if (is_string(a->array, offset))
            same = same_strings(*(const char *const *)((const char *)a->object + offset),
                                *(const char *const *)((const char *)b->object + offset));
        else if (a->array != PLACE_FILES || offset != offsetof(struct grammar_file, name.data))
            same = same_words(read, a->object, built, b->object, offset,
                              end_of_word(a->array, offset));
        if (!same)
            fail_msg("%s[%zu] differs at byte %zu", info->name, a->index, offset);
    }
}

/* What lies between the memory of the model and the message of its first error. */
static void compare_grammars(const struct side *read, const struct side *built)
{
    const size_t end = offsetof(struct oc_grammars, error);
    size_t offset = offsetof(struct oc_grammars, files);
    assert_int_equal(offset, sizeof(struct arena));
    for (; offset < end; offset += sizeof(uintptr_t))
        if (!same_words(read, read->grammars, built, built->grammars, offset, end))
            fail_msg("the model differs at byte %zu", offset);
}

/* Its files, from the folder of grammars. */
static oc_grammars *read_files(const oc_grammars *built)
{
    oc_grammars *grammars = oc_grammars_new();
    assert_non_null(grammars);
    for (const struct grammar_file *file = built->files; file != NULL; file = file->next) {
        struct buffer name;
        struct buffer bytes;
        buffer_init(&name);
        buffer_init(&bytes);
        buffer_text(&name, file->name);
        buffer_byte(&name, '\0');
        assert_true(files_read(".", name.data, &bytes));
        assert_int_equal(oc_grammars_add(grammars, file->name, buffer_view(&bytes)), OC_OK);
        buffer_free(&bytes);
        buffer_free(&name);
    }
    assert_int_equal(oc_grammars_seal(grammars), OC_OK);
    return grammars;
}

static void is_what_reading_gives(void **state)
{
    (void)state;
    struct side built = {.grammars = oc_grammars_builtin()};
    oc_grammars *grammars = read_files(built.grammars);
    struct side read = {.grammars = grammars};
    places_init(&built.places, built.grammars);
    places_init(&read.places, read.grammars);
    assert_true(built.places.count > 0);
    assert_int_equal(read.places.count, built.places.count);
    compare_grammars(&read, &built);
    for (size_t i = 0; i < read.places.count; i++)
        compare(&read, &built, i);
    places_free(&read.places);
    places_free(&built.places);
    oc_grammars_free(grammars);
}

/* Every file of the folder, that is. */
static void has_every_file(void **state)
{
    (void)state;
    size_t found = 0;
    size_t built = 0;
    DIR *folder = opendir("grammars");
    assert_non_null(folder);
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder))
        found += entry->d_name[0] != '.' && strcmp(entry->d_name, "README.md") != 0;
    closedir(folder);
    const struct grammar_file *file = oc_grammars_builtin()->files;
    for (; file != NULL; file = file->next)
        built++;
    assert_int_equal(built, found);
}

static void others_are_added_to_its_files(void **state)
{
    (void)state;
    static const char added[] = "language xx\ntitle connections Xxxx\n";
    oc_text name = text_of("xx.lang");
    oc_grammars *grammars = oc_grammars_new();
    assert_non_null(grammars);
    assert_int_equal(oc_grammars_add_builtin(grammars), OC_OK);
    assert_int_equal(oc_grammars_add(grammars, name, text_of(added)), OC_OK);
    assert_int_equal(oc_grammars_seal(grammars), OC_OK);
    assert_int_equal(oc_grammars_check(grammars), OC_OK);
    oc_grammar_info info;
    size_t count = 0;
    size_t built = 0;
    while (oc_grammars_list(grammars, count, &info))
        count++;
    while (oc_grammars_list(oc_grammars_builtin(), built, &info))
        built++;
    assert_int_equal(count, built + 1);
    oc_grammars_free(grammars);
}

static void what_lies_outside_is_not_written(void **state)
{
    (void)state;
    static const struct language foreign = {.next = NULL};
    struct title title = {.language = &foreign, .text = text_of("Title")};
    oc_grammars grammars = {.titles = &title, .sealed = true};
    struct buffer source;
    buffer_init(&source);
    assert_false(model_write(&source, &grammars));
    buffer_clear(&source);
    title.language = NULL;
    assert_true(model_write(&source, &grammars));
    buffer_free(&source);
}

static void is_not_written_without_memory(void **state)
{
    (void)state;
    struct buffer source;
    bool failed = true;
    for (uint64_t n = 0; failed; n++) {
        buffer_init(&source);
        fail_alloc_start(n);
        bool written = model_write(&source, oc_grammars_builtin());
        failed = fail_alloc_stop();
        assert_true(written != failed);
        buffer_free(&source);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_what_reading_gives),
        cmocka_unit_test(has_every_file),
        cmocka_unit_test(others_are_added_to_its_files),
        cmocka_unit_test(what_lies_outside_is_not_written),
        cmocka_unit_test(is_not_written_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
