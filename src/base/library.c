#include "base/library.h"

#include <dlfcn.h>
#include <string.h>

/* POSIX: the address of a function fits an object pointer; C has no conversion for it. */
_Static_assert(sizeof(void *) == sizeof(void (*)(void)), "dlsym gives functions as objects");

bool library_load(const char *file, const struct library_symbol *symbols, size_t count,
                  void *functions, const char **missing)
{
    void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) {
        *missing = file;
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        void *function = dlsym(library, symbols[i].name);
        if (function == NULL) {
            *missing = symbols[i].name;
            dlclose(library);
            return false;
        }
        memcpy((char *)functions + symbols[i].offset, &function, sizeof function);
    }
    return true;
}
