/* Which image names a wanted name means. */
#include "join/wanted.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/table.h"

struct image_case {
    const char *name;
    const char *pattern;
    const char *image;
    bool cut;
    bool matches;
};

static struct image_case images[] = {
    {"the name", "outlook.exe", "outlook.exe", false, true},
    {"any case", "outlook.exe", "OUTLOOK.EXE", false, true},
    {"any case of the pattern", "OutLook.Exe", "outlook.exe", false, true},
    {"any case of other letters", "über.exe", "ÜBER.EXE", false, true},
    {"any case of cyrillic letters", "почта.exe", "ПОЧТА.EXE", false, true},
    {"without .exe", "outlook", "OUTLOOK.EXE", false, true},
    {"without .exe, a name without one", "System", "System", false, true},
    {"without .exe is no beginning", "out", "OUTLOOK.EXE", false, false},
    {".exe that is not there", "outlook.exe", "outlook", false, false},
    {"another ending", "outlook", "OUTLOOK.COM", false, false},
    {".exe twice", "outlook", "outlook.exe.exe", false, false},
    {"part of a name", "outlook.exe", "HxOutlook.exe", false, false},
    {"the name and more", "outlook.exe", "outlook.exe2", false, false},
    {"empty", "", "outlook.exe", false, false},
    {"? is one character", "outloo?.exe", "OUTLOOK.EXE", false, true},
    {"? is one wide character", "?.exe", "信.exe", false, true},
    {"? is not none", "outlook?.exe", "outlook.exe", false, false},
    {"? without .exe", "out????", "outlook.exe", false, true},
    {"* alone", "*", "outlook.exe", false, true},
    {"* is none", "outlook*.exe", "outlook.exe", false, true},
    {"* is many", "o*.exe", "outlook.exe", false, true},
    {"* at the beginning", "*look.exe", "HxOutlook.exe", false, true},
    {"* without .exe", "*look", "HxOutlook.exe", false, true},
    {"* twice", "*out*k*", "HxOutlook.exe", false, true},
    {"* goes back", "*ab.exe", "aab.exe", false, true},
    {"* goes back often", "*a*b*c", "aaabbbabcabc", false, true},
    {"* and what is not there", "*a*b*d", "aaabbbabcabc", false, false},
    {"* and a case", "*LOOK*", "outlook.exe", false, true},
    {"*.exe", "*.exe", "System", false, false},
    {"an image of other characters", "outlook.exe", "outl\xC3\xB6ok.exe", false, false},
    {"a cut name", "StartMenuExperienceHost.exe", "StartMenuExperienceHost.e", true, true},
    {"a cut name in any case", "startmenuexperiencehost.EXE", "StartMenuExperienceHost.e", true,
     true},
    {"a cut name, without .exe", "StartMenuExperienceHost", "StartMenuExperienceHost.e", true,
     true},
    {"a name cut behind its dot, without .exe", "MicrosoftEdgeUpdateCoreX",
     "MicrosoftEdgeUpdateCoreX.", true, true},
    {"a name cut before its ending", "MicrosoftEdgeUpdateCore25", "MicrosoftEdgeUpdateCore25", true,
     true},
    {"a cut name of more than its ending", "WindowsInternal.ComposableShell",
     "WindowsInternal.Composabl", true, true},
    {"a name that is not cut there", "StartMenuExperienceHost.exe", "StartMenuExperienceHost.e",
     false, false},
    {"a cut name that goes on otherwise", "StartMenuExperienceHorse.exe",
     "StartMenuExperienceHost.e", true, false},
    {"a shorter name", "StartMenu.exe", "StartMenuExperienceHost.e", true, false},
    {"* in a cut name", "StartMenu*", "StartMenuExperienceHost.e", true, true},
    {"* at the end of a cut name", "*Host.exe", "StartMenuExperienceHost.e", true, true},
    {"* and what a cut name does not show", "*outlook*", "StartMenuExperienceHost.e", true, false},
    {"a name of another beginning", "outlook.exe", "StartMenuExperienceHost.e", true, false},
};

static void match_image(void **state)
{
    const struct image_case *at = *state;
    assert_int_equal(wanted_image(text_of(at->pattern), text_of(at->image), at->cut), at->matches);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* What a pattern of ASCII means, said in another way: ends[i] says whether the pattern so far may
 * end before the i-th character of the image. */
static bool means(const char *pattern, const char *image)
{
    bool ends[16] = {true};
    size_t size = strlen(image);
    for (; *pattern != '\0'; pattern++) {
        bool next[16] = {*pattern == '*' && ends[0]};
        for (size_t i = 1; i <= size; i++) {
            bool same = *pattern == '?' || lower(*pattern) == lower(image[i - 1]);
            next[i] = *pattern == '*' ? ends[i] || next[i - 1] : same && ends[i - 1];
        }
        memcpy(ends, next, sizeof ends);
    }
    return ends[size];
}

/* A text of up to 6 of the letters, by a number; room is left for an ending. */
static void spell(uint64_t number, const char *letters, char text[16])
{
    size_t count = strlen(letters);
    size_t size = (size_t)(number % 7);
    number /= 7;
    for (size_t i = 0; i < size; i++) {
        text[i] = letters[number % count];
        number /= count;
    }
    text[size] = '\0';
}

static void patterns_mean_what_they_say(void **state)
{
    uint64_t random = 5;
    size_t matching = 0;
    (void)state;
    for (size_t i = 0; i < 200000; i++) {
        char pattern[16];
        char image[16];
        random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        spell(random >> 33, "aAb?*", pattern);
        random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        spell(random >> 33, "aAbB", image);
        if (i % 2 == 0) {
            memcpy(image + strlen(image), ".eXe", sizeof ".eXe");
        }
        bool got = wanted_image(text_of(pattern), text_of(image), false);
        char whole[32];
        snprintf(whole, sizeof whole, "%s.exe", pattern);
        bool expected = pattern[0] != '\0' && (means(pattern, image) || means(whole, image));
        if (got != expected) {
            fail_msg("%s: %s", pattern, image);
        }
        matching += got;
    }
    assert_true(matching > 10000);
}

/* No pattern may cost more than its length times that of the name. */
static void stars_are_cheap(void **state)
{
    char pattern[201];
    char image[4001];
    (void)state;
    for (size_t i = 0; i < 200; i += 2) {
        memcpy(pattern + i, "*a", 2);
    }
    pattern[200] = '\0';
    memset(image, 'a', sizeof image - 1);
    image[4000] = '\0';
    assert_true(wanted_image(text_of(pattern), text_of(image), false));
    image[3999] = 'b';
    assert_false(wanted_image(text_of(pattern), text_of(image), false));
}

static void names_resemble_by_their_stem(void **state)
{
    static const oc_text images_wanted[] = {{"outlook.exe", 11}, {"ab.exe", 6}};
    static const struct wanted wanted = {.images = images_wanted, .image_count = 2};
    (void)state;
    assert_true(wanted_resembles(&wanted, text_of("HxOutlook.exe")));
    assert_true(wanted_resembles(&wanted, text_of("OUTLOOK")));
    assert_false(wanted_resembles(&wanted, text_of("olk.exe")));
    assert_false(wanted_resembles(&wanted, text_of("outloo")));
    assert_false(wanted_resembles(&wanted, text_of("cab.exe")));
}

static void pids_are_whole_numbers(void **state)
{
    static const uint32_t pids[] = {4028, 0};
    static const struct wanted wanted = {.pids = pids, .pid_count = 2};
    static const struct wanted none = {.pid_count = 0};
    (void)state;
    assert_true(wanted_pid(&wanted, 4028));
    assert_true(wanted_pid(&wanted, 0));
    assert_false(wanted_pid(&wanted, 402));
    assert_false(wanted_pid(&wanted, 40281));
    assert_false(wanted_pid(&none, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns_mean_what_they_say),
        cmocka_unit_test(stars_are_cheap),
        cmocka_unit_test(names_resemble_by_their_stem),
        cmocka_unit_test(pids_are_whole_numbers),
    };
    int failed = TABLE_RUN("images", images, match_image);
    return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
