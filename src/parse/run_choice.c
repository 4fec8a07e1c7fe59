#include "parse/run_row.h"

#include "parse/value.h"
#include "text/digits.h"

#if defined(__x86_64__)
#include <sys/platform/x86.h>
#endif

/* What the processors of x86-64-v3 and -v4 have is what run_row.c is compiled for (see Makefile).
 * The C library has asked the processor already; to ask again takes long on a virtual machine. */
#if defined(__x86_64__)

static const unsigned v3_features[] = {
    x86_cpu_AVX2, x86_cpu_BMI1,  x86_cpu_BMI2,  x86_cpu_FMA,
    x86_cpu_F16C, x86_cpu_LZCNT, x86_cpu_MOVBE,
};

static const unsigned v4_features[] = {
    x86_cpu_AVX512F, x86_cpu_AVX512BW, x86_cpu_AVX512CD, x86_cpu_AVX512DQ, x86_cpu_AVX512VL,
};

/* As x86_cpu_active of the C library, which shifts a 1 into the sign of an int. */
static bool has_feature(unsigned feature)
{
    const unsigned bits = 32;
    const struct cpuid_feature *leaf = __x86_get_cpuid_feature_leaf(feature / (4 * bits));
    return (leaf->active_array[feature / bits % 4] >> feature % bits & 1) != 0;
}

static bool has_features(const unsigned *features, size_t count)
{
    size_t i = 0;
    while (i < count && has_feature(features[i]))
        i++;
    return i == count;
}

size_t run_row_usable(run_row_reader *readers[RUN_ROW_READERS])
{
    size_t count = 0;
    bool v3 = has_features(v3_features, sizeof v3_features / sizeof *v3_features);
    if (v3 && has_features(v4_features, sizeof v4_features / sizeof *v4_features))
        readers[count++] = run_row_read_v4;
    if (v3)
        readers[count++] = run_row_read_v3;
    readers[count++] = run_row_read;
    return count;
}

#else

size_t run_row_usable(run_row_reader *readers[RUN_ROW_READERS])
{
    readers[0] = run_row_read;
    return 1;
}

#endif

oc_endpoint run_row_endpoint(const struct run_row *row, const struct run_end *end)
{
    oc_endpoint endpoint;
    oc_text cell = {row->line + end->span.start, end->span.end - end->span.start};
    if (!row->ipv4) {
        value_is_endpoint(cell, &endpoint);
        return endpoint;
    }
    size_t address = end->colon - end->span.start;
    return (oc_endpoint){
        .address = {cell.data, address},
        .port = (int32_t)digits_number(cell.data + cell.size, cell.size - address - 1)};
}
