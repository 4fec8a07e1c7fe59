/* Lines into pieces: at the columns of a rule, at the quotes and commas of CSV, at a colon. */
#include "base/text.h"
#include "grammar/matcher.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/table.h"

/* ---- rules ---- */

struct ruler_case {
    const char *line;
    const char *columns; /* START+WIDTH of each; NULL: no rule */
};

static struct ruler_case rulers[] = {
    {"=== ====", "0+3 4+4 "},
    {"========================= ======== ============================================",
     "0+25 26+8 35+44 "},
    {"  ===  ====  ", "2+3 7+4 "},
    {"", NULL},
    {"   ", NULL},
    {"==========", NULL},
    {"== ===", NULL},
    {"=== ==", NULL},
    {"=== ===x", NULL},
    {"=======\t=======", NULL},
    {"--- ---", NULL},
    {"======= HEAD", NULL},
    {"=== === === === === === === === === === === === === === === === === === ===", NULL},
};

static void read_ruler(void **state)
{
    const struct ruler_case *at = *state;
    struct ruler ruler = {.count = 99};
    struct buffer log;
    bool read = ruler_read(text_of(at->line), &ruler);
    assert_int_equal(read, at->columns != NULL);
    if (!read) {
        assert_int_equal(ruler.count, 99);
        return;
    }
    buffer_init(&log);
    for (size_t i = 0; i < ruler.count; i++) {
        buffer_printf(&log, "%zu+%zu ", ruler.starts[i], ruler.widths[i]);
    }
    buffer_byte(&log, '\0');
    assert_string_equal(log.data, at->columns);
    buffer_free(&log);
}

/* ---- pieces ---- */

struct split_case {
    const char *line;
    const char
        *pieces; /* without blanks at their ends, a | behind each; NULL: it does not fall so */
};

static void assert_pieces(const oc_text *pieces, size_t count, const char *expected)
{
    struct buffer log;
    if (expected == NULL) {
        assert_int_equal(count, 0);
        return;
    }
    buffer_init(&log);
    for (size_t i = 0; i < count; i++) {
        buffer_text(&log, text_trim(pieces[i]));
        buffer_byte(&log, '|');
    }
    buffer_byte(&log, '\0');
    assert_string_equal(log.data, expected);
    buffer_free(&log);
}

/* Below the rule "====== === ====". */
static struct split_case ruled[] = {
    {"abcdef 123 wxyz", "abcdef|123|wxyz|"},
    {"ab       1    z", "ab|1|z|"},
    {"         1", "|1||"},
    {"abcdef 123 wxyz   ", "abcdef|123|wxyz|"},
    {"a b  c   1 x z", "a b  c|1|x z|"},
    {"abcdefg123 wxyz", NULL},
    {"abcdef 1234wxyz", NULL},
    {"abcdef 123 wxyz v", NULL},
    {"abcdef\t123 wxyz", NULL},
    {"äöü      1    z", "äöü|1|z|"},
    {"a\u0301bcdef 123 wxyz", "a\u0301bcdef|123|wxyz|"},
    {"映像名   1    z", "映像名|1|z|"},
    {"映像       1    z", "映像|1|z|"},
    {"映像名123 wxyz", NULL},
    {"a映像名   1    z", "a映像名|1|z|"},
    {"映像名      1    z", "映像名|1|z|"},
    {"ab\\xffcde 123 wxyz", "ab\\xffcde|123|wxyz|"},
    {"\\xbe\\xa2\\x88w.e 123 \\xff\\xffyz", "\\xbe\\xa2\\x88w.e|123|\\xff\\xffyz|"},
    {"a\\x41f 123 wxyz", "a\\x41f|123|wxyz|"},
};

static void split_at_ruler(void **state)
{
    const struct split_case *at = *state;
    oc_text pieces[COLUMNS];
    struct ruler ruler;
    assert_true(ruler_read(text_of("====== === ===="), &ruler));
    assert_pieces(pieces, ruled_split(&ruler, text_of(at->line), pieces), at->pieces);
}

/* At most four cells. */
static struct split_case csv[] = {
    {"\"a\",\"b\"", "a|b|"},
    {"\"a\",\"\",\"c\"", "a||c|"},
    {"  \"a\",\"b\"\t", "a|b|"},
    {"\"a,b\",\"c;d\"", "a,b|c;d|"},
    {"\"a \"b\" c\",\"d\"", "a \"b\" c|d|"},
    {"\"a\",\"b\",\"c\",\"Re: \"d\",\"e\" - Outlook\"", "a|b|c|Re: \"d\",\"e\" - Outlook|"},
    {"\"a\",\"b\",\"c\",\"d\",\"e\",\"f\"", "a|b|c|d\",\"e\",\"f|"},
    {"\"\"", "|"},
    {"\"a\"", "a|"},
    {"", NULL},
    {"\"", NULL},
    {"a,b", NULL},
    {"\"a\",\"b", NULL},
    {"a\",\"b\"", NULL},
    {"\"a\",b", NULL},
};

static void split_csv(void **state)
{
    const struct split_case *at = *state;
    oc_text pieces[4];
    assert_pieces(pieces, csv_split(text_of(at->line), 4, pieces), at->pieces);
}

static struct split_case records[] = {
    {"Image Name:   OUTLOOK.EXE", "Image Name|OUTLOOK.EXE|"},
    {"Window Title: Inbox: 3 new - Outlook", "Window Title|Inbox: 3 new - Outlook|"},
    {"CPU Time:     0:01:12", "CPU Time|0:01:12|"},
    {"Session Name:", "Session Name||"},
    {"Session Name: ", "Session Name||"},
    {"PID :          4028", "PID|4028|"},
    {"イメージ名:           a.exe", "イメージ名|a.exe|"},
    {"", NULL},
    {":", NULL},
    {": a", NULL},
    {" Key: a", "Key|a|"},
    {"\tKey: a", "Key|a|"},
    {"no colon", NULL},
    {"http://server", NULL},
    {"10:30", NULL},
};

static void split_record(void **state)
{
    const struct split_case *at = *state;
    oc_text pieces[2];
    bool split = record_split(text_of(at->line), &pieces[0], &pieces[1]);
    assert_pieces(pieces, split ? 2 : 0, at->pieces);
}

/* ---- a digit at the end of a column ---- */

struct digit_case {
    const char *line;
    bool ends; /* the column from 4 to 8 */
};

static struct digit_case digits[] = {
    {"abc    12 x", true},
    {"abc    12", true},
    {"abc  1", true},
    {"abc   1  x", false},
    {"abc 1234 5", true},
    {"abc", false},
    {"123", false},
    {"", false},
    {"abc       12", false},
    {"a\u00e9c 1234", true},
    {"\u6620\u50cf1234", true},
    {"\u6620\u50cf 12 x", false},
    {"\u6620\u50cf     1", true},
    {"\\x9fbc 1234", true},
};

static void digit_ends(void **state)
{
    const struct digit_case *at = *state;
    assert_int_equal(ruled_digit_ends(text_of(at->line), 4, 8), at->ends);
}

int main(void)
{
    int failed = TABLE_RUN("rules", rulers, read_ruler);
    failed += TABLE_RUN("at a rule", ruled, split_at_ruler);
    failed += TABLE_RUN("digits", digits, digit_ends);
    failed += TABLE_RUN("csv", csv, split_csv);
    failed += TABLE_RUN("records", records, split_record);
    return failed;
}
