/*
 * Owns: what stands around lists in captures: prompts, banners, prose, the output of other
 * commands.
 * Must not know: lists.
 */
#ifndef SUPPORT_CAPTURE_AROUND_H
#define SUPPORT_CAPTURE_AROUND_H

#include "support/capture_dice.h"
#include "support/capture_sheet.h"

/* Appends a prompt with a command. */
void around_prompt(struct sheet *text, struct dice *dice);
/* Appends some blocks of text: none of them holds a row. */
void around_blocks(struct sheet *text, struct dice *dice, size_t most);

#endif
