#include "cli/libarchive.h"

#include "base/library.h"

#include <stddef.h>

#define LIBARCHIVE_FILE "libarchive.so.13"

static const struct library_symbol libarchive_symbols[] = {
#define LIBARCHIVE_SYMBOL(name) {#name, offsetof(struct libarchive_functions, name)},
    LIBARCHIVE_FUNCTIONS(LIBARCHIVE_SYMBOL)
#undef LIBARCHIVE_SYMBOL
};

void libarchive_init(struct libarchive *library)
{
    *library = (struct libarchive){.tried = false};
    pthread_mutex_init(&library->mutex, NULL);
}

void libarchive_free(struct libarchive *library)
{
    if (library->locale != (locale_t)0) {
        uselocale(LC_GLOBAL_LOCALE);
        freelocale(library->locale);
    }
    pthread_mutex_destroy(&library->mutex);
}

bool libarchive_load(struct libarchive *library)
{
    pthread_mutex_lock(&library->mutex);
    if (!library->tried) {
        library->tried = true;
        library->locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
        library_load(LIBARCHIVE_FILE, libarchive_symbols,
                     sizeof libarchive_symbols / sizeof *libarchive_symbols, &library->call,
                     &library->missing);
    }
    pthread_mutex_unlock(&library->mutex);
    return library->missing == NULL;
}
