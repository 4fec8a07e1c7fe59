#include "join/diagnostics.h"

#include "base/buffer.h"

#include <string.h>

void diagnostics_init(struct diagnostics *diagnostics)
{
    memset(diagnostics, 0, sizeof *diagnostics);
    arena_init(&diagnostics->texts);
}

void diagnostics_free(struct diagnostics *diagnostics)
{
    arena_free(&diagnostics->texts);
}

void diagnostics_clear(struct diagnostics *diagnostics)
{
    diagnostics->cleared += diagnostics->count;
    diagnostics->count = 0;
    diagnostics->left_out = 0;
    arena_reset(&diagnostics->texts);
}

bool diagnostics_failed(const struct diagnostics *diagnostics)
{
    return diagnostics->failed || arena_failed(&diagnostics->texts);
}

void diagnostics_add(struct diagnostics *diagnostics, oc_text path, const oc_diagnostic *diagnostic)
{
    if (diagnostics->cleared + diagnostics->count == DIAGNOSTICS_MAX) {
        diagnostics->left_out++;
        return;
    }
    oc_diagnostic *copy = &diagnostics->list[diagnostics->count++];
    *copy = *diagnostic;
    copy->path = path;
    copy->text = arena_text(&diagnostics->texts, diagnostic->text);
}

/* "PID 4028 is A here and B above; ..." */
static void add_conflict(struct diagnostics *diagnostics, oc_text path, oc_place place,
                         const char *code, int64_t pid, const oc_text names[2],
                         const char *const where[2])
{
    struct buffer text;
    buffer_init(&text);
    buffer_printf(&text, "PID %lld is ", (long long)pid);
    buffer_text(&text, names[0]);
    buffer_string(&text, where[0]);
    buffer_text(&text, names[1]);
    buffer_string(&text, where[1]);
    oc_diagnostic diagnostic = {OC_WARNING, {NULL, 0}, place, code, buffer_view(&text)};
    if (text.failed)
        diagnostics->failed = true;
    else
        diagnostics_add(diagnostics, path, &diagnostic);
    buffer_free(&text);
}

void diagnostics_add_process(struct diagnostics *diagnostics, oc_text path,
                             const oc_process *process, oc_text first_image)
{
    static const char *const where[] = {" here and ", " above; the first one counts"};
    const oc_text names[] = {process->image, first_image};
    add_conflict(diagnostics, path, process->place, "pid-conflict", process->pid, names, where);
}

void diagnostics_add_owner(struct diagnostics *diagnostics, oc_text path, const oc_connection *row,
                           oc_text image)
{
    static const char *const where[] = {" in the process list and ",
                                        " here; the process list counts"};
    const oc_text names[] = {image, row->owner};
    add_conflict(diagnostics, path, row->place, "owner-conflict", row->pid, names, where);
}
