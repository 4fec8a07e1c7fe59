#include "join/near.h"

#include "base/text.h"

static bool is_near(const struct wanted *wanted, const oc_text *patterns, size_t pattern_count,
                    const oc_process *process)
{
    return wanted_one_of(patterns, pattern_count, process->image, process->image_cut) ||
           wanted_resembles(wanted, process->image);
}

static bool named(const oc_text *names, size_t count, oc_text name)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal_nocase(names[i], name))
            return true;
    return false;
}

size_t near_images(const struct processes *processes, const struct wanted *wanted,
                   const oc_text *patterns, size_t pattern_count, oc_text names[NEAR_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < processes->count && count < NEAR_MAX; i++) {
        const oc_process *process = &processes->rows[i];
        if (is_near(wanted, patterns, pattern_count, process) &&
            !named(names, count, process->image))
            names[count++] = process->image;
    }
    return count;
}
