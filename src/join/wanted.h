/*
 * Owns: which processes the caller asked for: image names with wildcards, PIDs, all.
 * Must not know: lists, rows, output.
 */
#ifndef JOIN_WANTED_H
#define JOIN_WANTED_H

#include "base/arena.h"

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
bool wanted_one_of(const oc_text *images, size_t count, oc_text image, bool cut);
bool wanted_pid(const struct wanted *wanted, uint32_t pid);
bool wanted_owner(const struct wanted *wanted, oc_text owner);
bool wanted_process(const struct wanted *wanted, const oc_process *process);
/* Whether the name holds a wanted one, or its stem, inside of it: worth a word, not a match. */
bool wanted_resembles(const struct wanted *wanted, oc_text image);

#endif
