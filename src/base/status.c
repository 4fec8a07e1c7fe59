#include "base/text.h"

const char *oc_status_text(oc_status status)
{
    static const char *const sentences[] = {
#define STATUS_SENTENCE(name, sentence) [name] = sentence,
        OC_STATUS_MAP(STATUS_SENTENCE)
#undef STATUS_SENTENCE
    };
    return (size_t)status < sizeof sentences / sizeof *sentences ? sentences[status]
                                                                 : "no such status";
}

const char *oc_line_class_text(oc_line_class line_class)
{
    static const char *const words[] = {
#define STATUS_WORD(name, word) [name] = word,
        OC_LINE_MAP(STATUS_WORD)
#undef STATUS_WORD
    };
    return (size_t)line_class < sizeof words / sizeof *words ? words[line_class]
                                                             : "no such line class";
}

uint64_t oc_ledger_total(const oc_ledger *ledger)
{
    uint64_t total = 0;
    for (size_t i = 0; i < OC_LINE_CLASSES; i++) {
        total += ledger->lines[i];
    }
    return total;
}

const char *oc_state_text(oc_state state)
{
    static const char *const words[] = {
#define STATUS_WORD(name, word) [name] = word,
        OC_STATE_MAP(STATUS_WORD)
#undef STATUS_WORD
    };
    return (size_t)state < sizeof words / sizeof *words ? words[state] : "no such state";
}

oc_state oc_state_of(oc_text name)
{
    for (size_t state = 0; state < OC_STATES; state++) {
        if (text_equal_nocase(name, text_of(oc_state_text((oc_state)state)))) {
            return (oc_state)state;
        }
    }
    return OC_STATES;
}

const char *oc_row_kind_text(oc_row_kind kind)
{
    static const char *const words[] = {
#define STATUS_WORD(name, word) [name] = word,
        OC_ROW_KIND_MAP(STATUS_WORD)
#undef STATUS_WORD
    };
    return (size_t)kind < sizeof words / sizeof *words ? words[kind] : "no such kind";
}

const char *oc_severity_text(oc_severity severity)
{
    static const char *const words[] = {
        [OC_NOTE] = "note", [OC_WARNING] = "warning", [OC_ERROR] = "error"};
    return (size_t)severity < sizeof words / sizeof *words ? words[severity] : "no such severity";
}

const char *oc_change_kind_text(oc_change_kind kind)
{
    static const char *const words[] = {
#define STATUS_WORD(name, word) [name] = word,
        OC_CHANGE_MAP(STATUS_WORD)
#undef STATUS_WORD
    };
    return (size_t)kind < sizeof words / sizeof *words ? words[kind] : "no such change";
}

const char *oc_seems_text(oc_seems seems)
{
    static const char *const sentences[] = {
#define STATUS_SENTENCE(name, sentence) [name] = sentence,
        OC_SEEMS_MAP(STATUS_SENTENCE)
#undef STATUS_SENTENCE
    };
    return (size_t)seems < sizeof sentences / sizeof *sentences ? sentences[seems] : "no such text";
}
