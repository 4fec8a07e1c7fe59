#include "cli/zlib.h"

#include "base/library.h"

#include <stddef.h>

#define ZLIB_FILE "libz.so.1"

static const struct library_symbol zlib_symbols[] = {
#define ZLIB_SYMBOL(name) {#name, offsetof(struct zlib_functions, name)},
    ZLIB_FUNCTIONS(ZLIB_SYMBOL)
#undef ZLIB_SYMBOL
};

void zlib_init(struct zlib *library)
{
    *library = (struct zlib){.tried = false};
    pthread_mutex_init(&library->mutex, NULL);
}

void zlib_free(struct zlib *library)
{
    pthread_mutex_destroy(&library->mutex);
}

bool zlib_load(struct zlib *library)
{
    pthread_mutex_lock(&library->mutex);
    if (!library->tried) {
        library->tried = true;
        library_load(ZLIB_FILE, zlib_symbols, sizeof zlib_symbols / sizeof *zlib_symbols,
                     &library->call, &library->missing);
    }
    pthread_mutex_unlock(&library->mutex);
    return library->missing == NULL;
}
