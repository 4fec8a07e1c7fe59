#include "parse/run_row.h"

#include "parse/value.h"
#include "text/digits.h"

/* What the processors of x86-64-v3 and -v4 have is what run_row.c is compiled for (see Makefile).
 */
size_t run_row_usable(run_row_reader *readers[RUN_ROW_READERS])
{
    size_t count = 0;
#if defined(__x86_64__)
    __builtin_cpu_init();
    bool v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
              __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("fma");
    bool v4 = v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
              __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
              __builtin_cpu_supports("avx512vl");
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
