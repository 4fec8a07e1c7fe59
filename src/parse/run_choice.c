#include "parse/run_read.h"

#include "text/processor.h"

size_t run_usable(run_reader *readers[RUN_READERS])
{
    size_t count = 0;
#if defined(__x86_64__)
    if (processor_is_v3())
        readers[count++] = run_read_v3;
#endif
    readers[count++] = run_read;
    return count;
}
