#include "grammar/builtin.h"

#include "grammar/read.h"

const oc_grammars *oc_grammars_builtin(void)
{
    return &builtin_grammars;
}

oc_status oc_grammars_add_builtin(oc_grammars *grammars)
{
    oc_status status = grammars->status;
    const struct grammar_file *file = builtin_grammars.files;
    for (; status == OC_OK && file != NULL; file = file->next)
        status = read_borrowed(grammars, file->name, file->bytes);
    return status;
}
