/* Which image names a wanted name means. */
#include "join/wanted.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
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
        cmocka_unit_test(stars_are_cheap),
        cmocka_unit_test(names_resemble_by_their_stem),
        cmocka_unit_test(pids_are_whole_numbers),
    };
    int failed = TABLE_RUN("images", images, match_image);
    return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
