#include "db/sqlite.h"

#include "base/library.h"

bool sqlite_load(struct sqlite *sqlite, const char **missing)
{
    static const struct library_symbol symbols[] = {
#define SQLITE_SYMBOL(name) {"sqlite3_" #name, offsetof(struct sqlite, name)},
        SQLITE_FUNCTION_MAP(SQLITE_SYMBOL)
#undef SQLITE_SYMBOL
    };
    return library_load(SQLITE_FILE, symbols, sizeof symbols / sizeof *symbols, sqlite, missing);
}
