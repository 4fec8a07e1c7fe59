/* What a line of words is, asked for the first time and again, is what its words are. */
#include "grammar/headline.h"

#include "base/text.h"
#include "grammar/words.h"
#include "support/mutate.h"
#include "support/with_grammars.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LINES = 4000 };

static struct headlines *new_headlines(void)
{
    struct headlines *headlines = calloc(1, sizeof *headlines);
    assert_non_null(headlines);
    return headlines;
}

/* ---- lines that are known -------------------------------------------------------------------- */

struct known {
    const char *line;
    const char *language; /* NULL: it is nothing */
    enum { TITLE, COLUMNS_OF_NETSTAT, COLUMNS_OF_CSV, NOTICE, NOTHING } what;
};

static const struct known known[] = {
    {"Active Connections", "en", TITLE},
    {"Aktive Verbindungen", "de", TITLE},
    {"  Proto  Local Address          Foreign Address        State           PID", "en",
     COLUMNS_OF_NETSTAT},
    {"\"Image Name\",\"PID\",\"Session Name\",\"Session#\",\"Mem Usage\"", "en", COLUMNS_OF_CSV},
    {"INFO: No tasks are running which match the specified criteria.", "en", NOTICE},
    {"Active Connection", NULL, NOTHING},
    {"  TCP    10.0.0.1:50000         10.0.0.2:443           ESTABLISHED     4028", NULL, NOTHING},
    {"short", NULL, NOTHING},
    {"", NULL, NOTHING},
};

static const char *language_of(const struct headline *found)
{
    const struct language *language = found->title != NULL    ? found->title->language
                                      : found->notice != NULL ? found->notice->language
                                                              : found->language;
    return language == NULL ? NULL : language->name.data;
}

static void check_known(struct headlines *headlines, const struct known *at)
{
    const struct headline *found = headline_of(headlines, grammars, text_of(at->line));
    bool columns = at->what == COLUMNS_OF_NETSTAT || at->what == COLUMNS_OF_CSV;
    assert_int_equal(found->title != NULL, at->what == TITLE);
    assert_int_equal(found->notice != NULL, at->what == NOTICE);
    assert_int_equal(found->shape != NULL, columns);
    assert_int_equal(found->columns != NULL, at->what == COLUMNS_OF_NETSTAT);
    if (at->language == NULL) {
        assert_null(language_of(found));
    } else {
        assert_memory_equal(language_of(found), at->language, strlen(at->language));
    }
}

static void known_lines_stay_what_they_are(void **state)
{
    struct headlines *headlines = new_headlines();
    (void)state;
    for (size_t round = 0; round < 3; round++) {
        for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
            check_known(headlines, &known[i]);
            check_known(headlines, &known[i]);
        }
    }
    free(headlines);
}

/* A line that does not fit in its slot is the same as one that does. */
static void long_lines_are_known_as_well(void **state)
{
    struct headlines *headlines = new_headlines();
    const oc_text title = text_of("Active Connections");
    char line[400];
    (void)state;
    for (size_t blanks = 0; blanks < sizeof line - title.size; blanks++) {
        memset(line, ' ', blanks);
        memcpy(line + blanks, title.data, title.size);
        const oc_text text = {line, blanks + title.size};
        assert_non_null(headline_of(headlines, grammars, text)->title);
        assert_null(headline_of(headlines, grammars, text_sub(text, 0, text.size - 1))->title);
        assert_non_null(headline_of(headlines, grammars, text)->title);
    }
    free(headlines);
}

/* ---- lines that are bent --------------------------------------------------------------------- */

static void write_line(struct mutate *mutate, struct buffer *line)
{
    const struct known *from = &known[mutate_below(mutate, 7)];
    buffer_clear(line);
    mutate_text(mutate, line, text_of(from->line), text_of("einA,\" "), mutate_below(mutate, 4));
}

/* The first shape whose column headings the line is, by the words alone; CSV is not asked here. */
static const struct shape *shape_of(oc_text line)
{
    const struct columns *columns;
    const struct shape *at = grammars->shapes;
    while (at != NULL &&
           (at->layout != LAYOUT_PATTERN || words_heading(grammars, at, line, &columns) == NULL)) {
        at = at->next;
    }
    return at;
}

static void a_line_is_what_its_words_are(void **state)
{
    struct mutate mutate = {.state = 5};
    struct headlines *headlines = new_headlines();
    struct buffer line;
    size_t titles = 0;
    size_t shapes = 0;
    (void)state;
    buffer_init(&line);
    for (size_t i = 0; i < LINES; i++) {
        write_line(&mutate, &line);
        const oc_text text = buffer_view(&line);
        const struct headline *found = headline_of(headlines, grammars, text);
        assert_ptr_equal(found->title, words_title(grammars, text));
        if (found->title == NULL && (found->shape == NULL || found->columns != NULL)) {
            assert_ptr_equal(found->shape, shape_of(text));
        }
        if (found->title == NULL && found->shape == NULL) {
            assert_ptr_equal(found->notice, words_notice(grammars, text));
        }
        titles += found->title != NULL;
        shapes += found->shape != NULL;
    }
    assert_true(titles > LINES / 20 && shapes > LINES / 20);
    buffer_free(&line);
    free(headlines);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_lines_stay_what_they_are),
        cmocka_unit_test(long_lines_are_known_as_well),
        cmocka_unit_test(a_line_is_what_its_words_are),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
