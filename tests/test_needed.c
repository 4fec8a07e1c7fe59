/* What a pattern says of the words in its lines; and that neither it nor the opening says too much.
 */
#include "grammar/needed.h"

#include "base/text.h"
#include "grammar/builtin.h"
#include "grammar/matcher.h"
#include "support/mutate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct said {
    const char *pattern;
    const char *words; /* with blanks between; "": nothing */
};

static const struct said cases[] = {
    {"", ""},
    {"abc", "abc"},
    {"ab \n c", "ab"},
    {"a (?: abc | de ) b", "abc de"},
    {"(?: abc | de )?+ b", "b"},
    {"(?: abc | de )*? b", "b"},
    {"(?: abc | de )++ b", "abc de"},
    {"(?: abc | de ){2,}+ b", "abc de"},
    {"(?: abc | de ){0,3} b", "b"},
    {"abc? d", "ab"},
    {"abc * d", "ab"},
    {"abc+ d", "abc"},
    {"(?: abc | ) d", "d"},
    {"(?: abc | [x] | . )", ""},
    {"(?: a | b | c | d ) \\h (?: e | f | g | h | i )", "a b c d"},
    {"(?<name> abc ) \\S++", "abc"},
    {"(?> abc ) x", "abc"},
    {"(?i: abc ) x", "abc"},
    {"(?= abc ) (?! abc ) (?<= abc ) (?<! abc ) x", "x"},
    {"\\h*+ \\[ [^\\[\\]]++ \\]", "]"},
    {"[$#%] \\h", "$ # %"},
    {"[^$#%] x", "x"},
    {"[$-%]", ""},
    {"[]$] x [^]$] y", "y"},
    {"[\\]$] x", "x"},
    {".*+ ^ $ \\z \\b \\d{1,10}+ xy", "xy"},
    {"> | &gt;", "> &gt;"},
    {"abc \xC2\xA9?+ \xC2\xA9", "abc"},
    {"\\$", "$"},
    {"\\$?", ""},
    {"(?: x (?: y | (?: abc | de ) ) )", "y abc de"},
    /* what is not read */
    {"abc # d", ""},
    {"abc \\Q d", ""},
    {"abc \\x41", ""},
    {"abc \\p{L}", ""},
    {"(?i) abc", ""},
    {"(abc)", ""},
    {"(*FAIL) abc", ""},
    {"(?|abc|def)", ""},
    {"[[:alpha:]] abc", ""},
    {"abc {,3}", ""},
    {"abc {x}", ""},
    {"abc ) d", ""},
    {"(?: abc", ""},
    {"[abc", ""},
    {"abc \\", ""},
    {"* abc", ""},
    {"(?:(?:(?:(?:(?:(?:(?:(?: abc ))))))))", "abc"},
    {"(?:(?:(?:(?:(?:(?:(?:(?:(?: abc )))))))))", ""},
};

static void append_words(struct buffer *out, const struct needed *needed)
{
    for (size_t i = 0; i < needed->count; i++) {
        buffer_string(out, i > 0 ? " " : "");
        buffer_text(out, needed->words[i]);
    }
}

static void says_what_lines_hold(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct needed needed = needed_of(text_of(cases[i].pattern));
        struct buffer words;
        buffer_init(&words);
        append_words(&words, &needed);
        oc_text found = buffer_view(&words);
        if (!text_equal(found, text_of(cases[i].words)))
            fail_msg("%s: %.*s", cases[i].pattern, (int)found.size, found.data);
        buffer_free(&words);
    }
}

static void a_line_fits_or_not(void **state)
{
    (void)state;
    struct needed needed = needed_of(text_of("(?: abc | de ) x"));
    struct needed nothing = needed_of(text_of(".*"));
    assert_true(needed_fits(&needed, text_of("zabcx")));
    assert_true(needed_fits(&needed, text_of("de")));
    assert_false(needed_fits(&needed, text_of("abd e")));
    assert_false(needed_fits(&needed, text_of("")));
    assert_true(needed_fits(&nothing, text_of("")));
    struct needed any_case = needed_of(text_of("(?: x | (?i: Ask ) )"));
    assert_true(needed_fits(&any_case, text_of(" aSKs")));
    assert_true(needed_fits(&any_case, text_of("X")));
    assert_true(needed_fits(&any_case, text_of("a\xC5\xBFk"))); /* a long s is an s */
    assert_false(needed_fits(&any_case, text_of("as k")));
}

/* True when it matches. */
static bool check(struct pattern *pattern, oc_text source, oc_text line)
{
    oc_text groups[PATTERN_GROUPS_MAX];
    struct needed needed = needed_of(source);
    struct opening opening = opening_of(source);
    bool matches = pattern_match(pattern, line, groups) == PATTERN_MATCH;
    if (matches && !(needed_fits(&needed, line) && opening_fits(&opening, line)))
        fail_msg("[%.*s] is lost to %.*s", (int)line.size, line.data, (int)source.size,
                 source.data);
    return matches;
}

/* Up to two characters are changed, added or taken away. */
static void damage(struct mutate *mutate, oc_text line, struct buffer *out)
{
    static const char characters[] = "aT>&$#%[]:\\ \t\"8";
    buffer_clear(out);
    buffer_text(out, line);
    for (size_t left = mutate_below(mutate, 3); left > 0 && out->size > 0; left--) {
        size_t at = mutate_below(mutate, out->size);
        char c = characters[mutate_below(mutate, sizeof characters - 1)];
        size_t way = mutate_below(mutate, 3);
        if (way == 0 && (unsigned char)out->data[at] < 0x80) {
            out->data[at] = c;
        } else if (way == 1 && (unsigned char)out->data[at] < 0x80) {
            memmove(out->data + at, out->data + at + 1, out->size - at - 1);
            out->size--;
        } else {
            buffer_byte(out, c);
        }
    }
}

/* Every line of the built-in files, among them the samples of all patterns, as it is and damaged.
 */
static void no_line_of_the_grammars_is_lost(void **state)
{
    enum { ROUNDS = 12 };
    (void)state;
    const oc_grammars *grammars = oc_grammars_builtin();
    struct mutate mutate = {.state = 5};
    struct matcher matcher;
    struct buffer line;
    size_t matches = 0;
    assert_int_equal(matcher_init(&matcher, grammars), OC_OK);
    buffer_init(&line);
    for (const struct grammar_file *file = grammars->files; file != NULL; file = file->next) {
        oc_text rest = file->bytes;
        oc_text piece;
        while (text_split(&rest, '\n', &piece)) {
            oc_text sample =
                text_starts(piece, text_of("    |")) ? text_sub(piece, 5, SIZE_MAX) : piece;
            for (size_t round = 0; round < ROUNDS; round++) {
                damage(&mutate, sample, &line);
                for (size_t i = 0; i < grammars->pattern_count; i++)
                    matches += check(matcher_compile(&matcher, i),
                                     grammars->patterns_by_index[i]->source, buffer_view(&line));
            }
        }
    }
    assert_true(matches > 800);
    buffer_free(&line);
    matcher_free(&matcher);
}

static void append_some(struct mutate *mutate, struct buffer *out, const char *const *pieces,
                        size_t count, size_t most)
{
    for (size_t left = mutate_below(mutate, most) + 1; left > 0; left--)
        buffer_string(out, pieces[mutate_below(mutate, count)]);
}

/* Patterns put together by chance, as far as they are any. */
static void no_line_is_lost_to_any_pattern(void **state)
{
    enum { PATTERNS = 20000, LINES = 12 };
    static const char *const pieces[] = {
        "a",   "b",     "ab",  "\\$",   "\\h", "\\h*+", "\\h++", "(?:",     "(?i:", "(?=",
        "(?!", "(?<n>", ")",   ")",     ")",   "|",     "|",     "?",       "*",    "+",
        "{2}", "{0,1}", " ",   "[ab$]", "[$]", "[^a]",  ".",     ".*",      "(?>",  "\\S",
        ">",   "(?<=a", "#\n", "\\\\",  "^",   "[$>]",  "sk",    "(?i:sk)",
    };
    static const char *const letters[] = {"a",  "b",  "A",  "ab",        "$", ">", " ",
                                          "\t", "\\", "sK", "\xC5\xBFk", "a", "b"};
    (void)state;
    struct mutate mutate = {.state = 7};
    struct buffer source;
    struct buffer line;
    size_t matches = 0;
    buffer_init(&source);
    buffer_init(&line);
    for (size_t i = 0; i < PATTERNS; i++) {
        struct pattern *pattern;
        struct pattern_error error;
        buffer_clear(&source);
        append_some(&mutate, &source, pieces, sizeof pieces / sizeof *pieces, 9);
        if (pattern_new(&pattern, buffer_view(&source), &error) != OC_OK)
            continue;
        for (size_t k = 0; k < LINES; k++) {
            buffer_clear(&line);
            append_some(&mutate, &line, letters, sizeof letters / sizeof *letters, 4);
            matches += check(pattern, buffer_view(&source), buffer_view(&line));
        }
        pattern_free(pattern);
    }
    assert_true(matches > PATTERNS / 10);
    buffer_free(&source);
    buffer_free(&line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_what_lines_hold),
        cmocka_unit_test(a_line_fits_or_not),
        cmocka_unit_test(no_line_of_the_grammars_is_lost),
        cmocka_unit_test(no_line_is_lost_to_any_pattern),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
