#include "parse/run_row.h"

#include "parse/value.h"
#include "text/digits.h"

#if defined(__x86_64__)
#include <sys/platform/x86.h>
#endif

/* What the processors of x86-64-v3 and -v4 have is what run_row.c is compiled for (see Makefile).
 * The C library has asked the processor already; to ask again takes long on a virtual machine. */
size_t run_row_usable(run_row_reader *readers[RUN_ROW_READERS])
{
    size_t count = 0;
#if defined(__x86_64__)
    bool v3 = CPU_FEATURE_ACTIVE(AVX2) && CPU_FEATURE_ACTIVE(BMI1) && CPU_FEATURE_ACTIVE(BMI2) &&
              CPU_FEATURE_ACTIVE(FMA) && CPU_FEATURE_ACTIVE(LZCNT) && CPU_FEATURE_ACTIVE(MOVBE) &&
              CPU_FEATURE_ACTIVE(F16C);
    bool v4 = v3 && CPU_FEATURE_ACTIVE(AVX512F) && CPU_FEATURE_ACTIVE(AVX512BW) &&
              CPU_FEATURE_ACTIVE(AVX512CD) && CPU_FEATURE_ACTIVE(AVX512DQ) &&
              CPU_FEATURE_ACTIVE(AVX512VL);
    if (v4)
        readers[count++] = run_row_read_v4;
    if (v3)
        readers[count++] = run_row_read_v3;
#endif
    readers[count++] = run_row_read;
    return count;
}

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
