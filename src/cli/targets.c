#include "cli/targets.h"

#include "base/text.h"

#define TARGETS_DEFAULT "outlook.exe"

/* The target file that NAME, without .exe and in any case, is the name of. */
static bool targets_find_target(const oc_grammars *grammars, oc_text name, oc_target_info *target)
{
    oc_text ending = text_of(".exe");
    if (text_ends_nocase(name, ending)) {
        name = text_sub(name, 0, name.size - ending.size);
    }
    oc_grammar_info info;
    for (size_t i = 0; oc_grammars_list(grammars, i, &info); i++) {
        if (info.kind == OC_GRAMMAR_TARGET && text_equal_nocase(info.name, name)) {
            return oc_grammars_target(grammars, info.name, target);
        }
    }
    return false;
}

static void targets_append(oc_text *texts, size_t *count, const oc_text *more, size_t more_count)
{
    for (size_t i = 0; i < more_count && texts != NULL; i++) {
        texts[(*count)++] = more[i];
    }
}

/* Images and near stay NULL in the first pass, which only finds how many there will be. */
static void targets_collect(struct targets *targets, const oc_grammars *grammars,
                            const char *const *names, size_t count, size_t *most)
{
    *most = 0;
    for (size_t i = 0; i < count; i++) {
        oc_text name = text_of(names[i]);
        oc_target_info target = {.images = &name, .image_count = 1};
        targets_find_target(grammars, name, &target);
        *most += target.image_count + target.related_count;
        targets_append(targets->images, &targets->image_count, target.images, target.image_count);
        targets_append(targets->near, &targets->near_count, target.related, target.related_count);
    }
}

static void targets_name(struct targets *targets, const struct options *options)
{
    struct buffer *names = &targets->name_bytes;
    for (size_t i = 0; i < targets->image_count; i++) {
        buffer_string(names, i == 0 ? "" : " or ");
        buffer_text(names, targets->images[i]);
    }
    for (size_t i = 0; i < options->pid_count; i++) {
        buffer_string(names, names->size == 0 ? "PID " : " or PID ");
        buffer_number(names, options->pids[i]);
    }
    buffer_byte(names, '\0');
    targets->names = names->failed ? "" : names->data;
}

bool targets_init(struct targets *targets, const struct options *options,
                  const oc_grammars *grammars)
{
    static const char *const usual[] = {TARGETS_DEFAULT};
    *targets = (struct targets){.images = NULL};
    arena_init(&targets->arena);
    buffer_init(&targets->name_bytes);

    const char *const *names = options->processes;
    size_t count = options->process_count;
    if (count == 0 && options->pid_count == 0 && !options->all) {
        names = usual;
        count = 1;
    }
    size_t most;
    targets_collect(targets, grammars, names, count, &most);
    targets->images = arena_calloc(&targets->arena, most, sizeof *targets->images);
    targets->near = arena_calloc(&targets->arena, most, sizeof *targets->near);
    if (arena_failed(&targets->arena)) {
        return false;
    }
    targets_collect(targets, grammars, names, count, &most);
    targets_name(targets, options);
    return !targets->name_bytes.failed;
}

void targets_free(struct targets *targets)
{
    arena_free(&targets->arena);
    buffer_free(&targets->name_bytes);
}
