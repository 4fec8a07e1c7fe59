#include "parse/run_remotes.h"

#include <stdlib.h>
#include <string.h>

#define HASH_BITS 64
#define SETS_LOG_MIN 7
/* 1 MiB: with more ends than these a list has few that come again. */
#define SETS_LOG_MAX 14
#define GROWTH_LOG 2
/* One slot in so many may be taken: few ends share both of theirs with others. */
#define SPARSENESS 4

/* The first, the second and the last eight bytes of a column are all of it. */
struct key {
    uint64_t words[3];
};

void run_remotes_init(struct run_remotes *remotes)
{
    *remotes = (struct run_remotes){.slots = NULL};
}

void run_remotes_free(struct run_remotes *remotes)
{
    free(remotes->slots);
    run_remotes_init(remotes);
}

static struct key key_of(const char *column)
{
    const size_t size = sizeof(uint64_t);
    struct key key;
    memcpy(&key.words[0], column, size);
    memcpy(&key.words[1], column + size, size);
    memcpy(&key.words[2], column + RUN_REMOTE_WIDTH - size, size);
    return key;
}

struct run_remote *run_remotes_expect(const struct run_remotes *remotes, const char *column)
{
    const uint64_t odd = UINT64_C(0x9E3779B97F4A7C15);
    const struct key key = key_of(column);
    uint64_t hash = ((key.words[0] * odd + key.words[1]) * odd + key.words[2]) * odd;
    struct run_remote *ways = remotes->slots + (hash >> remotes->shift) * RUN_REMOTE_WAYS;
    __builtin_prefetch(ways, 1);
    return ways;
}

static bool is_free(const struct run_remote *remote)
{
    return remote->text[0] == '\0';
}

static bool is_it(const struct run_remote *remote, const struct key *key)
{
    const struct key other = key_of(remote->text);
    return ((other.words[0] ^ key->words[0]) | (other.words[1] ^ key->words[1]) |
            (other.words[2] ^ key->words[2])) == 0;
}

static size_t capacity(const struct run_remotes *remotes)
{
    return remotes->slots == NULL ? 0 : (size_t)RUN_REMOTE_WAYS << (HASH_BITS - remotes->shift);
}

/* The slot of the end or the free one that it gets; NULL: others have both. */
static struct run_remote *slot_of(struct run_remote *ways, const char *column)
{
    const struct key key = key_of(column);
    for (size_t i = 0; i < RUN_REMOTE_WAYS; i++)
        if (is_it(&ways[i], &key) || is_free(&ways[i]))
            return &ways[i];
    return NULL;
}

/* What had a slot finds one, because there are more of them: a set becomes several. */
static void move_all(struct run_remotes *to, const struct run_remotes *from)
{
    for (size_t i = 0; i < capacity(from); i++) {
        const struct run_remote *remote = &from->slots[i];
        struct run_remote *slot =
            is_free(remote) ? NULL : slot_of(run_remotes_expect(to, remote->text), remote->text);
        if (slot != NULL)
            *slot = *remote;
    }
    to->count = from->count;
}

/* Not where there is no memory, or it is as large as it becomes. */
static void grow(struct run_remotes *remotes)
{
    unsigned log = SETS_LOG_MIN;
    if (remotes->slots != NULL)
        log = HASH_BITS - remotes->shift + GROWTH_LOG;
    struct run_remotes bigger = {.shift = HASH_BITS - log};
    if (log <= SETS_LOG_MAX)
        bigger.slots = calloc((size_t)RUN_REMOTE_WAYS << log, sizeof *bigger.slots);
    remotes->stays = bigger.slots == NULL;
    if (remotes->stays)
        return;
    move_all(&bigger, remotes);
    free(remotes->slots);
    *remotes = bigger;
}

bool run_remotes_reserve(struct run_remotes *remotes, size_t count)
{
    if (remotes->count + count >= capacity(remotes) / SPARSENESS && !remotes->stays)
        grow(remotes);
    return remotes->slots != NULL;
}

bool run_remotes_add(struct run_remotes *remotes, struct run_remote *ways, const char *column,
                     uint32_t colon)
{
    struct run_remote *slot = slot_of(ways, column);
    if (slot == NULL || slot->rows == UINT32_MAX)
        return false;
    if (is_free(slot)) {
        memcpy(slot->text, column, RUN_REMOTE_WIDTH);
        slot->colon = colon;
        remotes->count++;
    }
    slot->rows++;
    return true;
}

const struct run_remote *run_remotes_next(const struct run_remotes *remotes, size_t *next)
{
    while (*next < capacity(remotes)) {
        const struct run_remote *remote = &remotes->slots[(*next)++];
        if (!is_free(remote))
            return remote;
    }
    return NULL;
}

void run_remotes_clear(struct run_remotes *remotes)
{
    if (remotes->count > 0)
        memset(remotes->slots, 0, capacity(remotes) * sizeof *remotes->slots);
    remotes->count = 0;
}
