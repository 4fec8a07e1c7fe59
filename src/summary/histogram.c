#include "summary/histogram.h"

#include <stdlib.h>
#include <string.h>

#define HISTOGRAM_FIRST_CAPACITY 16

void histogram_init(struct histogram *histogram)
{
    *histogram = (struct histogram){.bins = NULL};
}

void histogram_free(struct histogram *histogram)
{
    free(histogram->bins);
    histogram_init(histogram);
}

void histogram_clear(struct histogram *histogram)
{
    histogram->used = 0;
    histogram->total = 0;
}

/* The first bin that is not below the value. */
static size_t histogram_place(const struct histogram *histogram, uint64_t value)
{
    size_t low = 0;
    size_t high = histogram->used;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (histogram->bins[middle].value < value) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool histogram_grow(struct histogram *histogram)
{
    size_t capacity = histogram->capacity == 0 ? HISTOGRAM_FIRST_CAPACITY : histogram->capacity * 2;
    struct histogram_bin *bins = capacity > SIZE_MAX / 2 / sizeof *bins
                                     ? NULL
                                     : realloc(histogram->bins, capacity * sizeof *bins);
    if (bins == NULL) {
        histogram->failed = true;
        return false;
    }
    histogram->bins = bins;
    histogram->capacity = capacity;
    return true;
}

void histogram_add(struct histogram *histogram, uint64_t value, uint64_t count)
{
    size_t place = histogram_place(histogram, value);
    if (place == histogram->used || histogram->bins[place].value != value) {
        if (histogram->used == histogram->capacity && !histogram_grow(histogram)) {
            return;
        }
        struct histogram_bin *bin = &histogram->bins[place];
        memmove(bin + 1, bin, (histogram->used - place) * sizeof *bin);
        *bin = (struct histogram_bin){.value = value};
        histogram->used++;
    }
    histogram->bins[place].count += count;
    histogram->total += count;
}

void histogram_merge(struct histogram *into, const struct histogram *from)
{
    for (size_t i = 0; i < from->used; i++) {
        histogram_add(into, from->bins[i].value, from->bins[i].count);
    }
    into->failed |= from->failed;
}

uint64_t histogram_percentile(const struct histogram *histogram, unsigned percent)
{
    /* The total times percent may not fit. */
    uint64_t rank =
        histogram->total / 100 * percent + (histogram->total % 100 * percent + 99) / 100;
    uint64_t seen = 0;
    for (size_t i = 0; i < histogram->used; i++) {
        seen += histogram->bins[i].count;
        if (seen >= rank) {
            return histogram->bins[i].value;
        }
    }
    return 0;
}
