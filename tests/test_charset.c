/* Raw lines to UTF-8: which code page a text is in, what no page explains, encodings by name. */
#include "base/text.h"
#include "grammar/grammar.h"
#include "text/charset.h"
#include "text/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/table.h"
#include "support/with_grammars.h"

#define LINES_MAX 5

struct decode_line {
    enum unit unit;
    const char *bytes;
    size_t size;
    const char *text;
    const char *encoding; /* NULL: none makes it readable */
    size_t bad_bytes;
};

#define BYTES(string) UNIT_BYTE, (string), sizeof(string) - 1
#define LE(string) UNIT_UTF16LE, (string), sizeof(string) - 1
#define BE(string) UNIT_UTF16BE, (string), sizeof(string) - 1

/* Lines of one text, in order. */
struct decode_case {
    const char *name;
    const char *encoding; /* NULL: detect */
    struct decode_line lines[LINES_MAX];
};

static void check_line(struct charset *charset, const struct decode_line *line)
{
    struct raw_line raw = {.data = line->bytes, .size = line->size, .unit = line->unit};
    struct decoded decoded;
    assert_int_equal(charset_decode(charset, &raw, &decoded), OC_OK);
    assert_true(utf8_valid(decoded.text.data, decoded.text.size));
    if (!text_equal(decoded.text, text_of(line->text))) {
        fail_msg("expected %s, got %.*s", line->text, (int)decoded.text.size, decoded.text.data);
    }
    assert_int_equal(decoded.bad_bytes, line->bad_bytes);
    if (line->encoding == NULL) {
        assert_null(decoded.encoding);
    } else {
        assert_non_null(decoded.encoding);
        assert_string_equal(decoded.encoding, line->encoding);
    }
}

static void check_case(void **state)
{
    const struct decode_case *at = *state;
    struct charset *charset = NULL;
    assert_int_equal(
        charset_new(&charset, at->encoding, grammars->hints, grammars->hint_count, NULL), OC_OK);
    for (size_t i = 0; i < LINES_MAX && at->lines[i].bytes != NULL; i++) {
        check_line(charset, &at->lines[i]);
    }
    charset_free(charset);
}

static struct decode_case pages[] = {
    {"ascii", NULL, {{BYTES("  TCP    LISTENING\r"), "  TCP    LISTENING\r", "ASCII", 0}}},
    {"empty", NULL, {{BYTES(""), "", "ASCII", 0}}},
    {"utf-8", NULL, {{BYTES("ABH\xC3\x96REN"), "ABHÖREN", "UTF-8", 0}}},
    {"utf-8 with a lost character",
     NULL,
     {{BYTES("ABH\xEF\xBF\xBDREN"), "ABH\uFFFDREN", "UTF-8", 0}}},
    {"german, cp850", NULL, {{BYTES("ABH\x99REN"), "ABHÖREN", "CP850", 0}}},
    {"german, cp1252", NULL, {{BYTES("ABH\xD6REN"), "ABHÖREN", "CP1252", 0}}},
    {"french title row, cp850",
     NULL,
     {{BYTES("  Proto  Adresse locale  Adresse distante  \x90tat"),
       "  Proto  Adresse locale  Adresse distante  État", "CP850", 0}}},
    {"french title row, cp1252",
     NULL,
     {{BYTES("Adresse distante  \xC9tat"), "Adresse distante  État", "CP1252", 0}}},
    {"french headings, cp850",
     NULL,
     {{BYTES("Num\x82ro de se Utilisation "), "Numéro de se Utilisation ", "CP850", 0}}},
    {"french headings, cp1252",
     NULL,
     {{BYTES("Num\xE9ro de se Utilisation "), "Numéro de se Utilisation ", "CP1252", 0}}},
    {"spanish title row, cp850",
     NULL,
     {{BYTES("Direcci\xA2n remota"), "Dirección remota", "CP850", 0}}},
    {"spanish title row, cp1252",
     NULL,
     {{BYTES("Direcci\xF3n remota"), "Dirección remota", "CP1252", 0}}},
    {"spanish heading cut, cp850", NULL, {{BYTES("N\xA3m. de ses"), "Núm. de ses", "CP850", 0}}},
    {"spanish heading cut, cp1252", NULL, {{BYTES("N\xFAm. de ses"), "Núm. de ses", "CP1252", 0}}},
    {"spanish heading cut early, cp850",
     NULL,
     {{BYTES("Nombre de sesi\xA2n N\xA3m"), "Nombre de sesión Núm", "CP850", 0}}},
    {"spanish notice, cp850",
     NULL,
     {{BYTES("INFORMACI\xE0N: no hay"), "INFORMACIÓN: no hay", "CP850", 0}}},
    {"spanish notice, cp1252",
     NULL,
     {{BYTES("INFORMACI\xD3N: no hay"), "INFORMACIÓN: no hay", "CP1252", 0}}},
};

static struct decode_case texts[] = {
    {"the page stays, cp850",
     NULL,
     {{BYTES("ABH\x99REN"), "ABHÖREN", "CP850", 0},
      {BYTES("b\x81ro.exe"), "büro.exe", "CP850", 0}}},
    {"the page stays, cp1252",
     NULL,
     {{BYTES("ABH\xD6REN"), "ABHÖREN", "CP1252", 0},
      {BYTES("x"), "x", "ASCII", 0},
      {BYTES("b\xFCro.exe"), "büro.exe", "CP1252", 0}}},
    {"the page stays, a typographic apostrophe",
     NULL,
     {{BYTES("Adresse distante  \xC9tat"), "Adresse distante  État", "CP1252", 0},
      {BYTES("Nom de l\x92image"), "Nom de l’image", "CP1252", 0}}},
    {"the page changes",
     NULL,
     {{BYTES("ABH\x99REN"), "ABHÖREN", "CP850", 0},
      {BYTES("ABH\xD6REN"), "ABHÖREN", "CP1252", 0},
      {BYTES("b\xFCro.exe"), "büro.exe", "CP1252", 0},
      {BYTES("ABH\x99REN"), "ABHÖREN", "CP850", 0},
      {BYTES("b\x81ro.exe"), "büro.exe", "CP850", 0}}},
    {"utf-8 between lines of a page",
     NULL,
     {{BYTES("ABH\x99REN"), "ABHÖREN", "CP850", 0},
      {BYTES("b\xC3\xBCro"), "büro", "UTF-8", 0},
      {BYTES("b\x81ro"), "büro", "CP850", 0}}},
    {"bytes that the page does not have",
     NULL,
     {{BYTES("ABH\xD6REN"), "ABHÖREN", "CP1252", 0},
      {BYTES("a\x81z\x9D"), "a\\x81z\\x9d", "CP1252", 2}}},
    {"no page yet",
     NULL,
     {{BYTES("b\x9Fx"), "b\\x9fx", NULL, 1},
      {BYTES("\xFF\x80"), "\\xff\\x80", NULL, 2},
      {BYTES("ABH\x99REN"), "ABHÖREN", "CP850", 0},
      {BYTES("b\x81x"), "büx", "CP850", 0}}},
    {"no utf-8: cut, overlong, surrogate",
     NULL,
     {{BYTES("a\xC3"), "a\\xc3", NULL, 1},
      {BYTES("\xC0\xAF"), "\\xc0\\xaf", NULL, 2},
      {BYTES("\xED\xA0\x80"), "\\xed\\xa0\\x80", NULL, 3},
      {BYTES("\xC3\xA9\xFF"), "\\xc3\\xa9\\xff", NULL, 3}}},
};

static struct decode_case utf16[] = {
    {"utf-16le", NULL, {{LE("A\0\xD6\0\x14\x20"), "AÖ\u2014", "UTF-16LE", 0}}},
    {"utf-16be, an odd byte", NULL, {{BE("\0A\x1A"), "A\\x1a", "UTF-16BE", 1}}},
};

/* What a language is written with, where no word tells the page. */
static const oc_text title = {"Verbindüngen", sizeof "Verbindüngen" - 1};
static const struct charset_alphabet on_cp850[] = {
    {{"de", 2}, {"äöüß", sizeof "äöüß" - 1}},
    {{"it", 2}, {"àèéìòóù", sizeof "àèéìòóù" - 1}},
};
static const struct charset_alphabet on_cp852[] = {
    {{"pl", 2}, {"ąćęłńóśźż", sizeof "ąćęłńóśźż" - 1}},
};
static const struct charset_hint alphabets[] = {
    {.encoding = "CP850", .alphabets = on_cp850, .alphabet_count = 2},
    {.encoding = "CP1252",
     .keys = &title,
     .key_count = 1,
     .alphabets = on_cp850,
     .alphabet_count = 2},
    {.encoding = "CP852", .alphabets = on_cp852, .alphabet_count = 1},
    {.encoding = "CP1250", .alphabets = on_cp852, .alphabet_count = 1},
    {.encoding = "CP932", .alphabets = on_cp850, .alphabet_count = 1},
};

struct letters_case {
    const char *name;
    const char *language; /* NULL: not known */
    struct decode_line lines[LINES_MAX];
};

static struct letters_case by_letters[] = {
    {"german, cp850", "de", {{BYTES("Geb\x81hr.exe"), "Gebühr.exe", "CP850", 0}}},
    {"german, cp1252", "de", {{BYTES("Geb\xFChr.exe"), "Gebühr.exe", "CP1252", 0}}},
    {"polish, cp852", "pl", {{BYTES("\x88\xA2\x64\xAB"), "łódź", "CP852", 0}}},
    {"polish, cp1250", "pl", {{BYTES("\xB3\xF3\x64\x9F"), "łódź", "CP1250", 0}}},
    {"no language", NULL, {{BYTES("Geb\x81hr.exe"), "Geb\\x81hr.exe", NULL, 1}}},
    {"a language that nobody lists", "xx", {{BYTES("\x9D\xF3"), "\\x9d\\xf3", NULL, 2}}},
    {"no letters of the language", "de", {{BYTES("m\xA4x"), "m\\xa4x", NULL, 1}}},
    {"two pages differ, until one of them told a line",
     "it",
     {{BYTES("l\x85"), "l\\x85", NULL, 1},
      {BYTES("caff\x8A"), "caffè", "CP850", 0},
      {BYTES("l\x85"), "là", "CP850", 0}}},
    {"the page of a word stays where it makes letters",
     "de",
     {{BYTES("Verbind\xFCngen"), "Verbindüngen", "CP1252", 0},
      {BYTES("b\xE4r"), "bär", "CP1252", 0},
      {BYTES("\xB3"), "³", "CP1252", 0}}},
    {"the page of a word is left where another makes letters",
     "de",
     {{BYTES("Verbind\xFCngen"), "Verbindüngen", "CP1252", 0},
      {BYTES("b\x84r"), "bär", "CP850", 0},
      {BYTES("\x80"), "€", "CP1252", 0}}},
    {"a no-break blank between digits",
     NULL,
     {{BYTES("64\xFF"
             "200 KB"),
       "64\u00A0"
       "200 KB",
       NULL, 0},
      {BYTES("64\xA0"
             "200\xA0KB"),
       "64\u00A0"
       "200\\xa0KB",
       NULL, 1}}},
};

static struct decode_case forced[] = {
    {"cp1252 reads utf-8 as cp1252", "CP1252", {{BYTES("\xC3\x96"), "Ã–", "CP1252", 0}}},
    {"cp850",
     "CP850",
     {{BYTES("ABH\x99REN"), "ABHÖREN", "CP850", 0}, {BYTES("x"), "x", "ASCII", 0}}},
    {"utf-8 escapes what is none",
     "UTF-8",
     {{BYTES("\xC3\x96\x99z"), "Ö\\x99z", "UTF-8", 1}, {BYTES("\xC3"), "\\xc3", "UTF-8", 1}}},
    {"utf-8 by another name", "utf8", {{BYTES("\xC3\x96"), "Ö", "UTF-8", 0}}},
    {"utf-16le", "utf-16le", {{LE("\xD6\0"), "Ö", "UTF-16LE", 0}}},
    {"utf-16be by another name", "Utf16BE", {{BE("\0\xD6"), "Ö", "UTF-16BE", 0}}},
    {"us-ascii escapes", "US-ASCII", {{BYTES("a\x99"), "a\\x99", "US-ASCII", 1}}},
    {"cp932 has letters of two bytes",
     "CP932",
     {{BYTES("\x8F\xF3\x91\xD4"), "状態", "CP932", 0},
      {BYTES("C:\\\x83\x5C"), "C:\\ソ", "CP932", 0},
      {BYTES("\x8F\xF3\x91"), "状\\x91", "CP932", 1}}},
    {"cp1258 keeps its last letter",
     "CP1258",
     {{BYTES("\xD0\x61"), "Đa", "CP1258", 0}, {BYTES("\xD0 K"), "Đ K", "CP1258", 0}}},
    {"cp1255 keeps its last letter", "CP1255", {{BYTES("\xE0\xE1"), "אב", "CP1255", 0}}},
};

static void check_letters(void **state)
{
    const struct letters_case *at = *state;
    const oc_text language = text_of(at->language);
    struct charset *charset = NULL;
    assert_int_equal(
        charset_new(&charset, NULL, alphabets, sizeof alphabets / sizeof *alphabets, NULL), OC_OK);
    charset_watch_language(charset, &language);
    for (size_t i = 0; i < LINES_MAX && at->lines[i].bytes != NULL; i++) {
        check_line(charset, &at->lines[i]);
    }
    charset_free(charset);
}

static void good_text_is_borrowed(void **state)
{
    static const char *const texts_as_they_are[] = {"Active Connections", "Verf\xC3\xBCgbar"};
    struct charset *charset = NULL;
    (void)state;
    assert_int_equal(charset_new(&charset, NULL, grammars->hints, grammars->hint_count, NULL),
                     OC_OK);
    for (size_t i = 0; i < 2; i++) {
        const char *text = texts_as_they_are[i];
        struct raw_line raw = {.data = text, .size = strlen(text), .unit = UNIT_BYTE};
        struct decoded decoded;
        assert_int_equal(charset_decode(charset, &raw, &decoded), OC_OK);
        assert_ptr_equal(decoded.text.data, text);
        assert_int_equal(decoded.text.size, strlen(text));
    }
    charset_free(charset);
}

static void encodings_that_cannot_be_are_refused(void **state)
{
    static const char *const names[] = {"no-such-page",    "",          "UTF-32",  "UTF-32LE",
                                        "UCS-4",           "UCS-2",     "IBM037",  "UTF-7",
                                        "UTF-16",          "EBCDIC-US", "CP850 ",  "CP850//IGNORE",
                                        "CP850//TRANSLIT", "CP850/",    "CP850\n", "-e"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct charset *charset = NULL;
        oc_status status = charset_new(&charset, names[i], NULL, 0, NULL);
        charset_free(charset);
        if (status != OC_NO_ENCODING) {
            fail_msg("\"%s\": %s", names[i], oc_status_text(status));
        }
    }
}

static void a_name_fixes_the_code_unit(void **state)
{
    static const struct {
        const char *name;
        bool fixes;
        enum unit unit;
    } cases[] = {
        {NULL, false, UNIT_BYTE},         {"UTF-8", true, UNIT_BYTE},
        {"cp850", true, UNIT_BYTE},       {"UTF-16LE", true, UNIT_UTF16LE},
        {"utf-16be", true, UNIT_UTF16BE},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct charset *charset = NULL;
        enum unit unit = UNIT_BYTE;
        assert_int_equal(charset_new(&charset, cases[i].name, NULL, 0, NULL), OC_OK);
        assert_int_equal(charset_fixes_unit(charset, &unit), cases[i].fixes);
        if (cases[i].fixes) {
            assert_int_equal(unit, cases[i].unit);
        }
        charset_free(charset);
    }
}

/* A page is believed for what it makes readable, not for what it can read: CP437 reads any bytes.
 */
static void a_page_without_evidence_is_not_taken(void **state)
{
    const oc_text key = text_of("ABHÖ");
    const struct charset_hint hint = {.encoding = "CP437", .keys = &key, .key_count = 1};
    const struct decode_line lines[] = {
        {BYTES("b\x81ro"), "b\\x81ro", NULL, 1},
        {BYTES("ABH\x99REN"), "ABHÖREN", "CP437", 0},
        {BYTES("b\x81ro"), "büro", "CP437", 0},
    };
    struct charset *charset = NULL;
    (void)state;
    assert_int_equal(charset_new(&charset, NULL, &hint, 1, NULL), OC_OK);
    for (size_t i = 0; i < 3; i++) {
        check_line(charset, &lines[i]);
    }
    charset_free(charset);
}

/* A page that this system does not have is passed over. */
static void a_page_that_is_not_there_is_passed_over(void **state)
{
    const oc_text key = text_of("ABHÖ");
    const struct charset_hint hints[] = {{.encoding = "NO-SUCH-PAGE", .keys = &key, .key_count = 1},
                                         {.encoding = "CP850", .keys = &key, .key_count = 1}};
    const struct decode_line line = {BYTES("ABH\x99REN"), "ABHÖREN", "CP850", 0};
    struct charset *charset = NULL;
    (void)state;
    assert_int_equal(charset_new(&charset, NULL, hints, 2, NULL), OC_OK);
    check_line(charset, &line);
    charset_free(charset);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_text_is_borrowed),
        cmocka_unit_test(encodings_that_cannot_be_are_refused),
        cmocka_unit_test(a_name_fixes_the_code_unit),
        cmocka_unit_test(a_page_without_evidence_is_not_taken),
        cmocka_unit_test(a_page_that_is_not_there_is_passed_over),
    };
    if (setup(NULL) != 0) {
        return EXIT_FAILURE;
    }
    int failed = TABLE_RUN("code pages by their words", pages, check_case);
    failed += TABLE_RUN("pages of a text", texts, check_case);
    failed += TABLE_RUN("utf-16", utf16, check_case);
    failed += TABLE_RUN("code pages by letters", by_letters, check_letters);
    failed += TABLE_RUN("encodings by name", forced, check_case);
    failed += cmocka_run_group_tests(tests, NULL, NULL);
    teardown(NULL);
    return failed;
}
