#include "cli/ordered.h"

#define ORDERED_STEP ((uint64_t)1 << 32) /* between places, when there is room */

void piece_init(struct piece *piece, void (*run)(struct worker *, struct piece *),
                void (*free)(struct piece *))
{
    piece->next = NULL;
    piece->input = 0;
    piece->finds = false;
    piece->state = PIECE_WAITS;
    piece->run = run;
    piece->free = free;
    result_init(&piece->result);
}

void piece_append(struct piece_chain *chain, struct piece *piece)
{
    if (chain->last == NULL) {
        chain->first = piece;
    } else {
        chain->last->next = piece;
    }
    chain->last = piece;
    chain->count++;
}

static void piece_free(struct piece *piece)
{
    result_free(&piece->result);
    piece->free(piece);
}

static void piece_free_all(struct piece *piece)
{
    while (piece != NULL) {
        struct piece *next = piece->next;
        piece_free(piece);
        piece = next;
    }
}

void piece_chain_free(struct piece_chain *chain)
{
    piece_free_all(chain->first);
    *chain = (struct piece_chain){.count = 0};
}

void ordered_init(struct ordered *ordered, bool (*write)(void *, struct piece *), void *user)
{
    *ordered = (struct ordered){.write = write, .user = user};
    pthread_mutex_init(&ordered->mutex, NULL);
    pthread_cond_init(&ordered->changed, NULL);
}

void ordered_free(struct ordered *ordered)
{
    piece_free_all(ordered->first);
    pthread_cond_destroy(&ordered->changed);
    pthread_mutex_destroy(&ordered->mutex);
}

/* ---- the order; the mutex is held -------------------------------------------------------- */

static void ordered_number_again(struct ordered *ordered)
{
    uint64_t place = ORDERED_STEP;
    for (struct piece *piece = ordered->first; piece != NULL; piece = piece->next) {
        piece->place = place;
        place += ORDERED_STEP;
    }
}

static void ordered_number(struct ordered *ordered, const struct piece *after,
                           const struct piece_chain *chain, const struct piece *next)
{
    uint64_t low = after == NULL ? 0 : after->place;
    uint64_t room = next == NULL ? UINT64_MAX - low : next->place - low;
    uint64_t step = room / (chain->count + 1);
    step = step > ORDERED_STEP ? ORDERED_STEP : step;
    if (step == 0) {
        ordered_number_again(ordered);
        return;
    }
    for (struct piece *piece = chain->first; piece != next; piece = piece->next) {
        low += step;
        piece->place = low;
    }
}

static void ordered_wake(struct ordered *ordered)
{
    if (ordered->sleeping > 0) {
        pthread_cond_broadcast(&ordered->changed);
    }
}

static void ordered_sleep(struct ordered *ordered)
{
    ordered->sleeping++;
    pthread_cond_wait(&ordered->changed, &ordered->mutex);
    ordered->sleeping--;
}

static void ordered_pop(struct ordered *ordered)
{
    struct piece *piece = ordered->first;
    ordered->first = piece->next;
    if (ordered->untaken == piece) {
        ordered->untaken = piece->next;
    }
}

static void ordered_write_ready(struct ordered *ordered)
{
    while (!ordered->writing && !ordered->stopped && ordered->first != NULL &&
           ordered->first->state == PIECE_DONE) {
        struct piece *piece = ordered->first;
        size_t size = result_size(&piece->result);
        ordered_pop(ordered);
        ordered->writing = true;
        pthread_mutex_unlock(&ordered->mutex);
        bool written = ordered->write(ordered->user, piece);
        piece_free(piece);
        pthread_mutex_lock(&ordered->mutex);
        ordered->writing = false;
        ordered->held -= size;
        ordered->stopped = ordered->stopped || !written;
    }
}

static struct piece *ordered_find(struct ordered *ordered)
{
    struct piece *piece = ordered->untaken;
    while (piece != NULL && piece->state != PIECE_WAITS) {
        piece = piece->next;
    }
    ordered->untaken = piece;
    bool full = ordered->held >= ORDERED_MOST_HELD && piece != ordered->first;
    return full ? NULL : piece;
}

/* ---- for workers ------------------------------------------------------------------------- */

void ordered_insert(struct ordered *ordered, struct piece *after, const struct piece_chain *chain)
{
    if (chain->first == NULL) {
        return;
    }
    pthread_mutex_lock(&ordered->mutex);
    struct piece *next = after == NULL ? ordered->first : after->next;
    chain->last->next = next;
    if (after == NULL) {
        ordered->first = chain->first;
    } else {
        after->next = chain->first;
    }
    ordered_number(ordered, after, chain, next);
    for (const struct piece *piece = chain->first; piece != next; piece = piece->next) {
        ordered->waiting += piece->state == PIECE_WAITS;
        ordered->running += piece->state == PIECE_RUNS;
    }
    if (ordered->untaken == NULL || chain->first->place < ordered->untaken->place) {
        ordered->untaken = chain->first;
    }
    ordered_wake(ordered);
    pthread_mutex_unlock(&ordered->mutex);
}

size_t ordered_waiting(struct ordered *ordered)
{
    pthread_mutex_lock(&ordered->mutex);
    size_t waiting = ordered->waiting;
    pthread_mutex_unlock(&ordered->mutex);
    return waiting;
}

struct piece *ordered_take(struct ordered *ordered)
{
    struct piece *piece = NULL;
    pthread_mutex_lock(&ordered->mutex);
    while (!ordered->stopped && (piece = ordered_find(ordered)) == NULL &&
           (ordered->running > 0 || ordered->waiting > 0 || ordered->writing)) {
        ordered_sleep(ordered);
    }
    if (ordered->stopped || piece == NULL) {
        piece = NULL;
        ordered_wake(ordered);
    } else {
        piece->state = PIECE_RUNS;
        ordered->running++;
        ordered->waiting--;
    }
    pthread_mutex_unlock(&ordered->mutex);
    return piece;
}

void ordered_done(struct ordered *ordered, struct piece *piece)
{
    pthread_mutex_lock(&ordered->mutex);
    piece->state = PIECE_DONE;
    ordered->running--;
    ordered->held += result_size(&piece->result);
    ordered_write_ready(ordered);
    ordered_wake(ordered);
    pthread_mutex_unlock(&ordered->mutex);
}

bool ordered_pass_on(struct ordered *ordered, struct piece *piece)
{
    pthread_mutex_lock(&ordered->mutex);
    while (!ordered->stopped && (ordered->first != piece || ordered->writing)) {
        ordered_sleep(ordered);
    }
    bool stopped = ordered->stopped;
    pthread_mutex_unlock(&ordered->mutex);
    /* Nobody else writes while the first piece runs. */
    if (!stopped && !ordered->write(ordered->user, piece)) {
        ordered_stop(ordered);
        stopped = true;
    }
    return !stopped;
}

void ordered_stop(struct ordered *ordered)
{
    pthread_mutex_lock(&ordered->mutex);
    ordered->stopped = true;
    ordered_wake(ordered);
    pthread_mutex_unlock(&ordered->mutex);
}
