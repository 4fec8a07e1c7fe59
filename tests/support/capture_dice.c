#include "support/capture_dice.h"

struct dice dice_of(uint64_t seed)
{
    return (struct dice){seed * UINT64_C(0x9E3779B97F4A7C15) + 1};
}

/* SplitMix64: a counter, and a mixer that spreads each of its bits over the result. */
uint64_t dice_next(struct dice *dice)
{
    dice->state += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t mixed = dice->state;
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94D049BB133111EB);
    return mixed ^ (mixed >> 31);
}

size_t dice_below(struct dice *dice, size_t count)
{
    return (size_t)(dice_next(dice) % count);
}

uint32_t dice_between(struct dice *dice, uint32_t least, uint32_t most)
{
    return least + (uint32_t)dice_below(dice, (size_t)most - least + 1);
}

bool dice_chance(struct dice *dice, unsigned percent)
{
    return dice_below(dice, 100) < percent;
}
