#include "support/cases.h"

#include <string.h>

static bool cases_of_other_tests(const char *path)
{
    static const char *const others[] = {"fixtures/cli", "fixtures/customers", "fixtures/demo",
                                         "fixtures/grammars"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (strcmp(path, others[i]) == 0) {
            return true;
        }
    }
    return false;
}

bool cases_list(struct file_list *cases)
{
    struct file_list languages = {.paths = NULL};
    bool whole = files_directories("fixtures", &languages);
    for (size_t i = 0; whole && i < languages.count; i++) {
        if (!cases_of_other_tests(languages.paths[i])) {
            whole = files_directories(languages.paths[i], cases);
        }
    }
    files_list_free(&languages);
    return whole;
}
