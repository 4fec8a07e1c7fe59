/*
 * Owns: whether both ends of a row are an IPv4 address, a colon, a port and blanks, as in value.c;
 * whether one begins with such an address.
 * Must not know: the rest of the row.
 *
 * Both ends are looked at together, each in a half of one vector, where the processor has it. It
 * only says yes where it is certain; no: they are read in full.
 */
#ifndef PARSE_RUN_ENDS_H
#define PARSE_RUN_ENDS_H

#include "parse/run_read.h"

#if defined(__AVX2__)

#include "parse/run_octets.h"
#include "text/digits.h"

#include <immintrin.h>

#define RUN_ENDS_INLINE __attribute__((always_inline)) static inline

/* What texts are compared with. The compiler would make these anew for each row if it knew that
 * they do not change. */
struct run_ends_constants {
    __m256i colon;
    __m256i dot;
    __m256i blank;
    __m256i zero;
    __m256i nine;    /* the number */
    __m256i weights; /* of hundreds, tens, ones and nothing */
    __m256i ones;
    __m256i octet; /* the largest one */
};

RUN_ENDS_INLINE __m256i run_ends_keep(__m256i constant)
{
    __asm__("" : "+x"(constant));
    return constant;
}

RUN_ENDS_INLINE struct run_ends_constants run_ends_constants(void)
{
    return (struct run_ends_constants){
        .colon = run_ends_keep(_mm256_set1_epi8(':')),
        .dot = run_ends_keep(_mm256_set1_epi8('.')),
        .blank = run_ends_keep(_mm256_set1_epi8(' ')),
        .zero = run_ends_keep(_mm256_set1_epi8('0')),
        .nine = run_ends_keep(_mm256_set1_epi8(9)),
        .weights = run_ends_keep(_mm256_set1_epi32(0x00010A64)),
        .ones = run_ends_keep(_mm256_set1_epi16(1)),
        .octet = run_ends_keep(_mm256_set1_epi32(255)),
    };
}

RUN_ENDS_INLINE __m256i run_ends_pair(const void *local, const void *remote)
{
    return _mm256_loadu2_m128i(remote, local);
}

RUN_ENDS_INLINE uint32_t run_ends_equal(__m256i text, __m256i byte)
{
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(text, byte));
}

/* Whether digits, hundreds, tens, ones and nothing for each number, are digits, and each number is
 * as large as so many digits may be, up to 255. */
RUN_ENDS_INLINE bool run_ends_are_octets(__m256i digits, __m256i least,
                                         const struct run_ends_constants *constants)
{
    __m256i numbers =
        _mm256_madd_epi16(_mm256_maddubs_epi16(digits, constants->weights), constants->ones);
    __m256i size = _mm256_or_si256(_mm256_cmpgt_epi32(numbers, constants->octet),
                                   _mm256_cmpgt_epi32(least, numbers));
    __m256i wrong = _mm256_or_si256(_mm256_subs_epu8(digits, constants->nine), size);
    return _mm256_testz_si256(wrong, wrong);
}

/* The first byte of each end, as bits of both are together: of the remote one in the upper half. */
#define RUN_ENDS_FIRST UINT32_C(0x00010001)

/* The bytes up to the first colon of each end, where each has one. */
RUN_ENDS_INLINE uint32_t run_ends_front(uint32_t colons)
{
    return colons ^ (colons - RUN_ENDS_FIRST);
}

/* Whether addresses stand before the first colons, which must be in the first 16 bytes. */
RUN_ENDS_INLINE bool run_ends_are_addresses(__m256i text, uint32_t colons,
                                            const struct run_ends_constants *constants)
{
    uint32_t dots = run_ends_equal(text, constants->dot);
    uint32_t between = (dots | colons) & run_ends_front(colons);
    uint32_t local_between = between & 0xFFFF;
    uint32_t remote_between = between >> 16;
    uint32_t local_slot = RUN_OCTETS_SLOT(local_between);
    uint32_t remote_slot = RUN_OCTETS_SLOT(remote_between);
    if (run_octets_separators[local_slot] != local_between ||
        run_octets_separators[remote_slot] != remote_between)
        return false;
    __m256i fields = run_ends_pair(run_octets_digits[local_slot], run_octets_digits[remote_slot]);
    __m256i digits = _mm256_shuffle_epi8(_mm256_sub_epi8(text, constants->zero), fields);
    __m256i least = run_ends_pair(run_octets_least[local_slot], run_octets_least[remote_slot]);
    return run_ends_are_octets(digits, least, constants);
}

/* Where the colon is behind the address that an end begins with; 0: it begins with none. */
RUN_ENDS_INLINE uint32_t run_ends_address(const char *end)
{
    const struct run_ends_constants constants = run_ends_constants();
    const __m256i text = run_ends_pair(end, end);
    uint32_t colons = run_ends_equal(text, constants.colon);
    return colons != 0 && run_ends_are_addresses(text, colons, &constants)
               ? (uint32_t)__builtin_ctz(colons)
               : 0;
}

/* Of each column the last 16 bytes, from here on: no address has ended before. */
#define RUN_ENDS_BACK (RUN_END_WIDTH - 16)

RUN_ENDS_INLINE bool run_ends_above_65535(const char *port)
{
    const uint64_t most = UINT64_C(0x36353533352020FF); /* "65535" and blanks, the first highest */
    return __builtin_bswap64(digits_load(port)) > most;
}

/* Whether behind the first colons ports stand, of one to five digits up to 65535, and then blanks
 * up to the ends of the columns. */
RUN_ENDS_INLINE bool run_ends_are_ports(const char *local, const char *remote, uint32_t colons,
                                        const struct run_ends_constants *constants)
{
    __m256i back = run_ends_pair(local + RUN_ENDS_BACK, remote + RUN_ENDS_BACK);
    __m256i numbers = _mm256_sub_epi8(back, constants->zero);
    uint32_t used = run_ends_front(colons) >> RUN_ENDS_BACK & 0x01FF01FF;
    uint32_t blanks = run_ends_equal(back, constants->blank);
    uint32_t digits = run_ends_equal(_mm256_min_epu8(numbers, constants->nine), numbers) & ~used;
    uint32_t first = (used << 1 | RUN_ENDS_FIRST) & ~used;
    /* Where digits follow each other from the first on, the sum is one bit behind them. */
    uint32_t behind = digits + first;
    uint32_t wrong =
        ~(digits | blanks | used) | (behind & (digits | first)) | (digits & first << 5);
    uint32_t five = digits & first << 4;
    bool above = ((five & 0xFFFF) != 0 && run_ends_above_65535(local + __builtin_ctz(colons) + 1)) |
                 (five > 0xFFFF && run_ends_above_65535(remote + __builtin_ctz(colons >> 16) + 1));
    return wrong == 0 && !above;
}

/* Whether both ends are IPv4, and where their colons are. */
RUN_ENDS_INLINE bool run_ends_are_ipv4(const char *local, const char *remote,
                                       const struct run_ends_constants *constants,
                                       uint32_t *local_colon, uint32_t *remote_colon)
{
    __m256i text = run_ends_pair(local, remote);
    uint32_t colons = run_ends_equal(text, constants->colon);
    if ((colons & 0xFFFF) == 0 || colons <= 0xFFFF)
        return false;
    *local_colon = (uint32_t)__builtin_ctz(colons);
    *remote_colon = (uint32_t)__builtin_ctz(colons >> 16);
    return run_ends_are_addresses(text, colons, constants) &&
           run_ends_are_ports(local, remote, colons, constants);
}

#else

struct run_ends_constants {
    char none;
};

static inline struct run_ends_constants run_ends_constants(void)
{
    return (struct run_ends_constants){0};
}

static inline bool run_ends_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Where the colon is behind the address that an end begins with; 0: it begins with none. */
static inline uint32_t run_ends_address(const char *end)
{
    uint32_t at = 0;
    for (int i = 0; i < 4; i++) {
        uint32_t start = at;
        uint32_t number = 0;
        for (; at - start < 3 && run_ends_is_digit(end[at]); at++)
            number = number * 10 + (uint32_t)(end[at] - '0');
        bool leads_with_0 = end[start] == '0' && at - start > 1;
        if (at == start || number > 255 || leads_with_0 || end[at] != (i < 3 ? '.' : ':'))
            return 0;
        at++;
    }
    return at - 1;
}

static inline bool run_ends_has_port(const char *end, uint32_t colon)
{
    uint32_t at = colon + 1;
    uint32_t number = 0;
    for (; at - colon <= 5 && run_ends_is_digit(end[at]); at++)
        number = number * 10 + (uint32_t)(end[at] - '0');
    bool is_port = at > colon + 1 && number <= UINT16_MAX;
    while (at < RUN_END_WIDTH && end[at] == ' ')
        at++;
    return is_port && at == RUN_END_WIDTH && end[at - 1] == ' ';
}

static inline bool run_ends_are_ipv4(const char *local, const char *remote,
                                     const struct run_ends_constants *constants,
                                     uint32_t *local_colon, uint32_t *remote_colon)
{
    (void)constants;
    *local_colon = run_ends_address(local);
    *remote_colon = run_ends_address(remote);
    return *local_colon != 0 && *remote_colon != 0 && run_ends_has_port(local, *local_colon) &&
           run_ends_has_port(remote, *remote_colon);
}

#endif

#endif
