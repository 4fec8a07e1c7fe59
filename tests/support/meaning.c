#include "support/meaning.h"

#include "base/text.h"
#include "cli/server.h"
#include "support/pipeline.h"

#include <string.h>

static bool meaning_servers(struct meaning *meaning, const char *servers)
{
    oc_text rest = text_of(servers);
    oc_text argument;
    meaning->options.servers = meaning->servers;
    while (text_split(&rest, ' ', &argument)) {
        size_t at = meaning->options.server_count++;
        if (at == sizeof meaning->servers / sizeof *meaning->servers ||
            server_read(argument, &meaning->servers[at]) != NULL) {
            return false;
        }
    }
    return true;
}

bool meaning_init(struct meaning *meaning, const char *servers)
{
    struct messages messages = {.quiet = true};
    oc_status status;
    *meaning = (struct meaning){.grammars = pipeline_grammars(&status)};
    arena_init(&meaning->networks.arena);
    return meaning->grammars != NULL && meaning_servers(meaning, servers) &&
           networks_init(&meaning->networks, &meaning->options, meaning->grammars, &messages);
}

void meaning_free(struct meaning *meaning)
{
    networks_free(&meaning->networks);
    oc_grammars_free(meaning->grammars);
}

static void meaning_row(struct buffer *script, oc_text row)
{
    oc_text rest = text_trim(row);
    oc_text word;
    uint64_t count;
    oc_text whole = rest;
    text_split(&rest, ' ', &word);
    if (!text_number(word, 100000, &count)) {
        buffer_text(script, whole);
        buffer_byte(script, '\n');
        return;
    }
    for (uint64_t i = 0; i < count; i++) {
        buffer_string(script, "c 4028 ");
        buffer_text(script, rest);
        buffer_byte(script, '\n');
    }
}

static void meaning_script(struct buffer *script, const struct meaning_case *at)
{
    oc_text rest = text_of(at->rows);
    oc_text row;
    buffer_string(script, "text a\n");
    if (at->image != NULL) {
        buffer_printf(script, "T\np 4028 %s\n", at->image);
        buffer_string(script, at->processes == NULL ? "" : at->processes);
    }
    buffer_string(script, at->rows == NULL ? "" : "N\n");
    while (text_split(&rest, ';', &row)) {
        meaning_row(script, row);
    }
    buffer_append(script, "end\n", sizeof "end\n");
}

oc_status meaning_run(const struct meaning *meaning, const struct meaning_case *at, bool streams,
                      struct buffer *log)
{
    static const uint32_t pid = 4028;
    const oc_text image = text_of(at->image);
    const struct join_script run = {.options = {.images = &image,
                                                .image_count = at->image != NULL,
                                                .pids = &pid,
                                                .pid_count = 1,
                                                .networks = meaning->networks.networks,
                                                .network_count = meaning->networks.count,
                                                .programs = meaning->networks.programs,
                                                .program_count = meaning->networks.program_count},
                                    .streams = streams,
                                    .details = true};
    struct buffer script;
    buffer_init(&script);
    meaning_script(&script, at);
    oc_status status = script.failed ? OC_NO_MEMORY : join_script_run(&run, script.data, log);
    buffer_free(&script);
    return status;
}

const char *meaning_reading(struct buffer *log)
{
    static const char before[] = "    reading ";
    buffer_byte(log, '\0');
    char *found = log->failed ? NULL : strstr(log->data, before);
    if (found == NULL) {
        return "none";
    }
    found += sizeof before - 1;
    found[strcspn(found, "\n")] = '\0';
    return found;
}
