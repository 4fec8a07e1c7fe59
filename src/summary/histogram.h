/*
 * Owns: how often each number was seen; exact percentiles of them.
 * Must not know: what the numbers count.
 *
 * One bin for each number that differs: rows are needed to make a count, so that n of them take a
 * text of n * n / 2 rows. Percentiles are of the nearest rank: the smallest number that was seen
 * such that at least that many in a hundred are not larger. The median is the 50th.
 */
#ifndef SUMMARY_HISTOGRAM_H
#define SUMMARY_HISTOGRAM_H

#include "outconn.h"

struct histogram_bin {
    uint64_t value;
    uint64_t count;
};

struct histogram {
    struct histogram_bin *bins; /* ascending */
    size_t used;
    size_t capacity;
    uint64_t total; /* the sum of the counts */
    bool failed;    /* sticks: out of memory */
};

void histogram_init(struct histogram *histogram);
void histogram_free(struct histogram *histogram);
/* Empties it; keeps the memory and the failure. */
void histogram_clear(struct histogram *histogram);
void histogram_add(struct histogram *histogram, uint64_t value, uint64_t count);
void histogram_merge(struct histogram *into, const struct histogram *from);
/* Percent from 0, the smallest, to 100, the largest; 0 of an empty one. */
uint64_t histogram_percentile(const struct histogram *histogram, unsigned percent);

#endif
