/*
 * Owns: numbers that look random and are the same for the same seed everywhere.
 * Must not know: what is decided with them.
 *
 * The files capture_*.c write captures together with their truth. They share neither code nor data
 * with the program, so that a mistake would have to be made twice to stay hidden; what they know of
 * tasklist and netstat stands in their own tables. Their functions begin with what follows
 * capture_.
 */
#ifndef SUPPORT_CAPTURE_DICE_H
#define SUPPORT_CAPTURE_DICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dice {
    uint64_t state;
};

/* Seeds that differ in one bit give dice that have nothing in common. */
struct dice dice_of(uint64_t seed);
uint64_t dice_next(struct dice *dice);
/* From 0 to count - 1; count is not 0. */
size_t dice_below(struct dice *dice, size_t count);
/* From least to most. */
uint32_t dice_between(struct dice *dice, uint32_t least, uint32_t most);
bool dice_chance(struct dice *dice, unsigned percent);

#define DICE_PICK(dice, array) ((array)[dice_below((dice), sizeof(array) / sizeof *(array))])

#endif
