#include "join/change.h"

#include "base/text.h"

#include <stdlib.h>

#define CAPACITY_MIN 64
#define NO_ROW SIZE_MAX

struct change {
    oc_change_kind kind;
    size_t target_before; /* PARTNER_NONE: was not there */
    size_t target_now;    /* PARTNER_NONE: is not there */
    bool was_row;         /* row_before stands before it; neither: the target itself */
    bool is_row;          /* row_now does */
    oc_row_cursor row_before;
    oc_row_cursor row_now;
};

/* A row of one side, while two targets are compared. */
struct change_row {
    oc_row_cursor at; /* where a walk over the rows stands before it */
    size_t partner;   /* its index on the other side, or NO_ROW */
    size_t next;      /* in a chain of equal rows: an index and 1; 0: the last */
    bool changed;     /* the partner is in another state */
};

struct side {
    const oc_target *target; /* NULL: it has none */
    struct change_row *rows;
    size_t count;
};

void changes_init(struct oc_changes *changes)
{
    *changes = (struct oc_changes){.before = NULL};
    partners_init(&changes->partners);
    map_init(&changes->rows);
    buffer_init(&changes->key);
    arena_init(&changes->scratch);
}

void changes_free(struct oc_changes *changes)
{
    free(changes->list);
    partners_free(&changes->partners);
    map_free(&changes->rows);
    buffer_free(&changes->key);
    arena_free(&changes->scratch);
}

/* ---- the list -------------------------------------------------------------------------------- */

static void add(struct oc_changes *changes, struct change change)
{
    if (changes->count == changes->capacity) {
        size_t capacity = changes->capacity == 0 ? CAPACITY_MIN : changes->capacity * 2;
        struct change *list = capacity > SIZE_MAX / sizeof *list
                                  ? NULL
                                  : realloc(changes->list, capacity * sizeof *list);
        if (list == NULL) {
            changes->failed = true;
            return;
        }
        changes->list = list;
        changes->capacity = capacity;
    }
    changes->list[changes->count++] = change;
}

static const oc_target *target_at(const struct snapshot *snapshot, size_t index)
{
    return index == PARTNER_NONE ? NULL : &snapshot->targets[index];
}

/* ---- rows that are the same ------------------------------------------------------------------ */

static oc_connection row_at(const oc_target *target, oc_row_cursor at)
{
    oc_connection row = {.place = {0}};
    oc_target_next_row(target, &at, &row);
    return row;
}

static struct side side_of(struct oc_changes *changes, const oc_target *target)
{
    struct side side = {.target = target};
    if (target == NULL)
        return side;
    size_t most = (size_t)(target->connections + target->listeners + target->udp);
    side.rows = arena_calloc(&changes->scratch, most + 1, sizeof *side.rows);
    oc_row_cursor cursor = {0};
    oc_connection row;
    oc_row_cursor at = cursor;
    while (side.rows != NULL && side.count < most && oc_target_next_row(target, &cursor, &row)) {
        side.rows[side.count++] = (struct change_row){.at = at, .partner = NO_ROW};
        at = cursor;
    }
    return side;
}

static void key_text(struct buffer *key, oc_text text)
{
    buffer_append(key, &text.size, sizeof text.size);
    buffer_text(key, text);
}

static void key_end(struct buffer *key, const oc_endpoint *end)
{
    buffer_append(key, &end->port, sizeof end->port);
    key_text(key, end->address);
    key_text(key, end->service);
}

/* A state that nobody listed is known by its word. */
static oc_text key_of(struct buffer *key, const oc_connection *row, bool with_state)
{
    buffer_clear(key);
    key_text(key, row->proto);
    key_end(key, &row->local);
    key_end(key, &row->remote);
    if (with_state && row->kind != OC_UDP) {
        buffer_byte(key, (char)row->state);
        if (row->state == OC_UNKNOWN)
            buffer_text(key, row->state_word);
    }
    return buffer_view(key);
}

static bool same_end(const oc_endpoint *a, const oc_endpoint *b)
{
    return a->port == b->port && text_equal(a->address, b->address) &&
           text_equal(a->service, b->service);
}

static bool same_row(const struct side *before, size_t i, const struct side *now, size_t j)
{
    if (i >= before->count || j >= now->count)
        return false;
    oc_connection a = row_at(before->target, before->rows[i].at);
    oc_connection b = row_at(now->target, now->rows[j].at);
    bool same_state =
        a.state == b.state && (a.state != OC_UNKNOWN || text_equal(a.state_word, b.state_word));
    return same_end(&a.local, &b.local) && same_end(&a.remote, &b.remote) &&
           text_equal(a.proto, b.proto) && (a.kind == OC_UDP || same_state);
}

/* Most rows stand where they stood, between few others: they need no key. */
static void pair_in_step(struct side *before, struct side *now)
{
    size_t i = 0;
    size_t j = 0;
    while (i < before->count && j < now->count) {
        bool same = same_row(before, i, now, j);
        if (same) {
            before->rows[i].partner = j;
            now->rows[j].partner = i;
        }
        bool vanished = !same && same_row(before, i + 1, now, j);
        bool appeared = !same && !vanished && same_row(before, i, now, j + 1);
        i += !appeared;
        j += !vanished;
    }
}

/* Chains the rows that have no partner by their keys, the first in front. */
static void chain(struct oc_changes *changes, struct side *side, bool with_state)
{
    map_clear(&changes->rows);
    for (size_t i = side->count; i > 0; i--) {
        struct change_row *each = &side->rows[i - 1];
        if (each->partner != NO_ROW)
            continue;
        oc_connection row = row_at(side->target, each->at);
        uint64_t *first = map_put(&changes->rows, key_of(&changes->key, &row, with_state));
        if (first == NULL)
            return;
        each->next = (size_t)*first;
        *first = i;
    }
}

/* Equal rows are as many pairs as both sides have of them. */
static void pair_rows(struct oc_changes *changes, struct side *before, struct side *now,
                      bool with_state)
{
    if (before->count == 0)
        return;
    chain(changes, before, with_state);
    for (size_t i = 0; i < now->count; i++) {
        struct change_row *each = &now->rows[i];
        if (each->partner != NO_ROW)
            continue;
        oc_connection row = row_at(now->target, each->at);
        uint64_t *first = map_find(&changes->rows, key_of(&changes->key, &row, with_state));
        if (first == NULL || *first == 0)
            continue;
        each->partner = (size_t)*first - 1;
        each->changed = !with_state;
        *first = before->rows[each->partner].next;
        before->rows[each->partner].partner = i;
    }
}

/* ---- one target ------------------------------------------------------------------------------ */

static void add_rows_now(struct oc_changes *changes, struct change change, const struct side *now,
                         const struct side *before)
{
    for (size_t i = 0; i < now->count && !changes->failed; i++) {
        const struct change_row *row = &now->rows[i];
        if (row->partner != NO_ROW && !row->changed)
            continue;
        change.kind = row->changed ? OC_OTHER_STATE : OC_APPEARED;
        change.is_row = true;
        change.row_now = row->at;
        change.was_row = row->changed;
        if (row->changed)
            change.row_before = before->rows[row->partner].at;
        add(changes, change);
    }
}

static void add_rows_before(struct oc_changes *changes, struct change change,
                            const struct side *before)
{
    change.kind = OC_VANISHED;
    change.was_row = true;
    for (size_t i = 0; i < before->count && !changes->failed; i++) {
        change.row_before = before->rows[i].at;
        if (before->rows[i].partner == NO_ROW)
            add(changes, change);
    }
}

static void add_target(struct oc_changes *changes, struct change change, const oc_target *before,
                       const oc_target *now)
{
    bool both = before != NULL && now != NULL;
    if (both && (before->pid == now->pid || before->pid == OC_NONE || now->pid == OC_NONE))
        return;
    change.kind = before == NULL ? OC_APPEARED : now == NULL ? OC_VANISHED : OC_OTHER_PID;
    add(changes, change);
}

/* Either index may be PARTNER_NONE. */
static void compare(struct oc_changes *changes, size_t index_before, size_t index_now)
{
    const struct change change = {.target_before = index_before, .target_now = index_now};
    arena_reset(&changes->scratch);
    struct side before = side_of(changes, target_at(changes->before, index_before));
    struct side now = side_of(changes, target_at(changes->now, index_now));
    pair_in_step(&before, &now);
    pair_rows(changes, &before, &now, true);
    pair_rows(changes, &before, &now, false);
    changes->failed |=
        arena_failed(&changes->scratch) || changes->rows.failed || changes->key.failed;
    if (changes->failed)
        return;
    add_target(changes, change, before.target, now.target);
    add_rows_now(changes, change, &now, &before);
    add_rows_before(changes, change, &before);
}

void changes_find(struct oc_changes *changes, const struct snapshot *before,
                  const struct snapshot *now)
{
    changes->before = before;
    changes->now = now;
    changes->count = 0;
    partners_find(&changes->partners, before, now);
    changes->failed |= changes->partners.failed;
    for (size_t i = 0; i < now->count && !changes->failed; i++)
        compare(changes, changes->partners.before[i], i);
    for (size_t i = 0; i < before->count && !changes->failed; i++)
        if (changes->partners.now[i] == PARTNER_NONE)
            compare(changes, i, PARTNER_NONE);
}

/* ---- a change, for the caller ---------------------------------------------------------------- */

bool oc_changes_at(const oc_changes *changes, size_t index, oc_change *change)
{
    if (changes == NULL || index >= changes->count)
        return false;
    const struct change *packed = &changes->list[index];
    const oc_target *before = target_at(changes->before, packed->target_before);
    const oc_target *now = target_at(changes->now, packed->target_now);
    const oc_target *either = now != NULL ? now : before;
    *change = (oc_change){
        .kind = packed->kind,
        .target = now,
        .target_before = before,
        .image = text_known(either->image) || before == NULL ? either->image : before->image,
        .pid = either->pid,
        .pid_before = before != NULL ? before->pid : OC_NONE,
        .of_target = !packed->was_row && !packed->is_row,
    };
    oc_connection row;
    if (packed->was_row) {
        row = row_at(before, packed->row_before);
        change->row = row;
        change->state_before = row.state;
        change->state_word_before = row.state_word;
    }
    if (packed->is_row)
        change->row = row_at(now, packed->row_now);
    return true;
}
