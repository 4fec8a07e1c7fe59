#include "support/capture_change.h"

#include <errno.h>
#include <iconv.h>
#include <inttypes.h>
#include <stdint.h>
#include <string.h>

#include "support/capture_around.h"

static const char *const change_prefixes[PREFIX_COUNT] = {"", "> ", "// ", "#rem ", ";~\t", ""};

static const struct change_encoding change_unicode[] = {
    {.name = "UTF-8"},    {.name = "UTF-8", .mark = true},    {.name = "UTF-16LE"},
    {.name = "UTF-16BE"}, {.name = "UTF-16LE", .mark = true}, {.name = "UTF-16BE", .mark = true}};

/* ---- which change -------------------------------------------------------------------------- */

static struct change_encoding change_page(struct dice *dice, const struct lexicon *lexicon)
{
    size_t pages = 0;
    while (lexicon->pages[pages] != NULL) {
        pages++;
    }
    return (struct change_encoding){.name = lexicon->pages[dice_below(dice, pages)], .page = true};
}

/* Two outputs that were appended in different shells: one of them at most in a code page. */
static void change_choose_encodings(struct change *change, struct dice *dice,
                                    const struct draft *draft)
{
    change->encoding = DICE_PICK(dice, change_unicode);
    if (dice_chance(dice, 40)) {
        change->encoding = change_page(dice, draft->lexicon);
    }
    if (draft->truth.list_count < 2 || dice_chance(dice, 75)) {
        return;
    }
    change->second_list = 1 + dice_below(dice, draft->truth.list_count - 1);
    change->second = DICE_PICK(dice, change_unicode);
    /* Nothing but a mark tells that the order of bytes changes. */
    change->second.mark |= strcmp(change->second.name, change->encoding.name) != 0;
    if (!change->encoding.page && dice_chance(dice, 40)) {
        change->second = change_page(dice, draft->lexicon);
    }
}

/* One line proves no prefix: it takes others that begin in the same way. */
static bool change_proves_prefix(const struct draft *draft)
{
    size_t lines = 0;
    for (const char *at = sheet_text(&draft->text); *at != '\0'; at++) {
        lines += at[0] == '\n' && at[1] != '\n';
    }
    return lines >= 3;
}

struct change change_of(const struct draft *draft, uint64_t seed, size_t number)
{
    static const char *const line_ends[] = {"\n", "\r\n", "\r\r\n"};
    static const size_t chunks[] = {SIZE_MAX, 1, 7, 0};
    struct dice dice = dice_of(seed * 1000003 + number);
    struct change change = {.seed = dice_next(&dice),
                            .encoding = {.name = "UTF-8"},
                            .line_end = "\n",
                            .last_end = true,
                            .chunk = SIZE_MAX};
    if (number == 0) {
        return change;
    }
    change_choose_encodings(&change, &dice, draft);
    change.line_end = DICE_PICK(&dice, line_ends);
    change.double_spaced = dice_chance(&dice, 15);
    change.surrounded = dice_chance(&dice, 40);
    change.last_end = (draft->open_end && !change.surrounded) || dice_chance(&dice, 80);
    change.chunk = DICE_PICK(&dice, chunks);
    if (!draft->bare_table && dice_chance(&dice, 20)) {
        change.indent = dice_between(&dice, 3, 9);
    }
    if (!draft->bare_table && change_proves_prefix(draft) && dice_chance(&dice, 50)) {
        change.prefix = (enum change_prefix)dice_below(&dice, PREFIX_COUNT);
    }
    return change;
}

void change_describe(const struct change *change, struct sheet *about)
{
    static const char *const prefixes[PREFIX_COUNT] = {"none", ">",      "//",
                                                       "#rem", ";~ tab", "stamp"};
    sheet_printf(about, "%s%s", change->encoding.name, change->encoding.mark ? " with mark" : "");
    if (change->second_list > 0) {
        sheet_printf(about, ", from list %zu on %s%s", change->second_list + 1, change->second.name,
                     change->second.mark ? " with mark" : "");
    }
    sheet_printf(about, ", %s",
                 change->line_end[1] == '\0'   ? "LF"
                 : change->line_end[2] == '\0' ? "CR LF"
                                               : "CR CR LF");
    sheet_append(about, change->last_end ? "" : ", no last end");
    sheet_append(about, change->surrounded ? ", surrounded" : "");
    if (change->indent > 0) {
        sheet_printf(about, ", indented by %zu", change->indent);
    }
    sheet_append(about, change->double_spaced ? ", double spaced" : "");
    if (change->prefix != PREFIX_NONE) {
        sheet_printf(about, ", prefix %s", prefixes[change->prefix]);
    }
    if (change->chunk == 0) {
        sheet_append(about, ", chunks of any size");
    } else if (change->chunk != SIZE_MAX) {
        sheet_printf(about, ", chunks of %zu", change->chunk);
    }
}

/* ---- lines --------------------------------------------------------------------------------- */

/* A log collector's: the time goes on from line to line. */
static void change_stamp(struct sheet *out, struct dice *clock, uint32_t *seconds)
{
    *seconds += dice_between(clock, 0, 2);
    sheet_printf(
        out,
        "2024-05-06T%02" PRIu32 ":%02" PRIu32 ":%02" PRIu32 ".%03" PRIu32 "Z host-7.contoso.com ",
        7 + *seconds / 3600 % 12, *seconds / 60 % 60, *seconds % 60, dice_between(clock, 0, 999));
}

struct change_lines {
    const struct change *change;
    struct dice dice;
    uint32_t seconds;
    bool trims; /* an editor took the blanks off the ends of lines that hold nothing else */
    size_t count;
    size_t unfinished; /* where the last line end begins */
    size_t part;       /* where the part that is in the second encoding begins */
};

static void change_put_line(struct sheet *out, struct change_lines *lines, const char *line,
                            size_t size)
{
    const struct change *change = lines->change;
    size_t start = out->size;
    if (change->prefix == PREFIX_STAMP) {
        change_stamp(out, &lines->dice, &lines->seconds);
    } else {
        sheet_append(out, change_prefixes[change->prefix]);
    }
    if (size > 0) {
        sheet_fill(out, ' ', change->indent);
    } else if (lines->trims) {
        while (out->size > start &&
               (out->data[out->size - 1] == ' ' || out->data[out->size - 1] == '\t')) {
            out->size--;
        }
    }
    sheet_bytes(out, line, size);
    lines->unfinished = out->size;
    sheet_append(out, change->line_end);
    lines->count++;
}

/* Whole lines. */
static void change_put_bytes(struct sheet *out, struct change_lines *lines, const char *text,
                             size_t size)
{
    for (const char *end = text + size; text < end;) {
        size_t length = strcspn(text, "\n");
        change_put_line(out, lines, text, length);
        if (lines->change->double_spaced) {
            change_put_line(out, lines, "", 0);
        }
        text += length + 1;
    }
}

static void change_put_around(struct sheet *out, struct change_lines *lines)
{
    struct sheet around = {0};
    around_blocks(&around, &lines->dice, 3);
    around_prompt(&around, &lines->dice);
    change_put_bytes(out, lines, sheet_text(&around), around.size);
    out->failed |= around.failed;
    sheet_free(&around);
}

static void change_put_lists(struct sheet *out, struct change_lines *lines,
                             const struct draft *draft)
{
    const char *text = sheet_text(&draft->text);
    size_t part = draft->starts[lines->change->second_list];
    if (lines->change->second_list > 0) {
        change_put_bytes(out, lines, text, part);
        lines->part = out->size;
        text += part;
    }
    change_put_bytes(out, lines, text, strlen(text));
}

/* In UTF-8. */
static void change_put(struct change_lines *lines, const struct draft *draft, struct sheet *out)
{
    lines->trims = dice_chance(&lines->dice, 50);
    if (lines->change->surrounded) {
        change_put_around(out, lines);
    }
    change_put_lists(out, lines, draft);
    if (lines->change->surrounded) {
        change_put_around(out, lines);
    }
    if (!lines->change->last_end && lines->count > 0) {
        out->size = lines->unfinished;
    }
}

static struct change_lines change_start(const struct change *change)
{
    return (struct change_lines){.change = change, .dice = dice_of(change->seed)};
}

size_t change_lines(const struct change *change, const struct draft *draft)
{
    struct sheet text = {0};
    struct change_lines lines = change_start(change);
    change_put(&lines, draft, &text);
    /* What is left of a last line without its end is no line when nothing is left. */
    bool empty = !change->last_end && (text.size == 0 || text.data[text.size - 1] == '\n');
    sheet_free(&text);
    return lines.count - empty;
}

/* ---- encodings ----------------------------------------------------------------------------- */

static bool change_convert(const char *encoding, const char *text, size_t size, struct sheet *out)
{
    char piece[256];
    char *from = (char *)(uintptr_t)text; /* iconv takes it without const, and only reads it */
    iconv_t handle = iconv_open(encoding, "UTF-8");
    if (handle == (iconv_t)-1) {
        out->failed = true;
        return false;
    }
    bool held = true;
    while (size > 0 && held) {
        char *to = piece;
        size_t room = sizeof piece;
        held = iconv(handle, &from, &size, &to, &room) != (size_t)-1 || errno == E2BIG;
        sheet_bytes(out, piece, sizeof piece - room);
    }
    iconv_close(handle);
    return held;
}

static bool change_encode(const struct change_encoding *encoding, const char *text, size_t size,
                          struct sheet *bytes)
{
    static const char mark[] = "\xEF\xBB\xBF";
    return change_convert(encoding->name, mark, encoding->mark ? sizeof mark - 1 : 0, bytes) &&
           change_convert(encoding->name, text, size, bytes);
}

bool change_apply(const struct change *change, const struct draft *draft, struct sheet *bytes)
{
    struct sheet text = {0};
    struct change_lines lines = change_start(change);
    change_put(&lines, draft, &text);
    size_t part = change->second_list > 0 ? lines.part : text.size;
    bool held = change_encode(&change->encoding, sheet_text(&text), part, bytes);
    if (held && change->second_list > 0) {
        held = change_encode(&change->second, sheet_text(&text) + part, text.size - part, bytes);
    }
    bytes->failed |= text.failed;
    sheet_free(&text);
    return held;
}

bool change_escape(const struct change *change, const char *text, size_t size,
                   struct sheet *escaped)
{
    struct sheet bytes = {0};
    const char *page = change->encoding.page ? change->encoding.name : change->second.name;
    bool held = change_convert(page, text, size, &bytes);
    for (size_t i = 0; held && i < bytes.size; i++) {
        unsigned char byte = (unsigned char)bytes.data[i];
        if (byte < 0x80) {
            sheet_bytes(escaped, bytes.data + i, 1);
        } else {
            sheet_printf(escaped, "\\x%02x", byte);
        }
    }
    escaped->failed |= bytes.failed;
    sheet_free(&bytes);
    return held;
}
