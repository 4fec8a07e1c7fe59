#include "base/text.h"
#include "parse/classify.h"
#include "parse/patterns.h"
#include "parse/run.h"

#include <stdlib.h>
#include <string.h>

#define LONGEST_LINE 65536
/* More control characters than one in so many bytes: no program prints such text. */
#define BINARY_SHARE 20

struct oc_parser {
    struct lines lines;
    struct charset *charset;
    struct matcher matcher;
    struct emit emit;
    struct classify classify;
    struct run run;
    oc_patterns *patterns;
    oc_patterns *own; /* NULL: they are the caller's */
    bool runs;        /* rows may be read by the run */
    uint64_t bytes;
    uint64_t controls;
    bool finished;
    oc_status status;
};

/* Those of the caller, or its own. */
static oc_status take_patterns(oc_parser *parser, const oc_grammars *grammars,
                               oc_patterns *patterns)
{
    if (patterns != NULL && patterns->matcher.grammars != grammars)
        return OC_MISUSE;
    if (patterns == NULL)
        parser->own = oc_patterns_new(grammars);
    parser->patterns = patterns != NULL ? patterns : parser->own;
    return parser->patterns == NULL ? OC_NO_MEMORY : OC_OK;
}

static oc_status start(oc_parser *parser, const oc_grammars *grammars,
                       const oc_parser_options *options)
{
    enum unit unit;
    oc_status status = take_patterns(parser, grammars, options->patterns);
    if (status == OC_OK)
        status = charset_new(&parser->charset, options->encoding, grammars->hints,
                             grammars->hint_count, parser->patterns->pages);
    if (status != OC_OK)
        return status;
    matcher_borrow(&parser->matcher, &parser->patterns->matcher);
    if (charset_fixes_unit(parser->charset, &unit))
        lines_fix_unit(&parser->lines, unit);
    classify_init(&parser->classify, grammars, &parser->matcher, &parser->emit);
    run_init(&parser->run, &parser->patterns->rows, options->counted, &parser->emit);
    parser->runs = !options->every_line && !options->in_full &&
                   parser->lines.longest >= 2 * RUN_LONGEST /* of UTF-16 */;
    parser->matcher.in_full = options->in_full;
    charset_watch_language(parser->charset, &parser->classify.section.info.language);
    return OC_OK;
}

oc_status oc_parser_new(oc_parser **out, const oc_grammars *grammars,
                        const oc_parser_options *options, oc_event_handler *handler, void *user)
{
    static const oc_parser_options usual = {.encoding = NULL};
    if (options == NULL)
        options = &usual;
    if (!grammars->sealed || handler == NULL)
        return OC_MISUSE;
    oc_parser *parser = calloc(1, sizeof *parser);
    if (parser == NULL)
        return OC_NO_MEMORY;
    lines_init(&parser->lines, options->longest_line != 0 ? options->longest_line : LONGEST_LINE);
    parser->emit.handler = handler;
    parser->emit.user = user;
    parser->emit.every_line = options->every_line;
    oc_status status = start(parser, grammars, options);
    if (status != OC_OK) {
        oc_parser_free(parser);
        return status;
    }
    *out = parser;
    return OC_OK;
}

void oc_parser_free(oc_parser *parser)
{
    if (parser == NULL)
        return;
    run_free(&parser->run);
    classify_free(&parser->classify);
    charset_free(parser->charset);
    oc_patterns_free(parser->own);
    lines_free(&parser->lines);
    free(parser);
}

static oc_text without_returns(oc_text text)
{
    while (text.size > 0 && text.data[text.size - 1] == '\r')
        text.size--;
    return text;
}

static void say_lossy(oc_parser *parser, const struct line *line, size_t bad_bytes)
{
    struct buffer text;
    buffer_init(&text);
    buffer_printf(&text,
                  "%zu %s in no encoding that makes the text readable; %s shown as \\x9f; -e names "
                  "the encoding",
                  bad_bytes, bad_bytes == 1 ? "byte is" : "bytes are",
                  bad_bytes == 1 ? "it is" : "they are");
    if (text.failed)
        parser->status = OC_NO_MEMORY;
    else
        emit_diagnostic(&parser->emit, OC_WARNING, line->place, "undecodable", buffer_view(&text));
    buffer_free(&text);
}

/* What a text is that holds no list is told from its control characters. */
static void weigh(oc_parser *parser, oc_text text, size_t bad_bytes)
{
    parser->bytes += text.size + 1;
    parser->controls += bad_bytes;
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        parser->controls += c < 0x20 && c != '\t' && c != 0x1B;
    }
}

static void read_line(oc_parser *parser, const struct raw_line *raw)
{
    struct decoded decoded;
    parser->status = charset_decode(parser->charset, raw, &decoded);
    if (parser->status != OC_OK)
        return;
    struct line line = {raw->place, raw->place, without_returns(decoded.text), decoded.encoding,
                        raw->ended};
    if (!parser->emit.said_section)
        weigh(parser, line.text, decoded.bad_bytes);
    if (decoded.bad_bytes > 0)
        say_lossy(parser, &line, decoded.bad_bytes);
    if (raw->too_long)
        classify_cut_line(&parser->classify, &line);
    else
        classify_line(&parser->classify, line);
}

static void take_status(oc_parser *parser)
{
    if (parser->status == OC_OK)
        parser->status = parser->emit.status;
    if (parser->status == OC_OK)
        parser->status = parser->matcher.status;
    if (parser->status == OC_OK && lines_failed(&parser->lines))
        parser->status = OC_NO_MEMORY;
}

static void read_lines(oc_parser *parser)
{
    struct raw_line raw;
    for (;;) {
        if (parser->runs && classify_in_rows(&parser->classify, parser->lines.next.line)) {
            run_rows(&parser->run, &parser->lines, &parser->classify.section);
            table_run_rows(&parser->patterns->tables, &parser->lines, &parser->classify.section);
        }
        take_status(parser);
        if (parser->status != OC_OK || !lines_next(&parser->lines, &raw))
            break;
        read_line(parser, &raw);
        take_status(parser);
    }
    take_status(parser);
}

oc_status oc_parser_feed(oc_parser *parser, const void *bytes, size_t size)
{
    if (parser->finished && parser->status == OC_OK)
        parser->status = OC_MISUSE;
    if (parser->status == OC_OK && size > 0) {
        lines_feed(&parser->lines, bytes, size);
        read_lines(parser);
    }
    return parser->status;
}

static oc_seems what_it_seems(const oc_parser *parser)
{
    const oc_ledger *ledger = &parser->emit.ledger;
    if (oc_ledger_total(ledger) == ledger->lines[OC_LINE_BLANK])
        return OC_SEEMS_EMPTY;
    if (parser->classify.refused)
        return OC_SEEMS_REFUSED;
    if (parser->classify.help)
        return OC_SEEMS_HELP;
    return parser->controls > parser->bytes / BINARY_SHARE ? OC_SEEMS_BINARY : OC_SEEMS_TEXT;
}

oc_status oc_parser_finish(oc_parser *parser)
{
    if (parser->finished && parser->status == OC_OK)
        parser->status = OC_MISUSE;
    parser->finished = true;
    if (parser->status != OC_OK)
        return parser->status;
    lines_feed(&parser->lines, "", 0);
    lines_finish(&parser->lines);
    read_lines(parser);
    if (parser->status == OC_OK) {
        classify_finish(&parser->classify);
        emit_end(&parser->emit, what_it_seems(parser));
        take_status(parser);
    }
    return parser->status;
}
