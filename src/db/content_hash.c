#include "db/content_hash.h"

#include <string.h>

/* Odd, so that a multiplication loses nothing; their bits are the fractions of the square roots of
 * 2, 3, 5 and 7. */
static const uint64_t content_hash_factors[CONTENT_HASH_LANES] = {
    UINT64_C(0x6a09e667f3bcc909),
    UINT64_C(0xbb67ae8584caa73b),
    UINT64_C(0x3c6ef372fe94f82b),
    UINT64_C(0xa54ff53a5f1d36f1),
};

static uint64_t content_hash_turn(uint64_t word, unsigned bits)
{
    return word << bits | word >> (64 - bits);
}

/* Little endian on every machine; written out, so that compilers make one load of it. */
static uint64_t content_hash_load(const unsigned char *bytes)
{
    return (uint64_t)bytes[0] | (uint64_t)bytes[1] << 8 | (uint64_t)bytes[2] << 16 |
           (uint64_t)bytes[3] << 24 | (uint64_t)bytes[4] << 32 | (uint64_t)bytes[5] << 40 |
           (uint64_t)bytes[6] << 48 | (uint64_t)bytes[7] << 56;
}

/* Each step can be undone, so two words that differ leave lanes that differ. */
static uint64_t content_hash_step(uint64_t lane, uint64_t word, uint64_t factor)
{
    return content_hash_turn((lane ^ word) * factor, 29);
}

static void content_hash_blocks(struct content_hash *hash, const unsigned char *bytes, size_t count)
{
    uint64_t lanes[CONTENT_HASH_LANES];
    memcpy(lanes, hash->lanes, sizeof lanes);
    for (; count > 0; count--, bytes += CONTENT_HASH_BLOCK) {
        for (size_t i = 0; i < CONTENT_HASH_LANES; i++) {
            lanes[i] = content_hash_step(lanes[i], content_hash_load(bytes + 8 * i),
                                         content_hash_factors[i]);
        }
    }
    memcpy(hash->lanes, lanes, sizeof lanes);
}

void content_hash_init(struct content_hash *hash)
{
    *hash = (struct content_hash){.carried = 0};
    memcpy(hash->lanes, content_hash_factors, sizeof hash->lanes);
}

void content_hash_bytes(struct content_hash *hash, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    hash->part_size += size;
    if (hash->carried > 0) {
        size_t room = sizeof hash->carry - hash->carried;
        size_t taken = size < room ? size : room;
        if (taken > 0) {
            memcpy(hash->carry + hash->carried, at, taken);
            at += taken;
        }
        hash->carried += taken;
        size -= taken;
        if (hash->carried < sizeof hash->carry) {
            return;
        }
        content_hash_blocks(hash, hash->carry, 1);
        hash->carried = 0;
    }
    content_hash_blocks(hash, at, size / CONTENT_HASH_BLOCK);
    hash->carried = size % CONTENT_HASH_BLOCK;
    if (hash->carried > 0) {
        memcpy(hash->carry, at + size - hash->carried, hash->carried);
    }
}

void content_hash_mark(struct content_hash *hash)
{
    unsigned char size[8];
    for (unsigned i = 0; i < sizeof size; i++) {
        size[i] = (unsigned char)(hash->part_size >> (8 * i));
    }
    content_hash_bytes(hash, size, sizeof size);
    hash->part_size = 0;
}

void content_hash_text(struct content_hash *hash, oc_text text)
{
    if (text.size > 0) {
        content_hash_bytes(hash, text.data, text.size);
    }
    content_hash_mark(hash);
}

/* Every bit of the word changes about half of the bits of the result. */
static uint64_t content_hash_stir(uint64_t word)
{
    for (size_t i = 0; i < CONTENT_HASH_LANES; i++) {
        word = (word ^ word >> 32) * content_hash_factors[i];
    }
    return word ^ word >> 29;
}

static void content_hash_digits(char *digits, uint64_t word)
{
    for (unsigned i = 0; i < 16; i++) {
        digits[i] = "0123456789abcdef"[word >> (60 - 4 * i) & 0xF];
    }
}

void content_hash_end(struct content_hash *hash, char hex[CONTENT_HASH_HEX])
{
    /* What is left is filled up; the mark before it tells how much of that was there. */
    unsigned char zeros[CONTENT_HASH_BLOCK] = {0};
    content_hash_mark(hash);
    content_hash_bytes(hash, zeros, sizeof zeros - hash->carried);
    uint64_t high = 0;
    uint64_t low = 0;
    for (size_t i = 0; i < CONTENT_HASH_LANES; i++) {
        high = content_hash_stir(high + hash->lanes[i]);
        low = content_hash_stir(low ^ content_hash_turn(hash->lanes[i], 32));
    }
    content_hash_digits(hex, high);
    content_hash_digits(hex + 16, low);
    hex[CONTENT_HASH_HEX - 1] = '\0';
}
