/*
 * Owns: which processes the caller asked for: image names with wildcards, PIDs, all.
 * Must not know: lists, rows, output.
 */
#ifndef JOIN_WANTED_H
#define JOIN_WANTED_H

#include "base/arena.h"
#include "base/text.h"

struct wanted {
    const oc_text *images;
    size_t image_count;
    const uint32_t *pids;
    size_t pid_count;
    bool all;
};

/*
 * Whether the pattern means the image: any case, * and ? as wildcards, ".exe" may be left out.
 * cut: the image is only the beginning of a name.
 */
bool wanted_image(oc_text pattern, oc_text image, bool cut);
/* Whether one of the patterns does. */
bool wanted_one_of_all(const oc_text *images, size_t count, oc_text image, bool cut);
bool wanted_pid(const struct wanted *wanted, uint32_t pid);
bool wanted_owner(const struct wanted *wanted, oc_text owner);
/* Whether the name holds a wanted one, or its stem, inside of it: worth a word, not a match. */
bool wanted_resembles(const struct wanted *wanted, oc_text image);

/* ---- asked of every process: the first character tells most names apart -----------------------
 */

/* False: the pattern does not mean the image. */
static inline bool wanted_may_be(oc_text pattern, oc_text image)
{
    if (pattern.size == 0 || image.size == 0)
        return pattern.size > 0;
    const char a = pattern.data[0];
    const char b = image.data[0];
    return text_lower(a) == text_lower(b) || a == '*' || a == '?' || (unsigned char)(a | b) > 0x7F;
}

/* Whether one of the patterns means the image. */
static inline bool wanted_one_of(const oc_text *images, size_t count, oc_text image, bool cut)
{
    for (size_t i = 0; i < count; i++)
        if (wanted_may_be(images[i], image))
            return wanted_one_of_all(images + i, count - i, image, cut);
    return false;
}

static inline bool wanted_process(const struct wanted *wanted, const oc_process *process)
{
    return wanted->all || (wanted->pid_count > 0 && wanted_pid(wanted, process->pid)) ||
           wanted_one_of(wanted->images, wanted->image_count, process->image, process->image_cut);
}

#endif
