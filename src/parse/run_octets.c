#include "parse/run_octets.h"

/* Where the second number and those behind it begin, the others having so many digits. */
#define SECOND(a) ((a) + 1)
#define THIRD(a, b) (SECOND(a) + (b) + 1)
#define FOURTH(a, b, c) (THIRD(a, b) + (c) + 1)

#define SEPARATORS(a, b, c, d)                                                                     \
    (1u << (a) | 1u << (SECOND(a) + (b)) | 1u << (THIRD(a, b) + (c)) |                             \
     1u << (FOURTH(a, b, c) + (d)))
#define SLOT(a, b, c, d) RUN_OCTETS_SLOT(SEPARATORS(a, b, c, d))

/* The digits of a number that begins at start. */
#define DIGITS(start, count)                                                                       \
    (count) > 2 ? (start) : RUN_OCTETS_NONE, (count) > 1 ? (start) + (count)-2 : RUN_OCTETS_NONE,  \
        (start) + (count)-1, RUN_OCTETS_NONE

/* All ways to give each number one to three digits. */
#define EACH_FOURTH(X, a, b, c) X(a, b, c, 1) X(a, b, c, 2) X(a, b, c, 3)
#define EACH_THIRD(X, a, b) EACH_FOURTH(X, a, b, 1) EACH_FOURTH(X, a, b, 2) EACH_FOURTH(X, a, b, 3)
#define EACH_SECOND(X, a) EACH_THIRD(X, a, 1) EACH_THIRD(X, a, 2) EACH_THIRD(X, a, 3)
#define EACH(X) EACH_SECOND(X, 1) EACH_SECOND(X, 2) EACH_SECOND(X, 3)

const uint16_t run_octets_separators[RUN_OCTETS_SLOTS] = {
#define SEPARATORS_ROW(a, b, c, d) [SLOT(a, b, c, d)] = SEPARATORS(a, b, c, d),
    EACH(SEPARATORS_ROW)
#undef SEPARATORS_ROW
};

const uint8_t run_octets_digits[RUN_OCTETS_SLOTS][RUN_OCTETS_BYTES] = {
#define DIGITS_ROW(a, b, c, d)                                                                     \
    [SLOT(a, b, c, d)] = {DIGITS(0, a), DIGITS(SECOND(a), b), DIGITS(THIRD(a, b), c),              \
                          DIGITS(FOURTH(a, b, c), d)},
    EACH(DIGITS_ROW)
#undef DIGITS_ROW
};

#define LEAST(count) ((count) > 2 ? 100 : (count) > 1 ? 10 : 0)

const int32_t run_octets_least[RUN_OCTETS_SLOTS][4] = {
#define LEAST_ROW(a, b, c, d) [SLOT(a, b, c, d)] = {LEAST(a), LEAST(b), LEAST(c), LEAST(d)},
    EACH(LEAST_ROW)
#undef LEAST_ROW
};
