/*
 * Real captures, which are not part of the project: when the folder is there, each must give the
 * rows and the state words that an independent reader counted, in its truth.tsv.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "support/files.h"
#include "support/pipeline.h"

#define CORPUS "../shared/corpus"

enum { LONGEST_WORD = 64, MOST_WORDS = 32, LONGEST_NAME = 128 };

struct word {
    char text[LONGEST_WORD];
    uint64_t count;
};

struct counts {
    uint64_t processes;
    uint64_t connections;
    uint64_t with_pid;
    struct word words[MOST_WORDS]; /* in byte order */
    size_t word_count;
};

static void count_word(struct counts *counts, oc_text text)
{
    char word[LONGEST_WORD] = "";
    size_t at = 0;
    assert_true(text.size < sizeof word);
    memcpy(word, text.data, text.size);
    while (at < counts->word_count && strcmp(counts->words[at].text, word) < 0) {
        at++;
    }
    struct word *place = &counts->words[at];
    if (at == counts->word_count || strcmp(place->text, word) != 0) {
        assert_true(counts->word_count < MOST_WORDS);
        memmove(place + 1, place, (counts->word_count++ - at) * sizeof *place);
        place->count = 0;
        memcpy(place->text, word, sizeof word);
    }
    place->count++;
}

static int count_event(void *user, const oc_event *event)
{
    struct counts *counts = user;
    if (event->kind == OC_EVENT_PROCESSES) {
        counts->processes += event->as.processes.count;
    } else if (event->kind == OC_EVENT_CONNECTION) {
        const oc_connection *row = event->as.connection;
        counts->connections++;
        counts->with_pid += row->pid != OC_NONE;
        if (text_known(row->state_word)) {
            count_word(counts, row->state_word);
        }
    }
    return 0;
}

static void count_file(const oc_grammars *grammars, const char *name, struct counts *counts)
{
    struct buffer input;
    oc_parser *parser = NULL;
    buffer_init(&input);
    assert_true(files_read(CORPUS, name, &input));
    assert_int_equal(oc_parser_new(&parser, grammars, NULL, count_event, counts), OC_OK);
    assert_int_equal(chunks_feed(parser, buffer_view(&input), CHUNKS_WHOLE), OC_OK);
    oc_parser_free(parser);
    buffer_free(&input);
}

/* As a line of truth.tsv behind its name. */
static void write_counts(const struct counts *counts, struct buffer *line)
{
    buffer_printf(line, "%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\t", counts->processes,
                  counts->connections, counts->with_pid);
    for (size_t i = 0; i < counts->word_count; i++) {
        buffer_printf(line, "%s%s=%" PRIu64, i == 0 ? "" : " ", counts->words[i].text,
                      counts->words[i].count);
    }
}

static bool check_capture(const oc_grammars *grammars, oc_text row)
{
    oc_text name_text;
    char name[LONGEST_NAME] = "";
    struct counts counts = {.processes = 0};
    struct buffer got;
    assert_true(text_split(&row, '\t', &name_text));
    assert_true(name_text.size < sizeof name);
    memcpy(name, name_text.data, name_text.size);
    count_file(grammars, name, &counts);
    buffer_init(&got);
    write_counts(&counts, &got);
    /* Where truth has no state words, its reader could not tell them. */
    bool words = !text_ends_nocase(row, text_of("\t"));
    bool right = words ? text_equal(buffer_view(&got), row) : text_starts(buffer_view(&got), row);
    if (!right) {
        print_error("%s\n  truth: %.*s\n  got:   %.*s\n", name, (int)row.size, row.data,
                    (int)got.size, got.data);
    }
    buffer_free(&got);
    return right;
}

static void test_corpus(void **state)
{
    (void)state;
    if (!files_exist(CORPUS, "truth.tsv")) {
        print_message("%s is not there\n", CORPUS);
        skip();
    }
    oc_status status;
    oc_grammars *grammars = pipeline_grammars(&status);
    struct buffer truth;
    buffer_init(&truth);
    assert_non_null(grammars);
    assert_true(files_read(CORPUS, "truth.tsv", &truth));
    oc_text rest = buffer_view(&truth);
    oc_text row;
    size_t wrong = 0;
    assert_true(text_split(&rest, '\n', &row)); /* the names of the columns */
    while (text_split(&rest, '\n', &row)) {
        wrong += row.size > 0 && !check_capture(grammars, row);
    }
    buffer_free(&truth);
    oc_grammars_free(grammars);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_corpus)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
