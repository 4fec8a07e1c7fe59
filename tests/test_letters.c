/* Which texts look like words of a language. */
#include "base/text.h"
#include "text/letters.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/table.h"

struct letters_case {
    const char *name;
    const char *letters;
    const char *text;
    bool explained;
};

#define GERMAN "äöüß"
#define FRENCH "àâæçéèêëîïôœùûüÿ"
#define RUSSIAN "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
#define TURKISH "çğıöşüİ"

static struct letters_case cases[] = {
    {"ascii alone", GERMAN, "notepad.exe", true},
    {"a letter", GERMAN, "Gebühr.exe", true},
    {"a capital", GERMAN, "Übung", true},
    {"all capitals", GERMAN, "GEBÜHR", true},
    {"a letter of another language", GERMAN, "café", false},
    {"no letter", GERMAN, "m³", false},
    {"a lost character", GERMAN, "m\uFFFD", false},
    {"a capital behind a small letter", FRENCH, "cafÉ", false},
    {"a capital behind a small letter that is not ascii", FRENCH, "\u00E7\u00C9t", false},
    {"a letter behind a digit", FRENCH, "64ÿ200", false},
    {"a digit behind a letter", GERMAN, "Menü2", true},
    {"a word of one letter", FRENCH, "Réunion à dix", true},
    {"a word of two letters that are both not ascii", FRENCH, "éà", false},
    {"a dash between words", GERMAN, "Bücher \u2013 Word", true},
    {"a dash in a word", GERMAN, "B\u2013cher", false},
    {"a dash behind a word", GERMAN, "Bcher\u2013", true},
    {"an apostrophe in a word", FRENCH, "l\u2019image", true},
    {"a no-break blank between digits", FRENCH, "6\u00A0864 Ko", true},
    {"a no-break blank between letters", FRENCH, "p\u00A0gina", false},
    {"russian", RUSSIAN, "Документы.exe", true},
    {"russian of one letter", RUSSIAN, "я", true},
    {"russian beside ascii", RUSSIAN, "bБro", false},
    {"russian beside a digit", RUSSIAN, "Отчёт 7", true},
    {"turkish, a capital with a dot", TURKISH, "İzmir", true},
    {"letters with blanks between", "ä ö", "bärö", true},
};

static void check_case(void **state)
{
    const struct letters_case *at = *state;
    assert_int_equal(letters_explain(text_of(at->text), text_of(at->letters)), at->explained);
}

int main(void)
{
    return TABLE_RUN("letters", cases, check_case);
}
