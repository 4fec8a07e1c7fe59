#include "parse/table_row.h"

#include "text/processor.h"

size_t table_readers(table_reader *readers[TABLE_READERS])
{
    size_t count = 0;
#if defined(__x86_64__)
    if (processor_is_v3())
        readers[count++] = table_read_v3;
#endif
    readers[count++] = table_read;
    return count;
}
