/*
 * Owns: whether both ends of a row are an IPv4 address, a colon, a port and blanks, as value.c
 * reads them. Must not know: the rest of the row.
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

/* The bytes up to the first colon, of an end that has one. */
RUN_ENDS_INLINE uint32_t run_ends_front(uint32_t colons)
{
    return colons ^ (colons - 1);
}

RUN_ENDS_INLINE __m256i run_ends_pair(const void *local, const void *remote)
{
    return _mm256_loadu2_m128i(remote, local);
}

RUN_ENDS_INLINE uint32_t run_ends_equal(__m256i text, char byte)
{
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(text, _mm256_set1_epi8(byte)));
}

/* Whether digits, hundreds, tens, ones and nothing for each number, are digits, and none of the
 * numbers is more than 255. */
RUN_ENDS_INLINE bool run_ends_are_octets(__m256i digits)
{
    const __m256i weights = _mm256_set1_epi32(0x00010A64);
    __m256i numbers =
        _mm256_madd_epi16(_mm256_maddubs_epi16(digits, weights), _mm256_set1_epi16(1));
    __m256i wrong = _mm256_or_si256(_mm256_subs_epu8(digits, _mm256_set1_epi8(9)),
                                    _mm256_cmpgt_epi32(numbers, _mm256_set1_epi32(255)));
    return _mm256_testz_si256(wrong, wrong);
}

/*
 * Whether addresses stand before the first colons, which must be in the first 16 bytes of each end.
 * A number of more than one digit does not begin with 0.
 */
RUN_ENDS_INLINE bool run_ends_are_addresses(const char *local, const char *remote,
                                            uint32_t *local_colon, uint32_t *remote_colon)
{
    __m256i text = run_ends_pair(local, remote);
    uint32_t colons = run_ends_equal(text, ':');
    uint32_t dots = run_ends_equal(text, '.');
    uint32_t local_first = colons & 0xFFFF;
    uint32_t remote_first = colons >> 16;
    uint32_t local_between = (dots | local_first) & run_ends_front(local_first);
    uint32_t remote_between = (dots >> 16 | remote_first) & run_ends_front(remote_first);
    uint32_t local_slot = RUN_OCTETS_SLOT(local_between);
    uint32_t remote_slot = RUN_OCTETS_SLOT(remote_between);
    uint32_t zeros = run_ends_equal(text, '0') & (dots << 1 | 0x00010001) & ~((dots | colons) >> 1);
    if (local_first == 0 || remote_first == 0 ||
        run_octets_separators[local_slot] != local_between ||
        run_octets_separators[remote_slot] != remote_between || zeros != 0)
        return false;
    *local_colon = (uint32_t)__builtin_ctz(local_first);
    *remote_colon = (uint32_t)__builtin_ctz(remote_first);
    __m256i digits = _mm256_sub_epi8(text, _mm256_set1_epi8('0'));
    return run_ends_are_octets(_mm256_shuffle_epi8(
        digits, run_ends_pair(run_octets_digits[local_slot], run_octets_digits[remote_slot])));
}

/* Eight bytes from each of two places, and the bits of their bytes. */
RUN_ENDS_INLINE __m128i run_ends_words(const char *local, const char *remote)
{
    return _mm_unpacklo_epi64(_mm_loadu_si64(local), _mm_loadu_si64(remote));
}

RUN_ENDS_INLINE uint32_t run_ends_blanks(__m128i words)
{
    return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(words, _mm_set1_epi8(' ')));
}

RUN_ENDS_INLINE uint32_t run_ends_digits(__m128i words)
{
    __m128i above_9 = _mm_subs_epu8(_mm_sub_epi8(words, _mm_set1_epi8('0')), _mm_set1_epi8(9));
    return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(above_9, _mm_setzero_si128()));
}

/* Of a word that begins with one to five digits and goes on with blanks. */
RUN_ENDS_INLINE bool run_ends_above_65535(const char *port, uint32_t has_five)
{
    const uint64_t most = UINT64_C(0x36353533352020FF); /* "65535" and blanks, the first highest */
    return (has_five != 0) & (__builtin_bswap64(digits_load(port)) > most);
}

/*
 * Whether behind the colons ports stand, of one to five digits, and then blanks up to the ends of
 * the columns. Of each column seven bytes behind the colon and its last eight are all of it.
 */
RUN_ENDS_INLINE bool run_ends_have_ports(const char *local, const char *remote,
                                         uint32_t local_colon, uint32_t remote_colon)
{
    const uint32_t first = 0x0101;
    const uint32_t seven = 0x7F7F;
    const uint32_t five = 0x1F1F;
    const char *local_port = local + local_colon + 1;
    const char *remote_port = remote + remote_colon + 1;
    __m128i ports = run_ends_words(local_port, remote_port);
    uint32_t digits = run_ends_digits(ports) & seven;
    uint32_t blanks = run_ends_blanks(ports) & seven;
    uint32_t filled =
        ~run_ends_blanks(run_ends_words(local + RUN_END_WIDTH - 8, remote + RUN_END_WIDTH - 8));
    uint32_t wrong = (digits ^ blanks ^ seven) | (digits & (~(digits << 1 | first) | ~five)) |
                     (~digits & first) |
                     (filled & 0xFF) >> (local_colon + 8 - (RUN_END_WIDTH - 8)) |
                     (filled >> 8 & 0xFF) >> (remote_colon + 8 - (RUN_END_WIDTH - 8));
    return wrong == 0 && !(run_ends_above_65535(local_port, digits & 0x10) |
                           run_ends_above_65535(remote_port, digits & 0x1000));
}

#else

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

static inline bool run_ends_are_addresses(const char *local, const char *remote,
                                          uint32_t *local_colon, uint32_t *remote_colon)
{
    *local_colon = run_ends_address(local);
    *remote_colon = *local_colon == 0 ? 0 : run_ends_address(remote);
    return *remote_colon != 0;
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

static inline bool run_ends_have_ports(const char *local, const char *remote, uint32_t local_colon,
                                       uint32_t remote_colon)
{
    return run_ends_has_port(local, local_colon) && run_ends_has_port(remote, remote_colon);
}

#endif

#endif
