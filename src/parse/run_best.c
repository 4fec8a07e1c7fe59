#include "parse/run_row.h"

#include "parse/value.h"
#include "text/digits.h"

#if defined(__x86_64__) && defined(__GNUC__)

run_row_reader *run_row_best(void)
{
    __builtin_cpu_init();
    bool v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
              __builtin_cpu_supports("bmi2");
    if (v3 && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512cd"))
        return run_row_read_v4;
    return v3 ? run_row_read_v3 : run_row_read;
}

#else

run_row_reader *run_row_best(void)
{
    return run_row_read;
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
