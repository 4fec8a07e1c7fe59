#include "parse/run_read.h"

#if defined(__x86_64__)
#include <sys/platform/x86.h>
#endif

/* What the processors of x86-64-v3 have is what run_read.c is compiled for once more (see
 * Makefile). The C library has asked the processor already; to ask again takes long on a virtual
 * machine. */
#if defined(__x86_64__)

static const unsigned v3_features[] = {
    x86_cpu_AVX2, x86_cpu_BMI1,  x86_cpu_BMI2,  x86_cpu_FMA,
    x86_cpu_F16C, x86_cpu_LZCNT, x86_cpu_MOVBE,
};

#define V3_FEATURES (sizeof v3_features / sizeof *v3_features)

/* As x86_cpu_active of the C library, which shifts a 1 into the sign of an int. */
static bool has_feature(unsigned feature)
{
    const unsigned bits = 32;
    const struct cpuid_feature *leaf = __x86_get_cpuid_feature_leaf(feature / (4 * bits));
    return (leaf->active_array[feature / bits % 4] >> feature % bits & 1) != 0;
}

size_t run_usable(run_reader *readers[RUN_READERS])
{
    size_t has = 0;
    size_t count = 0;
    while (has < V3_FEATURES && has_feature(v3_features[has]))
        has++;
    if (has == V3_FEATURES)
        readers[count++] = run_read_v3;
    readers[count++] = run_read;
    return count;
}

#else

size_t run_usable(run_reader *readers[RUN_READERS])
{
    readers[0] = run_read;
    return 1;
}

#endif
