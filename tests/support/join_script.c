#include "support/join_script.h"

#include "base/text.h"

#include <string.h>

enum { TEXTS_MAX = 4096 };

struct run {
    const struct join_script *script;
    struct buffer *log;
    oc_join *join;
    oc_join_handler handler;
    oc_ledger ledger;
    uint64_t line;
    bool open;
    oc_section_kind kind;
    oc_text taken_at; /* of the open list, in the script */
    uint64_t calls;
    char texts[TEXTS_MAX]; /* of the event that is being told */
    size_t text_size;
    bool failed;
};

static oc_text next_word(oc_text *rest)
{
    *rest = text_trim(*rest);
    size_t size = 0;
    while (size < rest->size && rest->data[size] != ' ') {
        size++;
    }
    oc_text word = text_sub(*rest, 0, size);
    *rest = text_sub(*rest, size, rest->size);
    return word.size == 0 || text_equal(word, text_of("-")) ? text_of(NULL) : word;
}

static int64_t number_of(oc_text word)
{
    uint64_t number;
    return text_known(word) && text_number(word, INT64_MAX, &number) ? (int64_t)number : OC_NONE;
}

/* ---- events ---- */

/* A copy of the text that is overwritten when the event is told. */
static oc_text lend(struct run *run, oc_text text)
{
    if (!text_known(text)) {
        return text;
    }
    if (text.size > sizeof run->texts - run->text_size) {
        run->failed = true;
        return text_of(NULL);
    }
    char *copy = run->texts + run->text_size;
    memcpy(copy, text.data, text.size);
    run->text_size += text.size;
    return (oc_text){copy, text.size};
}

static oc_status tell(struct run *run, oc_event event)
{
    oc_ledger ledger = run->ledger;
    event.ledger = &ledger;
    oc_status status = run->failed ? OC_NO_MEMORY : oc_join_event(run->join, &event);
    memset(run->texts, '?', run->text_size);
    run->text_size = 0;
    return status;
}

static oc_status tell_section(struct run *run, oc_event_kind kind)
{
    bool ended = kind == OC_EVENT_SECTION_END;
    bool processes = run->kind == OC_PROCESSES;
    oc_section section = {.kind = run->kind,
                          .place = {run->line + 1, run->line * 10},
                          .taken_at = lend(run, run->taken_at),
                          .language = lend(run, text_of("en"))};
    if (ended) {
        section.shape = lend(run, text_of(processes ? "tasklist" : "netstat"));
        section.encoding = lend(run, text_of("ASCII"));
    }
    return tell(run, (oc_event){.kind = kind, .as.section = &section});
}

static void count_line(struct run *run, oc_line_class line_class)
{
    run->ledger.lines[line_class]++;
    run->line++;
}

static oc_status end_list(struct run *run)
{
    if (!run->open) {
        return OC_OK;
    }
    run->open = false;
    return tell_section(run, OC_EVENT_SECTION_END);
}

static oc_status begin_list(struct run *run, oc_section_kind kind, oc_text rest)
{
    oc_status status = end_list(run);
    if (run->script->echoes) {
        buffer_string(run->log, kind == OC_PROCESSES ? "> T\n" : "> N\n");
    }
    run->kind = kind;
    run->taken_at = next_word(&rest);
    run->open = true;
    if (status == OC_OK) {
        status = tell_section(run, OC_EVENT_SECTION);
    }
    count_line(run, OC_LINE_HEADING);
    return status;
}

static oc_status tell_process(struct run *run, oc_text rest)
{
    oc_process process = {.place = {run->line + 1, run->line * 10}};
    process.pid = (uint32_t)number_of(next_word(&rest));
    oc_text image = next_word(&rest);
    process.image_cut = text_known(image) && image.data[image.size - 1] == '/';
    process.image = lend(run, process.image_cut ? text_sub(image, 0, image.size - 1) : image);
    process.session = lend(run, next_word(&rest));
    process.session_id = number_of(next_word(&rest));
    process.memory_kib = number_of(next_word(&rest));
    oc_status status =
        tell(run, (oc_event){.kind = OC_EVENT_PROCESSES, .as.processes = {&process, 1}});
    count_line(run, OC_LINE_PROCESS);
    return status;
}

static oc_endpoint endpoint_of(struct run *run, oc_text word)
{
    oc_endpoint end = {.port = OC_NONE};
    size_t colon = word.size;
    while (colon > 0 && word.data[colon - 1] != ':') {
        colon--;
    }
    if (colon == 0) {
        return end;
    }
    oc_text port = text_sub(word, colon, word.size);
    end.address = lend(run, text_sub(word, 0, colon - 1));
    end.port = (int32_t)number_of(port);
    end.service = lend(run, end.port == OC_NONE ? port : text_of(NULL));
    return end;
}

static oc_status tell_connection(struct run *run, oc_row_kind kind, oc_text rest)
{
    oc_connection row = {.place = {run->line + 1, run->line * 10}, .kind = kind};
    row.pid = number_of(next_word(&rest));
    row.proto = lend(run, text_of(kind == OC_UDP ? "UDP" : "TCP"));
    row.remote = endpoint_of(run, kind == OC_UDP ? text_of(NULL) : next_word(&rest));
    oc_text word = kind == OC_UDP ? text_of(NULL) : next_word(&rest);
    row.state_word = lend(run, word);
    row.state = oc_state_of(word) == OC_STATES ? OC_UNKNOWN : oc_state_of(word);
    row.owner = lend(run, next_word(&rest));
    oc_text local = next_word(&rest);
    row.local = endpoint_of(run, text_known(local) ? local : text_of("10.0.0.9:50000"));
    oc_status status = tell(run, (oc_event){.kind = OC_EVENT_CONNECTION, .as.connection = &row});
    count_line(run, OC_LINE_CONNECTION);
    return status;
}

static oc_status tell_rejected(struct run *run, oc_text rest)
{
    static const char *const codes[] = {"row-cut", "row-unread", "stray-line"};
    oc_text word = next_word(&rest);
    oc_diagnostic diagnostic = {.severity = OC_WARNING, .place = {run->line + 1, run->line * 10}};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        if (text_equal(word, text_of(codes[i]))) {
            diagnostic.code = codes[i];
        }
    }
    if (diagnostic.code == NULL) {
        return OC_MISUSE;
    }
    diagnostic.text = lend(run, text_of("a sentence"));
    oc_status status =
        tell(run, (oc_event){.kind = OC_EVENT_DIAGNOSTIC, .as.diagnostic = &diagnostic});
    count_line(run, OC_LINE_REJECTED);
    return status;
}

static oc_status end_text(struct run *run)
{
    oc_status status = end_list(run);
    if (status == OC_OK) {
        status = tell(run, (oc_event){.kind = OC_EVENT_END, .as.seems = OC_SEEMS_CAPTURE});
    }
    run->ledger = (oc_ledger){{0}};
    run->line = 0;
    return status;
}

/* A join that begins is compared with the one that was. */
static oc_status compare(struct run *run)
{
    oc_join *before = run->join;
    run->join = NULL;
    oc_status status = oc_join_finish(before);
    if (status == OC_OK) {
        status = oc_join_new(&run->join, &run->script->options, &run->handler);
    }
    if (status == OC_OK) {
        status = oc_join_compare(run->join, before);
    }
    oc_join_free(before);
    return status;
}

static oc_status run_word(struct run *run, oc_text word, oc_text rest)
{
    if (text_equal(word, text_of("text"))) {
        return oc_join_source(run->join, text_trim(rest));
    }
    if (text_equal(word, text_of("end"))) {
        return end_text(run);
    }
    if (text_equal(word, text_of("came"))) {
        oc_join_came_at(run->join, next_word(&rest));
        return OC_OK;
    }
    if (text_equal(word, text_of("live"))) {
        buffer_string(run->log, oc_join_live(run->join) ? "" : "> waits\n");
        return OC_OK;
    }
    if (text_equal(word, text_of("compare"))) {
        return compare(run);
    }
    return word.size == 0 ? OC_OK : OC_MISUSE;
}

static oc_status run_line(struct run *run, oc_text line)
{
    oc_text rest = line;
    oc_text word = next_word(&rest);
    switch (word.size == 1 ? word.data[0] : '\0') {
    case 'T':
        return begin_list(run, OC_PROCESSES, rest);
    case 'N':
        return begin_list(run, OC_CONNECTIONS, rest);
    case 'p':
        return tell_process(run, rest);
    case 'c':
        return tell_connection(run, OC_CONNECTION, rest);
    case 'l':
        return tell_connection(run, OC_LISTENER, rest);
    case 'u':
        return tell_connection(run, OC_UDP, rest);
    case 'x':
        return tell_rejected(run, rest);
    case 'o':
        count_line(run, OC_LINE_OTHER);
        return OC_OK;
    default:
        break;
    }
    return run_word(run, word, rest);
}

/* ---- the log ---- */

static int on_snapshot(void *user, const oc_snapshot *snapshot)
{
    struct run *run = user;
    if (run->script->changes) {
        snapshot_log_changes(run->log, snapshot);
    } else {
        snapshot_log_append(run->log, snapshot, run->script->details);
    }
    return ++run->calls == run->script->stop_at;
}

static int on_row(void *user, const oc_snapshot *snapshot, const oc_target *target,
                  const oc_connection *row)
{
    struct run *run = user;
    snapshot_log_row(run->log, snapshot, target, row);
    return ++run->calls == run->script->stop_at;
}

oc_status join_script_run(const struct join_script *script, const char *events, struct buffer *log)
{
    struct run run = {.script = script, .log = log};
    run.handler = (oc_join_handler){
        .row = script->streams ? on_row : NULL, .snapshot = on_snapshot, .user = &run};
    oc_status status = oc_join_new(&run.join, &script->options, &run.handler);
    oc_text rest = text_of(events);
    oc_text line;
    while (status == OC_OK && text_split(&rest, '\n', &line)) {
        status = run_line(&run, line);
    }
    if (status == OC_OK) {
        status = oc_join_finish(run.join);
    }
    oc_join_free(run.join);
    return log->failed ? OC_NO_MEMORY : status;
}
