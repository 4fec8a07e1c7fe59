/* What a pattern says of the opening of its lines; and that it never says too much. */
#include "grammar/opening.h"

#include "base/text.h"
#include "grammar/matcher.h"
#include "support/mutate.h"
#include "support/pipeline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct said {
    const char *pattern;
    const char *words; /* with | between; "": anything */
};

static const struct said cases[] = {
    {"\\h*+ (?<proto>TCP) \\h++ .*", "TCP"},
    {"\n  (?<proto> TCP )\n \\S", "TCP"},
    {"\\h++ (?:TCP|UDP) x", "TCP|UDP"},
    {"\\h*+ (?: A | B1 | C ) (?: x | y )", "A|B1|C"},
    {"\\h*+ \\[ (?<owner>[^|#]++) \\]", "["},
    {"", ""},
    {"abc", ""},
    {"(?:TCP|UDP)? x", ""},
    {"(?:TCP|UDP) {0,2} x", ""},
    {"(?:TCP) x | y", ""},
    {"(?:TCP|) x", ""},
    {"(?:TC?P) x", ""},
    {"(?:T.P) x", ""},
    {"(?:TCP # or UDP\n) x", ""},
    {"(?i:TCP) x", "TCP"},
    {"(?i:TCP)? x", ""},
    {"(?:A|B|C|D|E) x", ""},
    {"\\[? x", ""},
    {"\\d x", ""},
    {"\\h (?! x ) y", ""},
    {"(?<>TCP)", ""},
    {"(?<name", ""},
    {"[|]", ""},
    {"(?:TCP) [^]|] x", "TCP"},
    {"(?:TCP) \\| x", "TCP"},
};

static void says_what_lines_begin_with(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct opening opening = opening_of(text_of(cases[i].pattern));
        struct buffer words;
        buffer_init(&words);
        for (size_t k = 0; k < opening.count; k++) {
            buffer_string(&words, k > 0 ? "|" : "");
            buffer_text(&words, opening.words[k]);
        }
        oc_text found = buffer_view(&words);
        if (!text_equal(found, text_of(cases[i].words))) {
            fail_msg("%s: %.*s", cases[i].pattern, (int)found.size, found.data);
        }
        buffer_free(&words);
    }
}

static void a_line_fits_or_not(void **state)
{
    struct opening opening = opening_of(text_of("(?:TCP|UDP) x"));
    struct opening anything = opening_of(text_of(".*"));
    (void)state;
    assert_true(opening_fits(&opening, text_of("TCP x")));
    assert_true(opening_fits(&opening, text_of(" \t UDPx")));
    assert_true(opening_fits(&opening, text_of(" \xC2\xA0TCP")));
    assert_false(opening_fits(&opening, text_of("tcp x")));
    assert_false(opening_fits(&opening, text_of("TC")));
    assert_false(opening_fits(&opening, text_of("  ")));
    assert_false(opening_fits(&opening, text_of("")));
    assert_true(opening_fits(&anything, text_of("")));
    assert_true(opening_fits(&anything, text_of("x")));
}

static bool fits(const char *pattern, const char *line)
{
    struct opening opening = opening_of(text_of(pattern));
    return opening_fits(&opening, text_of(line));
}

static void words_may_be_in_any_case(void **state)
{
    (void)state;
    assert_true(fits("\\h*+ (?i: task | net ) x", "  TaSk"));
    assert_true(fits("\\h*+ (?i: task | net ) x", "nEt"));
    assert_true(fits("(?i: task | net ) x", "ta\xC5\xBFk")); /* a long s is an s */
    assert_false(fits("(?i: task | net ) x", "tas"));
    assert_false(fits("(?i: task | net ) x", "masks"));
    assert_false(fits("(?: task ) x", "TASK"));
}

static void a_line_may_have_to_be_indented(void **state)
{
    (void)state;
    static const char *const indented[] = {"\\h++ \\S", "\\h (?! x )", "\\h{20,}+ x", "\\h{2} x",
                                           "\\h x"};
    static const char *const others[] = {"\\h*+ \\S",  "\\h* x",      "\\h? x", "\\h ?+ x",
                                         "\\h{0,3} x", "\\h++ x | y", "x \\h++"};
    for (size_t i = 0; i < sizeof indented / sizeof *indented; i++) {
        assert_true(fits(indented[i], " y"));
        assert_true(fits(indented[i], "\ty"));
        assert_true(fits(indented[i], "\xC2\xA0y"));
        assert_false(fits(indented[i], "y"));
        assert_false(fits(indented[i], ""));
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_true(fits(others[i], "y"));
}

enum { LINES = 3000 };

/* What a pattern of the built-in grammars matches begins as the pattern says. */
static void no_line_that_matches_is_lost(void **state)
{
    oc_status status;
    oc_grammars *grammars = pipeline_grammars(&status);
    struct mutate mutate = {.state = 3};
    struct matcher matcher;
    struct buffer line;
    oc_text groups[PATTERN_GROUPS_MAX];
    size_t matches = 0;
    (void)state;
    assert_non_null(grammars);
    assert_int_equal(matcher_init(&matcher, grammars), OC_OK);
    buffer_init(&line);
    for (size_t i = 0; i < LINES; i++) {
        buffer_clear(&line);
        mutate_row(&mutate, &line, i % 3);
        for (const struct pattern_source *at = grammars->patterns; at != NULL; at = at->next) {
            struct pattern *pattern = matcher_compile(&matcher, at->index);
            assert_non_null(pattern);
            bool ascii = memchr(line.data, '\x81', line.size) == NULL;
            if (ascii && pattern_match(pattern, buffer_view(&line), groups) == PATTERN_MATCH) {
                assert_true(opening_fits(&at->opening, buffer_view(&line)));
                matches += at->opening.count > 0;
            }
        }
    }
    assert_true(matches > LINES);
    buffer_free(&line);
    matcher_free(&matcher);
    oc_grammars_free(grammars);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_what_lines_begin_with),
        cmocka_unit_test(a_line_fits_or_not),
        cmocka_unit_test(words_may_be_in_any_case),
        cmocka_unit_test(a_line_may_have_to_be_indented),
        cmocka_unit_test(no_line_that_matches_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
