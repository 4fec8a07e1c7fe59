/*
 * Whatever happens to a capture on its way, its rows and its targets stay the same: captures are
 * written together with their truth, changed, read, and compared with it.
 *
 * usage: test_property                       all tests
 *        test_property SCENE SEED            what is wrong with that capture
 *        test_property SCENE SEED NUMBER     the bytes of that capture after that change
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/capture_change.h"
#include "support/capture_joined.h"
#include "support/capture_reading.h"
#include "support/capture_scene.h"
#include "support/pipeline.h"

#ifdef __SANITIZE_ADDRESS__
enum { CAPTURES = 400 }; /* of each scene */
#else
enum { CAPTURES = 1500 };
#endif
enum { CHANGES = 3, FAILURES_SHOWN = 3 };

struct bench {
    oc_grammars *grammars;
    struct draft draft;
    struct reading reading;
    struct sheet bytes;
    struct sheet lists;     /* the truth of the draft, without the ledger */
    struct sheet snapshots; /* the same */
    struct sheet about;     /* what is wrong */
    size_t readings;
};

/* ---- comparing ----------------------------------------------------------------------------- */

/* Where nothing tells the code page, bytes that are not ASCII may be read escaped. */
static bool may_be_escaped(const struct change *change, const char *expected)
{
    bool page = change->encoding.page || change->second.page;
    bool told = expected[0] == '!' && change->second_list == 0;
    return page && !told;
}

static bool line_holds(const struct change *change, const char *expected, size_t expected_size,
                       const char *got, size_t got_size)
{
    if (expected_size == 0 || got_size == 0) {
        return false;
    }
    if (got_size == expected_size && memcmp(expected + 1, got + 1, got_size - 1) == 0) {
        return true;
    }
    if (!may_be_escaped(change, expected)) {
        return false;
    }
    struct sheet escaped = {0};
    bool holds = change_escape(change, expected + 1, expected_size - 1, &escaped) &&
                 escaped.size == got_size - 1 && memcmp(escaped.data, got + 1, got_size - 1) == 0;
    assert_false(escaped.failed);
    sheet_free(&escaped);
    return holds;
}

/* Adds the first difference of two logs to about; false when there is none. */
static bool differ(const struct change *change, const char *expected, const char *got,
                   struct sheet *about)
{
    for (size_t line = 1; *expected != '\0' || *got != '\0'; line++) {
        size_t expected_size = strcspn(expected, "\n");
        size_t got_size = strcspn(got, "\n");
        if (!line_holds(change, expected, expected_size, got, got_size)) {
            sheet_printf(about, "  line %zu of the log\n    should be %.*s\n    but is    %.*s\n",
                         line, (int)expected_size, expected, (int)got_size, got);
            return true;
        }
        expected += expected_size + (expected[expected_size] != '\0');
        got += got_size + (got[got_size] != '\0');
    }
    return false;
}

/* ---- one capture --------------------------------------------------------------------------- */

static void write_capture(struct bench *bench, enum scene scene, uint64_t seed)
{
    scene_write(&bench->draft, scene, seed);
    sheet_clear(&bench->lists);
    sheet_clear(&bench->snapshots);
    truth_log_lists(&bench->lists, &bench->draft.truth);
    joined_log(&bench->snapshots, &bench->draft.truth);
    assert_false(draft_failed(&bench->draft) || bench->lists.failed || bench->snapshots.failed);
}

static bool reading_holds(struct bench *bench, const struct change *change)
{
    const struct truth *truth = &bench->draft.truth;
    struct sheet lists = {0};
    sheet_append(&lists, sheet_text(&bench->lists));
    reading_log_lines(&lists, change_lines(change, &bench->draft), truth->process_count,
                      truth->connection_count, 0);
    bool wrong =
        differ(change, sheet_text(&lists), sheet_text(&bench->reading.lists), &bench->about) ||
        differ(change, sheet_text(&bench->snapshots), sheet_text(&bench->reading.snapshots),
               &bench->about);
    assert_false(lists.failed || bench->reading.lists.failed || bench->reading.snapshots.failed);
    sheet_free(&lists);
    return !wrong;
}

/* Whether the capture holds after that change, if the encoding can hold it. */
static bool change_holds(struct bench *bench, const struct change *change)
{
    sheet_clear(&bench->bytes);
    bool held = change_apply(change, &bench->draft, &bench->bytes);
    assert_false(bench->bytes.failed);
    if (!held) {
        return true;
    }
    bench->readings++;
    assert_int_equal(reading_take(&bench->reading, bench->grammars, &bench->bytes, change->chunk,
                                  dice_of(change->seed)),
                     OC_OK);
    return reading_holds(bench, change);
}

static void say_wrong(const struct bench *bench, const struct change *change, const char *replay)
{
    struct sheet text = {0};
    sheet_printf(&text, "%s\n  %s\n  ", replay, sheet_text(&bench->draft.about));
    change_describe(change, &text);
    print_error("%s\n%s", sheet_text(&text), sheet_text(&bench->about));
    sheet_free(&text);
}

static bool capture_holds(struct bench *bench, enum scene scene, uint64_t seed)
{
    char replay[64];
    write_capture(bench, scene, seed);
    for (size_t number = 0; number < CHANGES; number++) {
        struct change change = change_of(&bench->draft, seed, number);
        sheet_clear(&bench->about);
        if (!change_holds(bench, &change)) {
            snprintf(replay, sizeof replay, "test_property %d %" PRIu64 " %zu", (int)scene, seed,
                     number);
            say_wrong(bench, &change, replay);
            return false;
        }
    }
    return true;
}

/* ---- all of them --------------------------------------------------------------------------- */

static struct bench *bench_new(void)
{
    oc_status status;
    struct bench *bench = calloc(1, sizeof *bench);
    if (bench == NULL) {
        return NULL;
    }
    bench->grammars = pipeline_grammars(&status);
    if (bench->grammars == NULL) {
        free(bench);
        return NULL;
    }
    return bench;
}

static void bench_free(struct bench *bench)
{
    draft_free(&bench->draft);
    reading_free(&bench->reading);
    sheet_free(&bench->bytes);
    sheet_free(&bench->lists);
    sheet_free(&bench->snapshots);
    sheet_free(&bench->about);
    oc_grammars_free(bench->grammars);
    free(bench);
}

static void check_scene(enum scene scene)
{
    struct bench *bench = bench_new();
    size_t wrong = 0;
    assert_non_null(bench);
    for (uint64_t seed = 1; seed <= CAPTURES && wrong < FAILURES_SHOWN; seed++) {
        wrong += !capture_holds(bench, scene, seed);
    }
    size_t readings = bench->readings;
    bench_free(bench);
    assert_int_equal(wrong, 0);
    /* What an encoding cannot hold is passed over, and must be little. */
    assert_true(readings > (size_t)CAPTURES * CHANGES * 9 / 10);
}

static void test_process_lists(void **state)
{
    (void)state;
    check_scene(SCENE_PROCESSES);
}

static void test_connection_lists(void **state)
{
    (void)state;
    check_scene(SCENE_CONNECTIONS);
}

static void test_both(void **state)
{
    (void)state;
    check_scene(SCENE_BOTH);
}

/* ---- one again ----------------------------------------------------------------------------- */

static bool write_bytes(struct bench *bench, enum scene scene, uint64_t seed, size_t number)
{
    write_capture(bench, scene, seed);
    struct change change = change_of(&bench->draft, seed, number);
    return change_apply(&change, &bench->draft, &bench->bytes) &&
           fwrite(bench->bytes.data, 1, bench->bytes.size, stdout) == bench->bytes.size &&
           fflush(stdout) == 0;
}

static int replay(int argc, char **argv)
{
    enum scene scene = (enum scene)strtoul(argv[1], NULL, 10);
    uint64_t seed = strtoull(argv[2], NULL, 10);
    struct bench *bench = bench_new();
    if (bench == NULL) {
        return EXIT_FAILURE;
    }
    bool well = argc == 3 ? capture_holds(bench, scene, seed)
                          : write_bytes(bench, scene, seed, strtoul(argv[3], NULL, 10));
    bench_free(bench);
    return well ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    if (argc > 2) {
        return replay(argc, argv);
    }
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_process_lists),
                                       cmocka_unit_test(test_connection_lists),
                                       cmocka_unit_test(test_both)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
