/* Which texts belong together, and what their captures are called. */
#include "base/buffer.h"
#include "cli/pair.h"
#include "support/fail_alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define MOST_TEXTS 8

/*
 * A text is "p PATH", "c PATH", "b PATH" or "n PATH": process lists, connection lists, both,
 * neither. Expected is a line "NAME: INDEX...", with " alone" or " undecided" behind it.
 */
struct pair_case {
    const char *texts[MOST_TEXTS];
    const char *expected;
};

static size_t read_texts(const struct pair_case *a_case, struct pair_text texts[MOST_TEXTS])
{
    size_t count = 0;
    for (; count < MOST_TEXTS && a_case->texts[count] != NULL; count++) {
        char kind = a_case->texts[count][0];
        texts[count] = (struct pair_text){
            .path = a_case->texts[count] + 2,
            .has_processes = kind == 'p' || kind == 'b',
            .has_connections = kind == 'c' || kind == 'b',
        };
    }
    return count;
}

static void write_pairing(struct buffer *out, const struct pairing *pairing)
{
    for (size_t i = 0; i < pairing->count; i++) {
        const struct pair_capture *capture = &pairing->captures[i];
        buffer_text(out, capture->name);
        buffer_byte(out, ':');
        for (size_t k = 0; k < capture->count; k++) {
            buffer_printf(out, " %zu", capture->texts[k]);
        }
        if (capture->alone != NULL) {
            assert_int_equal(capture->count, 1);
            buffer_string(out, capture->undecided ? " undecided" : " alone");
        }
        buffer_byte(out, '\n');
    }
    buffer_byte(out, '\0');
}

static void check_cases(const struct pair_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct pair_text texts[MOST_TEXTS];
        size_t text_count = read_texts(&cases[i], texts);
        struct pairing pairing;
        assert_true(pair_texts(&pairing, texts, text_count));
        struct buffer out;
        buffer_init(&out);
        write_pairing(&out, &pairing);
        assert_string_equal(out.data, cases[i].expected);
        buffer_free(&out);
        pair_free(&pairing);
    }
}

#define CHECK(cases) check_cases(cases, sizeof(cases) / sizeof *(cases))

static void one_process_list_serves_all(void **state)
{
    static const struct pair_case cases[] = {
        {{"p tasklist.txt", "c netstat.txt"}, "tasklist.txt: 0 1\n"},
        {{"c netstat.txt", "p tasklist.txt"}, "netstat.txt: 1 0\n"},
        {{"c n1.txt", "p t.txt", "c n2.txt", "c n3.txt"}, "n1.txt: 1 0 2 3\n"},
        {{"p a.txt", "c b.txt"}, "a.txt: 0 1\n"},
        {{"p ./a.txt", "c b.txt"}, "./a.txt: 0 1\n"},
        {{"p x/a.txt", "c x//./b.txt"}, "x: 0 1\n"},
    };
    (void)state;
    CHECK(cases);
}

static void both_kinds_are_a_capture(void **state)
{
    static const struct pair_case cases[] = {
        {{"b all.txt"}, "all.txt: 0\n"},
        {{"b 1.txt", "p tasklist.txt", "c netstat.txt", "b 2.txt"},
         "1.txt: 0\ntasklist.txt: 1 2\n2.txt: 3\n"},
        {{"b 1.txt", "c netstat.txt"}, "1.txt: 0\nnetstat.txt: 1 alone\n"},
        {{"n readme.txt", "b 1.txt", "n x"}, "1.txt: 1\n"},
        {{"n readme.txt"}, ""},
        {{NULL}, ""},
    };
    (void)state;
    CHECK(cases);
}

static void names_decide_between_several(void **state)
{
    static const struct pair_case cases[] = {
        {{"p tasklist_web7.txt", "p tasklist_web8.txt", "c netstat_web8.txt", "c netstat_web7.txt",
          "c netstat_web7_x.txt"},
         "tasklist_web7.txt: 0 3\ntasklist_web8.txt: 1 2\nnetstat_web7_x.txt: 4 undecided\n"},
        {{"p WEB7-Processes.log", "p web8.tasks.txt", "c Net.Web8.txt",
          "c web7 connections ano.txt", "c netstat-ano.web7"},
         "WEB7-Processes.log: 0 3 4\nweb8.tasks.txt: 1 2\n"},
        {{"p tasklist7.txt", "p 8tasklist.txt", "c netstat-ano7.txt", "c netstat8.txt"},
         "tasklist7.txt: 0 2\n8tasklist.txt: 1 3\n"},
        /* A machine's name keeps its digits. */
        {{"p tasklist_web7.txt", "p tasklist_web77.txt", "c netstat_web7.txt"},
         "tasklist_web7.txt: 0 2\ntasklist_web77.txt: 1 undecided\n"},
        {{"p tasklist_web-7.txt", "p tasklist_web7.txt", "c netstat_web7.txt"},
         "tasklist_web-7.txt: 0 undecided\ntasklist_web7.txt: 1 2\n"},
        /* The end of a name is not always an extension. */
        {{"p tasklist.web7", "p tasklist.web8", "c netstat.web7", "c netstat.web8"},
         "tasklist.web7: 0 2\ntasklist.web8: 1 3\n"},
        /* Single letters may be machines. */
        {{"p tasklist_a.txt", "p tasklist_b.txt", "c netstat_b.txt", "c netstat_a.txt"},
         "tasklist_a.txt: 0 3\ntasklist_b.txt: 1 2\n"},
        {{"p tasklist_\xC3\xA4.txt", "p tasklist_\xC3\xB6.txt", "c netstat_\xC3\xB6.txt"},
         "tasklist_\xC3\xA4.txt: 0 undecided\ntasklist_\xC3\xB6.txt: 1 2\n"},
    };
    (void)state;
    CHECK(cases);
}

static void options_of_one_machine_are_one(void **state)
{
    static const struct pair_case cases[] = {
        {{"p tasklist.txt", "p tasklist_svc.txt", "p tasklist-v.csv", "c netstat-anob.txt"},
         "tasklist.txt: 0 1 2 3\n"},
        {{"p h1_tasklist.txt", "c h1_netstat.txt", "p h1_tasklist_m.txt", "p h2_tasklist.txt"},
         "h1_tasklist.txt: 0 2 1\nh2_tasklist.txt: 3 undecided\n"},
        {{"p tasklist.txt", "p tasklist_svc.txt", "c netstat_later.txt"},
         "tasklist.txt: 0 undecided\ntasklist_svc.txt: 1 undecided\n"
         "netstat_later.txt: 2 undecided\n"},
    };
    (void)state;
    CHECK(cases);
}

static void nothing_is_guessed(void **state)
{
    static const struct pair_case cases[] = {
        {{"p a.txt", "p b.txt", "c c.txt"},
         "a.txt: 0 undecided\nb.txt: 1 undecided\nc.txt: 2 undecided\n"},
        {{"p a.txt"}, "a.txt: 0 alone\n"},
        {{"c a.txt", "c b.txt"}, "a.txt: 0 alone\nb.txt: 1 alone\n"},
        {{"p x/tasklist.txt", "p y/tasklist.txt", "c z/netstat.txt"},
         "x/tasklist.txt: 0 undecided\ny/tasklist.txt: 1 undecided\n"
         "z/netstat.txt: 2 undecided\n"},
        /* Being the last ones left makes no pair of what the names tell apart. */
        {{"p x/tasklist_1.txt", "p x/tasklist_2.txt", "c x/netstat_1.txt", "c x/netstat_3.txt"},
         "x/1: 0 2\nx/tasklist_2.txt: 1 undecided\nx/netstat_3.txt: 3 undecided\n"},
    };
    (void)state;
    CHECK(cases);
}

static void directories_are_groups(void **state)
{
    static const struct pair_case cases[] = {
        {{"p acme/host7/tasklist.txt", "p acme/host8/tasklist.txt", "c acme/host7/netstat.txt",
          "c acme/host8/netstat.txt"},
         "acme/host7: 0 2\nacme/host8: 1 3\n"},
        /* What is still alone is one more group. */
        {{"p x/tasklist.txt", "c y/netstat.txt"}, "x/tasklist.txt: 0 1\n"},
        {{"p in/x/tasklist.txt", "c in/y/netstat.txt", "c in/z/netstat.txt"}, "in: 0 1 2\n"},
        {{"p a/tasklist.txt", "c a/netstat.txt", "p b/tasklist.txt", "c c/netstat.txt"},
         "a: 0 1\nb/tasklist.txt: 2 3\n"},
        {{"p x/tl_1.txt", "p x/tl_2.txt", "c x/tl_1_netstat.txt", "c y/tl_2_net.txt"},
         "x: 0 2\nx/tl_2.txt: 1 3\n"},
        {{"p x/tasklist.txt", "p x/tasklist_svc.txt", "c y/netstat.txt"},
         "x/tasklist.txt: 0 1 2\n"},
        {{"p /tasklist.txt", "c /netstat.txt"}, "/: 0 1\n"},
    };
    (void)state;
    CHECK(cases);
}

static void captures_of_one_directory_are_told_apart(void **state)
{
    static const struct pair_case cases[] = {
        {{"p x/tasklist_Web 7.txt", "p x/tasklist_Web8.txt", "c x/netstat_web_7.txt",
          "c x/web8_netstat.txt"},
         "x/Web 7: 0 2\nx/Web8: 1 3\n"},
        {{"p x/h_tasklist_7.txt", "c x/h_netstat_7.txt", "b x/all.txt"},
         "x/h_7: 0 1\nx/all.txt: 2\n"},
        {{"p x/tasklist.txt", "c x/netstat_1.txt", "c x/netstat_2.txt", "b x/all.txt"},
         "x: 0 1 2\nx/all.txt: 3\n"},
        {{"p /tasklist_1.txt", "c /netstat_1.txt", "b /all.txt"}, "/1: 0 1\n/all.txt: 2\n"},
    };
    (void)state;
    CHECK(cases);
}

static void standard_input_is_in_no_directory(void **state)
{
    static const struct pair_case cases[] = {
        {{"p -", "c netstat.txt"}, "-: 0 1\n"},
        {{"c netstat.txt", "p -"}, "netstat.txt: 1 0\n"},
        {{"p -", "p tasklist.txt", "c netstat.txt"}, "-: 0 alone\ntasklist.txt: 1 2\n"},
        {{"c -", "p x/tasklist.txt", "c x/netstat.txt"}, "-: 0 alone\nx: 1 2\n"},
    };
    (void)state;
    CHECK(cases);
}

static void the_same_file_twice(void **state)
{
    static const struct pair_case cases[] = {
        {{"b a.txt", "b a.txt"}, "a.txt: 0\na.txt: 1\n"},
        {{"p t.txt", "c n.txt", "c n.txt"}, "t.txt: 0 1 2\n"},
        {{"p tasklist.txt", "p tasklist.txt", "c netstat.txt"}, "tasklist.txt: 0 1 2\n"},
    };
    (void)state;
    CHECK(cases);
}

static void memory_that_runs_out(void **state)
{
    static const struct pair_text texts[] = {
        {"x/tasklist_1.txt", true, false}, {"x/tasklist_2.txt", true, false},
        {"x/netstat_1.txt", false, true},  {"x/netstat_2.txt", false, true},
        {"y/all.txt", true, true},
    };
    bool failed = true;
    (void)state;
    for (uint64_t n = 0; failed; n++) {
        struct pairing pairing;
        fail_alloc_start(n);
        bool paired = pair_texts(&pairing, texts, 5);
        failed = fail_alloc_stop();
        assert_int_equal(paired, !failed);
        pair_free(&pairing);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_process_list_serves_all),
        cmocka_unit_test(both_kinds_are_a_capture),
        cmocka_unit_test(names_decide_between_several),
        cmocka_unit_test(options_of_one_machine_are_one),
        cmocka_unit_test(nothing_is_guessed),
        cmocka_unit_test(directories_are_groups),
        cmocka_unit_test(captures_of_one_directory_are_told_apart),
        cmocka_unit_test(standard_input_is_in_no_directory),
        cmocka_unit_test(the_same_file_twice),
        cmocka_unit_test(memory_that_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
