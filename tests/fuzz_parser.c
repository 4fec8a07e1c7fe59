/*
 * libFuzzer: any bytes through parser, join and report. The first byte says how: its low bits the
 * size of the chunks, the high one whether every line is told.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "support/events.h"
#include "support/pipeline.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "fuzz_parser: %s\n", what);
        abort();
    }
}

static const oc_grammars *fuzz_grammars(void)
{
    static oc_grammars *grammars;
    oc_status status = OC_OK;
    if (grammars == NULL) {
        grammars = pipeline_grammars(&status);
    }
    require(grammars != NULL, oc_status_text(status));
    return grammars;
}

struct outcome {
    oc_ledger ledger;
    uint64_t events[OC_EVENT_END + 1];
    struct buffer log;
};

static int note_event(void *user, const oc_event *event)
{
    struct outcome *outcome = user;
    outcome->events[event->kind] +=
        event->kind == OC_EVENT_PROCESSES ? event->as.processes.count : 1;
    outcome->ledger = *event->ledger;
    events_append(&outcome->log, event);
    return 0;
}

static void read_outcome(oc_text input, struct chunking chunking, bool every_line,
                         struct outcome *outcome)
{
    oc_parser_options options = {.every_line = every_line};
    oc_parser *parser = NULL;
    *outcome = (struct outcome){.events = {0}};
    buffer_init(&outcome->log);
    oc_status status = oc_parser_new(&parser, fuzz_grammars(), &options, note_event, outcome);
    require(status == OC_OK, "oc_parser_new");
    require(chunks_feed(parser, input, chunking) == OC_OK, "feed and finish");
    oc_parser_free(parser);
    require(outcome->events[OC_EVENT_END] == 1, "one end");
}

static void check_ledger(const struct outcome *outcome, bool every_line)
{
    uint64_t sum = 0;
    for (int i = 0; i < OC_LINE_CLASSES; i++) {
        sum += outcome->ledger.lines[i];
    }
    require(sum == oc_ledger_total(&outcome->ledger), "the classes add up");
    require(!every_line || sum == outcome->events[OC_EVENT_LINE], "every line is told");
    require(outcome->ledger.lines[OC_LINE_PROCESS] == outcome->events[OC_EVENT_PROCESSES] &&
                outcome->ledger.lines[OC_LINE_CONNECTION] == outcome->events[OC_EVENT_CONNECTION],
            "each row is an event");
}

static void check_events(oc_text input, struct chunking chunking, bool every_line)
{
    struct outcome whole;
    struct outcome chunked;
    read_outcome(input, CHUNKS_WHOLE, every_line, &whole);
    read_outcome(input, chunking, every_line, &chunked);
    check_ledger(&whole, every_line);
    require(text_equal(buffer_view(&whole.log), buffer_view(&chunked.log)),
            "any chunking gives the same events");
    buffer_free(&whole.log);
    buffer_free(&chunked.log);
}

static int count_bytes(void *count, const char *bytes, size_t size)
{
    (void)bytes;
    *(uint64_t *)count += size;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    oc_text input = {.data = (const char *)data + 1, .size = size - 1};
    struct chunking chunking = {data[0] & 0x3f, (data[0] & 0x3f) + 1};
    check_events(input, chunking, (data[0] & 0x80) != 0);

    uint64_t written = 0;
    oc_sink sink = {.write = count_bytes, .user = &written};
    oc_status status = pipeline_run(fuzz_grammars(), input, chunking, "json", sink);
    require(status == OC_OK, oc_status_text(status));
    return 0;
}
