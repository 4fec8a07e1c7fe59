#include "text/processor.h"

#if defined(__x86_64__)

#include <stddef.h>
#include <sys/platform/x86.h>

/* The C library has asked the processor already; to ask again takes long on a virtual machine. */
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

bool processor_is_v3(void)
{
    size_t has = 0;
    while (has < V3_FEATURES && has_feature(v3_features[has]))
        has++;
    return has == V3_FEATURES;
}

#else

bool processor_is_v3(void)
{
    return false;
}

#endif
