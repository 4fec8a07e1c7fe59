/* What bytes are by how they begin and which shard a name belongs to. */
#include "base/text.h"
#include "cli/kind.h"
#include "cli/shard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct known {
    const char *bytes;
    size_t size;
    const char *name;
    bool packs_one;
};

static void archives_are_told_by_their_beginning(void **state)
{
    static const struct known all[] = {
        {"PK\3\4....", 8, "a zip archive", false},
        {"PK\5\6....", 8, "a zip archive", false},
        {"\x1f\x8b\x08\0\0", 5, "gzip data", true},
        {"7z\xbc\xaf\x27\x1c..", 8, "a 7z archive", false},
        {"\xfd"
         "7zXZ\0..",
         8, "xz data", true},
        {"\x28\xb5\x2f\xfd..", 6, "zstd data", true},
        {"BZh91AY", 7, "bzip2 data", true},
        {"MSCF\0\0\0\0..", 10, "a cab archive", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        assert_string_equal(kind_of_archive(all[i].bytes, all[i].size), all[i].name);
        assert_int_equal(kind_packs_one(all[i].bytes, all[i].size), all[i].packs_one);
        assert_int_equal(kind_is_gzip(all[i].bytes, all[i].size),
                         strcmp(all[i].name, "gzip data") == 0);
    }
}

static void text_is_no_archive(void **state)
{
    static const char *const texts[] = {"",   "P",    "PK",         "7z",
                                        "BZ", "MSCF", "Image Name", "\r\nActive Connections\r\n"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_null(kind_of_archive(texts[i], strlen(texts[i])));
    }
}

/* A header for a file "x" of that checksum, without the mark of POSIX. */
static void make_old_tar(char head[KIND_HEAD], unsigned checksum)
{
    memset(head, 0, KIND_HEAD);
    head[0] = 'x';
    snprintf(head + 148, 8, "%06o", checksum);
    head[155] = ' ';
}

static void an_old_tar_is_told_by_its_checksum(void **state)
{
    char head[KIND_HEAD];
    (void)state;
    make_old_tar(head, 'x' + 8 * ' ');
    assert_string_equal(kind_of_archive(head, sizeof head), "a tar archive");
    assert_null(kind_of_archive(head, sizeof head - 1));
    make_old_tar(head, 'x' + 8 * ' ' + 1);
    assert_null(kind_of_archive(head, sizeof head));
    make_old_tar(head, 'x' + 8 * ' ');
    memcpy(head + 257, "ustar", 5);
    assert_string_equal(kind_of_archive(head, sizeof head), "a tar archive");
}

static void names_are_shared_out(void **state)
{
    unsigned taken[4] = {0};
    (void)state;
    for (unsigned i = 0; i < 1000; i++) {
        char name[32];
        unsigned takers = 0;
        snprintf(name, sizeof name, "acme/host%u", i);
        for (unsigned k = 1; k <= 4; k++) {
            const struct shard shard = {.number = k, .count = 4};
            bool takes = shard_takes(&shard, text_of(name));
            takers += takes;
            taken[k - 1] += takes;
        }
        assert_int_equal(takers, 1);
    }
    for (unsigned k = 0; k < 4; k++) {
        assert_in_range(taken[k], 150, 350);
    }
}

/* FNV-1a of "a" is af63dc4c8601ec8c, of "foobar" 85944171f73967e8, as its authors print them. */
static void the_shares_are_those_of_every_machine(void **state)
{
    static const struct shard a = {.number = 0x8c + 1, .count = 256};
    static const struct shard foobar = {.number = 0xe8 + 1, .count = 256};
    static const struct shard all = {.count = 0};
    (void)state;
    assert_true(shard_takes(&a, text_of("a")));
    assert_true(shard_takes(&a, text_of("a/")));
    assert_false(shard_takes(&a, text_of("b")));
    assert_true(shard_takes(&foobar, text_of("foobar")));
    assert_true(shard_takes(&all, text_of("anything")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(archives_are_told_by_their_beginning),
        cmocka_unit_test(text_is_no_archive),
        cmocka_unit_test(an_old_tar_is_told_by_its_checksum),
        cmocka_unit_test(names_are_shared_out),
        cmocka_unit_test(the_shares_are_those_of_every_machine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
