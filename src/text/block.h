/*
 * Owns: 64 bytes at a time: which of them are a byte, or above one, as the bits of a number.
 * Must not know: lines, rows, what the bytes are part of.
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

#if defined(__AVX512BW__)

#include <immintrin.h>

struct block {
    __m512i bytes;
};

static inline struct block block_at(const char *bytes)
{
    return (struct block){_mm512_loadu_si512(bytes)};
}

static inline uint64_t block_equal(struct block block, char byte)
{
    return _mm512_cmpeq_epi8_mask(block.bytes, _mm512_set1_epi8(byte));
}

static inline uint64_t block_above(struct block block, char byte)
{
    return _mm512_cmpgt_epi8_mask(block.bytes, _mm512_set1_epi8(byte));
}

#elif defined(__AVX2__)

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

/* The highest bit of each byte. */
static inline uint64_t block_bits(__m256i low, __m256i high)
{
    return (uint64_t)(uint32_t)_mm256_movemask_epi8(low) |
           (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

static inline uint64_t block_equal(struct block block, char byte)
{
    const __m256i wanted = _mm256_set1_epi8(byte);
    return block_bits(_mm256_cmpeq_epi8(block.bytes[0], wanted),
                      _mm256_cmpeq_epi8(block.bytes[1], wanted));
}

static inline uint64_t block_above(struct block block, char byte)
{
    const __m256i least = _mm256_set1_epi8(byte);
    return block_bits(_mm256_cmpgt_epi8(block.bytes[0], least),
                      _mm256_cmpgt_epi8(block.bytes[1], least));
}

#else

struct block {
    signed char bytes[BLOCK_BYTES];
};

static inline struct block block_at(const char *bytes)
{
    struct block block;
    memcpy(block.bytes, bytes, sizeof block.bytes);
    return block;
}

static inline uint64_t block_equal(struct block block, char byte)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < BLOCK_BYTES; i++)
        bits |= (uint64_t)(block.bytes[i] == byte) << i;
    return bits;
}

/* Bytes that are not ASCII are above none. */
static inline uint64_t block_above(struct block block, char byte)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < BLOCK_BYTES; i++)
        bits |= (uint64_t)(block.bytes[i] > byte) << i;
    return bits;
}

#endif

static inline uint64_t block_digits(struct block block)
{
    return block_above(block, '/') & ~block_above(block, '9');
}

#endif
