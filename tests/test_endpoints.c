/*
 * What a join knows of servers and programs: from the tables, from the vendor's JSON in their
 * place, from --server. What is wrong in the JSON, and how it is told, are cases of fixtures/cli.
 */
#include "base/text.h"
#include "cli/endpoints.h"
#include "cli/file.h"
#include "cli/networks.h"
#include "support/fail_alloc.h"
#include "support/with_grammars.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define REAL "fixtures/cli/endpoints-vendor/endpoints.json"
#define CUT "fixtures/cli/endpoints-cut/endpoints.json"

/* Messages of a test go nowhere. */
static int silence(void)
{
    fflush(stderr);
    int kept = dup(STDERR_FILENO);
    int nowhere = open("/dev/null", O_WRONLY);
    assert_true(kept >= 0 && nowhere >= 0 && dup2(nowhere, STDERR_FILENO) >= 0);
    close(nowhere);
    return kept;
}

static void speak(int kept)
{
    fflush(stderr);
    dup2(kept, STDERR_FILENO);
    close(kept);
}

static bool start(struct networks *networks, const char *path)
{
    oc_network own = {.own = true, .port = 443, .label = text_of(OC_LABEL_OWN)};
    const struct options options = {.servers = &own, .server_count = 1, .endpoints = path};
    struct messages messages = {.quiet = true};
    return networks_init(networks, &options, grammars, &messages);
}

static size_t count_of(const struct networks *networks, const char *label)
{
    size_t count = 0;
    for (size_t i = 0; i < networks->count; i++) {
        count += text_equal(networks->networks[i].label, text_of(label));
    }
    return count;
}

static void the_tables_are_known(void **state)
{
    struct networks networks;
    oc_label_info label;
    (void)state;
    assert_true(start(&networks, NULL));
    assert_true(networks.networks[0].own);
    assert_int_equal(networks.networks[0].port, 443);
    assert_int_equal(count_of(&networks, "own-server"), 1);
    for (size_t i = 0; oc_grammars_label(grammars, i, &label); i++) {
        char name[32] = "";
        memcpy(name, label.name.data, label.name.size);
        assert_int_equal(count_of(&networks, name), label.network_count);
    }
    assert_int_equal(networks.program_count, 4);
    assert_true(text_equal(networks.programs[0].images[0], text_of("HxOutlook.exe")));
    networks_free(&networks);
}

static void a_published_list_takes_their_place(void **state)
{
    struct networks networks;
    (void)state;
    assert_true(start(&networks, REAL));
    assert_int_equal(networks.count, 7);
    assert_int_equal(count_of(&networks, "own-server"), 1);
    assert_int_equal(count_of(&networks, "exchange-online"), 3);
    assert_int_equal(count_of(&networks, "protection"), 1);
    assert_int_equal(count_of(&networks, "sign-in"), 1);
    assert_int_equal(count_of(&networks, "sharepoint"), 1);
    networks_free(&networks);
}

static void a_list_that_is_cut_is_refused(void **state)
{
    struct networks networks;
    int kept = silence();
    (void)state;
    bool started = start(&networks, CUT);
    networks_free(&networks);
    speak(kept);
    assert_false(started);
}

static void memory_that_runs_out_is_told(void **state)
{
    bool failed = true;
    (void)state;
    for (uint64_t n = 0; failed && n < 1000; n++) {
        struct networks networks;
        int kept = silence();
        fail_alloc_start(n);
        bool started = start(&networks, REAL);
        failed = fail_alloc_stop();
        networks_free(&networks);
        speak(kept);
        assert_true(started == !failed);
    }
    assert_false(failed);
}

/* A file of so many sets, each with one prefix; removed by its reader. */
static void write_sets(char path[32], size_t count)
{
    static const char pattern[32] = "/tmp/outconn-test-XXXXXX";
    memcpy(path, pattern, sizeof pattern);
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    FILE *file = fdopen(fd, "w");
    assert_non_null(file);
    fputs("\xEF\xBB\xBF[", file);
    for (size_t i = 0; i < count; i++) {
        fprintf(file, "%s{\"id\":1,\"ips\":[\"10.%zu.%zu.%zu\"]}\n", i == 0 ? "" : ",", i >> 16,
                i >> 8 & 255, i & 255);
    }
    fputs("]", file);
    assert_int_equal(fclose(file), 0);
}

static void there_are_only_so_many_prefixes(void **state)
{
    struct networks networks;
    char path[32];
    (void)state;
    write_sets(path, ENDPOINTS_MOST_NETWORKS);
    bool started = start(&networks, path);
    unlink(path);
    assert_true(started);
    assert_int_equal(networks.count, ENDPOINTS_MOST_NETWORKS + 1);
    networks_free(&networks);

    write_sets(path, ENDPOINTS_MOST_NETWORKS + 1);
    int kept = silence();
    started = start(&networks, path);
    networks_free(&networks);
    speak(kept);
    unlink(path);
    assert_false(started);
}

/* ---- files ---- */

static void a_file_is_read_up_to_its_limit(void **state)
{
    static const char path[] = "fixtures/cli/endpoints-no-array/endpoints.json";
    struct buffer bytes;
    (void)state;
    buffer_init(&bytes);
    assert_null(file_read(path, 35, &bytes));
    assert_int_equal(bytes.size, 35);
    assert_memory_equal(bytes.data, "{\"id\":1,\"ips\":", 14);
    buffer_clear(&bytes);
    assert_string_equal(file_read(path, 34, &bytes), "larger than such a file may be");
    assert_string_equal(file_read("fixtures/none", 35, &bytes), "No such file or directory");
    assert_string_equal(file_read("fixtures", 35, &bytes), "Is a directory");
    buffer_free(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tables_are_known),
        cmocka_unit_test(a_published_list_takes_their_place),
        cmocka_unit_test(a_list_that_is_cut_is_refused),
        cmocka_unit_test(memory_that_runs_out_is_told),
        cmocka_unit_test(there_are_only_so_many_prefixes),
        cmocka_unit_test(a_file_is_read_up_to_its_limit),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
