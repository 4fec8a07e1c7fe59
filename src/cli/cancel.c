#include "cli/cancel.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

/* A handler can reach nothing else. */
static atomic_int cancel_signal;
static atomic_uint cancel_seconds; /* since then, as far as somebody was writing */

static void cancel_note(int number)
{
    int none = 0;
    if (atomic_compare_exchange_strong(&cancel_signal, &none, number)) {
        alarm(1);
    }
}

/* It comes every second, because between two writes it interrupts nothing. An alarm that whoever
 * started the program had set is a wish like any other. */
static void cancel_tick(int number)
{
    cancel_note(number);
    atomic_fetch_add(&cancel_seconds, 1);
    alarm(1);
}

static void cancel_handle(int number, void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler};
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

/* No thread but one that writes takes SIGALRM; so it interrupts the right system call. */
static void cancel_ticks(int how)
{
    sigset_t ticks;
    sigemptyset(&ticks);
    sigaddset(&ticks, SIGALRM);
    pthread_sigmask(how, &ticks, NULL);
}

/* A shell that starts a program in the background lets it ignore SIGINT, and nohup SIGHUP. */
void cancel_begin(void)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    cancel_ticks(SIG_BLOCK);
    cancel_handle(SIGALRM, cancel_tick);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction action;
        if (sigaction(numbers[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN) {
            cancel_handle(numbers[i], cancel_note);
        }
    }
}

bool cancel_requested(void)
{
    return atomic_load_explicit(&cancel_signal, memory_order_relaxed) != 0;
}

static ssize_t cancel_write_some(int fd, const char *bytes, size_t size)
{
    cancel_ticks(SIG_UNBLOCK);
    ssize_t written = write(fd, bytes, size);
    int error = errno;
    cancel_ticks(SIG_BLOCK);
    errno = error;
    return written;
}

/* The first tick may come at once, the second comes a second after it. A write that is interrupted
 * behind its first bytes returns their number, and goes on. */
int cancel_write(int fd, const char *bytes, size_t size)
{
    unsigned begun = atomic_load(&cancel_seconds);
    while (size > 0) {
        ssize_t written = cancel_write_some(fd, bytes, size);
        if (written >= 0) {
            bytes += written;
            size -= (size_t)written;
            begun = atomic_load(&cancel_seconds);
        } else if (errno != EINTR || atomic_load(&cancel_seconds) - begun >= 2) {
            return errno;
        }
    }
    return 0;
}

void cancel_end(void)
{
    int number = atomic_load(&cancel_signal);
    if (number != 0) {
        cancel_handle(number, SIG_DFL);
        cancel_ticks(SIG_UNBLOCK);
        raise(number);
    }
}
