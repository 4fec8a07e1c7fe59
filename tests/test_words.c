/* Printed words as people print and copy them: titles, notices, states, headings. */
#include "grammar/words.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/table.h"
#include "support/with_grammars.h"

#define NBSP "\u00A0"
#define LOST "\uFFFD"

static const struct shape *shape_of(const char *name)
{
    const struct shape *shape = grammars->shapes;
    while (shape != NULL && !text_equal(shape->name, text_of(name))) {
        shape = shape->next;
    }
    assert_non_null(shape);
    return shape;
}

/* expected NULL: no language at all */
static void assert_language(const struct language *language, const char *expected)
{
    oc_text name = language == NULL ? text_of(NULL) : language->name;
    if (!text_equal(name, text_of(expected))) {
        fail_msg("expected %s, got %.*s", expected == NULL ? "none" : expected, (int)name.size,
                 name.data == NULL ? "" : name.data);
    }
}

struct word_case {
    const char *line;
    const char *language;
};

/* ---- titles ---- */

static struct word_case titles[] = {
    {"Active Connections", "en"},
    {"Aktive Verbindungen", "de"},
    {"Connexions actives", "fr"},
    {"Conexiones activas", "es"},
    {"  Active   Connections \t", "en"},
    {"Active\tConnections", "en"},
    {"Active" NBSP "Connections", "en"},
    {"Active " NBSP " Connections", "en"},
    {"Active" NBSP NBSP "Connections", "en"},
    {"Akti" LOST "e Verbindungen", "de"},
    {"Akti\\x9fe Verbindungen", "de"},
    {"", NULL},
    {"Active", NULL},
    {"Active Connection", NULL},
    {"Active Connections:", NULL},
    {"ActiveConnections", NULL},
    {"Active Connections Active Connections", NULL},
    {"Akti\\x9Fe Verbindungen", NULL},
    {"Akti\\x41e Verbindungen", NULL},
};

static void find_title(void **state)
{
    const struct word_case *at = *state;
    const struct title *title = words_title(grammars, text_of(at->line));
    assert_language(title == NULL ? NULL : title->language, at->language);
    if (title != NULL) {
        assert_int_equal(title->kind, OC_CONNECTIONS);
    }
}

/* ---- notices ---- */

#define NO_TASKS_DE "INFORMATION: Es werden keine Aufgaben mit den angegebenen Kriterien ausgef"

struct notice_case {
    const char *line;
    const char *language;
    enum notice_kind kind;
};

static struct notice_case notices[] = {
    {"INFO: No tasks are running which match the specified criteria.", "en", NOTICE_NO_TASKS},
    {NO_TASKS_DE LOST "hrt.", "de", NOTICE_NO_TASKS},
    {"INFORMACI\\xe0N: no hay tareas ejecut\\xa0ndose que coincidan con los criterios "
     "especificados.",
     "es", NOTICE_NO_TASKS},
    {" Can not obtain ownership information", "en", NOTICE_NO_OWNER},
    {"Impossible d’obtenir les informations de propriétaire", "fr", NOTICE_NO_OWNER},
    {"Impossible d'obtenir les informations de propriétaire", "fr", NOTICE_NO_OWNER},
    {"Impossible d" LOST "obtenir les informations de propri" LOST "taire", "fr", NOTICE_NO_OWNER},
    {"The requested operation requires elevation.", "en", NOTICE_REFUSED},
    {"Der angeforderte Vorgang erfordert erhöhte Rechte.", "de", NOTICE_REFUSED},
    {"The requested operation requires elevation. Sorry.", NULL, NOTICES},
    {"INFO: No tasks", NULL, NOTICES},
};

static void find_notice(void **state)
{
    const struct notice_case *at = *state;
    const struct notice *notice = words_notice(grammars, text_of(at->line));
    assert_language(notice == NULL ? NULL : notice->language, at->language);
    if (notice != NULL) {
        assert_int_equal(notice->kind, at->kind);
    }
}

/* ---- states ---- */

struct state_case {
    const char *word;
    oc_state state;
};

static struct state_case states[] = {
    {"LISTENING", OC_LISTENING},
    {"FIN_WAIT_2", OC_FIN_WAIT_2},
    {"BOUND", OC_BOUND},
    {"ABHÖREN", OC_LISTENING},
    {"ABH" LOST "REN", OC_LISTENING},
    {"ABH\\x99REN", OC_LISTENING},
    {"WARTEND", OC_TIME_WAIT},
    {" HERGESTELLT ", OC_ESTABLISHED},
    {"SCHLIESSEN_WARTEN", OC_CLOSE_WAIT},
    {"UNKNOWN", OC_UNKNOWN},
    {"", OC_UNKNOWN},
    {"ABHÖRE", OC_UNKNOWN},
    {"ABHÖRENX", OC_UNKNOWN},
    {"WACHT OP AFSLUITEN", OC_UNKNOWN},
    {"À L'ÉCOUTE", OC_UNKNOWN},
};

static void find_state(void **state)
{
    const struct state_case *at = *state;
    assert_string_equal(oc_state_text(words_state(grammars, text_of(at->word))),
                        oc_state_text(at->state));
}

static void an_unknown_word_is_no_state(void **state)
{
    (void)state;
    assert_int_equal(words_state(grammars, text_of(NULL)), OC_UNKNOWN);
}

/* ---- headings of netstat ---- */

struct heading_case {
    const char *line;
    const char *language;
    size_t columns; /* how many of proto, local, remote, state, pid, offload */
};

static struct heading_case headings[] = {
    {"  Proto  Local Address          Foreign Address        State           PID", "en", 5},
    {"Proto Local Address Foreign Address State PID", "en", 5},
    {"  Proto  Local Address  Foreign Address  State  PID  Offload State", "en", 6},
    {"\tProto\tLocal  Address\tForeign  Address\tState\tPID\t", "en", 5},
    {"  Proto  Local Address          Foreign Address        State", "en", 4},
    {"  Proto  Lokale Adresse         Remoteadresse          Status           PID", "de", 5},
    {"  Proto  Adresse locale         Adresse distante       État", "fr", 4},
    {"  Proto  Adresse locale         Adresse distante       \\x90tat", "fr", 4},
    {"  Proto  Adresse locale         Adresse distante       " LOST "tat", "fr", 4},
    {"  Proto  Dirección local          Dirección remota        Estado           PID", "es", 5},
    {"  Proto  Direcci\\xa2n local        Direcci" LOST "n remota      Estado      PID", "es", 5},
    {"  Proto  Local Address", NULL, 0},
    {"  Proto  Local Address          Foreign Address        State           PID  X", NULL, 0},
    {"  Proto  Local Address          Remoteadresse          State           PID", NULL, 0},
    {"ProtoLocal AddressForeign AddressStatePID", NULL, 0},
    {"  Local Address  Proto  Foreign Address        State           PID", NULL, 0},
    {"", NULL, 0},
};

static void find_heading(void **state)
{
    static const enum column order[] = {COLUMN_PROTO, COLUMN_LOCAL, COLUMN_REMOTE,
                                        COLUMN_STATE, COLUMN_PID,   COLUMN_OFFLOAD};
    const struct heading_case *at = *state;
    const struct columns *columns = NULL;
    const struct language *language =
        words_heading(grammars, shape_of("netstat"), text_of(at->line), &columns);
    assert_language(language, at->language);
    if (language != NULL) {
        assert_int_equal(columns->count, at->columns);
        assert_memory_equal(columns->at, order, at->columns * sizeof *order);
    }
}

/* ---- headings above the columns of tasklist ---- */

struct label_case {
    const char *name;
    const char *headings[5];
    bool cut;
    const char *language;
};

static struct label_case labels[] = {
    {"english", {"Image Name", "PID", "Session Name", "Session#", "Mem Usage"}, false, "en"},
    {"german", {"Abbildname", "PID", "Sitzungsname", "Sitz.-Nr.", "Speichernutzung"}, false, "de"},
    {"german, cut", {"Abbildname", "PID", "Sitzungsname", "Sitz.-Nr.", "Speichernutz"}, true, "de"},
    {"french, cut",
     {"Nom de l’image", "PID", "Nom de la sessio", "Numéro de s", "Utilisation"},
     true,
     "fr"},
    {"french, plain apostrophe",
     {"Nom de l'image", "PID", "Nom de la session", "Numéro de session", "Utilisation mémoire"},
     false,
     "fr"},
    {"french, lost letters",
     {"Nom de l\uFFFDimage", "PID", "x", "Num\\x82ro de s", "x"},
     true,
     "fr"},
    {"spanish, cut",
     {"Nombre de imagen", "PID", "Nombre de sesió", "Núm. de ses", "Uso de memor"},
     true,
     "es"},
    {"spanish, cut with an escaped byte",
     {"Nombre de imagen", "PID", "Nombre de sesi\\xa2", "N\\xa3m. de ses", "Uso de memor"},
     true,
     "es"},
    {"cut where nothing may be cut",
     {"Nombre de im", "PID", "Nombre de se", "Núm. de ses", "Uso de mem"},
     false,
     NULL},
    {"empty headings are no beginnings", {"", "PID", "", "", ""}, true, NULL},
    {"the word PID proves no language", {"a", "PID", "b", "c", "d"}, true, NULL},
    {"a known word in the wrong column",
     {"Session Name", "PID", "Image Name", "Mem Usage", "Session#"},
     false,
     NULL},
    {"no word is known", {"Nazwa obrazu", "Id", "Nazwa sesji", "Numer", "Pamięć"}, true, NULL},
    {"the language of most words",
     {"Abbildname", "PID", "Session Name", "Session#", "Mem Usage"},
     false,
     "en"},
};

static void find_labels(void **state)
{
    const struct label_case *at = *state;
    const struct shape *shape = shape_of("tasklist-table");
    const struct row *row = shape->rows;
    oc_text texts[5];
    for (size_t i = 0; i < 5; i++) {
        texts[i] = text_of(at->headings[i]);
    }
    while (row != NULL && row->columns.count != 5) {
        row = row->next;
    }
    assert_non_null(row);
    assert_language(words_labels(grammars, shape, &row->columns, texts, at->cut), at->language);
}

/* ---- how words begin ---- */

static bool may_begin(const char *text)
{
    return words_may_begin(grammars, text_of(text), WORDS_ALL);
}

/* What is looked for first must never hide a word. */
static void every_word_may_begin_a_line(void **state)
{
    (void)state;
    for (const struct title *at = grammars->titles; at != NULL; at = at->next) {
        assert_true(words_may_begin(grammars, at->text, WORDS_TITLE));
    }
    for (const struct notice *at = grammars->notices; at != NULL; at = at->next) {
        assert_true(words_may_begin(grammars, at->text, WORDS_NOTICE));
    }
    for (const struct label *at = grammars->labels; at != NULL; at = at->next) {
        if (text_equal(at->family, text_of("netstat")) && at->column == COLUMN_PROTO) {
            assert_true(words_may_begin(grammars, at->text, WORDS_HEADING));
        }
    }
}

static void words_printed_otherwise_may_begin_a_line(void **state)
{
    (void)state;
    assert_true(may_begin("L'op\u00e9ration demand\u00e9e"));
    assert_true(may_begin("L\u2019op\u00e9ration demand\u00e9e"));
    assert_true(may_begin("No" NBSP "se"));
    assert_true(may_begin("No\tse"));
    assert_true(may_begin(LOST "ctive Connections"));
    assert_true(may_begin("A\\x9ftive Connections"));
}

static void other_words_begin_no_line(void **state)
{
    (void)state;
    assert_false(may_begin("Hello, here is what you asked for"));
    assert_false(may_begin("x"));
    assert_false(may_begin("TCP    10.0.0.1:50000"));
    assert_false(may_begin("UDP    10.0.0.1:50000"));
    assert_false(may_begin("\u0414\u0430 \u0437\u0434\u0440\u0430"));
    assert_false(words_may_begin(grammars, text_of("Active Connections"), WORDS_NOTICE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_unknown_word_is_no_state),
        cmocka_unit_test(every_word_may_begin_a_line),
        cmocka_unit_test(words_printed_otherwise_may_begin_a_line),
        cmocka_unit_test(other_words_begin_no_line),
    };
    if (setup(NULL) != 0) {
        return EXIT_FAILURE;
    }
    int failed = TABLE_RUN("titles", titles, find_title);
    failed += TABLE_RUN("notices", notices, find_notice);
    failed += TABLE_RUN("states", states, find_state);
    failed += TABLE_RUN("headings of netstat", headings, find_heading);
    failed += TABLE_RUN("headings of tasklist", labels, find_labels);
    failed += cmocka_run_group_tests(tests, NULL, NULL);
    teardown(NULL);
    return failed;
}
