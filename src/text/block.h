/*
 * Owns: 64 bytes at a time: which of them are a byte, or above one, as the bits of a number.
 * Must not know: lines, rows, what the bytes are part of.
 *
 * A question gives a block again, of what is true of each byte, so that answers are put together
 * before they become bits, which costs most.
 *
 * What the processor has for it is chosen when a file that includes this is compiled: such a file
 * is compiled once for each (see Makefile), and asks the processor when it runs.
 */
#ifndef TEXT_BLOCK_H
#define TEXT_BLOCK_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define BLOCK_BYTES 64

#if defined(__AVX2__)

#include <immintrin.h>

struct block {
    __m256i bytes[2];
};

static inline struct block block_at(const char *bytes)
{
    struct block block;
    for (size_t i = 0; i < 2; i++)
        block.bytes[i] = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + 32 * i));
    return block;
}

static inline struct block block_equal(struct block block, char byte)
{
    const __m256i wanted = _mm256_set1_epi8(byte);
    return (struct block){
        {_mm256_cmpeq_epi8(block.bytes[0], wanted), _mm256_cmpeq_epi8(block.bytes[1], wanted)}};
}

static inline struct block block_above(struct block block, char byte)
{
    const __m256i least = _mm256_set1_epi8(byte);
    return (struct block){
        {_mm256_cmpgt_epi8(block.bytes[0], least), _mm256_cmpgt_epi8(block.bytes[1], least)}};
}

static inline struct block block_or(struct block a, struct block b)
{
    return (struct block){
        {_mm256_or_si256(a.bytes[0], b.bytes[0]), _mm256_or_si256(a.bytes[1], b.bytes[1])}};
}

static inline struct block block_without(struct block a, struct block b)
{
    return (struct block){
        {_mm256_andnot_si256(b.bytes[0], a.bytes[0]), _mm256_andnot_si256(b.bytes[1], a.bytes[1])}};
}

static inline uint64_t block_bits(struct block answer)
{
    return (uint64_t)(uint32_t)_mm256_movemask_epi8(answer.bytes[0]) |
           (uint64_t)(uint32_t)_mm256_movemask_epi8(answer.bytes[1]) << 32;
}

#else

#define BLOCK_WORDS (BLOCK_BYTES / sizeof(uint64_t))
#define BLOCK_EACH UINT64_C(0x0101010101010101)
#define BLOCK_HIGHEST (BLOCK_EACH << 7)

struct block {
    uint64_t words[BLOCK_WORDS]; /* the first byte is the lowest */
};

static inline struct block block_at(const char *bytes)
{
    struct block block;
    memcpy(block.words, bytes, sizeof block.words);
    for (size_t i = 0; i < BLOCK_WORDS && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__; i++)
        block.words[i] = __builtin_bswap64(block.words[i]);
    return block;
}

/* An answer has the highest bit of each byte of which it is true. */
static inline struct block block_equal(struct block block, char byte)
{
    struct block answer;
    for (size_t i = 0; i < BLOCK_WORDS; i++) {
        uint64_t other = block.words[i] ^ BLOCK_EACH * (unsigned char)byte;
        answer.words[i] = ~(((other & ~BLOCK_HIGHEST) + ~BLOCK_HIGHEST) | other) & BLOCK_HIGHEST;
    }
    return answer;
}

/* Bytes that are not ASCII are above none; byte is ASCII. */
static inline struct block block_above(struct block block, char byte)
{
    struct block answer;
    for (size_t i = 0; i < BLOCK_WORDS; i++) {
        uint64_t sum = (block.words[i] & ~BLOCK_HIGHEST) + BLOCK_EACH * (0x7Fu - (unsigned)byte);
        answer.words[i] = sum & ~block.words[i] & BLOCK_HIGHEST;
    }
    return answer;
}

static inline struct block block_or(struct block a, struct block b)
{
    for (size_t i = 0; i < BLOCK_WORDS; i++)
        a.words[i] |= b.words[i];
    return a;
}

static inline struct block block_without(struct block a, struct block b)
{
    for (size_t i = 0; i < BLOCK_WORDS; i++)
        a.words[i] &= ~b.words[i];
    return a;
}

/* The product has the bits of all eight bytes in its last one. */
static inline uint64_t block_bits(struct block answer)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < BLOCK_WORDS; i++)
        bits |= (answer.words[i] >> 7) * UINT64_C(0x0102040810204080) >> 56 << (8 * i);
    return bits;
}

#endif

static inline struct block block_digits(struct block block)
{
    return block_without(block_above(block, '/'), block_above(block, '9'));
}

#endif
