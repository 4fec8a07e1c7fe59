#include "support/capture_draft.h"

#include <string.h>

void draft_start(struct draft *draft, uint64_t seed, const struct lexicon *lexicon)
{
    draft->dice = dice_of(seed);
    draft->lexicon = lexicon;
    draft->told = false;
    draft->bare_table = false;
    draft->open_end = false;
    draft->truth.list_count = 0;
    draft->truth.process_count = 0;
    draft->truth.connection_count = 0;
    sheet_clear(&draft->text);
    sheet_clear(&draft->about);
}

void draft_free(struct draft *draft)
{
    sheet_free(&draft->text);
    sheet_free(&draft->about);
}

void draft_end_line(struct draft *draft, bool trimmed)
{
    if (trimmed) {
        sheet_trim(&draft->text);
    }
    sheet_append(&draft->text, "\n");
}

void draft_line(struct draft *draft, const char *line)
{
    sheet_append(&draft->text, line);
    sheet_append(&draft->text, "\n");
}

/* ASCII alone, or what old programs print as ASCII: the apostrophe U+2019. */
static bool draft_plain(const char *text)
{
    static const char apostrophe[] = "\u2019";
    while (*text != '\0') {
        if (strncmp(text, apostrophe, sizeof apostrophe - 1) == 0) {
            text += sizeof apostrophe - 1;
        } else if ((unsigned char)*text++ >= 0x80) {
            return false;
        }
    }
    return true;
}

void draft_tell(struct draft *draft, const char *text)
{
    draft->told |= draft->lexicon->listed && !draft_plain(text);
}

bool draft_failed(const struct draft *draft)
{
    return draft->text.failed || draft->about.failed || draft->truth.list_count == TRUTH_LISTS ||
           draft->truth.process_count == TRUTH_ROWS || draft->truth.connection_count == TRUTH_ROWS;
}
