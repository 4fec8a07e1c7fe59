#include "join/wanted.h"

#include "base/text.h"
#include "text/utf8.h"

#define EXE ".exe"
/* A shorter stem is part of too many names to mean anything. */
#define STEM_MIN 3

static uint32_t first_folded(oc_text text, size_t *length)
{
    return utf8_fold(utf8_decode(text.data, text.size, length));
}

/*
 * Wildcards without recursion: after a mismatch the last * takes one character more. When the image
 * is cut, its end is a match wherever the pattern stands.
 */
static bool matches(oc_text pattern, oc_text image, bool cut)
{
    oc_text star = {NULL, 0};
    oc_text retry = {NULL, 0};
    size_t in_pattern;
    size_t in_image;
    while (image.size > 0) {
        if (pattern.size > 0 && pattern.data[0] == '*') {
            pattern = text_sub(pattern, 1, pattern.size);
            star = pattern;
            retry = image;
            continue;
        }
        uint32_t character = first_folded(image, &in_image);
        if (pattern.size > 0 &&
            (first_folded(pattern, &in_pattern) == character || pattern.data[0] == '?')) {
            pattern = text_sub(pattern, in_pattern, pattern.size);
            image = text_sub(image, in_image, image.size);
            continue;
        }
        if (!text_known(star))
            return false;
        first_folded(retry, &in_image);
        retry = text_sub(retry, in_image, retry.size);
        pattern = star;
        image = retry;
    }
    while (pattern.size > 0 && pattern.data[0] == '*')
        pattern = text_sub(pattern, 1, pattern.size);
    return pattern.size == 0 || cut;
}

bool wanted_image(oc_text pattern, oc_text image, bool cut)
{
    oc_text exe = text_of(EXE);
    if (matches(pattern, image, cut))
        return true;
    if (text_ends_nocase(pattern, exe) || !text_ends_nocase(image, exe))
        return false;
    return matches(pattern, text_sub(image, 0, image.size - exe.size), false);
}

bool wanted_pid(const struct wanted *wanted, uint32_t pid)
{
    for (size_t i = 0; i < wanted->pid_count; i++)
        if (wanted->pids[i] == pid)
            return true;
    return false;
}

bool wanted_process(const struct wanted *wanted, const oc_process *process)
{
    if (wanted->all || wanted_pid(wanted, process->pid))
        return true;
    for (size_t i = 0; i < wanted->image_count; i++)
        if (wanted_image(wanted->images[i], process->image, process->image_cut))
            return true;
    return false;
}

static oc_text stem_of(oc_text name)
{
    oc_text exe = text_of(EXE);
    return text_ends_nocase(name, exe) ? text_sub(name, 0, name.size - exe.size) : name;
}

bool wanted_resembles(const struct wanted *wanted, oc_text image)
{
    for (size_t i = 0; i < wanted->image_count; i++) {
        oc_text stem = stem_of(wanted->images[i]);
        for (size_t at = 0; stem.size >= STEM_MIN && at + stem.size <= image.size; at++)
            if (text_equal_nocase(text_sub(image, at, stem.size), stem))
                return true;
    }
    return false;
}
