#include "join/wanted.h"

#include "base/text.h"
#include "text/utf8.h"

#define EXE ".exe"
/* A shorter stem is part of too many names to mean anything. */
#define STEM_MIN 3

/* A pattern, and what may be left out at its end. */
struct glob {
    oc_text pattern;
    oc_text ending;
};

/* Nearly all names are ASCII. */
static inline uint32_t take_folded(oc_text *text)
{
    unsigned char first = (unsigned char)text->data[0];
    if (first < 0x80) {
        *text = (oc_text){text->data + 1, text->size - 1};
        return (uint32_t)text_lower((char)first);
    }
    size_t length;
    uint32_t character = utf8_fold(utf8_decode(text->data, text->size, &length));
    *text = text_sub(*text, length, text->size);
    return character;
}

static bool glob_ended(struct glob *glob)
{
    if (glob->pattern.size == 0) {
        glob->pattern = glob->ending;
        glob->ending.size = 0;
    }
    return glob->pattern.size == 0;
}

static bool take_star(struct glob *glob)
{
    bool star = !glob_ended(glob) && glob->pattern.data[0] == '*';
    if (star)
        glob->pattern = text_sub(glob->pattern, 1, glob->pattern.size);
    return star;
}

static bool take_character(struct glob *glob, uint32_t character)
{
    if (glob_ended(glob))
        return false;
    bool any = glob->pattern.data[0] == '?';
    return take_folded(&glob->pattern) == character || any;
}

/*
 * How much of the name behind the last * was seen decides where a name is cut: nothing of it seen
 * is no match, or "*outlook*" would mean every name that is cut.
 */
static bool ends_well(struct glob glob, bool starred, size_t seen, bool cut)
{
    while (take_star(&glob))
        ;
    size_t left = glob.pattern.size + glob.ending.size;
    return glob_ended(&glob) || (cut && (!starred || seen >= left));
}

/* Wildcards without recursion: after a mismatch the last * takes one character more. */
static bool matches(struct glob glob, oc_text image, bool cut)
{
    struct glob behind_star = glob;
    oc_text retry = {NULL, 0};
    size_t seen = 0;
    while (image.size > 0) {
        if (take_star(&glob)) {
            behind_star = glob;
            retry = image;
            seen = 0;
        } else if (take_character(&glob, take_folded(&image))) {
            seen++;
        } else if (!text_known(retry)) {
            return false;
        } else {
            take_folded(&retry);
            image = retry;
            glob = behind_star;
            seen = 0;
        }
    }
    return ends_well(glob, text_known(retry), seen, cut);
}

/* Whether ASCII before the first wildcard is another in any case: so begin most names that do not
 * match. A pattern of nothing matches none. */
static bool begins_otherwise(const oc_text *pattern, const oc_text *image)
{
    for (size_t i = 0; i < pattern->size && i < image->size; i++) {
        unsigned char a = (unsigned char)pattern->data[i];
        unsigned char b = (unsigned char)image->data[i];
        if (a == '*' || a == '?' || ((a | b) & 0x80) != 0)
            return false;
        if (a != b && text_lower((char)a) != text_lower((char)b))
            return true;
    }
    return pattern->size == 0;
}

bool wanted_image(oc_text pattern, oc_text image, bool cut)
{
    struct glob glob = {pattern, {NULL, 0}};
    if (begins_otherwise(&pattern, &image))
        return false;
    if (matches(glob, image, cut))
        return true;
    if (text_ends_nocase(pattern, text_of(EXE)))
        return false;
    glob.ending = text_of(EXE);
    return matches(glob, image, cut);
}

bool wanted_one_of_all(const oc_text *images, size_t count, oc_text image, bool cut)
{
    for (size_t i = 0; i < count; i++)
        if (wanted_image(images[i], image, cut))
            return true;
    return false;
}

bool wanted_pid(const struct wanted *wanted, uint32_t pid)
{
    for (size_t i = 0; i < wanted->pid_count; i++)
        if (wanted->pids[i] == pid)
            return true;
    return false;
}

bool wanted_owner(const struct wanted *wanted, oc_text owner)
{
    return wanted_one_of(wanted->images, wanted->image_count, owner, false);
}

static oc_text stem_of(oc_text name)
{
    oc_text exe = text_of(EXE);
    return text_ends_nocase(name, exe) ? text_sub(name, 0, name.size - exe.size) : name;
}

/* The name is walked once for each wanted one: only where the stem may begin it is compared. */
static bool holds_stem(oc_text image, oc_text stem)
{
    for (size_t at = 0; stem.size >= STEM_MIN && at + stem.size <= image.size; at++)
        if (text_lower(image.data[at]) == text_lower(stem.data[0]) &&
            text_equal_nocase(text_sub(image, at, stem.size), stem))
            return true;
    return false;
}

bool wanted_resembles(const struct wanted *wanted, oc_text image)
{
    for (size_t i = 0; i < wanted->image_count; i++)
        if (holds_stem(image, stem_of(wanted->images[i])))
            return true;
    return false;
}
